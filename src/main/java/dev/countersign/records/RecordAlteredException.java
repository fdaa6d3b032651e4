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
    private final transient Digest expected;

    RecordAlteredException(UUID recordId, int version, String part, Digest expected, String found) {
        super("%s of version %d of record %s is not what was hashed: %s (expected: %s)"
                .formatted(part, version, recordId, found, expected));
        this.recordId = recordId;
        this.version = version;
        this.expected = expected;
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
}
