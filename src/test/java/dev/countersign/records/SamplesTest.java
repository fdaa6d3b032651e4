package dev.countersign.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code docs/samples} hold is what its README says. */
@Requirement("REC-03")
class SamplesTest {

    @Test
    void theTestSuiteIsADozenScriptsWithStepsExpectedResultsAndRequirements() {
        JsonNode suite = TestRecords.sample("test-suite").content();
        assertThat(suite.path("qualificationStage").asText()).isEqualTo("OQ");
        List<JsonNode> scripts = list(suite.path("testScripts"));
        assertThat(scripts).hasSize(12);
        assertThat(scripts).extracting(script -> script.path("id").asText()).doesNotHaveDuplicates();
        assertThat(scripts).allSatisfy(script -> {
            String id = script.path("id").asText();
            TreeSet<String> named = new TreeSet<>();
            list(script.path("requirements")).forEach(one -> named.add(one.asText()));
            assertThat(named).as("requirements of %s", id).isNotEmpty().allMatch(one -> one.matches("URS-\\d+"));
            List<JsonNode> steps = list(script.path("steps"));
            assertThat(steps).as("steps of %s", id).hasSizeGreaterThan(1);
            TreeSet<String> tested = new TreeSet<>();
            assertThat(steps).allSatisfy(step -> {
                assertThat(step.path("action").asText()).isNotBlank();
                assertThat(step.path("expectedResult").asText()).isNotBlank();
                tested.add(step.path("requirement").asText());
            });
            assertThat(tested).as("what the steps of %s test", id).isEqualTo(named);
        });
    }

    @Test
    void theBatchRecordCarriesAPdf() {
        TestRecord batch = TestRecords.sample("batch-record");
        assertThat(batch.attachments()).hasSize(1).allSatisfy(attachment -> {
            assertThat(attachment.mediaType()).isEqualTo("application/pdf");
            assertThat(attachment.bytes()).isEqualTo(TestRecords.pdf());
        });
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        return items;
    }
}
