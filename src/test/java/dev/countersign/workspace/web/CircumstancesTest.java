package dev.countersign.workspace.web;

import static dev.countersign.TestSigner.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.TestSigner;
import dev.countersign.accounts.Accounts;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.authority.Terms;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What held at the second of a signature, after everything has changed. */
@CountersignTest
@Requirement("CPY-05")
class CircumstancesTest {

    private static final Caller ADMINISTRATION = Caller.system("administration");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private People accounts;

    @Autowired
    private Accounts leaving;

    @Autowired
    private Authority authority;

    @Autowired
    private Ledger ledger;

    private final String title = "Then-" + UUID.randomUUID();
    private TestSigner author;
    private TestSigner reviewer;
    private TestClient reader;
    private String readerId;
    private String recordId;
    private String signatureId;

    @BeforeEach
    void aReviewIsSigned() {
        author = TestSigner.with(people, port, Role.QA_ANALYST);
        reviewer = TestSigner.with(people, port, Role.PRODUCTION_MANAGER, Role.PROCESS_ADMINISTRATOR);
        authority.revoke(ADMINISTRATION, reviewer.userId(), Role.PROCESS_ADMINISTRATOR, "taken away before");
        authority.grant(
                ADMINISTRATION,
                reviewer.userId(),
                Role.QA_ANALYST,
                Terms.until(Instant.now().plus(Duration.ofDays(20)).truncatedTo(ChronoUnit.SECONDS)),
                "stands in");
        recordId = author.started(TestRecords.testSuite(title).titled(title));
        author.approve(recordId);
        signatureId = expect(201, reviewer.reject(recordId, "The stage is missing."))
                .path("signatureId")
                .asText();
        readerId = people.somebody(Role.REGULATORY_AUDITOR);
        reader = TestClient.signedIn(port, readerId);
    }

    @Test
    void whatChangedAfterwardsIsNotInIt() {
        JsonNode before = circumstances();
        authority.revoke(ADMINISTRATION, reviewer.userId(), Role.QA_ANALYST, "came back");
        authority.revoke(ADMINISTRATION, reviewer.userId(), Role.PRODUCTION_MANAGER, "moved");
        authority.grant(ADMINISTRATION, reviewer.userId(), Role.QA_MANAGER, "was promoted");
        String other = "Later-" + UUID.randomUUID();
        expect(
                201,
                author.revise(
                        recordId, TestRecords.testSuite(other).titled(other).because("the stage")));
        leaving.leave(
                Caller.person(people.somebody(Role.IT_ADMINISTRATOR), null, null), reviewer.userId(), "left the plant");
        assertThat(accounts.find(reviewer.userId()).map(Person::isActive)).contains(false);

        JsonNode then = circumstances();
        assertThat(then.path("roles").findValuesAsText("role")).containsExactly("production-manager", "qa-analyst");
        assertThat(then.at("/roles/1/until").asText()).endsWith("000000Z");
        assertThat(then.at("/roles/1/known/by").asText()).isEqualTo("system:administration");
        assertThat(then.at("/account/state").asText()).isEqualTo("active");
        assertThat(then.at("/certificate/then").asText()).isEqualTo("in-force");
        assertThat(then.at("/certificate/now").asText()).isEqualTo("ended");
        assertThat(then.at("/certificate/ended").isObject()).isTrue();
        assertThat(before.at("/certificate/now").asText()).isEqualTo("in-force");
        for (String same : new String[] {"roles", "account", "models", "policy", "plan", "authentication", "risk"}) {
            assertThat(withoutIndexes(then.path(same))).as(same).isEqualTo(withoutIndexes(before.path(same)));
        }

        String page = page(reader);
        assertThat(page)
                .contains(title, "Production Manager", "Given by system:administration", "What held at that second")
                .doesNotContain(other, "was promoted");
        assertThat(section(page)).contains("Active").doesNotContain("QA Manager<", "Process Administrator");
    }

