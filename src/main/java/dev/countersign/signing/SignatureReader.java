package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.WormStore.StoredSignature;
import java.util.UUID;

/** Reads a signature from its statement's bytes; the store's columns are not asked. */
final class SignatureReader {

    private SignatureReader() {}

    static Signature read(StoredSignature stored) {
        return read(stored.statement(), stored.signature(), stored.jws());
    }

    static Signature read(byte[] bytes, byte[] signature, String jws) {
        JsonNode statement = CanonicalJson.parse(bytes);
        JsonNode intent = statement.path("intent");
        JsonNode signer = statement.path("signer");
        return new Signature(
                uuid(statement, "signatureId"),
                uuid(intent, "recordId"),
                intent.path("version").intValue(),
                Digest.parse(intent.path("versionSha256").textValue()),
                intent.path("planStep").textValue(),
                intent.path("meaning").path("code").textValue(),
                intent.path("meaning").path("sentence").textValue(),
                "approve".equals(intent.path("decision").textValue()),
                intent.path("reason").textValue(),
                signer.path("userId").textValue(),
                signer.path("printedName").textValue(),
                signer.path("title").textValue(),
                uuid(signer, "keyId"),
                UtcTime.read(statement.path("signedAt").textValue()),
                statement.path("zone").textValue(),
                Digest.of(bytes),
                statement,
                signature,
                jws);
    }

    private static UUID uuid(JsonNode node, String member) {
        return UUID.fromString(node.path(member).textValue());
    }
}
