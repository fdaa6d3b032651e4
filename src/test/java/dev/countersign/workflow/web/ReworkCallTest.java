package dev.countersign.workflow.web;

import static dev.countersign.TestSigner.expect;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.RefusedCalls;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * {@code POST /api/records/{id}/versions} for a record in rework, and everything that can be wrong with what it is sent: that leaves its one
 * audit entry, and the task goes on waiting for the version.
 */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"WFL-03", "REC-02", "REC-03", "REC-04", "AUD-01"})
class ReworkCallTest {

    private static final String MULTIPART = "multipart/form-data; boundary=b0undary";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private RefusedCalls calls;

    private TestSigner author;
    private TestCaller caller;
    private String recordId;
    private JsonNode task;

    /** One for all tests: none of them changes it, which each of them asserts. */
    @BeforeAll
    void aRecordIsInRework() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        recordId = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        expect(201, author.reject(recordId, "a step is missing"));
        task = author.task(recordId);
        caller = TestCaller.person(port, author.userId());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.countersign.records.BadRecords#nextVersions")
    @Requirement("REC-08")
    void refusesWhatIsNoVersion(String what, String body, int status, String code, List<String> pointers) {
        Answer refused = refused(() -> caller.post(versions(), body), code);
        assertThat(refused.status()).as(refused.toString()).isEqualTo(status);
        assertThat(refused.pointers()).isEqualTo(pointers);
    }

    @Test
    void refusesAVersionWithoutAReasonForChange() {
        for (TestRecord silent : List.of(TestRecords.sop("SOP-NEXT"), next().because(" \n"))) {
            Answer refused = refused(() -> caller.post(versions(), silent.body()), "reason-required");
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.pointers()).containsExactly("/reason");
        }
    }

    @Test
    void refusesAVersionOfAnotherType() {
        TestRecord other = TestRecords.testSuite("VAL-1").because("a better form");
        Answer refused = refused(() -> caller.post(versions(), other.body()), "record-type-fixed");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.pointers()).containsExactly("/type");
    }

    @Test
    void refusesAVersionOverAnotherThanTheLatest() {
        Answer stale = refused(
                () -> caller.post(versions(), next().body(), "If-Match", "\"" + "0".repeat(64) + "\""), "not-latest");
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.json().path("detail").asText())
                .contains(task.path("sha256").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"1\"", "W/\"1\"", ""})
    void refusesAHashThatIsNone(String ifMatch) {
        Answer refused =
                refused(() -> caller.post(versions(), next().body(), "If-Match", ifMatch), "invalid-parameter");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains("If-Match");
    }

    @Test
    void refusesAnotherMediaTypeThanJsonOrMultipart() {
        Answer refused = refused(
                () -> caller.post(versions(), "title=next", "Content-Type", "text/plain"), "unsupported-media-type");
        assertThat(refused.status()).isEqualTo(415);
    }

    @Test
    void refusesMultipartWithoutARecord() {
        byte[] file = multipart("name=\"file\"; filename=\"CoA.pdf\"", TestRecords.pdf());
        Answer refused = refused(() -> caller.post(versions(), file, "Content-Type", MULTIPART), "invalid-request");
        assertThat(refused.status()).isEqualTo(400);
    }

    @Test
    @Requirement("REC-08")
    void refusesAnUploadOverTheLimitWithAnAnswer() {
        byte[] large = multipart("name=\"record\"", "x".repeat(51 << 20).getBytes(UTF_8));
        Answer refused = refused(() -> caller.post(versions(), large, "Content-Type", MULTIPART), "too-large");
        assertThat(refused.status()).isEqualTo(413);
    }

    @Test
    @Requirement("AUT-03")
    void refusesTheVersionOfSomebodyElse() {
        String another = people.somebody(Role.QA_ANALYST);
        TestCaller stranger = TestCaller.person(port, another);
        Answer refused = refused(another, () -> stranger.post(versions(), next().body()), "not-authorized");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("rule").asText()).isEqualTo("WFL-015");
        assertThat(refused.json().path("detail").asText()).contains(author.userId());
    }

    /** A program's record waits for nobody in particular, before and after; whoever repairs what was refused hands it in. */
    @Test
    @Requirement("INT-01")
    void aTaskThatIsOfferedIsTakenByAGoodVersionAlone() {
        String offered = TestSigner.startedByProgram(port, TestRecords.sop("SOP-" + UUID.randomUUID()));
        expect(201, TestSigner.with(people, port, Role.QA_ANALYST).reject(offered, "a step is missing"));
        JsonNode waiting = author.task(offered);
        assertThat(waiting.path("assignee").asText("")).isEmpty();
        String path = "/api/records/" + offered + "/versions";

        byte[] silent = TestRecords.sop("SOP-NEXT").body();
        calls.refusedAndNothingLeft(
                author.userId(), () -> caller.post(path, silent), "reason-required", "record.revise");
        assertThat(author.task(offered)).isEqualTo(waiting);

        Answer good = caller.post(path, next().body());
        assertThat(good.status()).as(good.toString()).isEqualTo(201);
        assertThat(author.task(offered).path("taskId")).isNotEqualTo(waiting.path("taskId"));
        assertThat(author.read(offered).path("versions")).hasSize(2);
    }

    private Answer refused(Supplier<Answer> attempt, String code) {
        return refused(author.userId(), attempt, code);
    }

    private Answer refused(String actor, Supplier<Answer> attempt, String code) {
        Answer refused = calls.refusedAndNothingLeft(actor, attempt, code, "record.revise");
        JsonNode record = author.read(recordId);
        assertThat(record.path("status").asText()).isEqualTo("in-rework");
        assertThat(record.path("versions")).hasSize(1);
        assertThat(author.task(recordId))
                .as("the task that waits for the version")
                .isEqualTo(task);
        return refused;
    }

    private String versions() {
        return "/api/records/" + recordId + "/versions";
    }

    private static TestRecord next() {
        return TestRecords.sop("SOP-NEXT").because("the step that was missing");
    }

    private static byte[] multipart(String disposition, byte[] bytes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--b0undary\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n").getBytes(UTF_8));
        body.writeBytes(bytes);
        body.writeBytes("\r\n--b0undary--\r\n".getBytes(UTF_8));
        return body.toByteArray();
    }
}
