package dev.countersign.evidence.verify;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.StoredRows.Scan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies against the store (WRM-04), by docs/formats.md "Copies" alone: what the store holds must be there byte for byte, and what is there
 * must be in the store. How far copying is, the store is not asked: what is older than a quarter of an hour must have been copied.
 */
final class CopyChecks {

    private static final int PAGE = 1000;
    private static final Pattern BLOB = Pattern.compile("blobs/([0-9a-f]{64})");
    private static final Pattern RECORD =
            Pattern.compile("records/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/[^/]+");

    private final StoredRows rows;
    private final FoundCopies copies;
    private final Tally tally;
    private String before = "";
    private String known = "";
    private Set<String> ofKnown = Set.of();

    CopyChecks(StoredRows rows, FoundCopies copies, Tally tally) {
        this.rows = rows;
        this.copies = copies;
        this.tally = tally;
    }

    void run() {
        rows.each(Scan.AGO, row -> before = String.valueOf(row.text(0)), copies.graceSeconds());
        UUID last = new UUID(0, 0);
        List<String> page = new ArrayList<>();
        do {
            page.clear();
            rows.each(Scan.RECORDS, row -> page.add(String.valueOf(row.text(0))), last, PAGE);
            for (String recordId : page) {
                expected(recordId).forEach(this::isThere);
                last = UUID.fromString(recordId);
            }
        } while (page.size() == PAGE);
        copies.each(this::isStored);
    }

    /** @param old whether it must have been copied by now */
    private record Expected(Digest sha256, boolean old) {}

    /** Everything of a record that copies are made of, by path. */
    private Map<String, Expected> expected(String recordId) {
        Map<String, Expected> expected = new TreeMap<>();
        UUID id = UUID.fromString(recordId);
        String folder = "records/" + recordId + "/";
        rows.each(
                Scan.VERSIONS_OF,
                row -> {
                    byte[] manifest = Objects.requireNonNull(row.bytes(1));
                    Json fact = readable(manifest);
                    boolean old = isOld(fact.path("createdAt"));
                    put(expected, folder + "version-" + row.text(0) + ".%s.json", manifest, old);
                    named(expected, fact.path("content"), old);
                    fact.path("attachments").items().forEach(one -> named(expected, one, old));
                },
                id);
        rows.each(
                Scan.SIGNATURES_OF,
                row -> {
                    byte[] statement = Objects.requireNonNull(row.bytes(3));
                    boolean old = isOld(readable(statement).path("signedAt"));
                    String name = folder + "signature-" + row.text(0);
                    put(expected, name + ".%s.json", statement, old);
                    put(expected, name + ".%s.sig", Objects.requireNonNull(row.bytes(4)), old);
                },
                id);
        return expected;
    }

    private static void put(Map<String, Expected> expected, String name, byte[] bytes, boolean old) {
        Digest sha256 = Digest.of(bytes);
        expected.put(name.formatted(sha256.hex()), new Expected(sha256, old));
    }

    private static void named(Map<String, Expected> expected, Json part, boolean old) {
        String hex = part.path("sha256").asText();
        if (hex.matches("[0-9a-f]{64}")) {
            expected.put("blobs/" + hex, new Expected(Digest.parse(hex), old));
        }
    }

    private boolean isOld(Json time) {
        return time.asText().compareTo(before) < 0;
    }

    /** What cannot be read is found by other checks; its bytes are compared all the same. */
    private static Json readable(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (IllegalArgumentException e) {
            return Json.MISSING;
        }
    }

    private void isThere(String path, Expected expected) {
        Digest found = copies.digest(path).orElse(null);
        if (found == null && expected.old()) {
            failed(path, "the copy; it is missing");
        } else if (found != null) {
            tally.check(
                    StoreCheck.COPIES,
                    copies.place(),
                    path,
                    "bytes with SHA-256 " + expected.sha256() + "; the copy was altered",
                    () -> found.equals(expected.sha256()));
        }
    }

    /** What is there and not in the store. */
    private void isStored(String path) {
        Matcher blob = BLOB.matcher(path);
        Matcher record = RECORD.matcher(path);
        boolean stored = blob.matches()
                ? isBlob(blob.group(1))
                : record.matches() && ofRecord(record.group(1)).contains(path);
        if (!stored) {
            failed(path, "nothing; the store holds nothing of which this is a copy");
        }
    }

    private boolean isBlob(String sha256) {
        List<String> found = new ArrayList<>();
        rows.each(Scan.BLOB, row -> found.add(sha256), sha256);
        return !found.isEmpty();
    }

    private Set<String> ofRecord(String recordId) {
        if (!recordId.equals(known)) {
            ofKnown = new HashSet<>(expected(recordId).keySet());
            known = recordId;
        }
        return ofKnown;
    }

    private void failed(String path, String expected) {
        tally.failed(StoreCheck.COPIES, copies.place(), path, expected);
    }
}