    @Test
    void everythingIsToldWithTheEntryThatItIsKnownFrom() {
        JsonNode then = circumstances();
        assertThat(then.path("signer").asText()).isEqualTo(reviewer.userId());
        assertThat(then.at("/policy/version").asText()).isEqualTo("1");
        assertThat(then.at("/policy/text/sections").size()).isPositive();
        assertThat(then.at("/plan/step").asText()).isEqualTo("review");
        assertThat(then.at("/plan/steps").findValuesAsText("code")).containsExactly("authorship", "review", "approval");
        assertThat(then.at("/authentication/components").toString()).isEqualTo("[\"password\",\"totp\"]");
        assertThat(then.at("/risk/policySha256").asText()).hasSize(64);
        assertThat(then.path("models").findValuesAsText("definition")).contains("record-approval", "signature-step");
        for (JsonNode model : then.path("models")) {
            assertThat(model.path("standing").asText()).isIn("in-force", "shipped", "earlier");
            assertThat(model.path("deployed").isObject()).isTrue();
        }
        assertThat(type(then.at("/signed"))).isEqualTo("record.signed");
        assertThat(type(then.at("/plan/known"))).isEqualTo("record.signature-plan-fixed");
        assertThat(type(then.at("/roles/0/known"))).isEqualTo("role.granted");
        assertThat(type(then.at("/account/known"))).isEqualTo("factors.set");
        assertThat(type(then.at("/policy/known"))).isEqualTo("policy.acknowledged");
        assertThat(type(then.at("/policyInForce/known"))).isEqualTo("policy.in-force");
        assertThat(then.at("/policyInForce/text")).isEqualTo(then.at("/policy/text"));
        assertThat(type(then.at("/certificate/certified"))).isEqualTo("key.certified");
        assertThat(type(then.at("/models/0/deployed"))).isEqualTo("models.deployed");
        assertThat(page(reader)).contains("/proof\"", "The text that the signer had acknowledged was in force.");
    }

    @Test
    void isReadByWhoeverReadsTheRecordAndByNobodyElse() {
        TestClient stranger = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
        assertThat(stranger.get(path()).statusCode()).isEqualTo(403);
        assertThat(reader.get("/api/signatures/" + UUID.randomUUID() + "/circumstances")
                        .statusCode())
                .isEqualTo(404);
        // who may not read the trail sees which entry it is, without the way to it
        assertThat(page(author.client())).contains("of the audit trail").doesNotContain("/proof\"");

        circumstances();
        assertThat(ledger.search(new Filter(null, null, readerId, "record.viewed", UUID.fromString(recordId)), 0, 10)
                        .items())
                .anySatisfy(entry -> assertThat(CanonicalJson.parse(entry.bytes())
                                .at("/new/part")
                                .asText())
                        .isEqualTo("circumstances"));
    }

    private JsonNode circumstances() {
        return expect(200, reader.get(path()));
    }

    private String path() {
        return "/api/signatures/" + signatureId + "/circumstances";
    }

    private String page(TestClient client) {
        HttpResponse<String> answer = client.get("/signatures/" + signatureId);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String section(String page) {
        return page.substring(page.indexOf("id=\"then\""), page.indexOf("id=\"checks\""));
    }

    /** Entries get their places a moment after they are written. */
    private static String withoutIndexes(JsonNode told) {
        return told.toString().replaceAll("\"index\":(null|\\d+)", "");
    }

    private String type(JsonNode known) {
        UUID entryId = UUID.fromString(known.path("entryId").asText());
        return ledger.search(new Filter(null, null, known.path("by").asText(), null, null), 0, 500).items().stream()
                .filter(entry -> entry.entryId().equals(entryId))
                .findFirst()
                .map(entry -> CanonicalJson.parse(entry.bytes()).path("type").asText())
                .orElse("not found");
    }
}
