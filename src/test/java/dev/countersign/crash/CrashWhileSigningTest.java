package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * SIGKILL for everything in the middle of signing: nothing answered is lost, nothing is half done, and what was stored is in a bucket and
 * has its timestamp.
 */
@Tag("soak")
@Requirement({"SIG-05", "OPS-01", "AUD-02", "WRM-04", "KEY-04"})
class CrashWhileSigningTest {

    private final Set<String> answeredRecords = new ConcurrentSkipListSet<>();
    private final Set<String> answeredSignatures = new TreeSet<>();
    private String answeredPassword = "Countersign-demo-1";
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
        victim.start();
        aRecordIsApproved();
        crashBeforeTheCommit();
        crashBehindTheCommit();
        assertThat(answeredSignatures).as("signatures answered before a crash").isNotEmpty();
        whatWasOpenCanBeFinished();
        everythingIsInTheBucket();
        theApplicationFindsEverythingWhole();
        theCommandTrustsTheTimestampsOfWhomItIsTold();
    }

    private void aRecordIsApproved() throws Exception {
        String record = started("APPROVED");
        answeredSignatures.add(Client.person(victim, "reviewer").sign(record));
        answeredSignatures.add(Client.person(victim, "approver").sign(record));
        takeAnother(Client.person(victim, "qahead"));
    }

    /** One signature is about to be written, one is written, a password too, and starts come one after the other. */
    private void crashBeforeTheCommit() throws Exception {
        Client reviewer = Client.person(victim, "reviewer");
        Client approver = Client.person(victim, "approver");
        Client head = Client.person(victim, "qahead", answeredPassword);
        String begun = started("BEGUN");
        String written = started("WRITTEN");
        answeredSignatures.add(reviewer.sign(written));
        JsonNode approval = approver.task(written);
        approver.claim(approval);
        try (Stopped stopped = Stopped.on(victim)) {
            stopped.task(approval.path("taskId").asText());
            stopped.record(begun);
            stopped.password("qahead");
            List<CompletableFuture<Void>> unanswered = new ArrayList<>();
            unanswered.add(unanswered(() -> approver.sign(approval)));
            stopped.awaitWaitingAfter("worm.signature", 1);
            unanswered.add(unanswered(() -> reviewer.sign(begun)));
            stopped.awaitWaiting(2);
            unanswered.add(unanswered(() -> head.take("wandering lamp that nobody took")));
            stopped.awaitWaiting(3);
            CountDownLatch starts = new CountDownLatch(3);
            unanswered.add(unanswered(() -> {
                for (int number = 1; ; number++) {
                    started("STARTED-" + number);
                    starts.countDown();
                }
            }));
            starts.await(1, TimeUnit.MINUTES);
            killedBefore(unanswered);
        }
        victim.startAgain();
        nothingAnsweredIsLost();
        nothingIsHalfDone();
        assertThat(signaturesOn(begun)).isZero();
        assertThat(signaturesOn(written)).isEqualTo(1);
        Client.person(victim, "qahead", answeredPassword);
    }

    /** A review, an approval with its effect, and a password are on disk, and nobody was told. */
    private void crashBehindTheCommit() throws Exception {
        Client reviewer = Client.person(victim, "reviewer");
        Client approver = Client.person(victim, "approver");
        Client head = Client.person(victim, "qahead", answeredPassword);
        String reviewed = started("REVIEWED");
        String effective = started("EFFECTIVE");
        answeredSignatures.add(reviewer.sign(effective));
        JsonNode approval = approver.task(effective);
        String password = "quiet bridge after a crash";
        try (Stopped stopped = Stopped.on(victim)) {
            stopped.record(reviewed);
            stopped.record(effective);
            stopped.password("qahead");
            List<CompletableFuture<Void>> unanswered = new ArrayList<>();
            unanswered.add(unanswered(() -> reviewer.sign(reviewed)));
            stopped.awaitWaiting(1);
            unanswered.add(unanswered(() -> approver.sign(approval)));
            stopped.awaitWaiting(2);
            unanswered.add(unanswered(() -> head.take(password)));
            stopped.awaitWaiting(3);
            stopped.letCommitUnanswered();
            killedBefore(unanswered);
        }
        victim.startAgain();
        nothingAnsweredIsLost();
        nothingIsHalfDone();
        assertThat(signaturesOn(reviewed)).isEqualTo(1);
        assertThat(signaturesOn(effective)).isEqualTo(2);
        assertThatThrownBy(() -> Client.person(victim, "approver").sign(approval))
                .as("sent again, because nobody answered")
                .hasMessageContaining("answered 409")
                .hasMessageContaining("task-completed");
        assertThatThrownBy(() -> Client.person(victim, "qahead", answeredPassword))
                .hasMessageContaining("answered 401");
        answeredPassword = password;
        takeAnother(Client.person(victim, "qahead", password));
    }

    private String started(String businessKey) throws Exception {
        String record = Client.lims(victim).start("CRASH-" + businessKey);
        answeredRecords.add(record);
        return record;
    }

    /** Which opens the key, or it could not be wrapped anew. */
    private void takeAnother(Client head) throws Exception {
        String next = "wandering lamp and " + answeredRecords.size() + " records";
        head.take(next);
        answeredPassword = next;
    }

    private interface Call {
        void make() throws Exception;
    }

    /** Something that is asked, and under way when the server is killed: its connection breaks. */
    private static CompletableFuture<Void> unanswered(Call call) {
        return CompletableFuture.runAsync(
                () -> assertThatThrownBy(call::make).isInstanceOf(IOException.class), task -> new Thread(task).start());
    }

    private void killedBefore(List<CompletableFuture<Void>> unanswered) throws Exception {
        assertThat(unanswered).as("under way").noneMatch(CompletableFuture::isDone);
        victim.kill();
        for (CompletableFuture<Void> one : unanswered) {
            one.get(1, TimeUnit.MINUTES);
        }
    }

    private int signaturesOn(String record) throws Exception {
        return Client.person(victim, "auditor")
                .get("/api/records/" + record)
                .at("/versions/0/signatures")
                .size();
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
