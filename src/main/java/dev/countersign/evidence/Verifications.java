package dev.countersign.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Full verifications of the log and of all records (WRM-02, WRM-03): after every start, on a schedule, and when somebody asks. One at a
 * time on all nodes of a database; while one runs everything else goes on.
 */
public interface Verifications {

    /** The newest that came to an end, whatever it found. */
    Optional<Verification> newest();

    /** Has one begin as soon as none runs, and answers at once. Asking again before it began changes nothing. */
    void request(Caller caller);

    /** Whether one runs on this node. */
    boolean isRunning();

    /**
     * How one ended.
     *
     * @param size how many entries the log had
     * @param root their root, hexadecimal; null if a leaf is missing, or there is none
     * @param failures how much does not hold
     * @param report {@code checks} with what each examined and how it ended, and {@code findings}: the first of what does not hold, with
     *     table and key
     */
    record Verification(
            UUID verificationId,
            Instant startedAt,
            Instant endedAt,
            long size,
            @Nullable String root,
            long failures,
            JsonNode report) {

        public boolean holds() {
            return failures == 0;
        }
    }
}
