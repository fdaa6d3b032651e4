package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.records.Records;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import dev.countersign.web.IdempotencyKeys.Claim;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@CountersignTest
@Requirement("INT-02")
class IdempotencyTest {

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Records records;

    @Autowired
    private IdempotencyKeys keys;

    @Autowired
    private RequestFingerprint fingerprints;

    @Autowired
    private Identifiers identifiers;

    @Autowired
    private AttemptMark mark;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private JdbcTemplate database;

    private final String key = UUID.randomUUID().toString();
    private final TestRecord record = TestRecords.sop("SOP-200");
    private String somebody;

    @BeforeEach
    void aPersonOfOnesOwn() {
        somebody = people.somebody(Role.QA_ANALYST);
    }

    private TestCaller caller() {
        return TestCaller.person(port, somebody);
    }

    private Answer draft(TestRecord body) {
        return caller().post("/api/records", body.body(), IdempotencyFilter.HEADER, key);
    }

    private long drafted() {
        return records.search(null, null, null, somebody, 0, 1).total();
    }

    @Test
    void answersTheSameCallAsTheFirstTime() {
        Answer first = draft(record);
        Answer again = draft(record);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(drafted()).isEqualTo(1);
    }

    @Test
    void takesTheSameJsonInAnotherOrderForTheSameCall() {
        byte[] content = dev.countersign.crypto.CanonicalJson.write(record.content());
        String reordered = "{ \"title\" : \"%s\", \"type\":\"sop\", \"content\":%s }"
                .formatted(record.title(), new String(content, UTF_8));
        Answer first = draft(record);
        Answer again = caller().post("/api/records", reordered, IdempotencyFilter.HEADER, key);
        assertThat(again.bytes()).isEqualTo(first.bytes());
    }

