package dev.countersign.evidence.verify;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One signature and its bond to the version (11.70, SIG-06): moved anywhere else, one of these fails. */
final class SignatureChecks {

    private static final Duration TOLERANCE = Duration.ofSeconds(6);

    private final Exhibit exhibit;
    private final CertificateChecks certificates;

    SignatureChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
        this.certificates = new CertificateChecks(exhibit);
    }

    void run(Findings findings, Signed signature) {
        String name = "signature " + signature.signatureId() + ": ";
        Json statement;
        try {
            statement = Json.read(signature.statement());
        } catch (IllegalArgumentException e) {
            findings.failed(name + "statement", "the statement is no JSON");
            return;
        }
        statement(findings, name, signature, statement);
        new ComponentChecks(exhibit).run(findings, name, statement);
        binding(findings, name, signature, statement);
        cryptography(findings, name, signature, statement);
        new PasskeyChecks(exhibit).run(findings, name, signature, statement);
        new PlaceChecks(exhibit).run(findings, name, signature, statement);
        times(findings, name, signature, statement);
        ClocksStated.run(findings, name, statement);
        Instant signedAt = Facts.time(statement.path("signedAt"));
        CertificateState state = certificates.state(statement, signedAt);
        findings.certificate(signature.signatureId(), state);
        certificates.run(findings, name, statement, signedAt, state);
    }

    private void statement(Findings findings, String name, Signed signature, Json statement) {
        Json intent = statement.path("intent");
        findings.expect(
                name + "statement",
                "statement and intent are canonical JSON of their formats and this installation, under this signature's id",
                () -> JsonText.isCanonical(signature.statement())
                        && JsonText.isCanonical(signature.intent())
                        && exhibit.home().isOf(statement, "countersign/signature/v1")
                        && exhibit.home().isOf(intent, "countersign/intent/v1")
                        && signature
                                .signatureId()
                                .equals(statement.path("signatureId").textValue()));
        findings.expect(
                name + "intent",
                "the stored intent is the one stated, and its SHA-256 is the one stated",
                () -> Arrays.equals(signature.intent(), JsonText.bytes(intent))
                        && Digest.of(signature.intent())
                                .hex()
                                .equals(statement.path("intentSha256").textValue()));
    }

    private void binding(Findings findings, String name, Signed signature, Json statement) {
        Json intent = statement.path("intent");
        findings.expect(
                name + "version",
                "the statement names this record, this version and the hash of its manifest's bytes",
                () -> exhibit.recordId().equals(intent.path("recordId").textValue())
                        && exhibit.version() == intent.path("version").asLong()
                        && Digest.of(exhibit.manifest())
                                .hex()
                                .equals(intent.path("versionSha256").textValue()));
        findings.expect(
                name + "what was shown",
                "the presentation's stored bytes have the signed SHA-256 and show this version with this meaning",
                () -> isShown(intent));
        findings.expect(name + "person", "the person of the intent is the signer of the statement", () -> statement
                .path("signer")
                .path("userId")
                .asText()
                .equals(intent.path("person").textValue()));
        findings.expect(
                name + "earlier signatures",
                "the statement names the signatures that were on this version before it, by id and hash",
                () -> namesEarlier(signature, statement.path("earlierSignatures")));
    }

    private boolean isShown(Json intent) {
        Digest expected = Digest.parse(intent.path("presentationSha256").asText());
        byte[] bytes = exhibit.blob(expected).orElseThrow();
        Json shown = Json.read(bytes);
        Json meaning = shown.path("meanings").path(intent.path("decision").asText());
        return Digest.of(bytes).equals(expected)
                && Digest.of(exhibit.manifest())
                        .hex()
                        .equals(shown.path("versionSha256").textValue())
                && shown.path("planSha256").equals(intent.path("planSha256"))
                && shown.path("planStep").equals(intent.path("planStep"))
                && shown.path("language").equals(intent.path("meaning").path("language"))
                && meaning.path("code").equals(intent.path("meaning").path("code"))
                && meaning.path("sentence").equals(intent.path("meaning").path("sentence"));
    }

    private boolean namesEarlier(Signed signature, Json named) {
        List<Signed> earlier = exhibit.signatures().stream()
                .filter(other -> other.version() == signature.version())
                .takeWhile(other -> !other.signatureId().equals(signature.signatureId()))
                .toList();
        for (int index = 0; index < earlier.size(); index++) {
            Json name = named.path(index);
            Signed other = earlier.get(index);
            if (!other.signatureId().equals(name.path("signatureId").textValue())
                    || !Digest.of(other.statement())
                            .hex()
                            .equals(name.path("statementSha256").textValue())) {
                return false;
            }
        }
        return named.size() == earlier.size();
    }

    private void cryptography(Findings findings, String name, Signed signature, Json statement) {
        Optional<Certificate> certificate = certificates.named(statement);
        if (certificate.isEmpty()) {
            findings.failed(
                    name + "Ed25519", "no certificate with the stated hash is enrolled, so no key can be checked");
            return;
        }
        findings.expect(
                name + "Ed25519",
                "the 64 bytes are the signature of the certificate's key over exactly the statement's bytes",
                () -> certificate.get().key().verifies(signature.statement(), signature.signature()));
        findings.expect(
                name + "JWS",
                "the JWS has the statement's bytes as payload, this key's id, and its own signature by the same key",
                () -> isJws(signature, statement, certificate.get()));
    }

    private static boolean isJws(Signed signature, Json statement, Certificate certificate) {
        String[] parts = signature.jws().split("\\.", -1);
        byte[] header = base64(parts[0]);
        Json members = Json.canonical(header);
        byte[] input = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return parts.length == 3
                && members.size() == 3
                && "EdDSA".equals(members.path("alg").textValue())
                && "countersign-signature+jws".equals(members.path("typ").textValue())
                && members.path("kid").equals(statement.path("signer").path("keyId"))
                && Arrays.equals(base64(parts[1]), signature.statement())
                && certificate.key().verifies(input, base64(parts[2]));
    }

    /** Base64url without padding, in its one canonical form. */
    private static byte[] base64(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not canonical base64url");
        }
        return bytes;
    }

    private static void times(Findings findings, String name, Signed signature, Json statement) {
        findings.expect(
                name + "time",
                PlaceChecks.isListed(statement)
                        ? "proof of presence over the list, intent and signature follow each other, and the store recorded it at that time"
                        : "intent, proof of presence and signature follow each other, and the store recorded it at that time",
                () -> {
                    Instant signedAt = Facts.time(statement.path("signedAt"));
                    Instant intended = Facts.time(statement.path("intent").path("createdAt"));
                    Instant proved = Facts.time(statement.path("authentication").path("provedAt"));
                    // of a list the proof comes first, and each intent is formed when it is its turn
                    boolean first =
                            PlaceChecks.isListed(statement) ? !intended.isBefore(proved) : !proved.isBefore(intended);
                    return first
                            && !signedAt.isBefore(proved)
                            && !signedAt.isBefore(intended)
                            && isNear(signedAt, signature.recordedAt());
                });
    }

    private static boolean isNear(Instant signedAt, @Nullable Instant recordedAt) {
        return recordedAt == null
                || Duration.between(signedAt, recordedAt).abs().compareTo(TOLERANCE) <= 0;
    }
}
