package dev.countersign.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.Authenticator;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.BundleVerifier;
import dev.countersign.evidence.verify.BundleVerifier.Verdict;
import dev.countersign.evidence.verify.Checks;
import dev.countersign.evidence.verify.Report;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys;
import dev.countersign.passkeys.Passkeys.Attestation;
import dev.countersign.passkeys.Site;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Ceremony;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.signing.TestCeremonies;
import dev.countersign.worm.StoreReading;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a passkey answered at a signature, from the store to the inspector's desk: every verifier checks it, and names what does not hold. */
@CountersignTest
@TestInstance(Lifecycle.PER_CLASS)
@Requirement({"SIG-02", "CPY-02", "CPY-03"})
class PasskeyEvidenceTest {

    private static final String ORIGIN = "http://localhost:8081";
    private static final Site SITE = Site.of(ORIGIN).framedBy("http://localhost:8080");

    @Autowired
    private TestCeremonies ceremonies;

    @Autowired
    private TestPeople people;

    @Autowired
    private TestExports exports;

    @Autowired
    private Signatures signatures;

    @Autowired
    private Presence presence;

    @Autowired
    private Passkeys passkeys;

    @Autowired
    private Evidence evidence;

    @Autowired
    private DataSource dataSource;

    private final ShellVerifiers shell = new ShellVerifiers();
    private final SoftwareAuthenticator authenticator =
            new SoftwareAuthenticator(ORIGIN).framedBy("http://localhost:8080");
    private String author;
    private RecordVersion version;
    private Signature signature;
    private TestBundle bundle;

    /** Signed by a passkey that is revoked afterwards: the signature stays valid. */
    @BeforeAll
    void somebodySignsByAPasskey() {
        author = people.signer(Role.QA_ANALYST);
        Caller caller = TestCeremonies.caller(author);
        register(caller);
        version = ceremonies.inReview(caller);
        signature = sign(caller);
        passkeys.revoke(caller, author, Digest.parse(authenticator.credentialSha256()), "lost on the way home");
        bundle = TestBundle.of(exports.bundle(version, 1));
        broken().forEach((name, damage) -> shell.begin(name, () -> damage.apply(bundle), null));
        shell.begin("whole", () -> bundle, exports.trust());
    }

    private void register(Caller caller) {
        // a login's page is not framed: the same device answers there first
        SoftwareAuthenticator alone = authenticator.at(ORIGIN).unframed();
        String challenge = passkeys.beginRegistration(caller, "here", "Somebody", Site.of(ORIGIN))
                .challenge();
        Map<String, String> made = alone.made(challenge);
        passkeys.register(
                caller,
                "here",
                Site.of(ORIGIN),
                Attestation.ofBase64url(
                        made.get("attestationObject"), made.get("clientData"), made.get("transports"), "blue key"));
        authenticator.framedBy("http://localhost:8080");
    }

    private Signature sign(Caller caller) {
        SigningTask task = ceremonies.task(version, "authorship", author);
        Ceremony asked = signatures.intendForPasskey(caller, task, TestCeremonies.approval(version));
        Map<String, String> answer = authenticator.answer(
                passkeys.askForIntent(author, asked.intentSha256(), SITE).challenge());
        Ceremony ceremony = signatures.resume(caller, task, TestCeremonies.approval(version), asked.ceremonyId());
        try (PresenceAttempt attempt = presence.attempt(caller, task.taskId(), Authenticator.PASSWORD.toCharArray());
                ProofOfPresence proof = attempt.prove(ceremony.intentSha256(), assertion(answer))) {
            return ceremonies.complete(ceremony, proof);
        }
    }

    private static Assertion assertion(Map<String, String> answer) {
        return Assertion.ofBase64url(
                answer.get("credentialId"),
                answer.get("clientData"),
                answer.get("authenticatorData"),
                answer.get("signature"),
                SITE);
    }

    @Test
    void theStatementNamesThePasskeyAndTheAnswerIsKept() {
        var authentication = signature.statement().path("authentication");

        assertThat(authentication.path("components").toString()).isEqualTo("[\"password\",\"passkey\"]");
        assertThat(authentication.at("/passkey/credentialIdSha256").asText())
                .isEqualTo(authenticator.credentialSha256());
        assertThat(Digest.of(bundle.file(path())).hex())
                .isEqualTo(authentication.at("/passkey/assertionSha256").asText());
        assertThat(new String(
                        Base64.getDecoder()
                                .decode(CanonicalJson.parse(bundle.file(path()))
                                        .path("clientData")
                                        .asText()),
                        java.nio.charset.StandardCharsets.UTF_8))
                .contains(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(HexFormat.of()
                                .parseHex(signature
                                        .statement()
                                        .path("intentSha256")
                                        .asText())));
    }

    @Test
    void theProgramTheShellAndTheStoreCheckIt() {
        Verdict verdict = verify(bundle);
        assertThat(verdict.holds()).as(verdict.failure().toString()).isTrue();
        assertThat(verdict.report().checks())
                .extracting(Report.Check::name)
                .contains(check("passkey"), check("passkey assertion"), check("passkey registered"));
        assertThat(evidence.verify(version.recordId(), 1).checks())
                .filteredOn(one -> one.name().contains("passkey"))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
        assertThat(shell.answer("whole").text())
                .contains("ok      " + check("passkey assertion"), "ok      " + check("passkey registered"));
        assertThat(shell.answer("whole").code()).isZero();
    }

