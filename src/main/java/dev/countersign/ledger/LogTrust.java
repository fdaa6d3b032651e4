package dev.countersign.ledger;

import java.util.Optional;

/**
 * Whether the stored log is what its witnesses remember (T11). Answers from memory: asking costs nothing, and is right as of the
 * newest comparison.
 */
@FunctionalInterface
public interface LogTrust {

    /** Why nothing is signed now, if so: {@code log-in-recovery} (LED-007). */
    Optional<Refusal> refusalToSign();
}
