package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.SoftwareAuthenticator;
import dev.countersign.TestPasskeys;
import dev.countersign.TestPeople;
import dev.countersign.authority.Role;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.evidence.PasskeyBundles;
import dev.countersign.worm.WormStore;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The gate of release takes a passkey alone with a beginning and an answer, and with nothing less. */
@CountersignTest
@Requirement({"SIG-02", "WFL-11"})
class SignedPasskeyTest {

    private static final String ORIGIN = "http://localhost:8081";

    @Autowired
    private PasskeyBundles bundles;

    @Autowired
    private SignedComponents components;

    @Autowired
    private TestPasskeys passkeys;

    @Autowired
    private TestPeople people;

    @Autowired
    private WormStore store;

    @Autowired
    private PlatformTransactionManager transactions;

    private Signature later;

    @BeforeEach
    void somebodySignedByAPasskeyAloneInASeries() {
        later = bundles.inSeries().signature();
    }

    @Test
    void whatIsStoredHolds() {
        assertThat(components.fault(later)).isEmpty();
        assertThat(components.fault(bundles.made().signature())).isEmpty();
    }

    @Test
    void thePasskeyAloneNeedsASeries() {
        assertFault("with all components", one -> one.remove("series"));
        assertFault("later one of a series", one -> named(one).add("totp"));
        assertFault("later one of a series", one -> named(one).removeAll().add("totp"));
    }

    @Test
    void theSeriesBeganBeforeWithAnotherSignatureOfAllComponents() {
        assertFault("no signature of this key", one -> series(one).put("firstStatementSha256", "0".repeat(64)));
        assertFault("no signature of this key", one -> series(one)
                .put("firstSignatureId", later.signatureId().toString())
                .put("firstStatementSha256", later.statementSha256().hex()));
        assertThat(components.fault(altered(statement -> statement.put("signedAt", "2001-01-01T00:00:00.000000Z"))))
                .as("before it began")
                .hasValueSatisfying(fault -> assertThat(fault).contains("no signature of this key"));
    }

    @Test
    void thePasskeyNeedsItsAnswerToThisIntent() {
        assertFault("no stored answer", one -> one.remove("passkey"));
        assertFault("no stored answer", one -> passkey(one).put("assertionSha256", "0".repeat(64)));
        assertFault("no stored answer", one -> passkey(one).put("publicKeySha256", "0".repeat(64)));
        assertFault(
                "no stored answer",
                one -> one.set("passkey", bundles.made().signature().statement().at("/authentication/passkey")));
        assertThat(components.fault(altered(statement -> statement.put("intentSha256", "0".repeat(64)))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("no stored answer"));
        assertFault("no stored answer", one -> named(one).removeAll().add("password"));
    }

    /** Its owner ended it within a minute. */
    @Test
    void theLogTellsThatTheSeriesWasBegunAndOfNoEndOfItUntilThen() {
        assertFault("outside its series", one -> one.put("provedAt", after(later, Duration.ofMinutes(90))));
        assertFault("outside its series", one -> series(one)
                .put("seriesId", UUID.randomUUID().toString()));
        assertFault("outside its series", one -> series(one).put("begunAt", after(later, Duration.ofHours(-1))));
        assertFault("outside its series", one -> series(one).remove("begunAt"));
        assertFault("outside its series", one -> series(one).put("position", 1));
        assertFault("outside its series", one -> series(one).put("position", 101));
    }

    /** Whoever owns the database can write a key of their own into the application's table; into the log only in sight. */
    @Test
    void aPasskeyThatTheLogDoesNotTellTheSignerHadReleasesNothing() {
        Signature signature = bundles.made().signature();

        assertThat(components.fault(
                        answered(signature, bundles.made().authenticator().verifyingThePerson())))
                .as("another answer of the signer's own")
                .isEmpty();
        assertNotHad(answered(signature, new SoftwareAuthenticator(ORIGIN)));
        assertNotHad(answered(signature, passkeys.registered(people.signer(Role.QA_ANALYST), ORIGIN)));
        assertNotHad(altered(signature, statement -> authentication(statement)
                .put("provedAt", after(signature, Duration.ofMinutes(90)))));
        assertNotHad(altered(signature, statement -> authentication(statement)
                .put("provedAt", after(signature, Duration.ofDays(-1)))));
    }

    @Test
    void anAnswerAtAnotherHostIsNone() {
        Signature signature = bundles.made().signature();

        assertThat(components.fault(
                        answered(signature, new SoftwareAuthenticator(ORIGIN).at("https://localhost.example.org"))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("no stored answer"));
        assertThat(components.fault(answered(signature, new SoftwareAuthenticator(ORIGIN).of("example.org"))))
                .hasValueSatisfying(fault -> assertThat(fault).contains("no stored answer"));
    }

    /** As if that one had answered to this signature's intent. */
    private Signature answered(Signature signature, SoftwareAuthenticator authenticator) {
        JsonNode statement = signature.statement();
        ObjectNode answer = (ObjectNode) CanonicalJson.parse(store.blob(Digest.parse(
                        statement.at("/authentication/passkey/assertionSha256").asText()))
                .orElseThrow());
        Digest intent = Digest.parse(statement.path("intentSha256").asText());
        authenticator
                .answer(Base64.getUrlEncoder().withoutPadding().encodeToString(intent.bytes()))
                .forEach((name, text) -> answer.put(
                        name,
                        Base64.getEncoder()
                                .encodeToString(Base64.getUrlDecoder().decode(text))));
        answer.put("publicKey", Base64.getEncoder().encodeToString(authenticator.publicKey()));
        byte[] bytes = CanonicalJson.write(answer);
        new TransactionTemplate(transactions).executeWithoutResult(status -> store.putBlob(bytes));
        return altered(signature, forged -> passkey(authentication(forged))
                .put("assertionSha256", Digest.of(bytes).hex())
                .put("credentialIdSha256", authenticator.credentialSha256())
                .put("publicKeySha256", Digest.of(authenticator.publicKey()).hex()));
    }

    private void assertNotHad(Signature signature) {
        assertThat(components.fault(signature))
                .hasValueSatisfying(fault -> assertThat(fault).contains("does not tell the signer had"));
    }

    private void assertFault(String expected, Consumer<ObjectNode> change) {
        assertThat(components.fault(altered(statement -> change.accept(authentication(statement)))))
                .hasValueSatisfying(fault -> assertThat(fault).contains(expected));
    }

    private Signature altered(Consumer<ObjectNode> change) {
        return altered(later, change);
    }

    private static Signature altered(Signature signature, Consumer<ObjectNode> change) {
        ObjectNode statement = signature.statement().deepCopy();
        change.accept(statement);
        return SignatureReader.read(CanonicalJson.write(statement), signature.signatureBytes(), signature.jws());
    }

    private static String after(Signature signature, Duration proof) {
        return UtcTime.write(UtcTime.read(
                        signature.statement().at("/authentication/provedAt").asText())
                .plus(proof));
    }

    private static ObjectNode authentication(ObjectNode statement) {
        return (ObjectNode) statement.get("authentication");
    }

    private static ArrayNode named(ObjectNode authentication) {
        return (ArrayNode) authentication.get("components");
    }

    private static ObjectNode series(ObjectNode authentication) {
        return (ObjectNode) authentication.get("series");
    }

    private static ObjectNode passkey(ObjectNode authentication) {
        return (ObjectNode) authentication.get("passkey");
    }
}
