package dev.countersign.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.UtcTime;
import dev.countersign.signing.Meanings.Meaning;
import dev.countersign.worm.Installation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Bytes of a list that is signed with one proof, {@code countersign/signing-list/v1} in docs/formats.md, and of its rows. The list names its rows by
 * hash, so that the evidence of one record shows its own row and nothing of the others.
 */
final class SigningListFormat {

    static final String LIST = "countersign/signing-list/v1";
    static final String ROW = "countersign/signing-list-row/v1";

    private SigningListFormat() {}

    /**
     * @param meaning code, of every row
     * @param opened whether each record had to be opened; its row sufficed if not
     * @param rows hashes of the rows' bytes, in order
     */
    record Listed(UUID listId, String person, String meaning, boolean opened, Instant createdAt, List<Digest> rows) {}

    /**
     * @param position from 1
     * @param title as it is shown
     * @param nonce 32 random bytes: nobody guesses a row from its hash
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Row(
            UUID listId,
            int position,
            String taskId,
            UUID recordId,
            int version,
            Digest versionSha256,
            String title,
            String planStep,
            Meaning meaning,
            Digest presentationSha256,
            byte[] nonce) {}

    static byte[] write(Installation installation, Listed list) {
        ObjectNode node = FormatHead.of(LIST, installation)
                .put("listId", list.listId().toString())
                .put("person", list.person())
                .put("decision", "approve")
                .put("meaning", list.meaning())
                .put("reading", list.opened() ? "opened" : "summary")
                .put("size", list.rows().size())
                .put("createdAt", UtcTime.write(list.createdAt()));
        ArrayNode rows = node.putArray("rows");
        list.rows().forEach(row -> rows.add(row.hex()));
        return CanonicalJson.write(node);
    }

    static byte[] write(Installation installation, Row row) {
        ObjectNode node = FormatHead.of(ROW, installation)
                .put("listId", row.listId().toString())
                .put("position", row.position())
                .put("taskId", row.taskId())
                .put("recordId", row.recordId().toString())
                .put("version", row.version())
                .put("versionSha256", row.versionSha256().hex())
                .put("title", row.title())
                .put("planStep", row.planStep())
                .put("presentationSha256", row.presentationSha256().hex())
                .put("nonce", Base64.getUrlEncoder().withoutPadding().encodeToString(row.nonce()));
        node.putObject("meaning")
                .put("code", row.meaning().code())
                .put("sentence", row.meaning().sentence())
                .put("language", row.meaning().language());
        return CanonicalJson.write(node);
    }

    /** @throws IllegalArgumentException if these are not the bytes of a list of this installation as they are written here */
    static Listed readList(Installation installation, byte[] bytes) {
        JsonNode node = read(installation, LIST, bytes);
        List<Digest> rows = new ArrayList<>();
        node.path("rows").forEach(row -> rows.add(Digest.parse(row.asText())));
        return new Listed(
                UUID.fromString(node.path("listId").asText()),
                node.path("person").asText(),
                node.path("meaning").asText(),
                "opened".equals(node.path("reading").textValue()),
                UtcTime.read(node.path("createdAt").asText()),
                List.copyOf(rows));
    }

    /** @throws IllegalArgumentException likewise */
    static Row readRow(Installation installation, byte[] bytes) {
        JsonNode node = read(installation, ROW, bytes);
        JsonNode meaning = node.path("meaning");
        return new Row(
                UUID.fromString(node.path("listId").asText()),
                node.path("position").asInt(),
                node.path("taskId").asText(),
                UUID.fromString(node.path("recordId").asText()),
                node.path("version").asInt(),
                Digest.parse(node.path("versionSha256").asText()),
                node.path("title").asText(),
                node.path("planStep").asText(),
                new Meaning(
                        meaning.path("code").asText(),
                        meaning.path("sentence").asText(),
                        meaning.path("language").asText()),
                Digest.parse(node.path("presentationSha256").asText()),
                Base64.getUrlDecoder().decode(node.path("nonce").asText()));
    }

    private static JsonNode read(Installation installation, String format, byte[] bytes) {
        JsonNode node = CanonicalJson.parse(bytes);
        if (!FormatHead.isOf(node, format, installation)) {
            throw new IllegalArgumentException("no " + format + " of this installation");
        }
        return node;
    }
}