    @Test
    void refusesTheKeyForAnotherBody() {
        draft(record);
        Answer other = draft(record.titled("Another"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        assertThat(drafted()).isEqualTo(1);
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        Answer mine = draft(record);
        Answer theirs = TestCaller.person(port, people.somebody(Role.QA_ANALYST))
                .post("/api/records", record.body(), IdempotencyFilter.HEADER, key);
        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.json().get("recordId")).isNotEqualTo(mine.json().get("recordId"));
    }

    @Test
    void letsARefusedCallBeMadeAgainButNotChanged() {
        TestRecord wrong = record.changing(content -> content.remove("purpose"));
        assertThat(draft(wrong).code()).isEqualTo("schema-violation");
        assertThat(draft(wrong).code()).isEqualTo("schema-violation");
        assertThat(draft(record).code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void refusesAnUploadThatCannotBeReadAsItIsRefusedWithoutAKey() {
        for (String type : new String[] {"multipart/form-data", "multipart/form-data; boundary=b"}) {
            Answer refused = caller().send(
                            "POST",
                            "/api/records",
                            "x".getBytes(UTF_8),
                            "Content-Type",
                            type,
                            IdempotencyFilter.HEADER,
                            key);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("invalid-request");
        }
    }

    @Test
    @Requirement("REC-01")
    void refusesAnUploadWithTwoRecords() {
        String part = "--b\r\nContent-Disposition: form-data; name=\"record\"\r\n\r\n"
                + new String(record.body(), UTF_8) + "\r\n";
        Answer refused = caller().send(
                        "POST",
                        "/api/records",
                        (part + part + "--b--\r\n").getBytes(UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=b");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-request");
        assertThat(drafted()).isZero();
    }

    @Test
    void refusesAKeyThatIsNone() {
        Answer refused = caller().post("/api/records", record.body(), IdempotencyFilter.HEADER, "k".repeat(256));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("idempotency-key-invalid");
    }

    @Test
    void carriesOutOneOfManyCallsAtOnce() throws Exception {
        TestCaller caller = caller();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Answer> call = () -> caller.post("/api/records", record.body(), IdempotencyFilter.HEADER, key);
            List<Future<Answer>> answers =
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> call).toList());
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().toString()).isIn(201, 409);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(drafted()).isEqualTo(1);
        assertThat(draft(record).status()).isEqualTo(201);
        assertThat(drafted()).isEqualTo(1);
    }

    @Test
    void takesTheSamePartsBetweenOtherBoundariesForTheSameCall() {
        Answer first = upload("one", "a;1\n");
        Answer again = upload("two", "a;1\n");
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(upload("two", "a;2\n").code()).isEqualTo("idempotency-key-reused");
    }

    private Answer upload(String boundary, String csv) {
        String parts =
                ("--%1$s\r\nContent-Disposition: form-data; name=\"record\"\r\nContent-Type: application/json\r\n\r\n%2$s"
                                + "\r\n--%1$s\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.csv\"\r\nContent-Type: text/csv"
                                + "\r\n\r\n%3$s\r\n--%1$s--\r\n")
                        .formatted(boundary, new String(record.body(), UTF_8), csv);
        return caller().post(
                        "/api/records",
                        parts.getBytes(UTF_8),
                        "Content-Type",
                        "multipart/form-data; boundary=" + boundary,
                        IdempotencyFilter.HEADER,
                        key);
    }

    @Test
    @Requirement("INT-01")
    void answersTheSameStartAsTheFirstTime() {
        String start = """
                {"businessKey": "%s", "variables": {"recordType": {"value": "sop"}, "title": {"value": "%s"},
                 "content": {"type": "Json", "value": %s}}}""".formatted(key, record.title(), new TextNode(record.contentText()));
        String path = "/engine-rest/process-definition/key/record-approval/start";
        Answer first = TestCaller.lims(port).post(path, start, IdempotencyFilter.HEADER, key);
        Answer again = TestCaller.lims(port).post(path, start, IdempotencyFilter.HEADER, key);
        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        Answer other = TestCaller.lims(port).post(path, start.replace("sop", "memo"), IdempotencyFilter.HEADER, key);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void commitsNothingForAnAttemptWhoseKeyWasTakenOver() {
        String caller = identifier();
        Claim.Fresh lost = (Claim.Fresh) keys.claim(caller, key, new byte[] {1});
        expireLease(caller);
        keys.claim(caller, key, new byte[] {1});
        mark.begin(lost.attempt());
        try {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> new TransactionTemplate(transactions)
                            .executeWithoutResult(status -> records.append(
                                    Caller.person(somebody, null, null), records.validate(record.newVersion()))))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            mark.end();
        }
        assertThat(drafted()).isZero();
    }

    private String identifier() {
        return identifiers.next().toString();
    }

    private void expireLease(String caller) {
        database.update(
                "UPDATE app.idempotency_key SET lease_until = clock_timestamp() - interval '1 s' WHERE caller = ?",
                caller);
    }

    @Test
    void letsAnAttemptThatACrashCutOffBeTakenOver() {
        String caller = identifier();
        Claim.Fresh lost = (Claim.Fresh) keys.claim(caller, key, new byte[] {1});
        assertThat(keys.claim(caller, key, new byte[] {1})).isInstanceOf(Claim.InProgress.class);
        expireLease(caller);
        assertThat(keys.claim(caller, key, new byte[] {1})).isInstanceOf(Claim.Fresh.class);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> keys.markWritten(lost.attempt()))
                .as("the attempt that lost its key must not commit")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverCarriesOutTwiceWhatMayHaveBeenCommitted() {
        String caller = identifier();
        Claim.Fresh lost = (Claim.Fresh) keys.claim(caller, key, new byte[] {1});
        keys.markWritten(lost.attempt());
        assertThat(keys.claim(caller, key, new byte[] {1})).isInstanceOf(Claim.InProgress.class);
        expireLease(caller);
        assertThat(keys.claim(caller, key, new byte[] {1})).isInstanceOf(Claim.Unknown.class);
    }

    @Test
    void forgetsAKeyAfterItsTime() {
        String caller = identifier();
        Claim.Fresh first = (Claim.Fresh) keys.claim(caller, key, new byte[] {1});
        keys.finish(first.attempt(), 204, "", new byte[0]);
        database.update(
                "UPDATE app.idempotency_key SET expires_at = clock_timestamp() - interval '1 s' WHERE caller = ?",
                caller);
        assertThat(keys.claim(caller, key, new byte[] {2})).isInstanceOf(Claim.Fresh.class);
        database.update(
                "UPDATE app.idempotency_key SET expires_at = clock_timestamp() - interval '1 s' WHERE caller = ?",
                caller);
        keys.forgetExpired();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.idempotency_key WHERE caller = ?", Long.class, caller))
                .isZero();
    }

    @Test
    @Requirement("SIG-08")
    void comparesBodiesWithoutPasswordAndCode() throws Exception {
        byte[] one = fingerprint("{\"decision\":\"approve\",\"password\":\"canary-1\",\"otp\":\"111111\"}");
        assertThat(fingerprint("{\"otp\":\"222222\",\"decision\":\"approve\",\"password\":\"canary-2\"}"))
                .isEqualTo(one);
        assertThat(fingerprint("{\"decision\":\"reject\",\"password\":\"canary-1\",\"otp\":\"111111\"}"))
                .isNotEqualTo(one);
    }

    private byte[] fingerprint(String body) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/tasks/1/signature");
        request.setContent(body.getBytes(UTF_8));
        return fingerprints
                .of(ReplayableRequest.of(request, org.springframework.util.unit.DataSize.ofKilobytes(1)))
                .orElseThrow();
    }
}
