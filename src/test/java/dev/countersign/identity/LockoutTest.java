package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.TestCaller;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.TestPresence;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.RefusedException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who guesses is locked out, and its owner is not (T19, IDN-04). */
@CountersignTest
@Requirement("IDN-04")
class LockoutTest {

    private static final char[] WRONG = "Countersign-demo-2".toCharArray();

    @LocalServerPort
    private int port;

    @Autowired
    private TestPeople people;

    @Autowired
    private Logins logins;

    @Autowired
    private Presence presence;

    @Autowired
    private KnownDevices devices;

    @Autowired
    private Locks locks;

    @Autowired
    private AttemptSettings settings;

    @Autowired
    private Ledger ledger;

    @Autowired
    private JdbcTemplate database;

    @Test
    void anAttackerWhoFailsAThousandTimesFromAfarKeepsTheOwnerOutOfNothingOnAKnownDevice() {
        String owner = people.signer(Role.QA_ANALYST);
        TestClient browser = TestClient.signedIn(port, owner);
        UUID device = devices.ofPerson(owner).get(0).deviceId();

        for (int attempt = 0; attempt < 1_000; attempt++) {
            if (attempt % 16 == 0) {
                TestClock.advance(Duration.ofMinutes(15));
            }
            String refused = failure(new Attempt(owner, "far", "203.0.113.66"));
            assertThat(refused).isIn("login-failed", "locked");
            signingFailure(Caller.person(owner, "stolen", "203.0.113.66"));
        }
        assertThat(locks.of(owner)).hasSize(2).allSatisfy(lock -> {
            assertThat(lock.closed()).isTrue();
            assertThat(lock.failures()).as("failures that were heard").isEqualTo(settings.failuresFromAfar());
        });
        assertThat(failure(new Attempt(owner, "far", "203.0.113.66"), Authenticator.PASSWORD))
                .as("from afar, with the right password")
                .isEqualTo("locked");

        Instant before = TestClock.now();
        HttpResponse<String> login = browser.post(
                "/api/session",
                Map.of("username", owner, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(owner)));
        assertThat(login.statusCode()).as(login.body()).isEqualTo(204);
        Caller atTheDevice = Caller.person(owner, "own", "192.0.2.1").on(device.toString());
        try (ProofOfPresence proof = TestPresence.prove(
                presence,
                atTheDevice,
                "task",
                Digest.of(new byte[] {1}),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(owner))) {
            assertThat(proof.person().userId()).isEqualTo(owner);
        }
        assertThat(Duration.between(before, TestClock.now())).isLessThan(Duration.ofMinutes(15));
        assertThat(locks.of(owner)).as("what strangers did stays closed").allMatch(Locks.Lock::closed);
    }

    @Test
    void aKnownDeviceWithTooManyFailuresIsKnownNoMore() {
        String owner = people.somebody();
        TestClient.signedIn(port, owner);
        UUID device = devices.ofPerson(owner).get(0).deviceId();
        for (int i = 0; i < settings.failuresOfDevice(); i++) {
            TestClock.advance(Duration.ofMinutes(15));
            failure(new Attempt(owner, "near", "192.0.2.1", device));
        }
        assertThat(devices.ofPerson(owner)).isEmpty();
        assertThat(failure(new Attempt(owner, "near", "192.0.2.1", device))).isEqualTo("login-failed");
        assertThat(locks.of(owner)).singleElement().satisfies(lock -> assertThat(lock.failures())
                .isEqualTo(settings.failuresOfDevice() + 1));
    }

