package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPresence;
import dev.countersign.bucket.BucketException;
import dev.countersign.bucket.LockedBucket;
import dev.countersign.bucket.S3Server;
import dev.countersign.copies.TestCopies;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.evidence.verify.Anchors;
import dev.countersign.evidence.verify.FoundCopies;
import dev.countersign.evidence.verify.Report.Result;
import dev.countersign.evidence.verify.StoreReport;
import dev.countersign.evidence.verify.StoreReport.Named;
import dev.countersign.evidence.verify.StoreVerification;
import dev.countersign.identity.Presence;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.LogRecovery.Decision;
import dev.countersign.ledger.TestSealing;
import dev.countersign.operations.Commands;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.signing.TestCeremonies.Team;
import dev.countersign.worm.SealingSession;
import dev.countersign.worm.StoreReading;
import dev.countersign.worm.TestSealingSessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;

/** What a superuser did to the stored rows, on a database of this test's own; each attempt is rolled back. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement("WRM-02")
class StoreVerificationTest {

    private static final int CASES = 1_000;
    private static final long SEED = 20_261_121;
    private static final int TAMPERING_AT_ONCE = 2;
    /** More than a tile holds. */
    private static final int ENTRIES = 300;

    private static final String WITNESS = "witness.example/store";

    private static final String LAST_SIGNATURE =
            "SELECT * FROM worm.signature WHERE sequence >= 3 AND decision = 'approve' ORDER BY record_id, sequence DESC LIMIT 1";

    /** %s ago, by its own words. */
    private static final String SIGN_AGAIN =
            "SELECT worm.append_signature(intent, convert_to(jsonb_set(convert_from(statement, 'UTF8')::jsonb, '{signedAt}',"
                    + " to_jsonb(to_char((clock_timestamp() - interval '%s') AT TIME ZONE 'UTC',"
                    + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))::text, 'UTF8'), signature, jws) FROM taken";

    private static final String LAST_ENROLMENT =
            "SELECT * FROM worm.enrolment WHERE NOT founder ORDER BY enrolled_at DESC LIMIT 1";

    private static final String ENROL_AGAIN =
            "SELECT worm.append_enrolment(convert_to(jsonb_set(convert_from(statement, 'UTF8')::jsonb, '{enrolledAt}',"
                    + " to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')))::text, 'UTF8'),"
                    + " officer_signature, certificate) FROM taken";

    private static final String OPEN_AGAIN =
            "SELECT worm.open_epoch(convert_to((convert_from(e.statement, 'UTF8')::jsonb || jsonb_build_object('epoch', 9, 'origin',"
                    + " regexp_replace(e.origin, '[0-9]+$', '9'), 'baseSize', e.size, 'baseRoot', e.root, 'baseOrigin', e.origin))::text,"
                    + " 'UTF8'), e.entry, e.first_key_id, e.first_signature, e.second_key_id, e.second_signature) FROM"
                    + " (SELECT l.*, c.size, encode(c.root, 'hex') AS root, (SELECT min(q.entry_id::text)::uuid FROM worm.log_queue q) AS entry"
                    + " FROM worm.log_epoch l, worm.checkpoint c ORDER BY l.epoch DESC, c.size DESC LIMIT 1) e";

    @Autowired
    private TestExports exports;

    @TempDir
    private static Path folder;

    private Path copied;

    @Autowired
    private Presence presence;

    private final SigningKey witness = SigningKey.generate();
    private ProofDatabase database;
    private Connection superuser;

    @BeforeAll
    void aStoreOfAFewRecordsIsSealed(
            @Autowired TestCeremonies ceremonies,
            @Autowired TestSealing sealing,
            @Autowired TestCopies copies,
            @Autowired HikariDataSource application,
            @Value("${countersign.data-directory}") Path data)
            throws SQLException, IOException {
        long before = copies.sealed();
        List<UUID> records = List.of(
                exports.released().recordId(),
                exports.bySomebodyWhoLeft().recordId(),
                ceremonies.fullySigned().recordId(),
                ceremonies
                        .inReview(TestCeremonies.caller(ceremonies.team().author()))
                        .recordId());
        copied = copies.into(folder, before);
        sealing.append(ENTRIES);
        database = new ProofDatabase(application.getJdbcUrl(), data);
        database.create(records, ENTRIES);
        superuser = database.superuser();
        try (SealingSession session = TestSealingSessions.on(database.superuser())) {
            twoEpochsOnOneBase(sealing.of(superuser, session), ceremonies.team());
        }
        cosigned();
        sealing.append(5);
        database.addWaiting(5);
        superuser.setAutoCommit(false);
    }

    /** Each checkpoint has a receipt of a witness that signs. */
    private void cosigned() throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("SELECT origin, size, note FROM worm.checkpoint");
                PreparedStatement kept = superuser.prepareStatement(
                        "INSERT INTO worm.witness_receipt (origin, size, witness, receipt, recorded_at)"
                                + " VALUES (?, ?, ?, ?, clock_timestamp())")) {
            while (row.next()) {
                kept.setString(1, row.getString(1));
                kept.setLong(2, row.getLong(2));
                kept.setString(3, WITNESS);
                kept.setBytes(
                        4,
                        Attesting.line(WITNESS, witness, row.getBytes(3), 1_795_330_800L)
                                .getBytes(StandardCharsets.UTF_8));
                kept.executeUpdate();
            }
        }
    }

    /** The first had no checkpoint yet when it was decided anew; a witness had shown a third. */
    private void twoEpochsOnOneBase(TestSealing.Sealed log, Team team) throws SQLException {
        log.seal(61, 4);
        log.open(2, statement -> List.of(decision(team.author(), statement), decision(team.approver(), statement)));
        log.open(4, statement -> List.of(decision(team.approver(), statement), decision(team.reviewer(), statement)));
        log.seal(61, Integer.MAX_VALUE);
    }

    private Decision decision(String userId, byte[] statement) {
        try (ProofOfPresence proof = TestPresence.prove(
                presence,
                TestCeremonies.caller(userId),
                "log-recovery",
                Digest.of(statement),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(userId))) {
            return new Decision(proof.keyId(), proof.sign(statement));
        }
    }

    @AfterAll
    void theDatabaseIsDropped() throws SQLException {
        superuser.close();
        database.close();
    }

    @Test
    void findsNothingInAStoreThatNobodyTouched() {
        StoreReport report = verify(trusted(null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.checks())
                .filteredOn(check ->
                        !List.of("outside checkpoint", "guards", "copies").contains(check.name()))
                .allSatisfy(check -> assertThat(check.result()).as(check.name()).isEqualTo(Result.PASSED));
        assertThat(report.checks()).extracting(Named::examined).noneMatch(examined -> examined < 0);
        assertThat(report.size()).isGreaterThan(ENTRIES);
    }

    @Test
    @Requirement("AUD-02")
    void anEpochThatWasDecidedAnewBeforeItSealedAnythingLeavesAnOrderThatVerifies() throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT string_agg(regexp_replace(origin, '.*/', '') || ' ' || n, ', '"
                                + " ORDER BY origin) FROM (SELECT origin, count(*) > 1 AS n FROM worm.checkpoint GROUP BY origin) o")) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("1 true, 4 true");
        }
        assertThat(verify(trusted(newestCheckpoint())).findings()).isEmpty();
    }

    @Test
    @Requirement({"AUD-02", "KEY-01"})
    void anEpochIsDecidedByPeopleWhomTheFoundersOfTheTrustFileEnrolled() {
        ObjectNode trust = (ObjectNode) CanonicalJson.parse(exports.trust());
        trust.putArray("founderKeysSha256")
                .add(Digest.of(new byte[] {1}).hex())
                .add(Digest.of(new byte[] {2}).hex());
        StoreReport report = verify(new Anchors(null, CanonicalJson.write(trust), null));
        assertThat(report.findings())
                .extracting(StoreReport.Finding::check, StoreReport.Finding::table, StoreReport.Finding::key)
                .contains(tuple("epochs", "log_epoch", "2"), tuple("epochs", "log_epoch", "4"))
                .contains(tuple("trust", "enrolment", "founders"));
    }

    @Test
    @Requirement("AUD-02")
    void anOlderCheckpointAppendedToAWitnessesFileIsNotTheNewest(@TempDir Path folder)
            throws SQLException, IOException {
        Path file = folder.resolve("checkpoints");
        for (String order : List.of("size DESC", "size", "size DESC OFFSET 1")) {
            Files.write(file, checkpoint(order), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            Files.writeString(file, "\n", StandardOpenOption.APPEND);
        }
        assertThat(LogVerification.newest(file)).isEqualTo(newestCheckpoint());
    }

    @Test
    @Requirement({"WRM-02", "AUD-06"})
    void findsAndLocatesEveryChangeOfStoredRows() throws SQLException {
        System.out.println(CASES + " changes of stored rows from seed " + SEED);
        superuser.rollback();
        Random random = new Random(SEED);
        Queue<Tampering> waiting = new ConcurrentLinkedQueue<>();
        waiting.addAll(Tampering.ofEveryColumn(random));
        while (waiting.size() < CASES) {
            waiting.add(Tampering.random(random));
        }
        Queue<String> missed = new ConcurrentLinkedQueue<>();
        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> tamper(waiting, missed)))
                        .limit(TAMPERING_AT_ONCE)
                        .toArray(CompletableFuture[]::new))
                .join();
        assertThat(waiting).isEmpty();
        assertThat(missed).as("of " + CASES + " changes from seed " + SEED).isEmpty();
    }

    /** Nobody signs it: with its columns changed too, nothing but the sealed entry tells what was so. */
    @Test
    @Requirement("KEY-05")
    void findsTheEndOfACertificateThatWasMovedRewrittenTakenAwayOrMadeUp() throws SQLException {
        String moved = "UPDATE worm.certificate_event SET created_at = created_at %1$s interval '1 year', bytes ="
                + " convert_to(regexp_replace(convert_from(bytes, 'UTF8'), '\"createdAt\":\"[^\"]*\"', '\"createdAt\":\"' ||"
                + " to_char((created_at %1$s interval '1 year') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
                + " || '\"'), 'UTF8')";
        String rewritten = "UPDATE worm.certificate_event SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'),"
                + " 'has left the plant', 'was never trusted'), 'UTF8')";
        String madeUp =
                "INSERT INTO worm.certificate_event SELECT c.organisation, gen_random_uuid(), e.key_id, c.event,"
                        + " convert_to(replace(convert_from(c.bytes, 'UTF8'), c.key_id::text, e.key_id::text), 'UTF8'), c.created_at,"
                        + " c.recorded_at FROM worm.certificate_event c, worm.enrolment e WHERE e.founder LIMIT 1";
        for (String sql : List.of(
                moved.formatted("+"), moved.formatted("-"), rewritten, "DELETE FROM worm.certificate_event", madeUp)) {
            superuser.rollback();
            try (Statement statement = superuser.createStatement()) {
                assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
                assertThat(verify(trusted(null)).findings()).as(sql).anySatisfy(finding -> {
                    assertThat(finding.check()).isEqualTo("keys");
                    assertThat(finding.table()).isEqualTo("certificate_event");
                });
            } finally {
                superuser.rollback();
            }
        }
    }

    /** A signature of after the end, and the end put off, its column alone or its bytes too, or taken away: no release comes of it. */
    @Test
    @Requirement({"KEY-05", "WFL-11"})
    void theGateOfTheDatabaseTakesTheEndOfACertificateFromBytesAndFromTheAuditTrail() throws SQLException {
        superuser.rollback();
        String version = ask(
                "SELECT record_id || ' ' || version || ' ' || (array_agg(key_id ORDER BY sequence DESC))[1]"
                        + " FROM worm.signature GROUP BY record_id, version HAVING count(*) >= 3 AND bool_and(decision = 'approve') LIMIT 1");
        String[] signed = version.split(" ");
        // it is the last signer of that version whose certificate ended
        List<String> ends = endsOf(signed[2]);
        String later =
                "UPDATE worm.signature s SET signed_at = c.created_at + interval '1 min' FROM worm.certificate_event c"
                        + " WHERE c.key_id = s.key_id AND s.record_id = '" + signed[0] + "'";
        String column = "UPDATE worm.certificate_event SET created_at = created_at + interval '1 year'";
        String bytes = column + ", bytes = " + replaced("bytes", "\"createdAt\":\"2", "\"createdAt\":\"3");
        String gate = "SELECT worm.demand_signatures(organisation, record_id, " + signed[1] + ") FROM worm.record"
                + " WHERE record_id = '" + signed[0] + "'";
        try (Statement statement = superuser.createStatement()) {
            for (String end : ends) {
                statement.execute(end);
            }
            statement.execute(gate);
            superuser.rollback();
            for (String put : List.of("SELECT 1", column, bytes, "DELETE FROM worm.certificate_event")) {
                for (String end : ends) {
                    statement.execute(end);
                }
                statement.execute(later);
                statement.execute(put);
                assertThatThrownBy(() -> statement.execute(gate)).as(put).hasMessageContaining("WORM-022");
                superuser.rollback();
            }
        }
    }

    /** Somebody took the event away, or the entry: the other is enough, and the last signature of a version is not appended, no epoch opened. */
    @Test
    @Requirement({"KEY-05", "WRM-01"})
    void nobodySignsOrOpensAnEpochWithAKeyOfWhichBytesTellTheEnd() throws SQLException {
        superuser.rollback();
        try (Statement statement = superuser.createStatement()) {
            for (String key : List.of("key_id", "second_key_id")) {
                boolean signs = key.equals("key_id");
                String append = signs ? SIGN_AGAIN.formatted("0 s") : OPEN_AGAIN;
                if (signs) {
                    takeTheLastSignatureAway(statement);
                }
                statement.execute(append);
                superuser.rollback();
                String ended = ask(
                        signs
                                ? "SELECT key_id::text FROM (" + LAST_SIGNATURE + ") s"
                                : "SELECT second_key_id::text FROM worm.log_epoch ORDER BY epoch DESC LIMIT 1");
                for (String end : endsOf(ended)) {
                    if (signs) {
                        takeTheLastSignatureAway(statement);
                    }
                    statement.execute(end);
                    assertThatThrownBy(() -> statement.execute(append))
                            .as(end)
                            .hasMessageContaining(signs ? "WORM-017" : "WORM-035");
                    superuser.rollback();
                }
            }
        }
    }

    @Test
    @Requirement({"KEY-01", "KEY-05"})
    void nobodyEnrolsAnybodyWithAKeyOfWhichBytesTellTheEnd() throws SQLException {
        superuser.rollback();
        String officer = ask("SELECT officer_key_id::text FROM (" + LAST_ENROLMENT + ") e");
        try (Statement statement = superuser.createStatement()) {
            takeTheLastEnrolmentAway(statement);
            statement.execute(ENROL_AGAIN);
            superuser.rollback();
            for (String end : endsOf(officer)) {
                takeTheLastEnrolmentAway(statement);
                statement.execute(end);
                assertThatThrownBy(() -> statement.execute(ENROL_AGAIN)).as(end).hasMessageContaining("WORM-013");
                superuser.rollback();
            }
        }
    }

    private static void takeTheLastEnrolmentAway(Statement statement) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE taken ON COMMIT DROP AS SELECT e.*, c.certificate FROM ("
                + LAST_ENROLMENT + ") e JOIN worm.certificate c ON c.sha256 = e.certificate_sha256");
        statement.execute("DELETE FROM worm.enrolment e USING taken t WHERE e.key_id = t.key_id");
        statement.execute("DELETE FROM worm.certificate c USING taken t WHERE c.sha256 = t.certificate_sha256");
    }

    /** Whatever took so long between the first look at its time and the last: a signature that is doubted for ever is not appended. */
    @Test
    @Requirement({"WRM-01", "SIG-06"})
    void aSignatureThatWaitedTooLongToBeWrittenIsRefused() throws SQLException {
        superuser.rollback();
        try (Statement statement = superuser.createStatement()) {
            takeTheLastSignatureAway(statement);
            statement.execute(
                    "CREATE OR REPLACE FUNCTION worm.fact_time(value text) RETURNS timestamptz LANGUAGE sql AS"
                            + " 'SELECT value::timestamptz'");
            assertThatThrownBy(() -> statement.execute(SIGN_AGAIN.formatted("5.1 s")))
                    .hasMessageContaining("WORM-004");
        } finally {
            superuser.rollback();
        }
    }

    /** Of a version that is in review again; {@code taken} holds it until the end of the transaction. */
    private static void takeTheLastSignatureAway(Statement statement) throws SQLException {
        statement.execute("CREATE TEMPORARY TABLE taken ON COMMIT DROP AS " + LAST_SIGNATURE);
        assertThat(statement.executeUpdate(
                        "DELETE FROM worm.signature s USING taken t WHERE s.signature_id = t.signature_id"))
                .isEqualTo(1);
        statement.execute("DELETE FROM worm.record_event e USING taken t WHERE e.record_id = t.record_id"
                + " AND e.status NOT IN ('draft', 'in-review')");
    }

    /** The one end that is stored becomes that of another key: what the audit trail tells of it, or the event. */
    private List<String> endsOf(String key) throws SQLException {
        String ended = ask("SELECT key_id::text FROM worm.certificate_event");
        return List.of(
                "UPDATE worm.audit_entry SET entry = " + replaced("entry", ended, key) + " WHERE type = 'key.ended'",
                "UPDATE worm.certificate_event SET key_id = '" + key + "', bytes = " + replaced("bytes", ended, key));
    }

    private static String replaced(String column, String what, String by) {
        return "convert_to(replace(convert_from(" + column + ", 'UTF8'), '" + what + "', '" + by + "'), 'UTF8')";
    }

    private String ask(String query) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Each in a transaction of its own, which nobody else sees and which is rolled back. */
    private void tamper(Queue<Tampering> waiting, Queue<String> missed) {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (Tampering next = waiting.poll(); next != null; next = waiting.poll()) {
                judge(next, statement, missed);
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void judge(Tampering tampering, Statement statement, Queue<String> missed) throws SQLException {
        RowNames before = RowNames.of(tampering.table(), statement);
        RowNames source = RowNames.of(tampering.changed(), statement);
        int rows = statement.executeUpdate(tampering.sql());
        assertThat(rows).as(tampering.sql()).isBetween(1, 2);
        Set<String> names = before.changed(statement);
        names.addAll(source.changed(statement));
        StoreReport report = verify(statement.getConnection(), trusted(null));
        boolean located =
                report.findings().stream().anyMatch(finding -> RowNames.isNamed(tampering.table(), names, finding));
        if (report.holds() || !located) {
            missed.add(tampering + " " + names + " " + report.findings());
        }
    }

    @Test
    @Requirement("AUD-02")
    void findsACutTailByACheckpointThatWasKeptOutside() throws SQLException {
        byte[] kept = newestCheckpoint();
        cutTo(300);
        try {
            StoreReport alone = verify(trusted(null));
            assertThat(alone.checks())
                    .filteredOn(check -> check.name().equals("outside checkpoint"))
                    .allSatisfy(check -> assertThat(check.result()).isEqualTo(Result.INDETERMINATE));
            StoreReport report = verify(trusted(kept));
            assertThat(report.first("outside checkpoint")).hasValueSatisfying(finding -> assertThat(finding.expected())
                    .contains("the log was cut"));
        } finally {
            superuser.rollback();
        }
        assertThat(verify(trusted(kept)).holds()).isTrue();
    }

    @Test
    @Requirement("AUD-02")
    void findsACosignatureOfAnotherCheckpointAndSaysWhoseKeyIsUnknown() throws SQLException {
        String moved = "UPDATE worm.witness_receipt r SET receipt = (SELECT receipt FROM worm.witness_receipt o WHERE"
                + " o.witness = r.witness AND o.size = (SELECT min(size) FROM worm.checkpoint)) WHERE r.witness = '"
                + WITNESS
                + "' AND r.size = (SELECT max(size) FROM worm.checkpoint)";
        Checkpoint newest = checkpointOf(newestCheckpoint());
        String memo = "INSERT INTO worm.witness_receipt SELECT origin, size, 'file', 'held already', recorded_at FROM"
                + " worm.witness_receipt";
        try {
            ProofDatabase.execute(superuser, memo);
            assertThat(verify(trusted(null)).findings())
                    .as("what a file says is no signature")
                    .isEmpty();
            ProofDatabase.execute(superuser, moved);
            assertThat(verify(trusted(null)).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.check()).isEqualTo("cosignatures");
                assertThat(finding.table()).isEqualTo("witness_receipt");
                assertThat(finding.key()).isEqualTo(newest.origin() + " " + newest.size() + " " + WITNESS);
            });
            assertThat(verify(new Anchors(null, exports.trust(), null)).checks())
                    .filteredOn(check -> check.name().equals("cosignatures"))
                    .singleElement()
                    .satisfies(check -> {
                        assertThat(check.result()).isEqualTo(Result.INDETERMINATE);
                        assertThat(check.open()).contains(WITNESS);
                    });
        } finally {
            superuser.rollback();
        }
    }

    private record Checkpoint(String origin, String size) {}

    private static Checkpoint checkpointOf(byte[] note) {
        String[] lines = new String(note, StandardCharsets.UTF_8).split("\n", -1);
        return new Checkpoint(lines[0], lines[1]);
    }

    @Test
    @Requirement("WRM-03")
    void theCommandSaysSoByItsExitCode(@TempDir Path folder) throws SQLException, IOException {
        Path trust = Files.write(folder.resolve("trust.json"), exports.trust());
        Path kept = Files.write(folder.resolve("checkpoint"), newestCheckpoint());
        superuser.rollback();
        assertThat(command("--trust=" + trust, "--checkpoint=" + kept)).hasValue(0);
        assertThat(command()).hasValue(0);
        byte[] older = "countersign.dev/another/1\n7\nAAAA\n\n\u2014 countersign.dev/another/1 AAAA\n\n"
                .getBytes(StandardCharsets.UTF_8);
        Path witness = Files.write(folder.resolve("checkpoints"), older);
        assertThat(command("--trust=" + trust, "--checkpoint=" + witness)).hasValue(2);
        Files.write(witness, newestCheckpoint(), StandardOpenOption.APPEND);
        superuser.rollback();
        Files.writeString(witness, "\ncountersign.dev/torn", StandardOpenOption.APPEND);
        assertThat(command("--trust=" + trust, "--checkpoint=" + witness))
                .as("a witness's file, by its last record")
                .hasValue(0);

        try (Connection committing = database.superuser()) {
            String shift = "UPDATE worm.log_leaf SET recorded_at = recorded_at %s interval '1 s' WHERE leaf_index = 7";
            ProofDatabase.execute(committing, shift.formatted("+"));
            assertThat(command("--trust=" + trust)).hasValue(1);
            ProofDatabase.execute(committing, shift.formatted("-"));
        }
        assertThat(command("--trust=" + trust)).hasValue(0);
    }

    /** Whatever other tests left there: it is read, not refused, while the application holds the directory. */
    @Test
    void theCommandJoinsTheEmbeddedDatabaseOfARunningApplication(@Value("${countersign.data-directory}") Path data) {
        OptionalInt code = Commands.execute("verify-log", "--countersign.database.directory=" + data);
        assertThat(code.getAsInt()).isIn(0, 1);
    }

    @Test
    @Requirement("WRM-04")
    void findsCopiesThatAreMissingAlteredOrOfNothing() throws IOException {
        assertThat(copiesFound(0)).isEmpty();
        List<Path> some = copies();
        List<String> paths =
                some.stream().map(copy -> copied.relativize(copy).toString()).toList();
        assertThat(paths).as("content, manifest, statement, signature").hasSizeGreaterThanOrEqualTo(4);
        Map<Path, byte[]> whole = new LinkedHashMap<>();
        for (Path copy : some) {
            whole.put(copy, Files.readAllBytes(copy));
            Files.delete(copy);
        }
        assertThat(copiesFound(0))
                .allSatisfy(finding -> assertThat(finding.expected()).contains("missing"))
                .extracting(StoreReport.Finding::key)
                .containsExactlyInAnyOrderElementsOf(paths);
        assertThat(copiesFound(900))
                .as("what was stored a moment ago need not be copied yet")
                .isEmpty();
        for (Map.Entry<Path, byte[]> copy : whole.entrySet()) {
            byte[] altered = copy.getValue().clone();
            altered[altered.length / 2] ^= 1;
            Files.write(copy.getKey(), altered);
        }
        List<String> extra = List.of(
                "blobs/" + "0".repeat(64),
                "blobs/readme.txt",
                recordOf(paths) + "/version-9." + "0".repeat(64) + ".json",
                "records/" + UUID.randomUUID() + "/version-1." + "0".repeat(64) + ".json",
                recordOf(paths) + "/deeper/file");
        for (String one : extra) {
            Files.createDirectories(copied.resolve(one).getParent());
            Files.write(copied.resolve(one), new byte[] {1});
        }
        List<StoreReport.Finding> found = copiesFound(900);
        assertThat(found)
                .filteredOn(finding -> finding.expected().contains("altered"))
                .extracting(StoreReport.Finding::key)
                .containsExactlyInAnyOrderElementsOf(paths);
        assertThat(found)
                .filteredOn(finding -> finding.expected().contains("holds nothing"))
                .extracting(StoreReport.Finding::key)
                .containsExactlyInAnyOrderElementsOf(extra);
        for (String one : extra) {
            Files.delete(copied.resolve(one));
        }
        for (Map.Entry<Path, byte[]> copy : whole.entrySet()) {
            Files.write(copy.getKey(), copy.getValue());
        }
        assertThat(copiesFound(0)).isEmpty();
    }

    private static String recordOf(List<String> paths) {
        return paths.stream()
                .filter(path -> path.contains("/version-"))
                .map(path -> path.substring(0, path.lastIndexOf('/')))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Requirement("WRM-04")
    void theCommandComparesCopiesWhereTheyAreNamed() throws IOException, SQLException {
        superuser.rollback();
        assertThat(command("--copies=" + folder)).hasValue(0);
        assertThat(command("--copies=" + folder.resolve("none"))).hasValue(2);
        Path copy = copies().get(0);
        byte[] bytes = Files.readAllBytes(copy);
        Files.delete(copy);
        Files.write(copy, new byte[] {1});
        assertThat(command("--copies=" + folder)).hasValue(1);
        Files.write(copy, bytes);
    }

    @Test
    @Requirement("WRM-04")
    void comparesCopiesInABucketToo() throws IOException, BucketException {
        LockedBucket bucket = S3Server.running().locked(Clock.systemUTC());
        String installation = copied.getFileName().toString();
        try (Stream<Path> files = Files.walk(copied)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bucket.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        CopiesInBucket found = new CopiesInBucket(bucket, installation);
        assertThat(copiesFound(found)).isEmpty();
        String extra = "blobs/" + "1".repeat(64);
        bucket.put(installation + "/" + extra, new byte[] {1});
        assertThat(copiesFound(found)).singleElement().satisfies(finding -> {
            assertThat(finding.table()).isEqualTo("copies in bucket");
            assertThat(finding.key()).isEqualTo(extra);
        });
    }

    private List<StoreReport.Finding> copiesFound(int grace) {
        return copiesFound(new CopiesInFolder(copied, grace));
    }

    private List<StoreReport.Finding> copiesFound(FoundCopies found) {
        return StoreVerification.run(
                        new ScannedStore(StoreReading.within(superuser)),
                        trusted(null),
                        List.of(found),
                        (part, done, total) -> {})
                .findings();
    }

    /** One of each kind at least; they are made writable here, as their owner can. */
    private List<Path> copies() throws IOException {
        List<Path> some = new ArrayList<>();
        try (Stream<Path> files = Files.walk(copied)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean fresh = some.stream().noneMatch(other -> kind(other).equals(kind(file)));
                if (fresh) {
                    some.add(file);
                }
            }
        }
        for (Path file : some) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        return some;
    }

    private String kind(Path file) {
        return copied.relativize(file).getName(0) + " "
                + file.getFileName().toString().replaceAll("[-.0-9a-f]{9,}", " ");
    }

    private OptionalInt command(String... options) {
        List<String> words = new ArrayList<>(List.of(
                "verify-log",
                "--countersign.database.url=" + database.url(),
                "--countersign.database.password=" + database.password("countersign_app")));
        words.addAll(List.of(options));
        return Commands.execute(words.toArray(String[]::new));
    }

    @Test
    void cannotCheckSignaturesOfCheckpointsWithoutAKeyAndSaysSo() {
        StoreReport report = verify(new Anchors(null, null, null));
        assertThat(report.holds()).isTrue();
        assertThat(report.checks())
                .filteredOn(check -> check.result() == Result.INDETERMINATE)
                .extracting(Named::name)
                .containsExactly(
                        "checkpoint signature", "guards", "copies", "trust", "cosignatures", "outside checkpoint");
    }

    @Test
    void refusesAnchorsThatAreNone() {
        assertThatThrownBy(() -> verify(new Anchors(null, new byte[] {1}, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trust file");
        assertThatThrownBy(() -> verify(trusted(new byte[] {1})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checkpoint");
    }

    /** By a trust file that names the witness too. */
    private Anchors trusted(byte[] checkpoint) {
        ObjectNode trust = (ObjectNode) CanonicalJson.parse(exports.trust());
        trust.withArray("witnessKeys").add(Attesting.verifierKey(WITNESS, witness));
        return new Anchors(null, CanonicalJson.write(trust), checkpoint);
    }

    private StoreReport verify(Anchors anchors) {
        return verify(superuser, anchors);
    }

    private static StoreReport verify(Connection connection, Anchors anchors) {
        return StoreVerification.run(
                new ScannedStore(StoreReading.within(connection)), anchors, (part, done, total) -> {});
    }

    private byte[] newestCheckpoint() throws SQLException {
        return checkpoint("size DESC");
    }

    private byte[] checkpoint(String order) throws SQLException {
        try (Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery("SELECT note FROM worm.checkpoint ORDER BY " + order)) {
            row.next();
            return row.getBytes(1);
        }
    }

    /** Everything of the log after the last checkpoint of at most that size, as if it had never been. */
    private void cutTo(int size) throws SQLException {
        String last = "(SELECT max(size) FROM worm.checkpoint WHERE size <= " + size + ")";
        ProofDatabase.execute(
                superuser,
                "DELETE FROM worm.audit_entry a USING worm.log_leaf l WHERE l.entry_id = a.entry_id AND l.leaf_index >= "
                        + last);
        ProofDatabase.execute(superuser, "DELETE FROM worm.log_leaf WHERE leaf_index >= " + last);
        ProofDatabase.execute(
                superuser, "DELETE FROM worm.log_tile WHERE ((tile_index << 8) + width) << (8 * level) > " + last);
        ProofDatabase.execute(superuser, "DELETE FROM worm.checkpoint WHERE size > " + last);
    }
}
