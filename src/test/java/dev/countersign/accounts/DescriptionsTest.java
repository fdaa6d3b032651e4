package dev.countersign.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.TestRecords;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.support.TransactionTemplate;

/** A person is called otherwise: what was signed stays, and nobody signs under a name that no officer compared with a document (11.50(a), 11.100(b)). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"IDN-01", "AUT-03"})
class DescriptionsTest {

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    People everybody;

    @Autowired
    RoleRules rules;

    @Autowired
    TransactionTemplate transaction;

    private String administratorId;
    private TestClient administrator;
    private TestClient manager;

    @BeforeAll
    void signIn() {
        administratorId = people.somebody(Role.IT_ADMINISTRATOR);
        administrator = TestClient.signedIn(port, administratorId);
        manager = TestClient.signedIn(port, people.signer(Role.QA_MANAGER));
    }

    @Test
    @Requirement({"SIG-03", "KEY-01"})
    void anotherNameStaysOutOfEarlierSignaturesAndSignsNothingBeforeItIsCertified() {
        String person = people.signer(Role.QA_ANALYST);
        TestClient client = TestClient.signedIn(port, person);
        String signature = signed(client, person, 201).path("signatureId").asText();
        String name = everybody.find(person).orElseThrow().printedName();

        assertThat(describe(person, "Married Name", "Senior Analyst", "Asia/Tokyo")
                        .statusCode())
                .isEqualTo(204);

        assertThat(client.get("/api/signatures/" + signature).body())
                .contains(name)
                .doesNotContain("Married Name");
        assertThat(everybody.find(person).orElseThrow().keyId()).isNull();
        assertThat(signed(client, person, 403).path("code").asText()).isNotEmpty();
        assertThat(manager.get("/api/audit/entries?type=person.described&size=50")
                        .body())
                .contains("person:" + person, "\"printedName\":\"" + name, "\"printedName\":\"Married Name", "married");

        assertThat(client.post(
                                "/api/account/key",
                                Map.of(
                                        "password",
                                        Authenticator.PASSWORD,
                                        "otp",
                                        Authenticator.freshCode(person),
                                        "policySha256",
                                        TestClient.json(client.get("/api/account/policy"))
                                                .path("sha256")
                                                .asText()))
                        .statusCode())
                .isEqualTo(201);
        assertCode(proof(person, name), "name-changed");
        assertThat(manager.get("/api/audit/entries?type=refused&size=50").body())
                .as("on record, although nothing else of it is")
                .contains("person:" + person, "ID-094");
        assertThat(proof(person, "Married Name").statusCode()).isEqualTo(204);
        String anew = signed(client, person, 201).path("signatureId").asText();
        assertThat(client.get("/api/signatures/" + anew).body()).contains("Married Name", "Senior Analyst");
    }

    @Test
    void anotherTitleAndTimeZoneKeepTheCertificate() {
        String person = people.signer(Role.QA_ANALYST);
        Person before = everybody.find(person).orElseThrow();

        assertThat(describe(person, before.printedName(), "Head of Analysis", "Asia/Tokyo")
                        .statusCode())
                .isEqualTo(204);

        Person after = everybody.find(person).orElseThrow();
        assertThat(after.keyId()).isEqualTo(before.keyId());
        assertThat(after.title()).isEqualTo("Head of Analysis");
        assertThat(after.zone().getId()).isEqualTo("Asia/Tokyo");
        assertCode(describe(person, after.printedName(), after.title(), "Asia/Tokyo"), "nothing-changed");
    }

    @Test
    void anItAdministratorDoesItForAReasonAboutSomebodyElse() {
        String person = people.somebody(Role.QA_ANALYST);
        Map<String, Object> body = body("Other Name", "Analyst", "UTC");
        assertCode(manager.post("/api/accounts/" + person + "/description", body), "not-authorized");
        assertCode(describe(administratorId, "My Name", "King", "UTC"), "second-person-required");
        assertCode(describe("nobody-at-all", "My Name", "King", "UTC"), "person-not-found");
        assertCode(describe(person, " \u0000", "King", "UTC"), "invalid-request");
        assertCode(describe(person, "a\u0007b", "King", "UTC"), "person-refused");
        body.put("reason", "");
        assertCode(administrator.post("/api/accounts/" + person + "/description", body), "reason-required");
        assertThat(everybody.find(person).orElseThrow().title()).isEqualTo("Tester");

        administrator.post("/api/accounts/" + person + "/departure", Map.of("reason", "leaves"));
        assertCode(describe(person, "Other Name", "Analyst", "UTC"), "account-ended");
    }

    @Test
    void somebodyStaysWhoCanCertifyAnew() {
        String last = people.signer(Role.QA_MANAGER);
        transaction.executeWithoutResult(status -> {
            rules.demandOfficerBesides(last);
            everybody.all().stream()
                    .filter(Person::isActive)
                    .filter(one -> !one.userId().equals(last) && one.keyId() != null)
                    .forEach(one -> everybody.move(
                            Caller.system("tests"), one.userId(), Person.State.SUSPENDED, "alone for a moment"));
            assertThatThrownBy(() -> rules.demandOfficerBesides(last))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().number()).isEqualTo("ACC-027"));
            status.setRollbackOnly();
        });
    }

    @Test
    @Requirement("USE-01")
    void thePageOfAnAccountHasTheForm() {
        String person = people.somebody(Role.QA_ANALYST);
        assertThat(administrator.get("/accounts/" + person).body()).contains("/accounts/" + person + "/description");
        assertThat(manager.get("/accounts/" + person).body()).doesNotContain("/description\"");
        administrator.form(
                "/accounts/" + person + "/description",
                "printedName=Page+Name&title=Analyst&zone=UTC&reason=was+misspelt");
        assertThat(administrator.get("/accounts/" + person).body()).contains("Page Name", "Done, and on record.");
    }

    private HttpResponse<String> describe(String userId, String name, String title, String zone) {
        return administrator.post("/api/accounts/" + userId + "/description", body(name, title, zone));
    }

    private static Map<String, Object> body(String name, String title, String zone) {
        return new HashMap<>(Map.of("printedName", name, "title", title, "zone", zone, "reason", "married"));
    }

    private HttpResponse<String> proof(String userId, String name) {
        return manager.post(
                "/api/accounts/" + userId + "/proofing",
                Map.of(
                        "documentType",
                        "passport",
                        "checkedOn",
                        "2026-11-20",
                        "method",
                        "in person",
                        "printedName",
                        name,
                        "password",
                        Authenticator.PASSWORD));
    }

    private static JsonNode signed(TestClient person, String userId, int status) {
        JsonNode drafted = TestClient.json(person.post(
                "/api/records",
                new String(TestRecords.sop("SOP-" + UUID.randomUUID()).body(), UTF_8)));
        String record = drafted.path("recordId").asText();
        person.post(
                "/engine-rest/process-definition/key/record-approval/start",
                Map.of(
                        "businessKey", UUID.randomUUID().toString(),
                        "variables", Map.of("recordId", Map.of("value", record))));
        JsonNode task = TestClient.json(person.get("/api/tasks?recordId=" + record))
                .path("items")
                .path(0);
        String path = "/api/tasks/" + task.path("taskId").asText();
        person.get(path + "/presentation");
        HttpResponse<String> answer = person.post(
                path + "/signature",
                Map.of(
                        "decision",
                        "approve",
                        "recordSha256",
                        task.path("sha256").asText(),
                        "password",
                        Authenticator.PASSWORD,
                        "otp",
                        Authenticator.freshCode(userId)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return TestClient.json(answer);
    }

    private static void assertCode(HttpResponse<String> answer, String code) {
        assertThat(TestClient.json(answer).path("code").asText())
                .as(answer.body())
                .isEqualTo(code);
    }
}