    @Test
    void aSecondPersonUnlocksWithAReasonAndNobodyThemself() {
        String locked = people.signer(Role.QA_ANALYST);
        for (int i = 0; i < 10; i++) {
            failure(new Attempt(locked, "far", "203.0.113.66"));
            signingFailure(Caller.person(locked, "far", "203.0.113.66"));
        }
        String path = "/api/accounts/" + locked + "/unlock";
        TestCaller administrator = TestCaller.person(port, "itadmin");
        TestCaller manager = TestCaller.person(port, "approver");
        assertThat(administrator
                        .get("/api/accounts/" + locked + "/locks")
                        .json()
                        .path("items"))
                .hasSize(2);
        assertThat(manager.post(path, "{\"what\":\"login\",\"reason\":\"called\"}")
                        .code())
                .isEqualTo("not-authorized");
        assertThat(administrator
                        .post(path, "{\"what\":\"signing\",\"reason\":\"called\"}")
                        .code())
                .isEqualTo("not-authorized");
        assertThat(administrator
                        .post(path, "{\"what\":\"login\",\"reason\":\" \"}")
                        .code())
                .isEqualTo("reason-required");
        assertThat(administrator
                        .post("/api/accounts/itadmin/unlock", "{\"what\":\"login\",\"reason\":\"me\"}")
                        .code())
                .isEqualTo("second-person-required");
        String page = new String(administrator.get("/accounts/" + locked).bytes(), StandardCharsets.UTF_8);
        assertThat(page).contains("Unlock signing in", "10 failures in a row").doesNotContain("value=\"SIGNING\"");

        assertThat(administrator
                        .post(path, "{\"what\":\"login\",\"reason\":\"Called them.\"}")
                        .status())
                .isEqualTo(204);
        assertThat(manager.post(path, "{\"what\":\"signing\",\"reason\":\"Called them.\"}")
                        .status())
                .isEqualTo(204);
        assertThat(administrator
                        .post(path, "{\"what\":\"login\",\"reason\":\"again\"}")
                        .code())
                .isEqualTo("not-locked");
        assertThat(locks.of(locked)).isEmpty();
        JsonNode told = entry("login.unlocked", locked);
        assertThat(told.path("reason").asText()).isEqualTo("Called them.");
        assertThat(told.at("/actor/id").asText()).isEqualTo("itadmin");
        assertThat(told.at("/old/failures").asInt()).isEqualTo(10);
        TestClient.signedIn(port, locked);
    }

    @Test
    void theDeviceIsInTheTrailAndItsTokenIsNowhere() {
        String owner = people.somebody();
        TestClient browser = TestClient.anonymous(port);
        HttpResponse<String> login = browser.post(
                "/api/session",
                Map.of("username", owner, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(owner)));
        String cookie = login.headers().allValues("Set-Cookie").stream()
                .filter(one -> one.startsWith("COUNTERSIGN_DEVICE="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        String token = cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM app.known_device WHERE token_hash = sha256(?::bytea)", Long.class, token))
                .isOne();
        assertThat(database.queryForObject(
                        "SELECT count(*) FROM worm.audit_entry WHERE convert_from(entry, 'UTF8') LIKE ?",
                        Long.class,
                        "%" + token + "%"))
                .isZero();
        assertThat(devices.of(owner, List.of(token))).isPresent();
        assertThat(devices.of("author", List.of(token))).as("of nobody else").isEmpty();

        UUID device = devices.ofPerson(owner).get(0).deviceId();
        browser.readCsrf();
        browser.post(
                "/api/session",
                Map.of("username", owner, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(owner)));
        assertThat(entry("login.succeeded", owner).at("/source/device").asText())
                .isEqualTo(device.toString());
        assertThat(devices.ofPerson(owner)).as("no second device").hasSize(1);
        browser.readCsrf();
        assertThat(browser.post(
                                "/api/accounts/" + owner + "/devices/" + device + "/revocation",
                                Map.of("reason", "lost"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(devices.of(owner, List.of(token))).isEmpty();
        assertThat(entry("device.revoked", owner).path("reason").asText()).isEqualTo("lost");
    }

    @Test
    void noSettingHearsMoreThanAHundredFailuresInARow() {
        assertThat(settings.isWithinTheLimit()).isTrue();
        assertThat(new AttemptSettings(50, 20, 3).isWithinTheLimit()).isFalse();
        assertThat(settings.failuresFromAfar() + settings.knownDevices() * settings.failuresOfDevice())
                .isLessThanOrEqualTo(100);
    }

    private String failure(Attempt attempt) {
        return failure(attempt, new String(WRONG));
    }

    private String failure(Attempt attempt, String password) {
        try {
            logins.logIn(attempt, password.toCharArray(), "000000");
            throw new AssertionError("logged in");
        } catch (RefusedException e) {
            return e.refusal().code();
        }
    }

    private void signingFailure(Caller caller) {
        assertThatThrownBy(() -> TestPresence.prove(
                        presence, caller, "task", Digest.of(new byte[] {1}), WRONG.clone(), "000000"))
                .isInstanceOf(RefusedException.class);
    }

    private JsonNode entry(String type, String person) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals("person:" + person))
                .findFirst()
                .orElseThrow();
    }
}
