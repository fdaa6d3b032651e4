package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.database.DatabaseRoles;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** What the database itself refuses, asked by the roles that could try. */
@CountersignTest
@Requirement("WRM-01")
class WriteOnceTest {

    private static final List<String> TABLES = List.of(
            "installation",
            "blob",
            "record",
            "record_version",
            "record_event",
            "signature_plan",
            "certificate",
            "enrolment",
            "certificate_event",
            "signature",
            "audit_entry",
            "log_leaf",
            "log_epoch",
            "log_tile",
            "checkpoint",
            "witness_receipt");

    @Autowired
    private WormStore store;

    @Autowired
    private HikariDataSource application;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private DatabaseRoles roles;

    private final UUID record = UUID.randomUUID();

    @BeforeEach
    void aStoredDraftExists() {
        in(() -> {
            store.appendVersion(manifest(1, null, null));
            store.appendRecordEvent(event(1, "draft"));
        });
    }

    static Stream<String> changes() {
        return TABLES.stream()
                .flatMap(table -> Stream.of(
                        "UPDATE worm." + table + " SET recorded_at = recorded_at",
                        "DELETE FROM worm." + table,
                        "TRUNCATE worm." + table + " CASCADE"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesEveryChangeToTheApplication(String change) throws SQLException {
        try (Connection connection = application.getConnection()) {
            assertRefused(connection, change, "42501");
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesEveryChangeToTheOwnerWhoHasThePrivileges(String change) throws SQLException, IOException {
        try (Connection owner = owner()) {
            assertRefused(owner, change, "42501");
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void refusesEveryChangeInReplicaModeToo(String change) throws SQLException, IOException {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER)) {
            try (Statement statement = superuser.createStatement()) {
                statement.execute("SET session_replication_role = replica");
                statement.execute("SET ROLE countersign_owner");
            }
            assertRefused(superuser, change, "42501");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void letsTheApplicationInsertThroughAppendFunctionsAlone(String table) throws SQLException {
        try (Connection connection = application.getConnection()) {
            assertRefused(connection, "INSERT INTO worm." + table + " SELECT * FROM worm." + table, "42501");
        }
    }

    static Stream<String> tables() {
        return Stream.concat(TABLES.stream(), Stream.of("log_queue"));
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void letsNeitherApplicationNorOwnerChangeDefinitions(String definition) throws SQLException, IOException {
        try (Connection connection = application.getConnection()) {
            assertRefused(connection, definition, null);
        }
        try (Connection asOwner = roles.connect(DatabaseRoles.SUPERUSER)) {
            try (Statement statement = asOwner.createStatement()) {
                statement.execute("SET ROLE countersign_owner");
            }
            assertRefused(asOwner, definition, "42501");
        }
    }

    static Stream<String> definitions() {
        return Stream.of(
                "ALTER TABLE worm.signature DISABLE TRIGGER ALL",
                "ALTER TABLE worm.signature DISABLE TRIGGER refuse_row_change",
                "DROP TRIGGER refuse_row_change ON worm.signature",
                "CREATE OR REPLACE FUNCTION worm.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "ALTER TABLE worm.signature ALTER COLUMN decision TYPE text USING 'approve'",
                "ALTER TABLE worm.signature RENAME TO signature_old",
                "DROP TABLE worm.log_queue",
                "CREATE POLICY hide ON worm.signature USING (false)",
                "CREATE RULE nothing AS ON INSERT TO worm.signature DO INSTEAD NOTHING",
                "CREATE TABLE worm.shadow (id integer)");
    }

    @Test
    void givesBackByteForByteWhatWasAppended() {
        byte[] manifest = store.version(record, 1).orElseThrow().manifest();
        assertThat(Digest.of(manifest))
                .isEqualTo(store.version(record, 1).orElseThrow().sha256());
        byte[] bytes = new byte[100_000];
        new java.util.Random(1).nextBytes(bytes);
        in(() -> store.putBlob(bytes));
        in(() -> store.putBlob(bytes));
        assertThat(store.blob(Digest.of(bytes)))
                .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(bytes));
    }

    @Test
    void whatIsReadUnderTheLockFollowsWhatTheTransactionAppends() {
        in(() -> {
            store.openRecord(record);
            assertThat(store.versions(record)).hasSize(1);
            assertThat(store.recordEvents(record)).hasSize(1);
            assertThat(store.signaturePlan(record)).isEmpty();
            store.appendSignaturePlan(plan());
            assertThat(store.signaturePlan(record)).isPresent();
            store.appendVersion(manifest(2, latest(), "why"));
            assertThat(store.versions(record)).hasSize(2);
            assertThat(store.version(record, 2)).isPresent();
            store.appendRecordEvent(event(2, "draft"));
            assertThat(store.recordEvents(record)).hasSize(2);
        });
    }

    @Test
    void nothingIsRememberedOfARecordThatWasNotThereToBeLocked() {
        UUID later = UUID.randomUUID();
        ObjectNode manifest = (ObjectNode) CanonicalJson.parse(manifest(1, null, null));
        manifest.put("recordId", later.toString());
        TransactionTemplate elsewhere = new TransactionTemplate(transactions);
        elsewhere.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        in(() -> {
            store.openRecord(later);
            elsewhere.executeWithoutResult(status -> store.appendVersion(CanonicalJson.write(manifest)));
            assertThat(store.versions(later)).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {-6, 6})
    void refusesAFactWhoseTimeIsNotNow(long seconds) {
        ObjectNode shifted = (ObjectNode) CanonicalJson.parse(event(1, "in-review"));
        shifted.put("createdAt", UtcTime.write(store.now().plusSeconds(seconds)));
        assertRefusal("WORM-004", () -> store.appendRecordEvent(CanonicalJson.write(shifted)));
    }

    @Test
    void refusesAFactOfAnotherInstallation() {
        ObjectNode foreign = (ObjectNode) CanonicalJson.parse(manifest(1, null, null));
        foreign.put("installation", UUID.randomUUID().toString());
        assertRefusal("WORM-003", () -> store.appendVersion(CanonicalJson.write(foreign)));
    }

    @Test
    @Requirement("REC-01")
    void refusesAVersionThatDoesNotFollowTheLatest() {
        assertRefusal("WORM-005", () -> store.appendVersion(manifest(2, Digest.of(new byte[1]), "why")));
        assertRefusal("WORM-005", () -> store.appendVersion(manifest(3, latest(), "why")));
    }

    @Test
    @Requirement("REC-04")
    void refusesANextVersionWithoutAReason() {
        assertRefusal("WORM-006", () -> store.appendVersion(manifest(2, latest(), null)));
    }

    @Test
    @Requirement("WFL-11")
    void refusesApprovedAndEffectiveWithoutThePlansSignatures() {
        in(() -> store.appendSignaturePlan(plan()));
        in(() -> store.appendRecordEvent(event(1, "in-review")));
        assertRefusal("WORM-018", () -> store.appendRecordEvent(event(1, "effective")));
        assertRefusal("WORM-022", () -> store.appendRecordEvent(event(1, "approved")));
    }

    @Test
    @Requirement("WFL-11")
    void refusesApprovedWithoutAPlan() {
        in(() -> store.appendRecordEvent(event(1, "in-review")));
        assertRefusal("WORM-020", () -> store.appendRecordEvent(event(1, "approved")));
    }

    @Test
    @Requirement("WFL-11")
    void refusesAnotherPlanOnceReviewHasBegun() {
        in(() -> store.appendSignaturePlan(plan()));
        in(() -> store.appendRecordEvent(event(1, "in-review")));
        assertRefusal("WORM-009", () -> store.appendSignaturePlan(plan()));
    }

    @Test
    void appendsNothingOutsideATransaction() {
        assertThatThrownBy(() -> store.putBlob(new byte[1]))
                .isInstanceOf(org.springframework.transaction.IllegalTransactionStateException.class);
    }

    private Digest latest() {
        List<WormStore.StoredVersion> versions = store.versions(record);
        return versions.get(versions.size() - 1).sha256();
    }

    private void in(Runnable work) {
        new TransactionTemplate(transactions).executeWithoutResult(status -> work.run());
    }

    private void assertRefusal(String rule, Runnable append) {
        assertThatThrownBy(() -> in(append))
                .isInstanceOfSatisfying(
                        WormRefusedException.class, e -> assertThat(e.rule()).isEqualTo(rule));
    }

    /** Rolled back whatever happens: an attack that succeeds here must not spoil what other tests find. */
    private static void assertRefused(Connection connection, String sql, String state) throws SQLException {
        connection.setAutoCommit(false);
        try {
            assertRefusal(connection, sql, state);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static void assertRefusal(Connection connection, String sql, String state) {
        assertThatThrownBy(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                })
                .isInstanceOfSatisfying(SQLException.class, e -> {
                    if (state != null) {
                        assertThat(e.getSQLState()).isEqualTo(state);
                    }
                });
    }

    private Connection owner() throws SQLException, IOException {
        Connection connection = roles.connect(DatabaseRoles.MIGRATOR);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE countersign_owner");
        }
        return connection;
    }

    private ObjectNode fact(String format) {
        Installation home = store.installation();
        return JsonNodeFactory.instance
                .objectNode()
                .put("format", format)
                .put("organisation", home.organisation())
                .put("installation", home.installationId().toString())
                .put("environment", home.environment());
    }

    private byte[] manifest(int version, Digest previous, String reason) {
        byte[] content = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        in(() -> store.putBlob(content));
        ObjectNode manifest = fact("countersign/version/v1")
                .put("recordId", record.toString())
                .put("version", version)
                .put("type", "sop")
                .put("title", "a test of the store")
                .put("createdAt", UtcTime.write(store.now()))
                .put("reason", reason)
                .put("previousSha256", previous == null ? null : previous.hex());
        manifest.putObject("content").put("sha256", Digest.of(content).hex()).put("length", 2);
        manifest.putArray("attachments");
        manifest.putObject("author").put("id", "author").put("kind", "person");
        return CanonicalJson.write(manifest);
    }

    private byte[] event(int version, String status) {
        ObjectNode event = fact("countersign/record-event/v1")
                .put("eventId", UUID.randomUUID().toString())
                .put("recordId", record.toString())
                .put("version", version)
                .put("versionSha256", latest().hex())
                .put("status", status)
                .put("createdAt", UtcTime.write(store.now()));
        event.putObject("actor").put("id", "author").put("kind", "person");
        return CanonicalJson.write(event);
    }

    private byte[] plan() {
        ObjectNode plan = fact("countersign/signature-plan/v1")
                .put("recordId", record.toString())
                .put("createdAt", UtcTime.write(store.now()));
        ObjectNode step = plan.putArray("steps").addObject();
        step.put("code", "review").put("meaning", "review").put("role", "qa-analyst");
        step.put("count", 1).put("applies", "always").putArray("independentOf").add("author");
        return CanonicalJson.write(plan);
    }
}
