package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestClient;
import dev.countersign.TestClock;
import dev.countersign.TestPeople;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.identity.KnownDevices;
import dev.countersign.identity.Logins;
import dev.countersign.identity.Logins.AcceptedPassword;
import dev.countersign.identity.Logins.Attempt;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Caller.Arrival;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Ledger.Filter;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.RefusedException;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Site;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.TestRecord;
import dev.countersign.records.TestRecords;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The risk policy of the tests' settings, at the doors of login and signing: {@link CountersignTest} names zones and rules. */
@CountersignTest
@Requirement("IDN-07")
class RiskAtTheDoorsTest {

    private static final String USUAL = "192.0.2.1";
    private static final String ABROAD = "198.18.1.7";
    private static final String HOSTILE = "198.18.2.7";
    private static final String AIRPORT = "198.18.3.7";
    private static final String ORIGIN = "http://localhost:8081";
    private static final Site SITE = Site.of(ORIGIN);

    @LocalServerPort
    private int port;

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private Logins logins;

    @Autowired
    private Presence presence;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private KnownDevices devices;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Ledger ledger;

    private String person;

    @BeforeEach
    void somebody() {
        person = people.somebody();
    }

    @Test
    void signingInFromAZoneThatDemandsAPasskeyTakesOneAndNoCode() {
        Refusal refused = refusedLogin(ABROAD, null);
        assertThat(refused.number()).isEqualTo("ID-071");
        assertThat(refused.code()).isEqualTo("passkey-required");
        assertThat(refused.detail()).contains("abroad-by-passkey", "network zone abroad", "add one at My signing");
        JsonNode failed = newest("login.failed");
        assertThat(failed.at("/new/rule").asText()).isEqualTo("ID-071");
        assertThat(failed.at("/new/risk/zone").asText()).isEqualTo("abroad");
        assertThat(failed.at("/new/risk/raised/0").asText()).isEqualTo("abroad-by-passkey:passkey");

        SoftwareAuthenticator key = registered(person);
        Attempt attempt = new Attempt(person, "abroad", ABROAD);
        AcceptedPassword accepted = logins.acceptPassword(attempt, Authenticator.PASSWORD.toCharArray());
        Assertion answer =
                answer(key, passkeys.askForLogin(person, "abroad", SITE).challenge());
        assertThat(logins.acceptPasskey(attempt, accepted, "abroad", answer).userId())
                .isEqualTo(person);
        assertThat(newest("login.succeeded").at("/new/risk/zone").asText()).isEqualTo("abroad");
    }

