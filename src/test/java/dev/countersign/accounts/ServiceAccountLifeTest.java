package dev.countersign.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestClient;
import dev.countersign.TestPeople;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.database.DatabaseRoles;
import dev.countersign.identity.People;
import dev.countersign.ledger.Caller;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Accounts of programs from their making to their end, and what their tokens are worth meanwhile (T15, IDN-01). */
@CountersignTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Requirement({"IDN-01", "INT-01"})
class ServiceAccountLifeTest {

    private static final String START = "/engine-rest/process-definition/key/record-approval/start";

    @LocalServerPort
    int port;

    @Autowired
    TestPeople people;

    @Autowired
    People everybody;

    @Autowired
    Authority authority;

    @Autowired
    DatabaseRoles roles;

    private TestClient administrator;
    private String name;

    @BeforeAll
    void signIn() {
        administrator = TestClient.signedIn(port, people.somebody(Role.IT_ADMINISTRATOR));
    }

    @BeforeEach
    void nameIt() {
        name = "program-" + UUID.randomUUID();
    }

    @Test
    void aTokenIsShownOnceWorksForItsScopeAndIsStoredNowhere() throws Exception {
        String token = created();

        assertThat(token).matches("csa_[A-Za-z0-9_-]{43}");
        assertThat(TestClient.bearer(port, token).post(START, "{}").statusCode())
                .isNotIn(401, 403);
        HttpResponse<String> elsewhere =
                TestClient.bearer(port, token).post("/engine-rest/process-definition/key/model-change/start", "{}");
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(administrator.get("/api/service-accounts").body()).doesNotContain(token);
        assertThat(query(
                        "SELECT count(*) FROM worm.audit_entry WHERE convert_from(entry, 'UTF8') LIKE '%' || ? || '%'",
                        token))
                .isEqualTo("0");
        assertThat(query("SELECT count(*) FROM app.service_token t WHERE t::text LIKE '%' || ? || '%'", token))
                .isEqualTo("0");
        assertThat(audited("service-account.created")).contains("asked for by the laboratory", "record-approval");
    }

    @Test
    void anExpiredOrRevokedTokenIsToldSoAndOneFromAWrongPlaceIsNot() throws Exception {
        String unknown = code(TestClient.bearer(port, "csa_nobody-has-this").get("/api/records"));
        Map<String, Object> body = body();
        body.put("sources", List.of("192.0.2.0/24"));
        String elsewhere = tokenOf(administrator.post("/api/service-accounts", body));
        HttpResponse<String> wrongPlace = TestClient.bearer(port, elsewhere).get("/api/records");

        assertThat(wrongPlace.statusCode()).isEqualTo(401);
        assertThat(code(wrongPlace)).isEqualTo("token-refused").isEqualTo(unknown);
        assertThat(wrongPlace.body())
                .isEqualTo(TestClient.bearer(port, "csa_nobody-has-this")
                        .get("/api/records")
                        .body());
        assertThat(query(
                        "SELECT count(*) FROM worm.audit_entry WHERE convert_from(entry, 'UTF8') LIKE '%was shown from%' || ? || '%'",
                        ""))
                .as("the record says more than the answer")
                .isNotEqualTo("0");

        nameIt();
        String expiring = created();
        query("UPDATE app.service_token SET expires_at = created_at WHERE name = ? RETURNING name", name);
        assertThat(code(TestClient.bearer(port, expiring).get("/api/records"))).isEqualTo("token-expired");

        nameIt();
        String revoked = created();
        assertThat(TestClient.bearer(port, revoked).get("/api/records").statusCode())
                .isEqualTo(200);
        assertThat(revoke("no longer needed").statusCode()).isEqualTo(204);
        assertThat(code(TestClient.bearer(port, revoked).get("/api/records"))).isEqualTo("token-revoked");
        assertThat(audited("service-account.revoked")).contains("no longer needed");
        assertThat(code(administrator.post("/api/service-accounts", body())))
                .as("its name is never used again")
                .isEqualTo("service-account-exists");
        assertThat(code(rotate(1))).isEqualTo("service-account-refused");
    }

