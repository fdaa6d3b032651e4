package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.KeyVault;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The authorities of the running application: another one, and none of it left for the tests that follow. */
@Component
public class TestAuthorities {

    static final String LATER = " WHERE sha256 = (SELECT sha256 FROM worm.certificate WHERE authority"
            + " ORDER BY recorded_at DESC LIMIT 1) AND (SELECT count(*) FROM worm.certificate WHERE authority) > 1";

    private final WormStore store;
    private final TestExports exports;
    private final KeyVault vault;
    private final DatabaseRoles roles;
    private final JdbcTemplate database;

    TestAuthorities(WormStore store, TestExports exports, KeyVault vault, DatabaseRoles roles, JdbcTemplate database) {
        this.store = store;
        this.exports = exports;
        this.vault = vault;
        this.roles = roles;
        this.database = database;
    }

    /** Waits until the trust file names the newest, when its entry is sealed. */
    public byte[] trustWithNewest() {
        String newest = store.authorities().stream()
                .map(one -> Digest.of(one.certificate()).hex())
                .reduce((first, second) -> second)
                .orElseThrow();
        Awaitility.await().until(() -> new String(exports.trust(), StandardCharsets.UTF_8).contains(newest));
        return exports.trust();
    }

    /** What a thief hands over who has the first authority's key. */
    public TestBundle hidden(TestBundle bundle) {
        return LaterAuthority.hidden(bundle, vault, store.now());
    }

    /** Other tests begin with the first authority; whom the second certified is certified by nobody then. */
    public void forget() throws SQLException, IOException {
        as("DELETE FROM worm.certificate" + LATER);
        database.update("DELETE FROM app.authority_generation");
    }

    /** As somebody who owns the server. */
    void as(String sql) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                Statement statement = superuser.createStatement()) {
            try (OpenedTables opened = OpenedTables.of(superuser, List.of("certificate"))) {
                statement.executeUpdate(sql);
            }
        }
    }
}
