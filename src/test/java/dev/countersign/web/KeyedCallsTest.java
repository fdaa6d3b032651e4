package dev.countersign.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestCaller.Answer;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.authority.Role;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Every call that the served description says takes an {@code Idempotency-Key} does, and no other. */
@CountersignTest
@Requirement("INT-02")
class KeyedCallsTest {

    private static final Set<String> CHANGES = Set.of("post", "put", "patch", "delete");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private JdbcTemplate database;

    private final String key = UUID.randomUUID().toString();

    /** @param declared whether the description has the header */
    private record Described(String method, String path, JsonNode operation, boolean declared) {}

    private List<Described> described() {
        JsonNode paths = TestCaller.nobody(port).get("/v3/api-docs").json().path("paths");
        List<Described> all = new ArrayList<>();
        paths.properties().forEach(path -> path.getValue().properties().stream()
                .filter(one -> CHANGES.contains(one.getKey()))
                .forEach(one -> all.add(new Described(
                        one.getKey().toUpperCase(java.util.Locale.ROOT),
                        path.getKey(),
                        one.getValue(),
                        StreamSupport.stream(one.getValue().path("parameters").spliterator(), false)
                                .anyMatch(parameter ->
                                        parameter.path("name").asText().equals(IdempotencyFilter.HEADER))))));
        return all;
    }

