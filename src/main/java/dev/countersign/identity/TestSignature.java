package dev.countersign.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.SigningKey;
import dev.countersign.crypto.UtcTime;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/**
 * A new key's first signature: on a statement that means nothing but that the key works (docs/operations/accounts.md). Its format is none that
 * a signature on a record has, so that it can never be taken for one.
 */
record TestSignature(Map<String, Object> facts) {

    private static final String FORMAT = "countersign/test-signature/v1";

    /**
     * Signs with the key as it is stored, and verifies with the public key as it is stored.
     *
     * @throws IllegalStateException if it does not verify: nothing of the key is kept then
     */
    static TestSignature of(Installation installation, StoredKey stored, SigningKey opened, Instant now) {
        VerifyingKey publicKey = VerifyingKey.ofRaw(stored.publicKey());
        ObjectNode statement = JsonNodeFactory.instance
                .objectNode()
                .put("format", FORMAT)
                .put("organisation", installation.organisation())
                .put("installation", installation.installationId().toString())
                .put("environment", installation.environment())
                .put("userId", stored.userId())
                .put("keyId", stored.keyId().toString())
                .put("spkiSha256", publicKey.fingerprint().hex())
                .put("signedAt", UtcTime.write(now));
        byte[] bytes = CanonicalJson.write(statement);
        byte[] signature = opened.sign(bytes);
        if (!publicKey.verifies(bytes, signature)) {
            throw new IllegalStateException("the test signature of key " + stored.keyId() + " does not verify");
        }
        return new TestSignature(Map.of(
                "keyId", stored.keyId().toString(),
                "spkiSha256", publicKey.fingerprint().hex(),
                "statement", Base64.getEncoder().encodeToString(bytes),
                "signature", Base64.getEncoder().encodeToString(signature),
                "result", "verified"));
    }
}
