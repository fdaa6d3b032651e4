package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@CountersignTest
@Requirement("INT-02")
class OpenApiTest {

    @LocalServerPort
    private int port;

    private JsonNode api() {
        return TestCaller.nobody(port).get("/v3/api-docs").json();
    }

    @Test
    void namesTheCookieThatALoginSets(@Autowired TestPeople people) {
        String cookie = api().at("/components/securitySchemes/session/name").textValue();
        TestClient client = TestClient.signedIn(port, people.signer(Role.QA_ANALYST));
        assertThat(client.cookie(cookie)).isNotEmpty();
    }

    @Test
    void describesTheInterfaceOfRecords() {
        JsonNode paths = api().get("paths");
        assertThat(paths.properties())
                .extracting(java.util.Map.Entry::getKey)
                .contains(
                        "/api/records",
                        "/api/records/{id}",
                        "/api/records/{id}/versions",
                        "/api/records/{id}/withdrawal",
                        "/api/records/{id}/versions/{number}",
                        "/api/records/{id}/versions/{number}/content",
                        "/api/records/{id}/versions/{number}/attachments/{sha256}",
                        "/api/records/{id}/audit",
                        "/api/audit/entries",
                        "/api/audit/entries/{index}/proof",
                        "/log/key",
                        "/log/checkpoint",
                        "/trust.json");
        assertThat(paths.properties())
                .extracting(java.util.Map.Entry::getKey)
                .filteredOn(path -> path.startsWith("/log/tile/"))
                .hasSize(2);
        JsonNode draft = paths.get("/api/records").get("post");
        assertThat(draft.at("/requestBody/content").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("application/json", "multipart/form-data");
        assertThat(draft.path("parameters"))
                .extracting(p -> p.get("name").textValue())
                .containsExactly("Idempotency-Key");
    }

    @Test
    @Requirement("INT-01")
    void describesTheStartOfAnApprovalThoughTheEngineAnswersIt() {
        JsonNode start = api().at("/paths/~1engine-rest~1process-definition~1key~1record-approval~1start/post");
        assertThat(start.path("responses").properties())
                .extracting(java.util.Map.Entry::getKey)
                .contains("200", "401", "403", "404", "409", "422", "default");
        assertThat(start.path("parameters"))
                .extracting(p -> p.get("name").textValue())
                .containsExactly("Idempotency-Key");
        assertThat(api().at("/components/schemas/Start/properties/variables/properties")
                        .properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "recordType", "title", "content", "attachments", "reason", "recordId", "recordVersion");
    }

    @Test
    void saysOfEveryOperationWhatItDoesAndHowItFails() {
        api().get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String where = operation.getKey() + " " + path.getKey();
                    assertThat(operation.getValue().path("summary").asText())
                            .as(where)
                            .isNotBlank();
                    assertThat(operation
                                    .getValue()
                                    .at("/responses/default/content")
                                    .has("application/problem+json"))
                            .as(where)
                            .isTrue();
                    assertThat(operation.getValue().path("parameters"))
                            .as(where)
                            .noneMatch(
                                    parameter -> parameter.path("name").asText().equals("caller"));
                }));
    }
}
