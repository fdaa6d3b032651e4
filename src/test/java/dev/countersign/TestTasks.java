package dev.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.records.TestRecords;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Tasks to sign. */
public final class TestTasks {

    private TestTasks() {}

    /** A task of somebody who is signed in: their own signature on a record they just wrote. */
    public static JsonNode due(TestClient author) {
        String recordId = TestClient.json(author.post(
                        "/api/records",
                        new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), StandardCharsets.UTF_8)))
                .path("recordId")
                .asText();
        author.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", recordId))));
        return of(author, recordId);
    }

    /** The task on that record that this person sees. */
    public static JsonNode of(TestClient person, String recordId) {
        return StreamSupport.stream(
                        TestClient.json(person.get("/api/tasks?recordId=" + recordId))
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("recordId").asText().equals(recordId))
                .findFirst()
                .orElseThrow();
    }
}
