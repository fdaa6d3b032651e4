package dev.countersign.walkthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StartRequestTest {

    /** The README starts with it; a newcomer must meet the same record as whoever reads the samples. */
    @Test
    void theReadmesStartRequestCarriesTheSample() throws IOException {
        JsonNode sample = CanonicalJson.parse(Files.readAllBytes(Path.of("docs/samples/test-suite.json")));
        JsonNode variables = CanonicalJson.parse(
                        Files.readAllBytes(Path.of("docs/walkthrough/start-record-approval.json")))
                .path("variables");
        assertThat(CanonicalJson.parse(variables.path("content").path("value").textValue()))
                .isEqualTo(sample.path("content"));
        assertThat(variables.path("recordType").path("value")).isEqualTo(sample.path("type"));
        assertThat(variables.path("title").path("value")).isEqualTo(sample.path("title"));
    }
}
