package dev.countersign.records;

import dev.countersign.crypto.Digest;
import java.util.UUID;

/**
 * Stored bytes are not the bytes that were hashed (WRM-03): broken trust, not a refusal. Everything that depends on them stops.
 */
public final class RecordAlteredException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final UUID recordId;
    private final int version;
    private final Part part;
    private final transient Digest expected;
    private final String found;

    RecordAlteredException(UUID recordId, int version, Part part, Digest expected, String found) {
        super("%s of version %d of record %s is not what was hashed: %s (expected: %s)"
                .formatted(part.words, version, recordId, found, expected));
        this.recordId = recordId;
        this.version = version;
        this.part = part;
        this.expected = expected;
        this.found = found;
    }

    /** What was found altered. */
    public enum Part {
        MANIFEST("The manifest", "record_version"),
        ENTRY("The audit entry", "audit_entry"),
        CONTENT("The content", "blob"),
        BLOB("A part", "blob");

        private final String words;
        private final String table;

        Part(String words, String table) {
            this.words = words;
            this.table = table;
        }
    }

    /** Table of schema {@code worm} and what its row is found by: the hash of a blob, else record and version. */
    public String row() {
        return part.table + ' ' + (part.table.equals("blob") ? expected.hex() : recordId + " " + version);
    }

    public UUID recordId() {
        return recordId;
    }

    public int version() {
        return version;
    }

    public Digest expected() {
        return expected;
    }

    /** What is there instead: the SHA-256 of the stored bytes, or a sentence. */
    public String found() {
        return found;
    }
}
