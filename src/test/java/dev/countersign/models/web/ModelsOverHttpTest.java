package dev.countersign.models.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.models.ModelSet;
import dev.countersign.models.ModelSets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** {@code POST /api/models/check}: the gate's findings for programs and people, the same as a proposal would be answered. */
@CountersignTest
@Requirement("PRC-01")
class ModelsOverHttpTest {

    private static final String APPROVAL = "processes/record-approval.bpmn";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    private TestClient administrator;

    @BeforeEach
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.PROCESS_ADMINISTRATOR));
    }

    @Test
    void theShippedSetIsAcceptedAsTextsAndAsFiles() {
        JsonNode texts = TestClient.json(administrator.post("/api/models/check", texts(ModelSets.shipped())));
        JsonNode files = TestClient.json(administrator.multipart(
                "/api/models/check", Map.of(), ModelSets.shipped().resources()));

        assertThat(texts.path("accepted").asBoolean()).isTrue();
        assertThat(texts.path("findings")).isEmpty();
        assertThat(texts.path("proofs")).isNotEmpty();
        assertThat(files).isEqualTo(texts);
    }

    @Test
    void everyFindingSaysRuleFileElementLineAndRemedy() {
        String around = ModelSets.text(ModelSets.shipped(), APPROVAL)
                .replace("sourceRef=\"drafted\" targetRef=\"review\"", "sourceRef=\"drafted\" targetRef=\"approval\"");

        JsonNode report = TestClient.json(administrator.post(
                "/api/models/check?complete=true",
                Map.of("models", List.of(Map.of("name", "record-approval.bpmn", "text", around)))));

        assertThat(report.path("accepted").asBoolean()).isFalse();
        assertThat(report.path("findings")).singleElement().satisfies(finding -> {
            assertThat(finding.path("rule").asText()).isEqualTo("MOD-035");
            assertThat(finding.path("resource").asText()).isEqualTo(APPROVAL);
            assertThat(finding.path("element").asText()).isEqualTo("release");
            assertThat(finding.path("line").asInt()).isPositive();
            assertThat(finding.path("message").asText())
                    .contains("drafted → approval → approved → release", "expected: review, approval");
            assertThat(finding.path("remedy").asText()).isNotEmpty();
        });
    }

    @Test
    void whatIsNoSetIsAProblem() {
        for (Object body :
                List.of(Map.of(), Map.of("models", List.of()), Map.of("models", List.of(Map.of("name", "x"))))) {
            var answer = administrator.post("/api/models/check", body);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(TestClient.json(answer).path("code").asText()).isEqualTo("invalid-request");
        }
        assertThat(administrator
                        .multipart("/api/models/check", Map.of(), Map.of())
                        .statusCode())
                .isBetween(400, 422);
    }

    @Test
    void aFileOfTenMebibytesIsAFindingAndNothingBreaks() {
        byte[] long10 = "<a>".concat("x".repeat(10 << 20)).getBytes(StandardCharsets.UTF_8);

        JsonNode report = TestClient.json(
                administrator.multipart("/api/models/check", Map.of(), Map.of("processes/extra.bpmn", long10)));

        assertThat(report.path("findings"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.path("rule").asText()).isEqualTo("MOD-002"));
    }

    @Test
    void hostileFilesAreNumberedFindingsAndReachNothing() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
        });
        elsewhere.start();
        try {
            String address = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/";
            Map<String, byte[]> files = new TreeMap<>();
            files.put("a-file.bpmn", utf8("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"));
            files.put("a-type.dmn", utf8("<!DOCTYPE a SYSTEM '" + address + "a.dtd'><a/>"));
            files.put("a-parameter.bpmn", utf8("<!DOCTYPE a [<!ENTITY % p SYSTEM '" + address + "p'> %p;]><a/>"));
            files.put("a-bomb.dmn", utf8("<!DOCTYPE a [<!ENTITY a 'ha'>" + entities() + "]><a>&z9;</a>"));
            files.put("an-archive.zip", zipBomb());
            files.put("archived.bpmn", zipBomb());

            JsonNode report = TestClient.json(administrator.multipart("/api/models/check", Map.of(), files));

            assertThat(report.path("accepted").asBoolean()).isFalse();
            assertThat(report.path("findings"))
                    .extracting(finding -> finding.path("resource").asText() + " "
                            + finding.path("rule").asText())
                    .containsExactlyInAnyOrder(
                            "processes/a-file.bpmn MOD-004",
                            "processes/a-type.dmn MOD-004",
                            "processes/a-parameter.bpmn MOD-004",
                            "processes/a-bomb.dmn MOD-004",
                            "processes/an-archive.zip MOD-001",
                            "processes/archived.bpmn MOD-005");
            assertThat(report.toString()).doesNotContain("root:", "haha");
            assertThat(asked).as("requests that reading a model sent").hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
    }

    private static String entities() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String before = i == 0 ? "&a;" : "&z" + (i - 1) + ";";
            all.append("<!ENTITY z")
                    .append(i)
                    .append(" '")
                    .append(before.repeat(10))
                    .append("'>");
        }
        return all.toString();
    }

    /** 64 MiB of nothing in some kilobytes. */
    private static byte[] zipBomb() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("x.bpmn"));
            for (int i = 0; i < 64; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoHasNothingToDoWithModelsIsRefused() {
        TestClient production = TestClient.signedIn(port, people.somebody(Role.PRODUCTION_MANAGER));

        assertThat(production
                        .post("/api/models/check", texts(ModelSets.shipped()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(production.get("/models/check", "Accept", "text/html").statusCode())
                .isEqualTo(403);
        assertThat(TestClient.anonymous(port)
                        .post("/api/models/check", texts(ModelSets.shipped()))
                        .statusCode())
                .isIn(401, 403);
    }

    private static Map<String, Object> texts(ModelSet set) {
        return Map.of(
                "models",
                set.resources().keySet().stream()
                        .map(name -> Map.of("name", name, "text", ModelSets.text(set, name)))
                        .toList());
    }
}
