package dev.countersign.workflow.web;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.records.TestRecords;
import java.util.Base64;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Which process, of which model, led to a signature: as the statement tells it, and as the engine's tables had it while the task was open. */
@CountersignTest
@Requirement("SIG-03")
class SignedPathTest {

    private static final String EXECUTION =
            "SELECT act_id_, proc_def_id_, proc_inst_id_ FROM engine.act_ru_execution WHERE id_ = ?";
    private static final String CALLER = "SELECT super_exec_ FROM engine.act_ru_execution WHERE id_ = ?";
    private static final String MODEL = "SELECT d.key_, d.version_, b.bytes_ FROM engine.act_re_procdef d"
            + " JOIN engine.act_ge_bytearray b ON b.deployment_id_ = d.deployment_id_ AND b.name_ = d.resource_name_"
            + " WHERE d.id_ = ?";

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private JdbcTemplate database;

    @Test
    void theStatementTellsTheEnginesPathAndTheDeployedModelsBytes() {
        TestSigner author = TestSigner.with(people, port, Role.QA_ANALYST);
        String recordId = author.started(TestRecords.sop("SOP-" + UUID.randomUUID()));
        List<JsonNode> paths = List.of(
                signedPath(author, recordId),
                signedPath(TestSigner.with(people, port, Role.QA_ANALYST), recordId),
                signedPath(TestSigner.with(people, port, Role.QA_MANAGER), recordId));

        assertThat(paths)
                .as("what the root waits at")
                .extracting(path -> path.at("/0/activityId").textValue())
                .containsExactly("authorship", "review", "approval");
        assertThat(paths)
                .as("one approval")
                .extracting(path -> path.at("/0/instanceId").textValue())
                .containsOnly(paths.get(0).at("/0/instanceId").textValue());
        assertThat(paths)
                .as("a step of its own each")
                .extracting(path -> path.at("/1/instanceId").textValue())
                .doesNotHaveDuplicates();
        assertThat(paths).allSatisfy(path -> {
            assertThat(path).hasSize(2);
            assertThat(path.at("/0/definitionKey").textValue()).isEqualTo("record-approval");
            assertThat(path.at("/1/definitionKey").textValue()).isEqualTo("signature-step");
            assertThat(path.at("/1/activityId").textValue()).isEqualTo("sign");
            assertThat(path.at("/0/modelSha256")).isNotEqualTo(path.at("/1/modelSha256"));
        });
    }

    /** Signs the record's open task; the path in the signed bytes, after it was compared with the engine's. */
    private JsonNode signedPath(TestSigner signer, String recordId) {
        String task = signer.task(recordId).path("taskId").asText();
        List<JsonNode> expected = path(task);
        JsonNode made = expect(201, signer.approve(recordId));
        JsonNode shown = expect(
                200,
                signer.client()
                        .get("/api/signatures/" + made.path("signatureId").asText()));
        byte[] signed = Base64.getDecoder().decode(shown.path("statementBytes").asText());
        JsonNode statement = CanonicalJson.parse(signed);
        assertThat(Digest.of(signed).hex())
                .isEqualTo(made.path("statementSha256").textValue());
        assertThat(statement.at("/intent/taskId").textValue()).isEqualTo(task);
        assertThat(statement.path("process")).containsExactlyElementsOf(expected);
        return statement.path("process");
    }

    /** Root first, read from the engine's tables. */
    private List<JsonNode> path(String task) {
        LinkedList<JsonNode> path = new LinkedList<>();
        @Nullable
        String execution = database.queryForObject(
                "SELECT execution_id_ FROM engine.act_ru_task WHERE id_ = ?", String.class, task);
        while (execution != null) {
            Map<String, Object> found = database.queryForMap(EXECUTION, execution);
            String instance = (String) found.get("proc_inst_id_");
            path.addFirst(element(
                    database.queryForMap(MODEL, found.get("proc_def_id_")), instance, (String) found.get("act_id_")));
            execution = database.queryForObject(CALLER, String.class, instance);
        }
        return path;
    }

    private static JsonNode element(Map<String, Object> model, String instance, String activity) {
        return CanonicalJson.parse(CanonicalJson.write(JsonNodeFactory.instance
                .objectNode()
                .put("definitionKey", (String) model.get("key_"))
                .put("definitionVersion", (Integer) model.get("version_"))
                .put("modelSha256", Digest.of((byte[]) model.get("bytes_")).hex())
                .put("instanceId", instance)
                .put("activityId", activity)));
    }
}
