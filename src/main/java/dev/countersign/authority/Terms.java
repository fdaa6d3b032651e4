package dev.countersign.authority;

import dev.countersign.crypto.UtcTime;
import dev.countersign.worm.RecordScope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On what terms somebody has a role (11.10(d)).
 *
 * @param until from then on the role does not count, by the database's clock, to the microsecond; null for a role that stays until it is
 *     taken away
 * @param scope which records it lets its holder read; all, but for an inspector
 */
public record Terms(@Nullable Instant until, RecordScope scope) {

    /** Until it is taken away. */
    public static final Terms OPEN = new Terms(null, RecordScope.ALL);

    /** How far the end may be. */
    public static final int MOST_YEARS = 5;

    public Terms {
        until = until == null ? null : until.truncatedTo(ChronoUnit.MICROS);
    }

    /** As the audit trail and the interface tell them; nothing where nothing is limited. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (until != null) {
            facts.put("until", UtcTime.write(until));
        }
        if (!scope.isAll()) {
            facts.put("scopeTypes", List.copyOf(new TreeSet<>(scope.types())));
            facts.put(
                    "scopeRecords",
                    scope.records().stream().map(UUID::toString).sorted().toList());
        }
        return facts;
    }

    /** Until then, over all records. */
    public static Terms until(Instant end) {
        return new Terms(end, RecordScope.ALL);
    }
}
