package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.Exhibit.Signed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A signature made over a list (docs/formats.md "Signing list", WFL-08): the list and its row for this record, by hash, and that the place in it which the
 * intent names is this record's, this version's and this person's.
 */
final class PlaceChecks {

    private static final Set<String> LIST = Set.of(
            "format",
            "organisation",
            "installation",
            "environment",
            "listId",
            "person",
            "decision",
            "meaning",
            "reading",
            "size",
            "createdAt",
            "rows");
    private static final Set<String> ROW = Set.of(
            "format",
            "organisation",
            "installation",
            "environment",
            "listId",
            "position",
            "taskId",
            "recordId",
            "version",
            "versionSha256",
            "title",
            "planStep",
            "meaning",
            "presentationSha256",
            "nonce");
    private static final Set<String> BATCH = Set.of("id", "size", "position", "listSha256");
    private static final List<String> SAME =
            List.of("taskId", "recordId", "version", "versionSha256", "planStep", "meaning", "presentationSha256");
    private static final int LONGEST = 200;

    private final Exhibit exhibit;

    PlaceChecks(Exhibit exhibit) {
        this.exhibit = exhibit;
    }

    /** Whether the intent names a list: what its signer proved is then the list. */
    static boolean isListed(Json statement) {
        return statement.path("intent").path("batch") != Json.MISSING;
    }

    /** What a passkey was asked to answer: the intent's hash, or the list's. */
    static String challenge(Json statement) {
        return isListed(statement)
                ? statement.path("intent").path("batch").path("listSha256").asText()
                : statement.path("intentSha256").asText();
    }

    void run(Findings findings, String name, Signed signature, Json statement) {
        Json batch = statement.path("intent").path("batch");
        Optional<byte[]> list = exhibit.list(signature.signatureId(), hash(batch.path("listSha256")));
        Optional<byte[]> row = exhibit.row(
                signature.signatureId(), list.map(bytes -> rowOf(bytes, batch)).orElse(null));
        if (!isListed(statement) && list.isEmpty() && row.isEmpty()) {
            return;
        }
        findings.expect(
                name + "list",
                "the list that the signer proved has the stated hash and size, is of this signer and meaning, approves, was made before and lets"
                        + " nothing go",
                () -> isList(list.orElseThrow(), batch, statement));
        findings.expect(
                name + "place in the list",
                "signed as position " + batch.path("position").asText() + " of "
                        + batch.path("size").asText() + " of list "
                        + batch.path("id").asText()
                        + ": the row there is this record, version, hash, meaning and what was shown",
                () -> isRow(list.orElseThrow(), row.orElseThrow(), batch, statement));
    }

    private static @Nullable Digest hash(Json text) {
        String hex = text.textValue();
        return hex == null || !hex.matches("[0-9a-f]{64}") ? null : Digest.parse(hex);
    }

    private static @Nullable Digest rowOf(byte[] list, Json batch) {
        try {
            return hash(named(list, batch));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Json named(byte[] list, Json batch) {
        long position = batch.path("position").asLong();
        return position < 1 || position > LONGEST
                ? Json.MISSING
                : Json.read(list).path("rows").path((int) position - 1);
    }

    private boolean isList(byte[] bytes, Json batch, Json statement) {
        Json list = Json.canonical(bytes);
        Json intent = statement.path("intent");
        String meaning = intent.path("meaning").path("code").asText();
        String reading = list.path("reading").asText();
        return Set.copyOf(batch.names()).equals(BATCH)
                && Set.copyOf(list.names()).equals(LIST)
                && Digest.of(bytes).hex().equals(batch.path("listSha256").textValue())
                && exhibit.home().isOf(list, "countersign/signing-list/v1")
                && list.path("listId").equals(batch.path("id"))
                && list.path("size").equals(batch.path("size"))
                && list.path("rows").size() == batch.path("size").asLong()
                && list.path("rows").size() <= LONGEST
                && list.path("person").equals(statement.path("signer").path("userId"))
                && list.path("person").equals(intent.path("person"))
                && "approve".equals(list.path("decision").textValue())
                && list.path("decision").equals(intent.path("decision"))
                && meaning.equals(list.path("meaning").textValue())
                && !Set.of("approval", "release").contains(meaning)
                && Set.of("opened", "summary").contains(reading)
                && statement.path("authentication").path("series") == Json.MISSING
                && !Facts.time(list.path("createdAt"))
                        .isAfter(Facts.time(statement.path("authentication").path("provedAt")));
    }

    private boolean isRow(byte[] listed, byte[] bytes, Json batch, Json statement) {
        Json row = Json.canonical(bytes);
        Json intent = statement.path("intent");
        long position = batch.path("position").asLong();
        return position >= 1
                && position <= batch.path("size").asLong()
                && Digest.of(bytes).hex().equals(named(listed, batch).textValue())
                && Set.copyOf(row.names()).equals(ROW)
                && exhibit.home().isOf(row, "countersign/signing-list-row/v1")
                && row.path("listId").equals(batch.path("id"))
                && row.path("position").equals(batch.path("position"))
                && exhibit.recordId().equals(row.path("recordId").textValue())
                && Digest.of(exhibit.manifest())
                        .hex()
                        .equals(row.path("versionSha256").textValue())
                && SAME.stream().allMatch(member -> row.path(member).equals(intent.path(member)))
                && row.path("title").equals(Json.read(exhibit.manifest()).path("title"));
    }
}
