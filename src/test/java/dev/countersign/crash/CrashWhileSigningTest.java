package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.FreshData;
import dev.countersign.Requirement;
import dev.countersign.bucket.S3Server;
import dev.countersign.crypto.OpensslAuthority;
import dev.countersign.operations.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL for everything in the middle of signing: nothing answered is lost, nothing is half done, and what was stored is in a bucket and
 * has its timestamp.
 */
@Requirement({"SIG-05", "OPS-01", "AUD-02", "WRM-04", "KEY-04"})
class CrashWhileSigningTest {

    private static final int CRASHES = 2;
    private static final long SEED = 20_261_121;

    private final Set<String> answeredRecords = new TreeSet<>();
    private final Set<String> answeredSignatures = new TreeSet<>();
    private String answeredPassword = "Countersign-demo-1";
    private String nextPassword = answeredPassword;
    private Path home;
    private Map<String, String> bucket;
    private OpensslAuthority timestamps;
    private Victim victim;

    @BeforeEach
    void prepare() throws IOException {
        home = FreshData.directory("crash");
        bucket = S3Server.running().environment();
        Instant now = Instant.now();
        timestamps = new OpensslAuthority(home.resolve("authority"))
                .signing(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(400)));
        Map<String, String> environment = new HashMap<>(bucket);
        environment.put("COUNTERSIGN_TIMESTAMP_URL", timestamps.url());
        environment.put("COUNTERSIGN_TIMESTAMP_CERTIFICATES", timestamps.root().toString());
        environment.put("COUNTERSIGN_TIMESTAMP_LOOKING", "1s");
        environment.put("COUNTERSIGN_TIMESTAMP_EVERY", "5s");
        victim = new Victim(home, environment);
    }

    @AfterEach
    void end() {
        victim.kill();
        timestamps.close();
    }

    @Test
    void aCrashInTheMiddleOfSigningLosesNothingAnsweredAndLeavesNothingHalfDone() throws Exception {
        Random random = new Random(SEED);
        victim.start();
        for (int crash = 1; crash <= CRASHES; crash++) {
            signUntilKilled(crash, random.nextInt(1_500));
            victim.start();
            nothingAnsweredIsLost();
            nothingIsHalfDone();
            onePasswordOpensTheKey();
        }
        assertThat(answeredSignatures).as("signatures answered before a crash").isNotEmpty();
        whatWasOpenCanBeFinished();
        everythingIsInTheBucket();
        theApplicationFindsEverythingWhole();
        theCommandTrustsTheTimestampsOfWhomItIsTold();
    }

    /** Records are started, reviewed and approved until the connection breaks. */
    private void signUntilKilled(int crash, int milliseconds) throws Exception {
        Client lims = Client.lims(victim);
        Client reviewer = Client.person(victim, "reviewer");
        Client approver = Client.person(victim, "approver");
        Client head = Client.person(victim, "qahead", answeredPassword);
        CompletableFuture<Void> firstApproval = new CompletableFuture<>();
        CompletableFuture<Void> killed = firstApproval.thenRunAsync(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
            victim.kill();
        });
        try {
            for (int number = 1; ; number++) {
                String record = lims.start("CRASH-" + crash + "-" + number);
                answeredRecords.add(record);
                answeredSignatures.add(reviewer.sign(record));
                answeredSignatures.add(approver.sign(record));
                firstApproval.complete(null);
                nextPassword = "wandering lamp of crash " + crash + "-" + number;
                head.take(nextPassword);
                answeredPassword = nextPassword;
            }
        } catch (IOException connectionBroken) {
            killed.get(1, TimeUnit.MINUTES);
        }
    }

    private void nothingAnsweredIsLost() throws Exception {
        Client auditor = Client.person(victim, "auditor");
        for (String signature : answeredSignatures) {
            assertThat(auditor.get("/api/signatures/" + signature)
                            .path("signatureId")
                            .asText())
                    .isEqualTo(signature);
        }
        for (String record : answeredRecords) {
            JsonNode found = auditor.get("/api/records/" + record);
            assertThat(found.path("status").asText()).as(record).isIn("in-review", "effective");
            assertThat(auditor.get("/api/records/" + record + "/versions/1/verification")
                            .path("state")
                            .asText())
                    .as("verification of " + record)
                    .isNotEqualTo("INVALID");
        }
    }

    /** The one that was answered last, or the one whose change was not answered any more; never both or none. */
    private void onePasswordOpensTheKey() throws Exception {
        List<Client> signedIn = new ArrayList<>();
        for (String password : new TreeSet<>(Set.copyOf(List.of(answeredPassword, nextPassword)))) {
            try {
                signedIn.add(Client.person(victim, "qahead", password));
                answeredPassword = password;
            } catch (Client.UnexpectedAnswer refused) {
                assertThat(refused).hasMessageContaining("answered 401");
            }
        }
        assertThat(signedIn).hasSize(1);
        String next = "quiet bridge after a crash " + answeredRecords.size();
        signedIn.get(0).take(next);
        answeredPassword = next;
    }

    private void nothingIsHalfDone() throws Exception {
        try (Store store = Store.of(victim)) {
            assertThat(store.ask(SIGNATURES_WITHOUT_AUDIT_ENTRY))
                    .as("signatures without an audit entry")
                    .isEmpty();
            assertThat(store.ask(SIGNATURES_WITHOUT_STEP))
                    .as("signatures without a completed step")
                    .isEmpty();
            assertThat(store.ask(STEPS_WITHOUT_SIGNATURE))
                    .as("completed steps without a signature")
                    .isEmpty();
            assertThat(store.ask(APPROVED_BUT_NOT_EFFECTIVE))
                    .as("approvals without their effect")
                    .isEmpty();
            assertThat(store.ask(EFFECTIVE_BUT_NOT_SIGNED))
                    .as("effects without all signatures")
                    .isEmpty();
            assertThat(store.ask(GAPS))
                    .as("records whose audit entries have a gap")
                    .isEmpty();
            assertThat(store.ask(RECORDS_WITHOUT_PROCESS))
                    .as("records without a process")
                    .isEmpty();
            SealedLog.assertWhole(
                    store, Client.lims(victim).get("/trust.json").path("logKey").asText());
        }
    }

    private void whatWasOpenCanBeFinished() throws Exception {
        Client reviewer = Client.person(victim, "reviewer");
        Client approver = Client.person(victim, "approver");
        for (JsonNode task : reviewer.get("/api/tasks").path("items")) {
            reviewer.sign(task.path("recordId").asText());
        }
        for (JsonNode task : approver.get("/api/tasks").path("items")) {
            approver.sign(task.path("recordId").asText());
        }
        for (String record : answeredRecords) {
            assertThat(approver.get("/api/records/" + record).path("status").asText())
                    .as(record)
                    .isEqualTo("effective");
            assertThat(approver.get("/api/records/" + record + "/versions/1/verification")
                            .path("state")
                            .asText())
                    .as("verification of " + record)
                    .isEqualTo("VALID");
        }
    }

    private void everythingIsInTheBucket() throws Exception {
        Client anybody = Client.lims(victim);
        Awaitility.await("copies")
                .atMost(Duration.ofMinutes(2))
                .until(
                        () -> anybody.get(HEALTH).path("components"),
                        told -> told.at("/copies/details/s3/notCopied").asLong(1) == 0);
        List<String> keys = S3Server.running().keys(bucket.get("COUNTERSIGN_S3_BUCKET"));
        for (String signature : answeredSignatures) {
            assertThat(keys)
                    .as("copies of signature " + signature)
                    .filteredOn(key -> key.contains("/signature-" + signature + "."))
                    .hasSize(2);
        }
        for (String record : answeredRecords) {
            assertThat(keys).anyMatch(key -> key.contains("/records/" + record + "/version-1."));
        }
        assertThat(keys).anyMatch(key -> key.contains("/checkpoints/"));
        JsonNode told = anybody.get(HEALTH).path("components");
        assertThat(told.at("/copies/status").asText()).isEqualTo("UP");
        assertThat(told.at("/witnesses/status").asText()).as(told.toString()).isEqualTo("UP");
    }

    /** Against what the witnesses hold, with the copies and the timestamps. */
    private void theApplicationFindsEverythingWhole() throws Exception {
        Client auditor = Client.person(victim, "auditor");
        String before = auditor.get(VERIFICATION).path("endedAt").asText();
        auditor.post(VERIFICATION);
        JsonNode newest = Awaitility.await("a verification")
                .atMost(Duration.ofMinutes(5))
                .until(
                        () -> auditor.get(VERIFICATION),
                        one -> !one.path("endedAt").asText().equals(before));
        assertThat(newest.path("result").asText())
                .as(newest.path("findings").toString())
                .isEqualTo("verified");
        assertThat(newest.path("checks"))
                .filteredOn(check -> Set.of("copies", "timestamps", "outside checkpoint", "trust")
                        .contains(check.path("name").asText()))
                .hasSize(4)
                .allSatisfy(check -> {
                    assertThat(check.path("result").asText())
                            .as(check.toString())
                            .isEqualTo("PASSED");
                    assertThat(check.path("examined").asLong())
                            .as(check.toString())
                            .isPositive();
                });
    }

    private void theCommandTrustsTheTimestampsOfWhomItIsTold() throws Exception {
        Path trust = Files.writeString(
                home.resolve("trust.json"), Client.lims(victim).text("/trust.json"));
        String[] command = {
            "verify-log",
            "--trust=" + trust,
            "--checkpoint=" + victim.witnessFile(),
            "--countersign.database.directory=" + victim.data(),
            "--timestamp-authorities=" + timestamps.root()
        };
        assertThat(Commands.execute(command)).hasValue(0);
        try (OpensslAuthority other = new OpensslAuthority(home.resolve("other"))) {
            command[command.length - 1] = "--timestamp-authorities=" + other.root();
            assertThat(Commands.execute(command)).as("tokens of somebody else").hasValue(1);
        }
    }

    private static final String HEALTH = "/actuator/health/log";
    private static final String VERIFICATION = "/api/audit/verification";

    private static final String SIGNATURES_WITHOUT_AUDIT_ENTRY = """
            SELECT s.signature_id::text FROM worm.signature s WHERE NOT EXISTS (
                SELECT FROM worm.audit_entry a WHERE a.record_id = s.record_id
                AND convert_from(a.entry, 'UTF8') LIKE '%' || s.signature_id || '%')""";

    private static final String SIGNATURES_WITHOUT_STEP = """
            SELECT s.signature_id::text FROM worm.signature s WHERE NOT EXISTS (
                SELECT FROM engine.act_hi_taskinst t WHERE t.id_ = convert_from(s.intent, 'UTF8')::jsonb ->> 'taskId'
                AND t.delete_reason_ = 'completed' AND t.end_time_ IS NOT NULL)
            OR EXISTS (SELECT FROM engine.act_ru_task t WHERE t.id_ = convert_from(s.intent, 'UTF8')::jsonb ->> 'taskId')""";

    private static final String STEPS_WITHOUT_SIGNATURE = """
            SELECT t.id_ FROM engine.act_hi_taskinst t WHERE t.delete_reason_ = 'completed' AND t.task_def_key_ = 'sign'
            AND NOT EXISTS (SELECT FROM worm.signature s WHERE convert_from(s.intent, 'UTF8')::jsonb ->> 'taskId' = t.id_)""";

    private static final String APPROVED_BUT_NOT_EFFECTIVE = """
            SELECT s.record_id::text FROM worm.signature s WHERE s.step = 'approval' AND NOT EXISTS (
                SELECT FROM worm.record_event e WHERE e.record_id = s.record_id AND e.status = 'effective')""";

    private static final String EFFECTIVE_BUT_NOT_SIGNED = """
            SELECT e.record_id::text FROM worm.record_event e JOIN worm.record r ON r.record_id = e.record_id
            WHERE e.status = 'effective' AND CASE r.type WHEN 'process-model' THEN 3 ELSE 2 END <> (
                SELECT count(*) FROM worm.signature s WHERE s.record_id = e.record_id AND s.decision = 'approve')""";

    private static final String GAPS = """
            SELECT a.record_id::text FROM worm.audit_entry a WHERE a.record_sequence IS NOT NULL
            GROUP BY a.record_id HAVING max(a.record_sequence) <> count(*)""";

    private static final String RECORDS_WITHOUT_PROCESS = """
            SELECT r.record_id::text FROM worm.record r WHERE NOT EXISTS (
                SELECT FROM engine.act_hi_varinst v WHERE v.name_ = 'recordId' AND v.text_ = r.record_id::text)""";
}
