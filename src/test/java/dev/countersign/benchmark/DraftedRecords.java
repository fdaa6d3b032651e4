package dev.countersign.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.TestClient;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Records of one author, started and shown, each waiting for the author's signature. */
final class DraftedRecords {

    private final String author;
    private final TestClient session;

    DraftedRecords(int port, String author) {
        this.author = author;
        this.session = TestClient.signedIn(port, author);
    }

    /** The author's signature on another record; everything but the call itself is done when this answers. */
    Supplier<HttpResponse<String>> signature() {
        JsonNode drafted = TestClient.json(session.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        session.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", drafted.path("recordId")))));
        JsonNode task = open(drafted.path("recordId").asText());
        String path = "/api/tasks/" + task.path("taskId").asText();
        session.get(path + "/presentation");
        String sha256 = task.path("sha256").asText();
        // the code is read off the authenticator, and the call written, before it is made
        String call = "{\"decision\":\"approve\",\"recordSha256\":\"%s\",\"password\":\"%s\",\"otp\":\"%s\"}"
                .formatted(sha256, Authenticator.PASSWORD, Authenticator.freshCode(author));
        return () -> session.post(path + "/signature", call);
    }

    private JsonNode open(String recordId) {
        for (JsonNode task :
                TestClient.json(session.get("/api/tasks?recordId=" + recordId)).path("items")) {
            if (task.path("recordId").asText().equals(recordId)) {
                return task;
            }
        }
        throw new AssertionError("no task for record " + recordId);
    }
}
