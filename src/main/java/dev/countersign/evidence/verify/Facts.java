package dev.countersign.evidence.verify;

import dev.countersign.crypto.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads the members that facts share. */
final class Facts {

    private Facts() {}

    /** What was stored, as far as it is JSON; missing where somebody made something else of it, which must not end the checks of all the rest. */
    static Json readable(byte @Nullable [] stored) {
        try {
            return stored == null ? Json.MISSING : Json.read(stored);
        } catch (IllegalArgumentException e) {
            return Json.MISSING;
        }
    }

    /** @throws RuntimeException if the value is not a time with six decimals and {@code Z} */
    static Instant time(Json value) {
        return UtcTime.read(value.asText());
    }
}
