package dev.countersign.signing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.evidence.PasskeyBundles;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The gate of release takes a passkey alone with a beginning and an answer, and with nothing less. */
@CountersignTest
@Requirement({"SIG-02", "WFL-11"})
class SignedPasskeyTest {

    @Autowired
    private PasskeyBundles bundles;

    @Autowired
    private SignedComponents components;

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

    private void assertFault(String expected, Consumer<ObjectNode> change) {
        assertThat(components.fault(altered(statement -> change.accept((ObjectNode) statement.get("authentication")))))
                .hasValueSatisfying(fault -> assertThat(fault).contains(expected));
    }

    private Signature altered(Consumer<ObjectNode> change) {
        ObjectNode statement = later.statement().deepCopy();
        change.accept(statement);
        return SignatureReader.read(CanonicalJson.write(statement), later.signatureBytes(), later.jws());
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