    @Test
    void areThoseThatAreDescribedSo() {
        TestCaller somebody = TestCaller.ownSession(port, people.somebody());
        Set<String> wrong = new TreeSet<>();
        List<Described> described = described().stream()
                .filter(one -> !one.path().startsWith("/api/session"))
                .toList();
        for (Described one : described) {
            String own = UUID.randomUUID().toString();
            send(somebody, one, "one", own);
            Answer other = send(somebody, one, "other", own);
            if (somebody.get("/api/session").status() == 401) {
                somebody = TestCaller.ownSession(port, people.somebody());
            }
            boolean honoured = other.status() == 422 && other.code().equals("idempotency-key-reused");
            if (honoured != one.declared()) {
                wrong.add(one.method() + " " + one.path() + " answers " + other);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(described).filteredOn(Described::declared).hasSizeGreaterThan(50);
    }

    @Test
    void areAllThatChangeSomethingAndCanBeAskedAgain() {
        assertThat(described().stream().filter(one -> !one.declared()).map(one -> one.method() + " " + one.path()))
                .containsExactlyInAnyOrder(
                        "POST /api/session",
                        "DELETE /api/session",
                        "POST /api/account/password",
                        "POST /api/account/lost-device",
                        "POST /api/models/check",
                        "POST /api/evidence/verification");
    }

    private static Answer send(TestCaller somebody, Described one, String value, String key) {
        String path = one.path().replaceAll("\\{[^}]*}", "00000000-0000-7000-8000-000000000000");
        JsonNode content = one.operation().at("/requestBody/content");
        if (content.has("multipart/form-data") && !content.has("application/json")) {
            String parts = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + value + "\r\n--b--\r\n";
            return somebody.send(
                    one.method(),
                    path,
                    parts.getBytes(UTF_8),
                    "Content-Type",
                    "multipart/form-data; boundary=b",
                    IdempotencyFilter.HEADER,
                    key);
        }
        String type = content.has("application/zip") ? "application/zip" : "application/json";
        return somebody.send(
                one.method(),
                path,
                ("{\"unknown\":\"" + value + "\"}").getBytes(UTF_8),
                "Content-Type",
                type,
                IdempotencyFilter.HEADER,
                key);
    }

    @Test
    void carryADecisionOnAnAccountOutOnce() {
        TestCaller administrator = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        String person = people.somebody(Role.QA_ANALYST);
        String path = "/api/accounts/" + person + "/suspension";
        Answer first = administrator.post(path, "{\"reason\":\"on leave\"}", IdempotencyFilter.HEADER, key);
        Answer again = administrator.post(path, "{\"reason\":\"on leave\"}", IdempotencyFilter.HEADER, key);
        Answer other = administrator.post(path, "{\"reason\":\"for ever\"}", IdempotencyFilter.HEADER, key);
        administrator.post("/api/accounts/" + person + "/reinstatement", "{\"reason\":\"back again\"}");
        assertThat(first.status()).as(first.toString()).isEqualTo(204);
        assertThat(again.status()).isEqualTo(204);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
    }

    /** What is shown once is neither made twice nor kept. */
    @Test
    void makeAnAccountOnceAndKeepNoneOfItsSecrets() {
        TestCaller administrator = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        String person = "keyed-" + UUID.randomUUID().toString().substring(0, 8);
        String body = """
                {"userId": "%s", "printedName": "Kay Keyed", "title": "Analyst", "zone": "UTC", "reason": "she joins"}""".formatted(person);
        Answer first = administrator.post("/api/accounts", body, IdempotencyFilter.HEADER, key);
        Answer again = administrator.post("/api/accounts", body, IdempotencyFilter.HEADER, key);
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("idempotency-answer-withheld");
        assertNowhere(first.json().path("code").asText());
    }

    @Test
    void makeAnAccountThatWasAskedForOnceAndKeepNoneOfItsSecrets() {
        TestCaller administrator = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        TestCaller manager = TestCaller.person(port, people.somebody(Role.QA_MANAGER));
        Answer asked = manager.post("/api/account-requests", """
                {"printedName": "Ray Requested", "title": "Analyst", "zone": "UTC", "reason": "he joins"}""");
        String path = "/api/account-requests/" + asked.json().path("requestId").asText() + "/account";
        String body = "{\"userId\": \"keyed-%s\", \"reason\": \"as asked\"}"
                .formatted(UUID.randomUUID().toString().substring(0, 8));
        Answer first = administrator.post(path, body, IdempotencyFilter.HEADER, key);
        Answer again = administrator.post(path, body, IdempotencyFilter.HEADER, key);
        assertThat(first.status()).as(first + " to " + asked).isEqualTo(201);
        assertThat(again.code()).isEqualTo("idempotency-answer-withheld");
        assertNowhere(first.json().path("code").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/service-accounts", "/api/service%2Daccounts", "/%61pi/service-accounts"})
    void makeATokenOnceAndKeepNothingOfIt(String path) {
        TestCaller administrator = TestCaller.person(port, people.somebody(Role.IT_ADMINISTRATOR));
        String name = "keyed-" + UUID.randomUUID().toString().substring(0, 8);
        String body = """
                {"name": "%s", "processKeys": ["record-approval"], "expiresAt": "%s", "reason": "a new program"}""".formatted(name, TestClock.now().plusSeconds(86_400));
        Answer first = administrator.post(path, body, IdempotencyFilter.HEADER, key);
        Answer again = administrator.post(path, body, IdempotencyFilter.HEADER, key);
        administrator.post("/api/service-accounts/" + name + "/revocation", "{\"reason\":\"no longer\"}");
        assertThat(first.status()).as(first.toString()).isEqualTo(201);
        assertThat(again.code()).isEqualTo("idempotency-answer-withheld");
        assertNowhere(first.json().path("token").asText());
    }

    private void assertNowhere(String secret) {
        assertThat(secret).isNotEmpty();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.idempotency_key WHERE position(convert_to(?, 'UTF8') IN body) > 0",
                        Long.class,
                        secret))
                .isZero();
    }

    /** Whatever a later door answers: a field of such a name is shown once, or its answer is not kept. */
    @Test
    void answerWithNoSecretThatIsKept() {
        JsonNode api = TestCaller.nobody(port).get("/v3/api-docs").json();
        assertThat(described().stream()
                        .filter(Described::declared)
                        .filter(one -> !KeyedCalls.isShownOnce(one.path().replaceAll("\\{[^}]*}", "x")))
                        .filter(one -> secrets(api, one).findAny().isPresent())
                        .map(Described::path))
                .isEmpty();
        assertThat(described().stream()
                        .filter(one -> secrets(api, one).findAny().isPresent())
                        .map(Described::path))
                .contains("/api/accounts", "/api/service-accounts");
    }

    private static Stream<String> secrets(JsonNode api, Described one) {
        return one.operation().path("responses").properties().stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .flatMap(answer -> answer.getValue().path("content").properties().stream())
                .map(content -> content.getValue().at("/schema/$ref").asText())
                .filter(reference -> !reference.isEmpty())
                .flatMap(reference -> api.at(reference.substring(1)).path("properties").properties().stream())
                .map(Map.Entry::getKey)
                .filter(Set.of("code", "token", "secret", "password")::contains);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine-rest", "/camunda/api/engine/engine/default"})
    void areThoseOfTheEngineThatAreLetThrough(String mount) {
        String analyst = people.signer(Role.QA_ANALYST);
        TestClient person = TestClient.signedIn(port, analyst);
        person.get("/camunda/app/tasklist/default/", "Accept", "text/html");
        String claim = mount + "/task/" + dueTask() + "/claim";
        String[] headers = {
            IdempotencyFilter.HEADER, key, "X-XSRF-TOKEN", person.cookie("XSRF-TOKEN"),
        };
        HttpResponse<String> first = person.post(claim, Map.of("userId", analyst), headers);
        HttpResponse<String> again = person.post(claim, Map.of("userId", analyst), headers);
        HttpResponse<String> other = person.post(claim, Map.of("userId", "somebody"), headers);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(204);
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(TestClient.json(other).path("code").asText()).isEqualTo("idempotency-key-reused");
    }

    private String dueTask() {
        TestClient lims = TestClient.bearer(port, "demo-lims-token");
        TestRecord record = TestRecords.sop("SOP-" + key);
        String recordId = TestClient.json(lims.post(
                        "/engine-rest/process-definition/key/record-approval/start",
                        Map.of(
                                "variables",
                                Map.of(
                                        "recordType", Map.of("value", record.type()),
                                        "title", Map.of("value", record.title()),
                                        "content", Map.of("value", record.contentText(), "type", "Json")))))
                .at("/variables/recordId/value")
                .asText();
        return TestTasks.of(TestClient.signedIn(port, people.somebody(Role.QA_ANALYST)), recordId)
                .path("taskId")
                .asText();
    }
}
