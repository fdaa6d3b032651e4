package dev.countersign.copies;

import dev.countersign.crypto.Digest;
import java.util.UUID;

/** Paths of copies, as docs/formats.md "Copies" lays them out: each name carries the SHA-256 of the file's bytes. */
final class CopyLayout {

    private CopyLayout() {}

    /** A content or an attachment; what people call it is in the manifest. */
    static String blob(Digest sha256) {
        return "blobs/" + sha256.hex();
    }

    static String manifest(UUID recordId, int version, byte[] bytes) {
        return record(recordId) + "version-" + version + "." + Digest.of(bytes).hex() + ".json";
    }

    static String statement(UUID recordId, UUID signatureId, byte[] bytes) {
        return record(recordId) + "signature-" + signatureId + "."
                + Digest.of(bytes).hex() + ".json";
    }

    /** The 64 bytes over the statement's. */
    static String signature(UUID recordId, UUID signatureId, byte[] bytes) {
        return record(recordId) + "signature-" + signatureId + "."
                + Digest.of(bytes).hex() + ".sig";
    }

    private static String record(UUID recordId) {
        return "records/" + recordId + "/";
    }
}
