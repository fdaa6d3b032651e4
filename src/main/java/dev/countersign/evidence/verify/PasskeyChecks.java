package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.P256Key;
import dev.countersign.evidence.verify.Exhibit.Entry;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a passkey answered at a signature (SIG-02): to this intent, by a key that was this person's then, with the person verified. */
final class PasskeyChecks {

    private static final Set<String> MEMBERS = Set.of(
            "format",
            "organisation",
            "installation",
            "environment",
            "person",
            "algorithm",
            "host",
            "origin",
            "credentialId",
            "publicKey",
            "clientData",
            "authenticatorData",
            "signature");

    private static final int HASH = 32;
    private static final int SHORTEST_DATA = 37;

    /** Somebody was there, and was verified. */
    private static final int PRESENT_AND_VERIFIED = 0x05;

    private final Exhibit exhibit;

    PasskeyChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    /** The SHA-256 of the credential's id that a statement names; null if it names none. */
    static @Nullable String credential(Json statement) {
        return statement
                .path("authentication")
                .path("passkey")
                .path("credentialIdSha256")
                .textValue();
    }

    void run(Findings findings, String name, Signed signature, Json statement) {
        Json authentication = statement.path("authentication");
        Json stated = authentication.path("passkey");
        boolean component =
                authentication.path("components").items().stream().anyMatch(one -> "passkey".equals(one.textValue()));
        Optional<byte[]> held = exhibit.assertion(signature.signatureId(), digest(stated));
        if (!component && stated == Json.MISSING && held.isEmpty()) {
            return;
        }
        findings.expect(
                name + "passkey",
                "the passkey's answer is there, has the stated hash, and is of the stated passkey and the signer",
                () -> component && isStated(held.orElseThrow(), stated, statement));
        findings.expect(
                name + "passkey assertion",
                "the passkey's key signed the hash of this intent, or of its list, at its own host, with the person present and verified",
                () -> answers(Json.read(held.orElseThrow()), statement));
        findings.expect(
                name + "passkey registered",
                "the log tells that the signer registered this key before, and of no end of it until then",
                () -> isRegistered(Json.read(held.orElseThrow()), stated, statement));
    }

    private static @Nullable Digest digest(Json stated) {
        String hex = stated.path("assertionSha256").textValue();
        return hex == null || !hex.matches("[0-9a-f]{64}") ? null : Digest.parse(hex);
    }

    private boolean isStated(byte[] bytes, Json stated, Json statement) {
        Json answer = Json.canonical(bytes);
        return Digest.of(bytes).hex().equals(stated.path("assertionSha256").textValue())
                && Set.copyOf(answer.names()).equals(MEMBERS)
                && exhibit.home().isOf(answer, "countersign/webauthn/v1")
                && "ES256".equals(answer.path("algorithm").textValue())
                && answer.path("person").equals(statement.path("signer").path("userId"))
                && isHash(stated.path("credentialIdSha256"), bytes(answer, "credentialId"))
                && isHash(stated.path("publicKeySha256"), bytes(answer, "publicKey"));
    }

    private static boolean isHash(Json hash, byte[] bytes) {
        return Digest.of(bytes).hex().equals(hash.textValue());
    }

    private static boolean answers(Json answer, Json statement) {
        byte[] client = bytes(answer, "clientData");
        byte[] data = bytes(answer, "authenticatorData");
        String host = answer.path("host").asText();
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(data);
        signed.writeBytes(Digest.of(client).bytes());
        return isAsked(client, statement, answer.path("origin").asText(), host)
                && data.length >= SHORTEST_DATA
                && Arrays.equals(
                        Arrays.copyOf(data, HASH),
                        Digest.of(host.getBytes(StandardCharsets.UTF_8)).bytes())
                && (data[HASH] & PRESENT_AND_VERIFIED) == PRESENT_AND_VERIFIED
                && P256Key.ofSpki(bytes(answer, "publicKey"))
                        .verifies(signed.toByteArray(), bytes(answer, "signature"));
    }

    /** Client data begin with type, challenge and origin, byte for byte (WebAuthn section 5.8.1.1). */
    private static boolean isAsked(byte[] client, Json statement, String origin, String host) {
        byte[] challenge = HexFormat.of().parseHex(PlaceChecks.challenge(statement));
        byte[] head = ("{\"type\":\"webauthn.get\",\"challenge\":\""
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(challenge) + "\",\"origin\":\""
                        + origin
                        + "\"")
                .getBytes(StandardCharsets.UTF_8);
        return origin.matches("https?://" + Pattern.quote(host) + "(:[0-9]{1,5})?")
                && client.length > head.length
                && Arrays.equals(client, 0, head.length, head, 0, head.length)
                && (client[head.length] == ',' || client[head.length] == '}');
    }

    private boolean isRegistered(Json answer, Json stated, Json statement) {
        Instant provedAt = Facts.time(statement.path("authentication").path("provedAt"));
        int registered = 0;
        for (Entry entry :
                exhibit.passkeyEntries(stated.path("credentialIdSha256").asText())) {
            Json fact = Json.canonical(entry.bytes());
            boolean earlier = !Facts.time(fact.path("time")).isAfter(provedAt);
            if (!"passkey.registered".equals(fact.path("type").textValue())) {
                if (earlier) {
                    throw new Findings.Broken("it had ended");
                }
                continue;
            }
            Json key = fact.path("new");
            Json actor = fact.path("actor");
            if (!earlier
                    || !exhibit.home().isOf(fact, "countersign/audit-entry/v1")
                    || !"person".equals(actor.path("kind").textValue())
                    || !actor.path("id").equals(statement.path("signer").path("userId"))
                    || !key.path("publicKeySha256").equals(stated.path("publicKeySha256"))
                    || !key.path("host").equals(answer.path("host"))) {
                throw new Findings.Broken("somebody else, or another key, was registered");
            }
            registered++;
        }
        return registered == 1;
    }

    /** Base64 in its one form. */
    private static byte[] bytes(Json answer, String member) {
        return Checkpoint.base64(answer.path(member).asText());
    }
}
