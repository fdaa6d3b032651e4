package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.Meanings.Meaning;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Bytes of an intent, {@code countersign/intent/v1} in docs/formats.md: what a person is about to sign, before they prove presence. */
final class IntentFormat {

    static final String FORMAT = "countersign/intent/v1";

    private IntentFormat() {}

    /**
     * @param nonce 32 random bytes
     * @param place in the list it is a place of; null for a signature alone
     */
    record Intent(
            UUID recordId,
            int version,
            Digest versionSha256,
            Digest planSha256,
            String planStep,
            Meaning meaning,
            boolean approve,
            @Nullable String reason,
            String person,
            String taskId,
            Digest presentationSha256,
            byte[] nonce,
            Instant createdAt,
            @Nullable ListPlace place) {}

    static byte[] write(Installation installation, Intent intent) {
        ObjectNode node = FormatHead.of(FORMAT, installation)
                .put("recordId", intent.recordId().toString())
                .put("version", intent.version())
                .put("versionSha256", intent.versionSha256().hex())
                .put("planSha256", intent.planSha256().hex())
                .put("planStep", intent.planStep())
                .put("decision", intent.approve() ? "approve" : "reject")
                .put("reason", intent.reason())
                .put("person", intent.person())
                .put("taskId", intent.taskId())
                .put("presentationSha256", intent.presentationSha256().hex())
                .put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(intent.nonce()))
                .put("createdAt", UtcTime.write(intent.createdAt()));
        node.putObject("meaning")
                .put("code", intent.meaning().code())
                .put("sentence", intent.meaning().sentence())
                .put("language", intent.meaning().language());
        ListPlace place = intent.place();
        if (place != null) {
            node.putObject("batch")
                    .put("id", place.listId().toString())
                    .put("size", place.size())
                    .put("position", place.position())
                    .put("listSha256", place.listSha256().hex());
        }
        return CanonicalJson.write(node);
    }

    /** The tree of those bytes, for nesting in a statement: written again, it gives the same bytes. */
    static JsonNode read(byte[] intent) {
        return CanonicalJson.parse(intent);
    }
}
