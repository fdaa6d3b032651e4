package dev.countersign.passkeys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.worm.Installation;
import java.util.Base64;

/** Writes {@code countersign/webauthn/v1} (docs/formats.md "Passkey assertion"). */
final class AssertionFormat {

    private AssertionFormat() {}

    /** @param origin as the client data name it */
    static byte[] write(Installation installation, PasskeyMapper.Row passkey, Assertion answer, String origin) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("format", "countersign/webauthn/v1")
                .put("organisation", installation.organisation())
                .put("installation", installation.installationId().toString())
                .put("environment", installation.environment())
                .put("person", passkey.userId())
                .put("algorithm", "ES256")
                .put("host", passkey.host())
                .put("origin", origin)
                .put("credentialId", base64(passkey.credentialId()))
                .put("publicKey", base64(passkey.publicKey()))
                .put("clientData", base64(answer.clientData()))
                .put("authenticatorData", base64(answer.authenticatorData()))
                .put("signature", base64(answer.signature()));
        return CanonicalJson.write(node);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
