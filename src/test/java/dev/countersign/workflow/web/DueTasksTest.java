package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestModelChanges;
import dev.countersign.TestPeople;
import dev.countersign.TestTasks;
import dev.countersign.changes.ProcessModels;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** When a task should be done is for the model to say, and for the list of tasks to tell. */
@CountersignTest
@Requirement("WFL-05")
class DueTasksTest {

    private static final String STEP = "processes/signature-step.bpmn";
    private static final String DUE = " camunda:dueDate=\"P5D\"";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private ProcessModels models;

    @Test
    void haveTheDueDateOfTheirModelAndNoneWithoutOne() {
        TestModelChanges changes = new TestModelChanges(port, people, models);
        // the engine's clock is that of the machine, which tests do not advance
        Instant before = ClockUtil.now().toInstant().minusSeconds(1);
        JsonNode task = started(changes);
        assertThat(Instant.parse(task.path("dueAt").asText()))
                .isBetween(
                        before.plus(Duration.ofDays(5)),
                        ClockUtil.now().toInstant().plus(Duration.ofDays(5)));
        assertThat(task.path("dueAt").asText()).matches("[-0-9]{10}T[0-9:]{8}\\.[0-9]{6}Z");
        try {
            Map<String, String> texts = changes.changed("Review whenever");
            assertThat(texts.get(STEP)).contains(DUE);
            texts.put(STEP, texts.get(STEP).replace(DUE, ""));
            changes.adopted(texts);
            assertThat(started(changes).path("dueAt").isNull()).isTrue();
        } finally {
            changes.restore();
        }
    }

    private JsonNode started(TestModelChanges changes) {
        TestRecord record = TestRecords.sop("SOP-" + UUID.randomUUID());
        String recordId = TestClient.json(TestClient.bearer(port, "demo-lims-token")
                        .post(
                                "/engine-rest/process-definition/key/record-approval/start",
                                Map.of(
                                        "variables",
                                        Map.of(
                                                "recordType", Map.of("value", record.type()),
                                                "title", Map.of("value", record.title()),
                                                "content", Map.of("value", record.contentText())))))
                .at("/variables/recordId/value")
                .asText();
        return TestTasks.of(changes.analyst(), recordId);
    }
}