    @Test
    void itsOwnAddressIsAllowed() {
        Map<String, Object> body = body();
        body.put("sources", List.of("127.0.0.0/8", "::1"));

        assertThat(TestClient.bearer(port, tokenOf(administrator.post("/api/service-accounts", body)))
                        .get("/api/records")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void afterARotationTwoTokensWorkUntilTheEarlierEndsAndNeverThree() throws Exception {
        String first = created();
        String second = tokenOf(rotate(24));
        assertThat(works(first)).isTrue();
        assertThat(works(second)).isTrue();

        String third = tokenOf(rotate(24));
        assertThat(works(first)).as("the oldest of three").isFalse();
        assertThat(works(second)).isTrue();
        assertThat(works(third)).isTrue();

        query(
                "UPDATE app.service_token SET expires_at = clock_timestamp() - interval '1 day' WHERE name = ?"
                        + " AND expires_at < clock_timestamp() + interval '80 days' RETURNING name",
                name);
        assertThat(works(second)).as("its overlap is over").isFalse();
        assertThat(works(third)).isTrue();
        assertThat(audited("service-account.token-rotated")).contains("every year");
    }

    @Test
    void withoutAnOverlapTheEarlierTokenEndsAtOnce() {
        String first = created();
        String second = tokenOf(rotate(0));

        assertThat(works(first)).isFalse();
        assertThat(works(second)).isTrue();
    }

    @Test
    void lastUseIsKeptWithoutAWriteForEachCall() throws Exception {
        String token = created();
        works(token);
        String written = query("SELECT xmin::text || ctid::text FROM app.service_token WHERE name = ?", name);
        works(token);
        works(token);

        assertThat(query("SELECT xmin::text || ctid::text FROM app.service_token WHERE name = ?", name))
                .isEqualTo(written);
        JsonNode kept = kept().path("tokens").path(0);
        assertThat(kept.path("lastUsedAt").asText()).isNotEmpty();
        assertThat(kept.path("lastUsedFrom").asText()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    @Requirement("AUT-03")
    void onlyItAdministratorsChangeThemAndAuditorsLook() {
        created();
        TestClient manager = TestClient.signedIn(port, people.somebody(Role.QA_MANAGER));
        TestClient analyst = TestClient.signedIn(port, people.somebody(Role.QA_ANALYST));

        assertThat(manager.get("/api/service-accounts").statusCode()).isEqualTo(200);
        assertThat(analyst.get("/api/service-accounts").statusCode()).isEqualTo(403);
        for (TestClient who : List.of(manager, analyst)) {
            assertThat(who.post("/api/service-accounts", body()).statusCode()).isEqualTo(403);
            assertThat(who.post("/api/service-accounts/" + name + "/revocation", Map.of("reason", "r"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(who.post("/api/service-accounts/" + name + "/token", rotation(0))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(kept().path("revokedAt").isNull()).isTrue();
    }

    @Test
    void itCannotLogInSignClaimOrHoldARole() {
        String token = created();
        TestClient program = TestClient.bearer(port, token);

        assertThat(TestClient.anonymous(port)
                        .post("/api/session", Map.of("username", name, "password", token, "otp", "000000"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(program.post("/api/tasks/4711/claim", "{}").statusCode()).isEqualTo(403);
        assertThat(program.post("/api/tasks/4711/signature", "{}").statusCode()).isEqualTo(403);
        assertThat(program.post("/api/account/key", "{}").statusCode()).isEqualTo(403);
        assertThat(program.post("/api/service-accounts", body()).statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> authority.grant(Caller.system("tests"), name, Role.QA_ANALYST, "tried"))
                .isInstanceOf(RuntimeException.class);
        assertThat(authority.roles(name)).isEmpty();
    }

    @Test
    void aPersonAndAProgramNeverHaveTheSameName() {
        String person = people.somebody();
        name = person;
        assertThat(code(administrator.post("/api/service-accounts", body()))).isEqualTo("service-account-exists");
        nameIt();
        created();
        assertThatThrownBy(() -> everybody.create(Caller.system("tests"), name, "P", "T", ZoneOffset.UTC))
                .hasMessageContaining("ID-005");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name | \"Upper Case\" | service-account-refused",
                "name | 7 | invalid-request",
                "processKeys | [] | service-account-refused",
                "processKeys | [\"a b\"] | service-account-refused",
                "processKeys | \"record-approval\" | invalid-request",
                "sources | [\"example.org\"] | service-account-refused",
                "sources | [\"10.0.0.0/33\"] | service-account-refused",
                "expiresAt | \"tomorrow\" | invalid-request",
                "expiresAt | \"2020-01-01T00:00:00Z\" | service-account-refused",
                "expiresAt | \"2999-01-01T00:00:00Z\" | service-account-refused",
                "reason | \" \" | reason-required"
            })
    void badInputMakesNoAccount(String member, String value, String code) throws Exception {
        Map<String, Object> body = body();
        body.put(member, new com.fasterxml.jackson.databind.ObjectMapper().readTree(value));

        assertThat(code(administrator.post("/api/service-accounts", body))).isEqualTo(code);
        assertThat(kept().isMissingNode()).isTrue();
    }

    @Test
    @Requirement("USE-01")
    void thePageGoesThroughTheSameDoorAndShowsTheTokenOnItsAnswerAlone() {
        String page = administrator.get("/accounts/services").body();
        String csrf = "&_csrf=" + encoded(group(page, "name=\"_csrf\" value=\"([^\"]+)\""));
        String until = "&expiresOn=" + inDays(30).substring(0, 10);
        String form = "name=" + name + "&processKeys=record-approval&sources=127.0.0.1+::1" + until + csrf;

        assertThat(administrator.form("/accounts/services", form + "&reason=+").statusCode())
                .isEqualTo(302);
        assertThat(administrator.get("/accounts/services").body()).contains("needs a reason", "value=\"" + name + "\"");
        String made =
                administrator.form("/accounts/services", form + "&reason=joins").body();

        assertThat(works(group(made, "<code>(csa_[A-Za-z0-9_-]{43})</code>"))).isTrue();
        assertThat(administrator.get("/accounts/services").body())
                .contains(name)
                .doesNotContain(group(made, "<code>(csa_[A-Za-z0-9_-]{43})</code>"));
        administrator.form("/accounts/services/" + name + "/revocation", "reason=over" + csrf);
        assertThat(kept().path("revokedAt").asText()).isNotEmpty();
    }

    private String created() {
        return tokenOf(administrator.post("/api/service-accounts", body()));
    }

    private static String tokenOf(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return TestClient.json(answer).path("token").asText();
    }

    private Map<String, Object> body() {
        return new HashMap<>(Map.of(
                "name",
                name,
                "processKeys",
                List.of("record-approval"),
                "expiresAt",
                inDays(90),
                "reason",
                "asked for by the laboratory"));
    }

    private HttpResponse<String> rotate(int overlapHours) {
        return administrator.post("/api/service-accounts/" + name + "/token", rotation(overlapHours));
    }

    private static Map<String, Object> rotation(int overlapHours) {
        return Map.of("expiresAt", inDays(180), "overlapHours", overlapHours, "reason", "every year");
    }

    private HttpResponse<String> revoke(String reason) {
        return administrator.post("/api/service-accounts/" + name + "/revocation", Map.of("reason", reason));
    }

    private boolean works(String token) {
        return TestClient.bearer(port, token).get("/api/records").statusCode() == 200;
    }

    private static String inDays(int days) {
        return Instant.ofEpochSecond(Authenticator.currentStep() * 30)
                .plus(Duration.ofDays(days))
                .toString();
    }

    private JsonNode kept() {
        for (JsonNode item :
                TestClient.json(administrator.get("/api/service-accounts")).path("items")) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }

    private String audited(String type) throws Exception {
        return query(
                "SELECT string_agg(convert_from(entry, 'UTF8'), ' ') FROM worm.audit_entry WHERE convert_from(entry,"
                        + " 'UTF8') LIKE '%\"" + type
                        + "\"%' AND convert_from(entry, 'UTF8') LIKE '%service-account:' || ? || '\"%'",
                name);
    }

    private String query(String sql, String text) throws Exception {
        try (Connection superuser = roles.connect(DatabaseRoles.SUPERUSER);
                PreparedStatement statement = superuser.prepareStatement(sql)) {
            statement.setString(1, text);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }

    private static String code(HttpResponse<String> answer) {
        return TestClient.json(answer).path("code").asText();
    }

    private static String group(String page, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        assertThat(matcher.find()).as(page).isTrue();
        return matcher.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
