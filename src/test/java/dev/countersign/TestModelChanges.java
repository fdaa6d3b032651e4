package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Role;
import dev.countersign.changes.ProcessModels;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Changes of process models over HTTP, by people of their own. Whoever changes what runs calls {@link #restore} afterwards. */
public final class TestModelChanges {

    public static final String APPROVAL = "processes/record-approval.bpmn";

    private final ProcessModels models;
    private final Map<TestClient, String> names = new HashMap<>();
    private final TestClient administrator;
    private final TestClient analyst;
    private final TestClient manager;

    public TestModelChanges(int port, TestPeople people, ProcessModels models) {
        this.models = models;
        this.administrator = signedIn(port, people.signer(Role.PROCESS_ADMINISTRATOR));
        this.analyst = signedIn(port, people.signer(Role.QA_ANALYST));
        this.manager = signedIn(port, people.signer(Role.QA_MANAGER));
    }

    private TestClient signedIn(int port, String userId) {
        TestClient client = TestClient.signedIn(port, userId);
        names.put(client, userId);
        return client;
    }

    public TestClient administrator() {
        return administrator;
    }

    public TestClient analyst() {
        return analyst;
    }

    public TestClient manager() {
        return manager;
    }

    public String userId(TestClient one) {
        return names.get(one);
    }

    /** The shipped set with another name of the review. */
    public Map<String, String> changed(String name) {
        Map<String, String> texts = new TreeMap<>(models.shipped().texts());
        String approval = texts.get(APPROVAL);
        texts.put(APPROVAL, approval.replace("sourceExpression=\"Review\"", "sourceExpression=\"" + name + "\""));
        return texts;
    }

    public static List<Map<String, String>> resources(Map<String, String> texts) {
        List<Map<String, String>> resources = new ArrayList<>();
        texts.forEach((name, text) -> resources.add(Map.of("name", name, "text", text)));
        return resources;
    }

    public HttpResponse<String> proposed(TestClient client, Map<String, String> texts) {
        return client.post(
                "/api/models/changes",
                Map.of("title", "Second look", "reason", "a better name", "resources", resources(texts)));
    }

    /** Id of the record. */
    public String proposed(Map<String, String> texts) {
        HttpResponse<String> proposed = proposed(administrator, texts);
        assertThat(proposed.statusCode()).as(proposed.body()).isEqualTo(201);
        return TestClient.json(proposed).path("recordId").asText();
    }

    public void adopted(Map<String, String> texts) {
        String record = proposed(texts);
        for (TestClient one : List.of(administrator, analyst, manager)) {
            signed(one, record, true);
        }
    }

    public void signed(TestClient person, String record, boolean approve) {
        HttpResponse<String> answer = signature(person, record, approve);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    public HttpResponse<String> signature(TestClient person, String record, boolean approve) {
        JsonNode task = TestTasks.of(person, record);
        Map<String, Object> body = new HashMap<>(Map.of(
                "decision",
                approve ? "approve" : "reject",
                "recordSha256",
                task.path("sha256").asText(),
                "password",
                Authenticator.PASSWORD,
                "otp",
                Authenticator.freshCode(names.get(person))));
        if (!approve) {
            body.put("reason", "look a third time");
        }
        return person.post("/api/tasks/" + task.path("taskId").asText() + "/signature", body);
    }

    public JsonNode running() {
        return TestClient.json(manager.get("/api/models"));
    }

    /** Nothing is under way, and the shipped set runs. */
    public void restore() {
        running()
                .path("underWay")
                .forEach(change -> manager.post(
                        "/api/records/" + change.path("recordId").asText() + "/withdrawal",
                        Map.of("reason", "the test is over")));
        if (!models.expected().equals(models.shipped())) {
            adopted(models.shipped().texts());
        }
        assertThat(running().path("equalsWhatWasSigned").asBoolean()).isTrue();
        assertThat(models.expected()).isEqualTo(models.shipped());
    }
}
