package dev.countersign.authority;

import dev.countersign.crypto.UtcTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On what terms somebody has a role (11.10(d)).
 *
 * @param until from then on the role does not count, by the database's clock, to the microsecond; null for a role that stays until it is
 *     taken away
 */
public record Terms(@Nullable Instant until) {

    /** Until it is taken away. */
    public static final Terms OPEN = new Terms(null);

    /** How far the end may be. */
    public static final int MOST_YEARS = 5;

    public Terms {
        until = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
    }

    /** As the audit trail and the interface tell them; nothing where nothing is limited. */
    public Map<String, Object> facts() {
        return until == null ? Map.of() : Map.of("until", UtcTime.write(until));
    }

    /** Until then. */
    public static Terms until(Instant end) {
        return new Terms(end);
    }
}
