package dev.countersign.copies;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.worm.WormStore;
import dev.countersign.worm.WormStore.StoredSignature;
import dev.countersign.worm.WormStore.StoredVersion;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What a sealed entry speaks of that is to be copied: a version with its contents, a signature, or a comment. */
@Component
class CopySource {

    private static final String VERSION = "record.version-appended";
    private static final String SIGNATURE = "record.signed";
    private static final String COMMENT = "record.commented";

    private final WormStore store;

    CopySource(WormStore store) {
        this.store = store;
    }

    /** Takes one copy after the other. */
    interface Taker {
        void take(String path, byte[] bytes) throws CopyFailedException;
    }

    /**
     * Hands over everything that the entry speaks of; what a manifest names before the manifest, so that what the copy of a manifest
     * names is there too.
     *
     * @throws CopyFailedException if it is not in the store, or not what the entry says; or as the taker throws it
     */
    void each(byte[] entry, Taker taker) throws CopyFailedException {
        JsonNode told = CanonicalJson.parse(entry);
        switch (told.path("type").asText()) {
            case VERSION -> version(told, taker);
            case SIGNATURE -> signature(told, taker);
            case COMMENT ->
                blob(told.at("/new/commentSha256"), told.path("recordId").asText(), taker);
            default -> {}
        }
    }

    /** Whether the entry speaks of anything that is copied. */
    static boolean isCopied(byte[] entry) {
        String type = CanonicalJson.parse(entry).path("type").asText();
        return type.equals(VERSION) || type.equals(SIGNATURE) || type.equals(COMMENT);
    }

    private void version(JsonNode told, Taker taker) throws CopyFailedException {
        UUID recordId = UUID.fromString(told.path("recordId").asText());
        int number = told.path("recordVersion").asInt();
        StoredVersion version = store.version(recordId, number)
                .orElseThrow(() -> damaged("version " + number + " of record " + recordId + " is not in the store"));
        byte[] manifest = version.manifest();
        if (!Digest.of(manifest).hex().equals(told.at("/new/sha256").asText())) {
            throw damaged("version " + number + " of record " + recordId + " is not what its audit entry tells");
        }
        JsonNode named = CanonicalJson.parse(manifest);
        blob(named.at("/content/sha256"), recordId, taker);
        for (JsonNode attachment : named.path("attachments")) {
            blob(attachment.path("sha256"), recordId, taker);
        }
        taker.take(CopyLayout.manifest(recordId, number, manifest), manifest);
    }

    private void blob(JsonNode hex, Object recordId, Taker taker) throws CopyFailedException {
        Digest sha256 = Digest.parse(hex.asText());
        byte[] bytes = store.blob(sha256)
                .filter(stored -> Digest.of(stored).equals(sha256))
                .orElseThrow(() -> damaged("content " + sha256 + " of record " + recordId
                        + " is not in the store, or is not what was hashed"));
        taker.take(CopyLayout.blob(sha256), bytes);
    }

    private void signature(JsonNode told, Taker taker) throws CopyFailedException {
        UUID id = UUID.fromString(told.at("/new/signatureId").asText());
        StoredSignature signature =
                store.signature(id).orElseThrow(() -> damaged("signature " + id + " is not in the store"));
        byte[] statement = signature.statement();
        if (!Digest.of(statement).hex().equals(told.at("/new/statementSha256").asText())) {
            throw damaged("signature " + id + " is not what its audit entry tells");
        }
        UUID recordId = signature.recordId();
        taker.take(CopyLayout.signature(recordId, id, signature.signature()), signature.signature());
        taker.take(CopyLayout.statement(recordId, id, statement), statement);
    }

    private static CopyFailedException damaged(String why) {
        return new CopyFailedException(CopyAlarm.SOURCE, why);
    }
}
