package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestCaller;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.accounts.Accounts.NewAccount;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.People.Description;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Passkey;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Site;
import java.net.http.HttpResponse;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One passkey of somebody else ends by an administrator who says why, and nothing else with it (IDN-02, IDN-03). */
@CountersignTest
@Requirement({"IDN-02", "IDN-03"})
class PersonsPasskeysTest {

    private static final String ORIGIN = "http://localhost:8081";
    private static final Site SITE = Site.of(ORIGIN);
    private static final Caller ADMINISTRATOR = Caller.person("itadmin", "s", "127.0.0.1");

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private PersonsPasskeys administered;

    @Autowired
    private Accounts accounts;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private Ledger ledger;

    @Test
    void oneEndsAtOnceWithTheReasonAndTheOtherWorksOn() {
        String person = people.somebody();
        String lost = registered(person, "lost key");
        String kept = registered(person, "kept key");
        TestClient administrator = TestClient.signedIn(port, "itadmin");
        assertThat(administrator
                        .get("/accounts/" + person, "Accept", "text/html")
                        .body())
                .contains("lost key", "kept key", "Revoke the passkey lost key");

        HttpResponse<String> revoked = administrator.post(
                "/api/accounts/" + person + "/passkeys/" + lost + "/revocation", Map.of("reason", "left in a taxi"));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(204);

        assertThat(passkeys.askForLogin(person, "s", SITE).credentials())
                .as("what a login asks for")
                .hasSize(1);
        assertThat(administered.of(ADMINISTRATOR, person))
                .filteredOn(one -> one.state() == Passkey.State.ACTIVE)
                .extracting(one -> one.credentialSha256().hex())
                .containsExactly(kept);
        JsonNode told = newest("passkey.revoked", person);
        assertThat(told.path("reason").asText()).isEqualTo("left in a taxi");
        assertThat(told.at("/actor/id").asText()).isEqualTo("itadmin");
        assertRefused("passkey-not-found", ADMINISTRATOR, person, lost, "again");
        assertThat(administrator
                        .get("/accounts/" + person, "Accept", "text/html")
                        .body())
                .contains("revoked")
                .doesNotContain("Revoke the passkey lost key");
    }

    @Test
    void nobodyElseDoesItNorWithoutAReasonNorForThemself() {
        String person = people.somebody();
        String other = people.somebody();
        String passkey = registered(person, "key");
        assertRefused("not-authorized", Caller.person(other, "s", null), person, passkey, "curious");
        assertRefused("not-authorized", Caller.person("auditor", "s", null), person, passkey, "curious");
        assertRefused("reason-required", ADMINISTRATOR, person, passkey, " ");
        assertRefused("passkey-not-found", ADMINISTRATOR, other, passkey, "of another person");
        assertRefused("passkey-not-found", ADMINISTRATOR, person, "../" + passkey.substring(3), "no hash");
        String administrator = people.somebody(Role.QA_MANAGER);
        String own = registered(administrator, "own");
        assertRefused(
                "second-person-required", Caller.person(administrator, "s", null), administrator, own, "by myself");
        assertThatThrownBy(() -> administered.of(Caller.person(other, "s", null), person))
                .isInstanceOf(RefusedException.class);
        assertThat(passkeys.of(person)).allMatch(one -> one.state() == Passkey.State.ACTIVE);
        assertThat(TestCaller.person(port, "auditor")
                        .get("/api/accounts/" + person + "/passkeys")
                        .json()
                        .at("/items/0/name")
                        .asText())
                .isEqualTo("key");
    }

    /** The page of such an account would be another page. */
    @ParameterizedTest
    @ValueSource(strings = {"services", "requests", "resets"})
    void nobodyIsNamedLikeAPageOfAccounts(String userId) {
        NewAccount account = new NewAccount(
                userId, new Description("Sam Services", "Analyst", ZoneOffset.UTC), Set.of(), "", "joins");
        assertThatThrownBy(() -> accounts.create(ADMINISTRATOR, account))
                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(
                                List.of(e.refusal().number(), e.refusal().code()))
                        .containsExactly("ACC-016", "user-id-refused"));
    }

    private void assertRefused(String code, Caller caller, String userId, String passkey, String reason) {
        assertThatThrownBy(() -> administered.revoke(caller, userId, passkey, reason))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private String registered(String userId, String name) {
        Caller caller = Caller.person(userId, "here", null);
        Map<String, String> made = new SoftwareAuthenticator(ORIGIN)
                .made(passkeys.beginRegistration(caller, "here", "Somebody", SITE)
                        .challenge());
        return passkeys.register(
                        caller,
                        "here",
                        SITE,
                        Attestation.ofBase64url(
                                made.get("attestationObject"), made.get("clientData"), made.get("transports"), name))
                .credentialSha256()
                .hex();
    }

    private JsonNode newest(String type, String userId) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + userId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + userId));
    }
}
