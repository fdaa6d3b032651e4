package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.P256Key;
import dev.countersign.worm.WormStore;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;

/**
 * What a passkey answered at a stored signature (docs/formats.md "Passkey assertion"): stored, of the signer and the stated passkey, over this
 * intent at its own host, with the person verified; and by the log the signer's then.
 */
@Component
class SignedAssertion {

    private static final int HASH = 32;
    private static final int SHORTEST_DATA = 37;
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final WormStore worm;
    private final LoggedComponents logged;

    SignedAssertion(WormStore worm, LoggedComponents logged) {
        this.worm = worm;
        this.logged = logged;
    }

    /** What does not hold, if so; nothing of a signature without a passkey. */
    Optional<String> fault(Signature signature) {
        JsonNode authentication = signature.statement().path("authentication");
        JsonNode stated = authentication.path("passkey");
        boolean component = StreamSupport.stream(
                        authentication.path("components").spliterator(), false)
                .anyMatch(one -> "passkey".equals(one.textValue()));
        if (!component && stated.isMissingNode()) {
            return Optional.empty();
        }
        Optional<JsonNode> answer = component ? answer(signature, stated) : Optional.empty();
        if (answer.isEmpty()) {
            return Optional.of("has no stored answer of the stated passkey to its intent");
        }
        return logged.isRegistered(signature, stated, answer.get())
                ? Optional.empty()
                : Optional.of("was answered by a passkey that the log does not tell the signer had then");
    }

    private Optional<JsonNode> answer(Signature signature, JsonNode stated) {
        try {
            Digest sha256 = Digest.parse(stated.path("assertionSha256").asText());
            return worm.blob(sha256)
                    .filter(bytes -> Digest.of(bytes).equals(sha256))
                    .map(CanonicalJson::parse)
                    .filter(answer -> isStated(answer, stated, signature) && isSigned(answer, signature));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private boolean isStated(JsonNode answer, JsonNode stated, Signature signature) {
        return FormatHead.isOf(answer, "countersign/webauthn/v1", worm.installation())
                && signature.userId().equals(answer.path("person").textValue())
                && isHash(stated.path("credentialIdSha256"), answer.path("credentialId"))
                && isHash(stated.path("publicKeySha256"), answer.path("publicKey"));
    }

    private static boolean isHash(JsonNode sha256, JsonNode base64) {
        return Digest.of(bytes(base64)).hex().equals(sha256.textValue());
    }

    private static boolean isSigned(JsonNode answer, Signature signature) {
        byte[] data = bytes(answer.path("authenticatorData"));
        byte[] client = bytes(answer.path("clientData"));
        // a passkey answers to the hash of the intent, or of the list it is a place of
        JsonNode list = signature.statement().at("/intent/batch/listSha256");
        Digest intent =
                Digest.parse((list.isTextual() ? list : signature.statement().path("intentSha256")).asText());
        byte[] head = ("{\"type\":\"webauthn.get\",\"challenge\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(intent.bytes()) + "\",\"origin\":\""
                        + answer.path("origin").asText() + "\"")
                .getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(data);
        signed.writeBytes(Digest.of(client).bytes());
        return isAt(answer, data)
                && client.length > head.length
                && Arrays.equals(client, 0, head.length, head, 0, head.length)
                && (data[HASH] & PRESENT_AND_VERIFIED) == PRESENT_AND_VERIFIED
                && P256Key.ofSpki(bytes(answer.path("publicKey")))
                        .verifies(signed.toByteArray(), bytes(answer.path("signature")));
    }

    /** A page of the passkey's own host asked, as the authenticator saw it too. */
    private static boolean isAt(JsonNode answer, byte[] data) {
        String host = answer.path("host").asText();
        byte[] expected = Digest.of(host.getBytes(StandardCharsets.UTF_8)).bytes();
        return answer.path("origin").asText().matches("https?://" + Pattern.quote(host) + "(:[0-9]{1,5})?")
                && data.length >= SHORTEST_DATA
                && Arrays.equals(data, 0, HASH, expected, 0, HASH);
    }

    private static byte[] bytes(JsonNode base64) {
        return Base64.getDecoder().decode(base64.asText());
    }
}
