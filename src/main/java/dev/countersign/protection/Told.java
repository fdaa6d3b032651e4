package dev.countersign.protection;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;

/**
 * What the audit trail says of the catalogue.
 *
 * @param intact whether it was as it should be
 * @param digest fingerprint that was found
 * @param accepted fingerprint that was last as it should be; the same if it is; empty if there never was one
 * @param migrations digest of the history of migrations at that moment
 */
record Told(boolean intact, String digest, String accepted, String migrations) {

    static Told read(byte[] entry) {
        JsonNode after = CanonicalJson.parse(entry).path("new");
        return new Told(
                after.path("intact").asBoolean(),
                after.path("digest").asText(),
                after.path("accepted").asText(),
                after.path("migrations").asText());
    }
}
