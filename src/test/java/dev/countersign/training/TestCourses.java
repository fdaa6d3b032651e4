package dev.countersign.training;

import static dev.countersign.TestSigner.expect;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Courses over HTTP, put in force by people of their own, and tests that are taken as a person takes them. */
public final class TestCourses {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    private final TestSigner author;
    private final TestSigner analyst;
    private final TestSigner manager;

    public TestCourses(TestPeople people, int port) {
        this.author = TestSigner.with(people, port, Role.QA_ANALYST);
        this.analyst = TestSigner.with(people, port, Role.QA_ANALYST);
        this.manager = TestSigner.with(people, port, Role.QA_MANAGER);
    }

    public TestSigner author() {
        return author;
    }

    public TestSigner manager() {
        return manager;
    }

    /** Those who write, review and approve courses. */
    public List<TestSigner> signers() {
        return List.of(author, analyst, manager);
    }

    public static String newCode() {
        return "T-" + UUID.randomUUID().toString().substring(0, 13).toUpperCase(java.util.Locale.ROOT);
    }

    /** A course of three questions that asks two; required of nobody. */
    public static ObjectNode content(String code) {
        ObjectNode content = JSON.createObjectNode()
                .put("code", code)
                .put("summary", "How a test is tested.")
                .put("drawn", 2)
                .put("passMark", 100)
                .put("validityMonths", 12)
                .put("graceDays", 0);
        content.putArray("material").addObject().put("heading", "First").put("text", "Read **this**.");
        for (int i = 1; i <= 3; i++) {
            ObjectNode question = content.withArray("questions")
                    .addObject()
                    .put("id", "q" + i)
                    .put("text", "What is " + i + "?");
            question.putArray("choices").addObject().put("id", "a").put("text", "One");
            question.withArray("choices").addObject().put("id", "b").put("text", "Another");
            question.putArray("right").add("b");
        }
        return content;
    }

    public static JsonNode shipped() {
        try (InputStream in = TestCourses.class.getResourceAsStream("/training/electronic-signatures.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public HttpResponse<String> drafted(JsonNode content) {
        return author.client().post("/api/records", body(content, null));
    }

    private static Map<String, Object> body(JsonNode content, String reason) {
        Map<String, Object> body = new HashMap<>();
        body.put("type", "training-course");
        body.put("title", "Course " + content.path("code").asText());
        body.put("content", content);
        if (reason != null) {
            body.put("reason", reason);
        }
        return body;
    }

    /** Reviewed and approved; the record. */
    public String inForce(JsonNode content) {
        String record = expect(201, drafted(content)).path("recordId").asText();
        approved(record, 1);
        return record;
    }

    /** The next version of a course, reviewed and approved. */
    public void revised(String record, int version, JsonNode content) {
        expect(201, author.client().post("/api/records/" + record + "/versions", body(content, "better questions")));
        approved(record, version);
    }

    /** All signatures of a draft. */
    public void approved(String record, int version) {
        author.startNext(record, version);
        for (TestSigner signer : signers()) {
            expect(201, signer.approve(record));
        }
    }

    /** The test of a course, begun or gone on with. */
    public static JsonNode begun(TestClient person, String code) {
        return expect(201, person.post("/api/training/courses/" + code + "/attempts", Map.of()));
    }

    /** The right answers of what was asked, as the pool has them. */
    public static Map<String, List<String>> right(JsonNode asked, JsonNode content) {
        Map<String, List<String>> answers = new HashMap<>();
        for (JsonNode question : asked.path("questions")) {
            for (JsonNode known : content.path("questions")) {
                if (known.path("id").equals(question.path("id"))) {
                    List<String> right = new ArrayList<>();
                    known.path("right").forEach(one -> right.add(one.asText()));
                    answers.put(known.path("id").asText(), right);
                }
            }
        }
        return answers;
    }

    public static HttpResponse<String> answered(TestClient person, JsonNode asked, Map<String, List<String>> answers) {
        return person.post(
                "/api/training/attempts/" + asked.path("attemptId").asText() + "/answers", Map.of("answers", answers));
    }

    /** A passed attempt; its id. */
    public static String passed(TestClient person, JsonNode content) {
        JsonNode asked = begun(person, content.path("code").asText());
        JsonNode result = expect(200, answered(person, asked, right(asked, content)));
        if (!result.path("passed").asBoolean()) {
            throw new AssertionError(result);
        }
        return asked.path("attemptId").asText();
    }

    /** The completion of a passed attempt, not signed yet; the record. */
    public static String written(TestClient person, String attempt) {
        return expect(201, person.post("/api/training/attempts/" + attempt + "/completion", Map.of()))
                .path("recordId")
                .asText();
    }

    /** From the test to the signed completion; the record. */
    public static String trained(TestSigner person, JsonNode content) {
        String record = written(person.client(), passed(person.client(), content));
        expect(201, person.approve(record));
        return record;
    }

    /** What this person has to do with a course. */
    public static JsonNode need(TestClient person, String code) {
        for (JsonNode need : expect(200, person.get("/api/training")).path("items")) {
            if (need.at("/course/code").asText().equals(code)) {
                return need;
            }
        }
        throw new AssertionError("no course " + code);
    }

    /** A certificate of somebody else's, recorded over HTTP. */
    public static HttpResponse<String> certified(TestClient recorder, String person, String code, Instant until) {
        String boundary = "b0undary-of-the-test";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Map.of(
                        "person",
                        person,
                        "course",
                        code,
                        "issuer",
                        "School of tests",
                        "until",
                        until.toString(),
                        "reason",
                        "seen and copied")
                .forEach((name, value) -> body.writeBytes(("--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(UTF_8)));
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"evidence\"; filename=\"paper.pdf\"\r\n"
                                + "Content-Type: application/pdf\r\n\r\n")
                        .getBytes(UTF_8));
        body.writeBytes(TestRecords.pdf());
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(UTF_8));
        return recorder.upload(
                "/api/training/certificates", "multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    /** Somebody else's way to a process. */
    public static HttpResponse<String> started(TestClient client, String process, String type, JsonNode content) {
        return client.post(
                START.replace("record-approval", process),
                Map.of(
                        "businessKey",
                        UUID.randomUUID().toString(),
                        "variables",
                        Map.of(
                                "recordType", Map.of("value", type),
                                "title", Map.of("value", "Forged"),
                                "content", Map.of("value", content.toString(), "type", "Json"))));
    }
}
