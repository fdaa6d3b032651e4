package dev.countersign.workflow.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.models.GatePlaces;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The engine's own door for deployments, on both mounts: nothing comes in, and who may check models reads what the gate finds. */
@CountersignTest
@Requirement({"PRC-01", "PRC-02"})
class DeploymentDoorTest {

    private static final String REST = "/engine-rest/deployment/create";
    private static final String REST_OF_ENGINE = "/engine-rest/engine/default/deployment/create";
    private static final String TASKLIST = "/camunda/api/engine/engine/default/deployment/create";
    private static final String CREATE = "POST /deployment/create";
    private static final String APPROVAL = "processes/record-approval.bpmn";
    private static final Map<String, String> FIELDS =
            Map.of("deployment-name", "mine", "enable-duplicate-filtering", "true", "deployment-source", "a modeler");

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    ProcessEngine engine;

    @Autowired
    GatePlaces places;

    private String who;
    private TestClient administrator;
    private long deployments;

    @BeforeEach
    void signIn() {
        who = people.somebody(Role.PROCESS_ADMINISTRATOR);
        administrator = TestClient.signedIn(port, who);
        deployments = deployments();
    }

    @AfterEach
    void nothingWasDeployed() {
        assertThat(deployments()).isEqualTo(deployments);
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, REST_OF_ENGINE, TASKLIST})
    void theFindingsAreThoseOfTheCheck(String door) {
        String around = ModelSets.text(ModelSets.shipped(), APPROVAL)
                .replace("sourceRef=\"drafted\" targetRef=\"review\"", "sourceRef=\"drafted\" targetRef=\"approval\"")
                .replace("${keepRecord}", "${dataSource.connection.close()}");
        ModelSet bad = ModelSets.with(ModelSets.shipped(), APPROVAL, around);

        JsonNode refused = refused(deploy(administrator, door, bad.resources()));

        assertThat(refused.path("findings")).isEqualTo(check(bad.resources()).path("findings"));
        assertThat(refused.path("findings"))
                .extracting(one -> one.path("rule").asText())
                .contains("MOD-017", "MOD-035");
        assertThat(refused.path("findings")).allSatisfy(finding -> {
            assertThat(finding.path("element").asText()).isNotEmpty();
            assertThat(finding.path("message").asText()).isNotEmpty();
            assertThat(finding.path("remedy").asText()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, TASKLIST})
    void aSetWithoutFindingsIsRefusedTooAndTheRemedySaysHowItIsChanged(String door) {
        JsonNode refused =
                refused(deploy(administrator, door, ModelSets.shipped().resources()));

        assertThat(refused.path("findings").isArray()).isTrue();
        assertThat(refused.path("findings")).isEmpty();
    }

    @Test
    @Requirement("SIG-07")
    void eachRefusalIsOnRecord() {
        TestClient auditor = TestClient.signedIn(port, people.somebody(Role.REGULATORY_AUDITOR));

        deploy(administrator, REST, ModelSets.shipped().resources());
        administrator.post(REST, "{}");

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        TestClient.json(auditor.get("/api/audit/entries?type=refused&actor=" + who + "&size=5"))
                                .path("items"))
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.toString()).contains("WFL-096", CREATE)));
    }

    @Test
    void aModelersOneFileIsNamedAndCompletedAsAtTheCheck() {
        Map<String, byte[]> one =
                Map.of("record-approval.bpmn", ModelSets.shipped().resources().get(APPROVAL));

        JsonNode alone = refused(deploy(administrator, REST, one));
        JsonNode completed = refused(deploy(administrator, REST + "?complete=true", one));

        assertThat(alone.path("findings")).isNotEmpty().isEqualTo(check(one).path("findings"));
        assertThat(completed.path("findings")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, TASKLIST})
    void hostileFilesAreFindings(String door) {
        byte[] external = text("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");
        byte[] laughs = text("<!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"" + "&a;".repeat(1000) + "\">]><a>&b;</a>");
        byte[] zip = zipBomb();
        Map<String, byte[]> files = new TreeMap<>(Map.of(
                "external.bpmn", external,
                "laughs.dmn", laughs,
                "bomb.zip", zip,
                "bomb.bpmn", zip,
                "long.bpmn", text("<a>" + "x".repeat(10 << 20))));

        JsonNode refused = refused(deploy(administrator, door, files));

        assertThat(refused.path("findings")).isEqualTo(check(files).path("findings"));
        assertThat(refused.path("findings"))
                .extracting(one ->
                        one.path("resource").asText() + " " + one.path("rule").asText())
                .contains(
                        "processes/external.bpmn MOD-004",
                        "processes/laughs.dmn MOD-004",
                        "processes/long.bpmn MOD-002");
        assertThat(refused.toString()).doesNotContain("root:");
    }

    @ParameterizedTest
    @ValueSource(strings = {REST, TASKLIST})
    void whatIsLongerThanACheckTakesIsRefusedUnread(String door) {
        byte[] many = new byte[(16 << 20) + 128 * 1024];

        HttpResponse<String> answer = deploy(administrator, door, Map.of("processes/extra.bpmn", many));

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WFL-025");
    }

    @Test
    void aSetThatIsTooLongFileByFileIsRefusedBeforeItIsHeld() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            files.put("processes/a" + i + ".bpmn", new byte[1 << 20]);
        }

        for (HttpResponse<String> answer : List.of(
                deploy(administrator, REST, files), administrator.multipart("/api/models/check", Map.of(), files))) {
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("MOD-902");
        }
    }

    /** Each set is in memory several times over while it is checked. */
    @Test
    void asManySetsAreTakenAtOnceAsThereArePlacesWhateverTheDoor() throws Exception {
        CountDownLatch taken = new CountDownLatch(GatePlaces.COUNT);
        CountDownLatch checked = new CountDownLatch(1);
        ExecutorService others = Executors.newFixedThreadPool(GatePlaces.COUNT);
        try {
            for (int i = 0; i < GatePlaces.COUNT; i++) {
                Caller somebody = Caller.person("somebody-" + i / GatePlaces.EACH, null, null);
                others.submit(() -> places.in(somebody, () -> {
                    taken.countDown();
                    return waiting(checked);
                }));
            }
            taken.await();
            Map<String, byte[]> one = Map.of(APPROVAL, text("<a/>"));
            for (HttpResponse<String> busy : List.of(
                    deploy(administrator, REST, one),
                    deploy(administrator, TASKLIST, one),
                    administrator.multipart("/api/models/check", Map.of(), one),
                    administrator.post("/api/models/check", Map.of()),
                    administrator.post("/api/models/dry-run", Map.of()))) {
                assertThat(busy.statusCode()).as(busy.body()).isEqualTo(503);
                assertThat(TestClient.json(busy).path("rule").asText()).isEqualTo("MOD-903");
                assertThat(busy.headers().firstValue("Retry-After")).isPresent();
            }
            assertThat(administrator.multipart("/models/check", Map.of(), one).body())
                    .contains("the models cannot be checked now");
        } finally {
            checked.countDown();
            others.shutdown();
            others.awaitTermination(1, TimeUnit.MINUTES);
        }
        refused(deploy(administrator, REST, ModelSets.shipped().resources()));
    }

    /** Who sends slowly holds a place until all of it has come: with all places, nobody else could check anything. */
    @Test
    void nobodyTakesThePlacesOfAllOthers() throws Exception {
        CountDownLatch taken = new CountDownLatch(GatePlaces.EACH);
        CountDownLatch sent = new CountDownLatch(1);
        ExecutorService slow = Executors.newFixedThreadPool(GatePlaces.EACH);
        String userId = people.somebody(Role.PROCESS_ADMINISTRATOR);
        TestClient client = TestClient.signedIn(port, userId);
        Map<String, byte[]> one = Map.of(APPROVAL, text("<a/>"));
        try {
            for (int i = 0; i < GatePlaces.EACH; i++) {
                slow.submit(() -> places.in(Caller.person(userId, null, null), () -> {
                    taken.countDown();
                    return waiting(sent);
                }));
            }
            taken.await();
            HttpResponse<String> third = client.multipart("/api/models/check", Map.of(), one);
            assertThat(third.statusCode()).isEqualTo(503);
            assertThat(TestClient.json(third).path("detail").asText()).contains("2 sets that you sent");
            assertThat(administrator
                            .multipart("/api/models/check", Map.of(), one)
                            .statusCode())
                    .as("of somebody else")
                    .isEqualTo(200);
        } finally {
            sent.countDown();
            slow.shutdown();
            slow.awaitTermination(1, TimeUnit.MINUTES);
        }
        assertThat(client.multipart("/api/models/check", Map.of(), one).statusCode())
                .isEqualTo(200);
    }

    private static boolean waiting(CountDownLatch end) {
        try {
            return end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void whatIsNoUploadIsRefusedWithTheSameRemedy() {
        for (HttpResponse<String> answer : List.of(
                administrator.post(REST, "{}"),
                administrator.post(REST, ""),
                administrator.multipart(REST, FIELDS, Map.of()))) {
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WFL-096");
            assertThat(TestClient.json(answer).has("findings")).isFalse();
        }
        HttpResponse<byte[]> broken = administrator.exchange(
                "POST", REST, text("--b\r\nno part"), "Content-Type", "multipart/form-data; boundary=b");
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(new String(broken.body(), StandardCharsets.UTF_8)).contains("WFL-028");
    }

    @Test
    void twoFilesOfOneNameAndTooManyPartsAreRefused() {
        Map<String, byte[]> twice = new TreeMap<>(Map.of("a.bpmn", text("<a/>"), "processes/a.bpmn", text("<a/>")));
        Map<String, byte[]> many = new TreeMap<>();
        for (int i = 0; i < 70; i++) {
            many.put("a" + i + ".bpmn", text("<a/>"));
        }

        assertThat(deploy(administrator, REST, twice).body()).contains("WFL-028", "processes/a.bpmn");
        assertThat(deploy(administrator, REST, many).body()).contains("WFL-028", "60 parts");
    }

    @ParameterizedTest
    @EnumSource(names = {"PRODUCTION_MANAGER", "IT_ADMINISTRATOR"})
    @Requirement("AUT-01")
    void whoMayNotCheckModelsIsRefusedPlainly(Role role) {
        TestClient somebody = TestClient.signedIn(port, people.somebody(role));
        for (String door : List.of(REST, TASKLIST)) {
            HttpResponse<String> answer = deploy(somebody, door, Map.of(APPROVAL, text("<a/>")));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(TestClient.json(answer).path("rule").asText()).isEqualTo("WFL-012");
            assertThat(TestClient.json(answer).has("findings")).isFalse();
        }
    }

    @Test
    @Requirement("IDN-01")
    void noProgramAndNobodyUnknownIsToldAnything() {
        TestClient lims = TestClient.bearer(port, "demo-lims-token");
        TestClient nobody = TestClient.anonymous(port);
        assertThat(lims.multipart(REST, FIELDS, Map.of(APPROVAL, text("<a/>"))).statusCode())
                .isEqualTo(403);
        for (String door : List.of(REST, TASKLIST)) {
            HttpResponse<String> answer = nobody.multipart(door, FIELDS, Map.of(APPROVAL, text("<a/>")));
            assertThat(answer.statusCode()).isIn(401, 403);
            assertThat(answer.body()).doesNotContain("findings");
        }
    }

    @Test
    void aForgedUploadThroughTasklistIsNotLookedAt() {
        HttpResponse<String> answer =
                administrator.multipart(TASKLIST, FIELDS, ModelSets.shipped().resources());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("csrf");
        assertThat(answer.body()).doesNotContain("findings");
    }

    private static JsonNode refused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        JsonNode problem = TestClient.json(answer);
        assertThat(problem.path("code").asText()).isEqualTo("propose-instead");
        assertThat(problem.path("rule").asText()).isEqualTo("WFL-096");
        assertThat(problem.path("detail").asText())
                .contains("model-change", "/models", "POST /api/models/changes")
                .contains(problem.path("findings").size() + " finding(s)");
        assertThat(problem.path("message").asText())
                .contains(problem.path("detail").asText());
        return problem;
    }

    private JsonNode check(Map<String, byte[]> files) {
        return TestClient.json(administrator.multipart("/api/models/check", Map.of(), files));
    }

    private HttpResponse<String> deploy(TestClient client, String door, Map<String, byte[]> files) {
        if (!door.equals(TASKLIST)) {
            return client.multipart(door, FIELDS, files);
        }
        client.get("/camunda/app/tasklist/default/", "Accept", "text/html");
        return client.multipart(door, FIELDS, files, "X-XSRF-TOKEN", client.cookie("XSRF-TOKEN"));
    }

    private long deployments() {
        return engine.getRepositoryService().createDeploymentQuery().count();
    }

    private static byte[] zipBomb() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("x.bpmn"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 64; i++) {
                zip.write(zeros);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