    @Test
    @Requirement("WRM-03")
    void theVerificationOfTheWholeStoreChecksItToo() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            ScannedStore store = new ScannedStore(StoreReading.begin(connection));
            assertThat(Checks.ofVersion(store.versionsOf(version.recordId().toString())
                                    .get(0))
                            .checks())
                    .filteredOn(one -> one.name().contains("passkey"))
                    .hasSize(3)
                    .allSatisfy(one -> assertThat(one.result()).isEqualTo(Report.Result.PASSED));
            connection.rollback();
        }
    }

    Map<String, Function<TestBundle, TestBundle>> broken() {
        Map<String, Function<TestBundle, TestBundle>> all = new LinkedHashMap<>();
        all.put("passkey: the answer is missing", one -> one.with(path(), null).listed());
        all.put("passkey: another bit", one -> one.changing(path(), answer -> {
                    byte[] data =
                            Base64.getDecoder().decode(answer.path("signature").asText());
                    data[20] ^= 1;
                    return answer.put("signature", Base64.getEncoder().encodeToString(data));
                })
                .listed());
        all.put("passkey: the statement names none", one -> Forgery.of(one)
                .statements(statement -> ((ObjectNode) statement.get("authentication")).remove("passkey"))
                .make());
        all.put("passkey assertion: another intent", one -> Forgery.of(one)
                .intents(intent -> intent.put("reason", "another"))
                .make());
        all.put(
                "passkey assertion: another signature",
                one -> replaced(one, answer -> {
                    byte[] data =
                            Base64.getDecoder().decode(answer.path("signature").asText());
                    data[20] ^= 1;
                    return answer.put("signature", Base64.getEncoder().encodeToString(data));
                }));
        all.put(
                "passkey assertion: another key",
                one -> replaced(one, answered(new SoftwareAuthenticator(ORIGIN), "signature")));
        all.put(
                "passkey assertion: the person not verified",
                one -> replaced(
                        one,
                        answered(authenticator.verifyingNobody(), "clientData", "authenticatorData", "signature")));
        all.put(
                "passkey assertion: another host's page",
                one -> replaced(one, answer -> answer.put("origin", "http://localhost.example.org:8081")));
        all.put("passkey registered: by somebody else", one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("passkey.registered")) {
                        ((ObjectNode) entry.get("actor")).put("id", "somebody");
                    }
                })
                .make());
        all.put("passkey registered: another key", one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("passkey.registered")) {
                        ((ObjectNode) entry.get("new")).put("publicKeySha256", "0".repeat(64));
                    }
                })
                .make());
        all.put("passkey registered: after the signature", one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("passkey.registered")) {
                        entry.put("time", "2099-01-01T00:00:00.000000Z");
                    }
                })
                .make());
        all.put("passkey registered: revoked before", one -> Forgery.of(one)
                .entries(entry -> {
                    if (entry.path("type").asText().equals("passkey.revoked")) {
                        entry.put("time", "2001-01-01T00:00:00.000000Z");
                    }
                })
                .make());
        all.put(
                "enrolled before use: logged last",
                one -> Forgery.of(one).certificatesLast().make());
        return all;
    }

    String[] names() {
        return broken().keySet().toArray(String[]::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void theProgramAndTheShellNameWhatDoesNotHold(String name) {
        String expected = name.substring(0, name.indexOf(':'));
        assertThat(verify(broken().get(name).apply(bundle)).failure())
                .hasValueSatisfying(check -> assertThat(check.name()).endsWith(expected));
        ShellVerifier.Answer answer = shell.answer(name);
        assertThat(answer.lastLine())
                .as(answer.text())
                .startsWith("NOT VERIFIED: ")
                .endsWith(expected);
    }

    /** The answer changed, and everything that names it signed anew by other keys. */
    private TestBundle replaced(TestBundle one, Function<ObjectNode, ObjectNode> change) {
        TestBundle changed = one.changing(path(), change::apply);
        String hash = Digest.of(changed.file(path())).hex();
        return Forgery.of(changed)
                .statements(statement ->
                        ((ObjectNode) statement.at("/authentication/passkey")).put("assertionSha256", hash))
                .make();
    }

    private Function<ObjectNode, ObjectNode> answered(SoftwareAuthenticator other, String... members) {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(HexFormat.of()
                        .parseHex(signature.statement().path("intentSha256").asText()));
        Map<String, String> answer = new HashMap<>(other.answer(challenge));
        return node -> {
            for (String member : members) {
                byte[] bytes = Base64.getUrlDecoder().decode(answer.get(member));
                node.put(member, Base64.getEncoder().encodeToString(bytes));
            }
            return node;
        };
    }

    private String path() {
        UUID id = signature.signatureId();
        return "signatures/" + id + ".webauthn.json";
    }

    private String check(String name) {
        return "signature " + signature.signatureId() + ": " + name;
    }

    private static Verdict verify(TestBundle bundle) {
        return BundleVerifier.verify(ByteBuffer.wrap(bundle.zip()), null);
    }
}