    @Test
    void theSecondStepOfABrowserIsHeldToTheSame() {
        Attempt attempt = new Attempt(person, "abroad", ABROAD);
        AcceptedPassword accepted = logins.acceptPassword(attempt, Authenticator.PASSWORD.toCharArray());
        assertThatThrownBy(() -> logins.acceptCode(attempt, accepted, Authenticator.freshCode(person)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("passkey-required"));
    }

    @Test
    void whoHasNotBothComponentsLearnsNothingOfThePolicy() {
        assertThatThrownBy(() -> logins.logIn(
                        new Attempt(person, "x", HOSTILE),
                        "Countersign-demo-2".toCharArray(),
                        Authenticator.freshCode(person)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("login-failed"));
        assertThatThrownBy(() ->
                        logins.logIn(new Attempt(person, "x", HOSTILE), Authenticator.PASSWORD.toCharArray(), "000000"))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo("login-failed"));
    }

    /** The decision and its inputs are on record whatever was wrong, and the answer is the same from everywhere. */
    @Test
    void aLoginThatFailsHasItsSignalsOnRecordAndSaysNothingOfThem() {
        Refusal usual = failedLogin(person, USUAL, null, "000000");
        Refusal hostile = failedLogin(person, HOSTILE, null, "000000");
        assertThat(hostile).isEqualTo(usual);
        assertThat(hostile.code()).isEqualTo("login-failed");
        assertThat(newestRisk("login.failed", person, "wrong-code").path("zone").asText())
                .isEqualTo("hostile");
        assertThat(newestRisk("login.failed", person, "wrong-code")
                        .at("/raised/0")
                        .asText())
                .as("what the policy would have said")
                .isEqualTo("no-login-there:refuse");

        UUID device = devices.remember(Caller.person(person, "s", USUAL), null).deviceId();
        failedLogin(person, HOSTILE, device, "000000");
        assertThat(newestRisk("login.failed", person, "wrong-code")
                        .path("device")
                        .asText())
                .isEqualTo("known");
        assertThatThrownBy(() ->
                        logins.acceptPassword(new Attempt(person, "x", ABROAD), "Countersign-demo-2".toCharArray()))
                .isInstanceOf(RefusedException.class);
        assertThat(newestRisk("login.password.failed", person, "wrong-password")
                        .path("zone")
                        .asText())
                .isEqualTo("abroad");

        Refusal unknown = failedLogin("nobody-" + person, HOSTILE, null, "000000");
        assertThat(unknown).isEqualTo(usual);
        assertThat(newestRisk("login.failed", null, "unknown-name")
                        .at("/raised/0")
                        .asText())
                .isEqualTo("no-login-there:refuse");

        for (int i = 0; i < 12; i++) {
            failedLogin(person, ABROAD, null, "000000");
        }
        assertThat(newestRisk("login.failed", person, "locked").path("zone").asText())
                .as("unheard while it is locked")
                .isEqualTo("abroad");
    }

    private Refusal failedLogin(String name, String address, @Nullable UUID device, String code) {
        try {
            logins.logIn(new Attempt(name, "x", address, device), Authenticator.PASSWORD.toCharArray(), code);
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("it was let in");
    }

    /** @param of anybody's if null */
    private JsonNode newestRisk(String type, @Nullable String of, String cause) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> of == null || entry.path("subject").asText().equals("person:" + of))
                .filter(entry -> entry.at("/new/cause").asText().equals(cause))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " for " + cause))
                .at("/new/risk");
    }

    @Test
    void aRuleAboutUnknownDevicesLetsAKnownOneInAndThatIsOnRecord() {
        Refusal refused = refusedLogin(HOSTILE, null);
        assertThat(refused.number()).isEqualTo("ID-070");
        assertThat(refused.detail()).contains("no-login-there", "device unknown");
        assertThat(refusedLogin("2001:db8:bad::7", null).number()).isEqualTo("ID-070");

        UUID device = devices.remember(Caller.person(person, "s", USUAL), null).deviceId();
        logins.logIn(
                new Attempt(person, "x", HOSTILE, device),
                Authenticator.PASSWORD.toCharArray(),
                Authenticator.freshCode(person));
        JsonNode told = newest("login.succeeded").at("/new/risk");
        assertThat(told.path("device").asText()).isEqualTo("known");
        assertThat(told.path("zone").asText()).isEqualTo("hostile");
        assertThat(told.path("raised")).isEmpty();

        devices.revoke(Caller.person(person, "s", USUAL), person, device, "sold");
        assertThat(refusedLogin(HOSTILE, device).number())
                .as("a device that is known no more")
                .isEqualTo("ID-070");
    }

    @Test
    void aSignatureOfASensitiveRecordIsRefusedFromThereAndAnOrdinaryOneIsNot() {
        String author = ceremonies.team().author();
        RecordVersion sensitive = ceremonies.inReview(TestCeremonies.caller(author), unique("batch-record"));
        RecordVersion ordinary = ceremonies.inReview(TestCeremonies.caller(author));

        Refusal refused = refusedIntent(at(author, HOSTILE, Duration.ZERO, true), sensitive);
        assertThat(refused.number()).isEqualTo("SIG-040");
        assertThat(refused.detail()).contains("sensitive-not-there", "network zone hostile", "record type sensitive");

        Signature signed = sign(at(author, HOSTILE, Duration.ZERO, true), ordinary);
        JsonNode told =
                newest("record.signed", "signature:" + signed.signatureId()).at("/new/risk");
        assertThat(told.path("zone").asText()).isEqualTo("hostile");
        assertThat(told.path("device").asText()).isEqualTo("known");
        assertThat(told.path("recordType").asText()).isEqualTo("ordinary");
        assertThat(told.path("hours").asText()).isEqualTo("undefined");
        assertThat(told.path("raised")).isEmpty();
        assertThat(told.path("policySha256").asText()).hasSize(64);
        // nothing is raised at the usual place
        assertThat(sign(at(author, USUAL, Duration.ofHours(9), false), sensitive)
                        .approve())
                .isTrue();
    }

    @Test
    void aSignatureThatDemandsAPasskeyTakesNoCodeAtTheIntentNorUnderTheLock() {
        String author = ceremonies.team().author();
        RecordVersion version = ceremonies.inReview(TestCeremonies.caller(author));
        Caller abroad = at(author, ABROAD, Duration.ZERO, true);
        assertThat(refusedIntent(abroad, version).number()).isEqualTo("SIG-041");

        // whoever prepares a passkey's ceremony and then types a code instead is held up by the second delegate
        SigningTask task = ceremonies.task(version, "authorship", author);
        Ceremony prepared = signatures.intendForPasskey(abroad, task, TestCeremonies.approval(version));
        try (ProofOfPresence byCode = ceremonies.prove(prepared)) {
            assertThatThrownBy(() -> ceremonies.complete(prepared, byCode))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            e -> assertThat(e.refusal().number()).isEqualTo("SIG-041"));
        }
        assertThat(signatures.ofRecord(version.recordId())).isEmpty();

        SoftwareAuthenticator key = registered(author);
        SigningTask again = ceremonies.task(version, "authorship", author);
        Ceremony asked = signatures.intendForPasskey(abroad, again, TestCeremonies.approval(version));
        Assertion answer = answer(
                key, passkeys.askForIntent(author, asked.intentSha256(), SITE).challenge());
        Ceremony ceremony = signatures.resume(abroad, again, TestCeremonies.approval(version), asked.ceremonyId());
        try (PresenceAttempt attempt = presence.attempt(abroad, again.taskId(), Authenticator.PASSWORD.toCharArray());
                ProofOfPresence proof = attempt.prove(ceremony.intentSha256(), answer)) {
            Signature signed = ceremonies.complete(ceremony, proof);
            assertThat(newest("record.signed", "signature:" + signed.signatureId())
                            .at("/new/risk/raised/0")
                            .asText())
                    .isEqualTo("abroad-by-passkey:passkey");
        }
    }

    /** Whoever has password and code would make themself what the policy is about to ask for. */
    @Test
    void noPasskeyIsAddedWhereOneIsDemandedNorWhereNobodySignsInNorBegunElsewhereAndFinishedThere() {
        Caller abroad = at(person, ABROAD, Duration.ZERO, true);
        Refusal refused = refusedRegistration(abroad);
        assertThat(refused.number()).isEqualTo("PK-008");
        assertThat(refused.code()).isEqualTo("passkey-not-here");
        assertThat(refused.detail()).contains("abroad-by-passkey", "network zone abroad", "Add it there");
        assertThat(refusedRegistration(at(person, HOSTILE, Duration.ZERO, false))
                        .detail())
                .contains("no-login-there");

        Map<String, String> made = new SoftwareAuthenticator(ORIGIN)
                .made(passkeys.beginRegistration(at(person, USUAL, Duration.ZERO, true), "here", "Somebody", SITE)
                        .challenge());
        assertThatThrownBy(() -> passkeys.register(abroad, "here", SITE, attestation(made)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().number()).isEqualTo("PK-008"));
        assertThat(passkeys.of(person)).isEmpty();

        assertThat(passkeys.beginRegistration(at(person, AIRPORT, Duration.ZERO, false), "here", "Somebody", SITE)
                        .challenge())
                .as("a rule that asks for nothing a passkey gives")
                .isNotEmpty();
        passkeys.register(
                abroad,
                "new",
                SITE,
                attestation(new SoftwareAuthenticator(ORIGIN)
                        .made(passkeys.beginEnrolment(abroad, "new", "Somebody", SITE)
                                .challenge())));
        assertThat(passkeys.of(person)).as("set up by an invitation").hasSize(1);
    }

    private Refusal refusedRegistration(Caller caller) {
        try {
            passkeys.beginRegistration(caller, "here", "Somebody", SITE);
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("registered from " + caller.address());
    }

    private static Attestation attestation(Map<String, String> made) {
        return Attestation.ofBase64url(
                made.get("attestationObject"), made.get("clientData"), made.get("transports"), "blue key");
    }

    @Test
    void aRuleThatDemandsAFreshSessionRefusesAnOlderOne() {
        String author = ceremonies.team().author();
        RecordVersion version = ceremonies.inReview(TestCeremonies.caller(author));
        Refusal refused = refusedIntent(at(author, AIRPORT, Duration.ofMinutes(16), true), version);
        assertThat(refused.number()).isEqualTo("SIG-042");
        assertThat(refused.detail()).contains("airport-fresh", "less than 15 minutes ago");
        assertThat(SigningRisk.words(Duration.ofSeconds(30))).isEqualTo("30 seconds");
        assertThat(SigningRisk.words(Duration.ofMinutes(1))).isEqualTo("1 minute");
        assertThat(refusedIntent(Caller.person(author, "session-of-" + author, AIRPORT), version)
                        .number())
                .as("a session whose beginning nobody knows")
                .isEqualTo("SIG-042");
        assertThat(sign(at(author, AIRPORT, Duration.ofMinutes(5), true), version)
                        .approve())
                .isTrue();
    }

    /** The device of the first login is new to that session, and known in the next. */
    @Test
    void aSessionKnowsWhetherItsDeviceWasKnownWhenItBegan() {
        TestClient browser = TestClient.signedIn(port, person);
        assertThat(newest("login.succeeded").at("/new/risk/device").asText()).isEqualTo("unknown");
        browser.post(
                "/api/session",
                Map.of("username", person, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(person)));
        assertThat(newest("login.succeeded").at("/new/risk/device").asText()).isEqualTo("known");
    }

    private static TestRecord unique(String sample) {
        return TestRecords.sample(sample);
    }

    private static Caller at(String userId, String address, Duration old, boolean known) {
        return Caller.person(userId, "session-of-" + userId, address)
                .arrived(new Arrival(TestClock.now().minus(old), known));
    }

    private Signature sign(Caller caller, RecordVersion version) {
        SigningTask task = ceremonies.task(version, "authorship", caller.actorId());
        Ceremony ceremony = signatures.intend(caller, task, TestCeremonies.approval(version));
        try (ProofOfPresence proof = ceremonies.prove(ceremony)) {
            return ceremonies.complete(ceremony, proof);
        }
    }

    private Refusal refusedIntent(Caller caller, RecordVersion version) {
        SigningTask task = ceremonies.task(version, "authorship", caller.actorId());
        try {
            signatures.intend(caller, task, TestCeremonies.approval(version));
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("the intent was formed");
    }

    private Refusal refusedLogin(String address, UUID device) {
        try {
            logins.logIn(
                    new Attempt(person, "x", address, device),
                    Authenticator.PASSWORD.toCharArray(),
                    Authenticator.freshCode(person));
        } catch (RefusedException e) {
            return e.refusal();
        }
        throw new AssertionError("signed in from " + address);
    }

    private SoftwareAuthenticator registered(String userId) {
        SoftwareAuthenticator key = new SoftwareAuthenticator(ORIGIN);
        Caller caller = Caller.person(userId, "registering", USUAL);
        String challenge =
                passkeys.beginRegistration(caller, "here", "Somebody", SITE).challenge();
        Map<String, String> made = key.made(challenge);
        passkeys.register(caller, "here", SITE, attestation(made));
        return key;
    }

    private static Assertion answer(SoftwareAuthenticator key, String challenge) {
        Map<String, String> answer = key.answer(challenge);
        return Assertion.ofBase64url(
                answer.get("credentialId"),
                answer.get("clientData"),
                answer.get("authenticatorData"),
                answer.get("signature"),
                SITE);
    }

    private JsonNode newest(String type) {
        return newest(type, "person:" + person);
    }

    private JsonNode newest(String type, String subject) {
        return ledger.search(new Filter(null, null, null, type, null), 0, 50).items().stream()
                .map(entry -> CanonicalJson.parse(entry.bytes()))
                .filter(entry -> entry.path("subject").asText().equals(subject))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " of " + subject));
    }
}
