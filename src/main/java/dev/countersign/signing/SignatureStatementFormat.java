package dev.countersign.signing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.identity.ContinuedSeries;
import dev.countersign.identity.Person;
import dev.countersign.passkeys.ProvedPasskey;
import dev.countersign.protection.MeasuredClocks;
import dev.countersign.signing.SigningTask.ProcessElement;
import dev.countersign.worm.Installation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bytes of a signature statement, {@code countersign/signature/v1} in docs/formats.md (SIG-03), and of its JWS (RFC 7515). */
final class SignatureStatementFormat {

    static final String FORMAT = "countersign/signature/v1";
    static final String JWS_TYPE = "countersign-signature+jws";

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private SignatureStatementFormat() {}

    record Statement(
            UUID signatureId,
            byte[] intent,
            Person signer,
            UUID keyId,
            Digest certificateSha256,
            Instant signedAt,
            MeasuredClocks clocks,
            List<String> components,
            @Nullable ProvedPasskey passkey,
            @Nullable ContinuedSeries series,
            Instant provedAt,
            List<ProcessElement> path,
            List<Earlier> earlier) {}

    /** An earlier signature on the same version. */
    record Earlier(UUID signatureId, Digest statementSha256) {}

    static byte[] write(Installation installation, Statement statement) {
        ObjectNode node = FormatHead.of(FORMAT, installation)
                .put("signatureId", statement.signatureId().toString())
                .put("intentSha256", Digest.of(statement.intent()).hex())
                .put("signedAt", UtcTime.write(statement.signedAt()))
                .put("zone", statement.signer().zone().getId());
        node.set("intent", IntentFormat.read(statement.intent()));
        node.putObject("signer")
                .put("userId", statement.signer().userId())
                .put("printedName", statement.signer().printedName())
                .put("title", statement.signer().title())
                .put("keyId", statement.keyId().toString())
                .put("certificateSha256", statement.certificateSha256().hex());
        node.putObject("clocks")
                .put("aheadMillis", statement.clocks().aheadMillis())
                .put("uncertaintyMillis", statement.clocks().uncertaintyMillis())
                .put("limitMillis", statement.clocks().limitMillis());
        ObjectNode authentication =
                node.putObject("authentication").put("provedAt", UtcTime.write(statement.provedAt()));
        ArrayNode components = authentication.putArray("components");
        statement.components().forEach(components::add);
        if (statement.passkey() != null) {
            authentication
                    .putObject("passkey")
                    .put(
                            "assertionSha256",
                            Digest.of(statement.passkey().evidence()).hex())
                    .put(
                            "credentialIdSha256",
                            statement.passkey().credentialSha256().hex())
                    .put(
                            "publicKeySha256",
                            statement.passkey().publicKeySha256().hex());
        }
        if (statement.series() != null) {
            series(authentication.putObject("series"), statement.series());
        }
        node.set("process", process(statement.path()));
        ArrayNode earlier = node.putArray("earlierSignatures");
        statement.earlier().forEach(one -> earlier.addObject()
                .put("signatureId", one.signatureId().toString())
                .put("statementSha256", one.statementSha256().hex()));
        return CanonicalJson.write(node);
    }

    private static void series(ObjectNode node, ContinuedSeries series) {
        node.put("seriesId", series.seriesId().toString())
                .put("begunAt", UtcTime.write(series.begunAt()))
                .put("position", series.position())
                .put("firstSignatureId", series.firstSignatureId().toString())
                .put("firstStatementSha256", series.firstStatementSha256().hex());
    }

    private static ArrayNode process(List<ProcessElement> path) {
        ArrayNode process = JsonNodeFactory.instance.arrayNode();
        path.forEach(element -> process.addObject()
                .put("definitionKey", element.definitionKey())
                .put("definitionVersion", element.definitionVersion())
                .put("modelSha256", element.modelSha256())
                .put("instanceId", element.instanceId())
                .put("activityId", element.activityId()));
        return process;
    }

    /** What a JWS signs: {@code base64url(header) . base64url(payload)}, ASCII. */
    static String jwsSigningInput(UUID keyId, byte[] statement) {
        byte[] header = CanonicalJson.write(JsonNodeFactory.instance
                .objectNode()
                .put("alg", "EdDSA")
                .put("kid", keyId.toString())
                .put("typ", JWS_TYPE));
        return BASE64URL.encodeToString(header) + "." + BASE64URL.encodeToString(statement);
    }

    static byte[] ascii(String signingInput) {
        return signingInput.getBytes(StandardCharsets.US_ASCII);
    }

    /** Compact serialisation. */
    static String jws(String signingInput, byte[] signature) {
        return signingInput + "." + BASE64URL.encodeToString(signature);
    }
}
