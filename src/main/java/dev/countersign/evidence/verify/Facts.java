package dev.countersign.evidence.verify;

import dev.countersign.crypto.UtcTime;
import java.time.Instant;

/** Reads the members that facts share. */
final class Facts {

    private Facts() {}

    /** @throws RuntimeException if the value is not a time with six decimals and {@code Z} */
    static Instant time(Json value) {
        return UtcTime.read(value.asText());
    }
}
