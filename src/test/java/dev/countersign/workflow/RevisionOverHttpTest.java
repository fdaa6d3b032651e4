package dev.countersign.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A version in force stays visible as such while the next one is worked on (REC-01, REC-06). */
@CountersignTest
@Requirement({"REC-01", "REC-06"})
class RevisionOverHttpTest {

    @LocalServerPort
    int port;

    @Autowired
    TestApprovals approvals;

    @Autowired
    Processes processes;

    @Test
    void theVersionInForceIsNamedWhateverHappensToTheNextOne() {
        String author = approvals.cast().author();
        UUID recordId = approvals.startedBy(author).recordId();
        shows(recordId, "in-review", 0);
        approve(recordId);
        shows(recordId, "effective", 1);

        approvals.revise(author, recordId);
        shows(recordId, "draft", 1);
        assertThat(show(recordId).at("/versions/0/status").asText()).isEqualTo("effective");
        assertThat(show(recordId).at("/versions/1/status").asText()).isEqualTo("draft");
        approvals.startedAgain(author, recordId, 2);
        shows(recordId, "in-review", 1);
        processes.withdraw(TestApprovals.person(author), recordId, "not needed");
        shows(recordId, "effective", 1);

        approvals.revise(author, recordId);
        approvals.startedAgain(author, recordId, 3);
        approve(recordId);
        shows(recordId, "effective", 3);
    }

    private void approve(UUID recordId) {
        approvals.approve(approvals.cast().author(), recordId);
        approvals.approve(approvals.cast().analyst(), recordId);
        approvals.approve(approvals.cast().manager(), recordId);
    }

    /** @param inForce 0 if no version is */
    private void shows(UUID recordId, String status, int inForce) {
        JsonNode shown = show(recordId);
        assertThat(shown.path("status").asText()).isEqualTo(status);
        assertThat(shown.path("effectiveVersion").asInt()).isEqualTo(inForce);
        assertThat(listed("", recordId)).hasSize(1).allSatisfy(item -> {
            assertThat(item.path("status").asText()).isEqualTo(status);
            assertThat(item.path("effectiveVersion").asInt()).isEqualTo(inForce);
        });
        assertThat(listed("&status=effective", recordId)).hasSize(inForce == 0 ? 0 : 1);
        assertThat(listed("&status=" + status, recordId)).hasSize(1);
    }

    private JsonNode show(UUID recordId) {
        return caller().get("/api/records/" + recordId).json();
    }

    private List<JsonNode> listed(String criteria, UUID recordId) {
        JsonNode items =
                caller().get("/api/records?q=" + recordId + criteria).json().path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private TestCaller caller() {
        return TestCaller.person(port, approvals.cast().author());
    }
}
