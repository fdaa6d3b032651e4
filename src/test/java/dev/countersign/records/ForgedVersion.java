package dev.countersign.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredVersion;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * A version whose content somebody who owns the server replaced, with the manifest and every hash in the version's own row to match.
 * Closing puts back what was there.
 */
public final class ForgedVersion implements AutoCloseable {

    private final DatabaseRoles roles;
    private final StoredVersion real;
    private final byte[] content;

    private ForgedVersion(DatabaseRoles roles, StoredVersion real, byte[] content) {
        this.roles = roles;
        this.real = real;
        this.content = content;
    }

    /** @param from what the content says, once */
    public static ForgedVersion of(WormStore store, DatabaseRoles roles, RecordVersion version, String from, String to)
            throws SQLException, IOException {
        StoredVersion real =
                store.version(version.recordId(), version.version()).orElseThrow();
        String content = new String(store.blob(real.contentSha256()).orElseThrow(), UTF_8);
        assertThat(content).contains(from);
        byte[] forged = content.replace(from, to).getBytes(UTF_8);
        ForgedVersion made = new ForgedVersion(roles, real, forged);
        String manifest = new String(real.manifest(), UTF_8)
                .replace(real.contentSha256().hex(), Digest.of(forged).hex())
                .replace("\"length\":" + content.getBytes(UTF_8).length, "\"length\":" + forged.length);
        made.change(
                "INSERT INTO worm.blob SELECT organisation, sha256(?1), ?1, octet_length(?1), clock_timestamp()"
                        + " FROM worm.installation",
                manifest.getBytes(UTF_8),
                Digest.of(forged));
        return made;
    }

    public byte[] content() {
        return content.clone();
    }

    @Override
    public void close() throws SQLException, IOException {
        change("DELETE FROM worm.blob WHERE sha256 = sha256(?1)", real.manifest(), real.contentSha256());
    }

    private void change(String blob, byte[] manifest, Digest contentSha256) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                OpenedTables opened = OpenedTables.of(superuser, List.of("record_version", "blob"));
                PreparedStatement blobs = superuser.prepareStatement(blob.replace("?1", "?"));
                PreparedStatement row = superuser.prepareStatement("UPDATE worm.record_version SET manifest = ?,"
                        + " sha256 = ?, content_sha256 = ? WHERE record_id = ? AND version = ?")) {
            for (int place = 1; place <= blobs.getParameterMetaData().getParameterCount(); place++) {
                blobs.setBytes(place, content);
            }
            assertThat(blobs.executeUpdate()).isEqualTo(1);
            row.setBytes(1, manifest);
            row.setBytes(2, Digest.of(manifest).bytes());
            row.setBytes(3, contentSha256.bytes());
            row.setObject(4, real.recordId());
            row.setInt(5, real.version());
            assertThat(row.executeUpdate()).isEqualTo(1);
        }
    }
}
