package dev.countersign.passkeys;

import org.jspecify.annotations.Nullable;

/**
 * What came of an answer.
 *
 * @param cause why it proves nothing, for the audit trail alone; null if it holds
 * @param proved what it proves; null if it does not hold
 */
public record Judgement(@Nullable String cause, @Nullable ProvedPasskey proved) {

    /** Of an answer that may hold, and yet proves nothing for its judge. */
    public static Judgement refused(String cause) {
        return new Judgement(cause, null);
    }
}
