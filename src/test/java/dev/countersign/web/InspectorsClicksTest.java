package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.ledger.Caller;
import dev.countersign.records.TestRecords;
import dev.countersign.worm.RecordScope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What an inspector looked at is on record apart, with what they asked, and can be found and taken away (CPY-05). */
@CountersignTest
@Requirement({"CPY-05", "AUD-04"})
class InspectorsClicksTest {

    private static final String KIND = "inspection.viewed";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    Authority authority;

    @Autowired
    Clock clock;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping routes;

    private String inspectorId;
    private TestCaller inspector;
    private TestCaller manager;
    private String record;

    @BeforeEach
    void somebodyInspects() {
        inspectorId = people.somebody(Role.REGULATORY_AUDITOR);
        inspector = TestCaller.ownSession(port, inspectorId);
        manager = TestCaller.person(port, "approver");
        record = TestCaller.person(port, "author")
                .post(
                        "/api/records",
                        TestRecords.sop("SOP-" + UUID.randomUUID()).body())
                .json()
                .path("recordId")
                .asText();
    }

    @Test
    void eachPageAndCallThatReadsIsOneEntryWithItsSubject() {
        List<String> looked = List.of(
                "/api/records/" + record,
                "/records/" + record,
                "/api/records/" + record + "/versions/1",
                "/api/records/" + record + "/versions/1/content",
                "/api/records/" + record + "/comments",
                "/api/records/" + record + "/versions/1/copy.pdf",
                "/api/records/" + record + "/audit",
                "/audit",
                "/api/alerts",
                "/api/accounts",
                "/account-requests");
        for (String path : looked) {
            assertThat(inspector.get(path).status()).as(path).isEqualTo(200);
        }

        assertThat(clicks()).extracting(click -> click.at("/new/path").asText()).containsExactlyElementsOf(looked);
        assertThat(clicks().subList(0, 7))
                .allSatisfy(click -> assertThat(click.path("subject").asText()).isEqualTo("record:" + record));
        assertThat(clicks().get(0).at("/actor/id").asText()).isEqualTo(inspectorId);
    }

    @Test
    void searchesAndListsAreOnRecordWithTheirQuestion() {
        inspector.get("/api/records?q=tablet+press&status=effective&type=");
        inspector.get("/records?q=tablet+press");
        inspector.get("/api/audit/entries?actor=author&size=5");
        inspector.get("/engine-rest/history/process-instance?maxResults=3");

        assertThat(clicks())
                .extracting(click -> click.path("new").path("asked").toString())
                .containsExactly(
                        "{\"q\":\"tablet press\",\"status\":\"effective\"}",
                        "{\"q\":\"tablet press\"}",
                        "{\"actor\":\"author\",\"size\":\"5\"}",
                        "{\"maxResults\":\"3\"}");
    }

    @Test
    void whatIsPostedToTheEngineIsOnRecordWithItsPath() {
        for (String path : List.of(
                "/engine-rest/history/process-instance", "/camunda/api/engine/engine/default/history/task/count")) {
            inspector.post(path + "?maxResults=3", "{\"processInstanceBusinessKey\":\"asked\"}");
        }

        assertThat(clicks())
                .extracting(click ->
                        click.path("subject").asText() + " " + click.path("new").toString())
                .containsExactly(
                        "engine-rest {\"path\":\"/engine-rest/history/process-instance\"}",
                        "camunda {\"path\":\"/camunda/api/engine/engine/default/history/task/count\"}");
    }

    @Test
    void oneRecordHasOneSubjectAndNothingIsCutInsideACharacter() {
        inspector.get("/api/records/" + record.toUpperCase(Locale.ROOT));
        inspector.get("/api/records?q=" + "a".repeat(499) + "%F0%9F%98%80");

        assertThat(clicks()).hasSize(2);
        assertThat(clicks().get(0).path("subject").asText()).isEqualTo("record:" + record);
        assertThat(clicks().get(1).at("/new/asked/q").asText()).isEqualTo("a".repeat(499) + "…");
    }

    @Test
    void theyAreFoundByKindAndPersonAndTakenAway() {
        inspector.get("/api/records/" + record);

        String question = "?type=" + KIND + "&person=" + inspectorId;
        assertThat(text(manager.get("/audit" + question))).contains("An inspector looked", record);
        assertThat(text(manager.get("/audit/export.csv" + question))).contains(KIND, "/api/records/" + record);
    }

    @Test
    void whatIsRefusedIsOnRecordAsAnAttemptToo() {
        authority.revoke(Caller.system("tests"), inspectorId, Role.REGULATORY_AUDITOR, "to be given anew");
        authority.grant(
                Caller.system("tests"),
                inspectorId,
                Role.REGULATORY_AUDITOR,
                new Terms(clock.instant().plus(Duration.ofDays(1)), new RecordScope(Set.of("test-suite"), Set.of())),
                "needed by a test");

        assertThat(inspector.get("/api/records/" + record).status()).isEqualTo(404);

        assertThat(clicks()).hasSize(1);
        assertThat(entries("refused")).hasSize(1);
    }

    @Test
    void everyRouteThatReadsIsOnRecordButThoseThatAreNobodyElsesBusiness() {
        Set<String> unseen = new TreeSet<>();
        routes.getHandlerMethods().keySet().stream()
                .filter(route -> route.getMethodsCondition().getMethods().isEmpty()
                        || route.getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(route -> route.getPatternValues().stream())
                .filter(path -> !InspectorsClicks.isLookedAt(path))
                .forEach(unseen::add);

        assertThat(unseen)
                .allMatch(path -> path.matches(
                        "/|/home|/exports/progress|(/sign)?/language|/(login|unlock|enrol|error|demo|account)(/.*)?"
                                + "|/api/(account|session|installation)(/.*)?|/v3/api-docs.*|/camunda/app/.*|\\$.*"));
    }

    @ParameterizedTest
    @EnumSource(value = Role.class, names = "REGULATORY_AUDITOR", mode = EnumSource.Mode.EXCLUDE)
    void nobodyElseLeavesSuchEntries(Role role) {
        inspectorId = people.somebody(role);
        TestCaller other = TestCaller.ownSession(port, inspectorId);
        other.get("/api/records");
        other.get("/records/" + record);

        assertThat(clicks()).isEmpty();
    }

    private List<JsonNode> clicks() {
        return entries(KIND);
    }

    /** Of the inspector, oldest first. */
    private List<JsonNode> entries(String type) {
        List<JsonNode> found = new ArrayList<>();
        manager.get("/api/audit/entries?size=100&type=" + type + "&actor=" + inspectorId)
                .json()
                .path("items")
                .forEach(found::add);
        java.util.Collections.reverse(found);
        return found;
    }

    private static String text(TestCaller.Answer answer) {
        return new String(answer.bytes(), StandardCharsets.UTF_8);
    }
}
