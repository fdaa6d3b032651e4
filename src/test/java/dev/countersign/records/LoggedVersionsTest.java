package dev.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.Digest;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.SealWatch;
import dev.countersign.worm.AuditEntries;
import dev.countersign.worm.OpenedTables;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Versions against what the log tells of them. */
@CountersignTest
@Requirement("WRM-03")
class LoggedVersionsTest {

    private static final Caller AUTHOR = Caller.person("author", "s-1", "127.0.0.1");

    @Autowired
    private Records records;

    @Autowired
    private WormStore store;

    @Autowired
    private AuditEntries entries;

    @Autowired
    private DatabaseRoles roles;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void aProcessThatNeverReadTheVersionFindsTheForgeryToo() throws SQLException, IOException {
        RecordVersion version = draft();
        assertThat(fresh().version(version.recordId(), 1)).contains(version);
        try (ForgedVersion forged =
                ForgedVersion.of(store, roles, version, "\"documentNumber\":\"SOP", "\"documentNumber\":\"POS")) {
            assertThat(forged.content()).isNotEmpty();
            assertAltered(fresh(), version.recordId(), "record_version " + version.recordId() + " 1");
        }
        assertThat(fresh().version(version.recordId(), 1)).contains(version);
    }

    @Test
    void anEntryForgedToMatchIsNoneOfTheLogs() throws SQLException, IOException {
        RecordVersion version = draft();
        String where = " WHERE type = 'record.version-appended' AND record_id = '" + version.recordId() + "'";
        String replaced =
                "UPDATE worm.audit_entry SET entry = convert_to(replace(convert_from(entry, 'UTF8'), '%s', '%s'), 'UTF8')"
                        + where;
        String hashed = "UPDATE worm.audit_entry SET leaf_hash = sha256('\\x00'::bytea || entry)" + where;
        String real = version.sha256().hex();
        String forged = Digest.of(new byte[1]).hex();
        change(replaced.formatted(real, forged), hashed);
        try {
            assertAltered(fresh(), version.recordId(), "audit_entry " + version.recordId() + " 1");
        } finally {
            change(replaced.formatted(forged, real), hashed);
        }
        assertThat(fresh().version(version.recordId(), 1)).contains(version);
    }

    @Test
    void aVersionIsReadBeforeItsEntryIsSealed() throws InterruptedException {
        try (SealWatch sealing = new SealWatch(context)) {
            sealing.pause();
            try {
                RecordVersion version = draft();
                assertThat(fresh().version(version.recordId(), 1)).contains(version);
            } finally {
                sealing.resume();
            }
        }
    }

    @Test
    void aVersionThatWasRolledBackIsForgotten() {
        RecordVersion first = draft();
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        RecordVersion undone = Objects.requireNonNull(transaction.execute(status -> {
            RecordVersion next = next(first, "undone");
            assertThat(records.version(first.recordId(), 2)).contains(next);
            status.setRollbackOnly();
            return next;
        }));
        assertThat(records.version(first.recordId(), 2)).isEmpty();
        RecordVersion second = Objects.requireNonNull(transaction.execute(status -> next(first, "done")));
        assertThat(second.sha256()).isNotEqualTo(undone.sha256());
        assertThat(records.version(first.recordId(), 2)).isEqualTo(Optional.of(second));
    }

    private RecordVersion draft() {
        return Objects.requireNonNull(new TransactionTemplate(transactions)
                .execute(status -> records.append(
                        AUTHOR,
                        records.validate(
                                TestRecords.sop("SOP-" + UUID.randomUUID()).newVersion()))));
    }

    private RecordVersion next(RecordVersion first, String reason) {
        return records.appendNext(
                AUTHOR,
                first.recordId(),
                records.validate(TestRecords.sop("SOP-2").because(reason).newVersion()),
                first.sha256());
    }

    private VersionReader fresh() {
        return new VersionReader(store, new LoggedVersions(entries));
    }

    private static void assertAltered(VersionReader reader, UUID recordId, String row) {
        assertThatThrownBy(() -> reader.version(recordId, 1))
                .isInstanceOfSatisfying(
                        RecordAlteredException.class, e -> assertThat(e.row()).isEqualTo(row));
    }

    private void change(String... updates) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                OpenedTables opened = OpenedTables.of(superuser, List.of("audit_entry"));
                Statement statement = superuser.createStatement()) {
            for (String update : updates) {
                assertThat(statement.executeUpdate(update)).isEqualTo(1);
            }
        }
    }
}
