package dev.countersign.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The demonstration is what its documentation says (USE-01). */
@CountersignTest
@Requirement({"OPS-01", "USE-01"})
class DemoTest {

    @LocalServerPort
    int port;

    @Autowired
    DemoOrganisation organisation;

    @Autowired
    DemoAuthenticator authenticator;

    @Autowired
    Authority authority;

    @Autowired
    People people;

    @Autowired
    Ledger ledger;

    @Test
    void everybodyIsThereWithTheirRole() {
        Map<String, Role> expected = Map.of(
                "author", Role.QA_ANALYST,
                "reviewer", Role.QA_ANALYST,
                "approver", Role.QA_MANAGER,
                "qahead", Role.QA_MANAGER,
                "production", Role.PRODUCTION_MANAGER,
                "itadmin", Role.IT_ADMINISTRATOR,
                "auditor", Role.REGULATORY_AUDITOR,
                "procadmin", Role.PROCESS_ADMINISTRATOR);

        expected.forEach((userId, role) -> assertThat(authority.roles(userId)).containsExactly(role));
    }

    @Test
    @Requirement("AUT-03")
    void whoeverSignsHasAKeyAndAdministratorsHaveNone() {
        for (String signer : List.of("author", "reviewer", "approver", "qahead", "production", "procadmin")) {
            assertThat(people.find(signer).orElseThrow().keyId()).as(signer).isNotNull();
        }
        for (String other : List.of("itadmin", "auditor")) {
            assertThat(people.find(other).orElseThrow().keyId()).as(other).isNull();
        }
    }

    @Test
    void everybodySignsInWithTheCodeTheAuthenticatorShows() {
        for (String userId : Set.of("itadmin", "auditor", "procadmin")) {
            TestClient client = TestClient.signedIn(port, userId);
            JsonNode phone = TestClient.json(client.get("/demo/authenticator", "Accept", "application/json"))
                    .path(userId);
            long step = Authenticator.currentStep();

            assertThat(List.of(Authenticator.codeAt(userId, step), Authenticator.codeAt(userId, step - 1)))
                    .contains(phone.path("code").asText());
            assertThat(List.of(Authenticator.codeAt(userId, step + 1), Authenticator.codeAt(userId, step)))
                    .contains(phone.path("nextCode").asText());
            assertThat(phone.path("secondsLeft").asInt()).isBetween(1, 30);
            assertThat(phone.path("secret").asText())
                    .isEqualTo(DemoSecrets.byUserId().get(userId));
        }
    }

    @Test
    void theAuthenticatorIsAPageToo() {
        var page = TestClient.anonymous(port).get("/demo/authenticator", "Accept", "text/html");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("DEMO", "approver", "Countersign-demo-1")
                .doesNotContain("<script");
    }

    @Test
    void theAuthenticatorAnswersThisMachineAlone() {
        assertThat(authenticator.answersTo("127.0.0.1")).isTrue();
        assertThat(authenticator.answersTo("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(authenticator.answersTo("192.168.1.20")).isFalse();
        assertThat(authenticator.answersTo("172.17.0.1")).isFalse();
        assertThat(authenticator.answersTo("8.8.8.8")).isFalse();
    }

    @Test
    void settingItUpAgainChangesNothing() {
        long before = ofDemo();

        organisation.complete();

        assertThat(ofDemo()).isEqualTo(before).isPositive();
    }

    private long ofDemo() {
        return ledger.search(new Filter(null, null, "system:demo", null, null), 0, 1)
                .total();
    }
}
