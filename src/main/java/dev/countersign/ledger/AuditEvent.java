package dev.countersign.ledger;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, told by the module whose fact it is. Ids, hashes, codes and short texts only: never content,
 * never a secret. The whole entry has at most 65,535 bytes.
 */
public interface AuditEvent {

    /** Dotted past participle, e.g. {@code record.version-appended}. */
    String type();

    /** What it happened to, e.g. {@code record:0192…} or {@code person:reviewer}. */
    String subject();

    default Significance significance() {
        return Significance.NORMAL;
    }

    /** The record it happened to, if to a record. */
    default @Nullable RecordReference record() {
        return null;
    }

    /** Values before; canonical JSON values (String, Boolean, Integer, List, Map). */
    default Map<String, Object> before() {
        return Map.of();
    }

    /** Values after; canonical JSON values (String, Boolean, Integer, List, Map). */
    default Map<String, Object> after() {
        return Map.of();
    }

    default @Nullable String reason() {
        return null;
    }

    /**
     * @param version 0 if the event is of the record as a whole
     * @param changes whether the event changes the record: then it takes the record's next sequence number, and the caller
     *     holds {@code WormStore.lockRecord}
     */
    record RecordReference(UUID recordId, int version, boolean changes) {}

    /** How much an inspector should care (AUD-04). */
    enum Significance {
        /** Routine reading and navigation. */
        LOW("low"),
        NORMAL("normal"),
        /** Changes, signatures and effects on GxP records. */
        HIGH("high"),
        /** Refusals and failures of a control. */
        EXCEPTION("exception");

        private final String code;

        Significance(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
