package dev.countersign.risk;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule: where all that it names is so, it raises what is asked.
 *
 * @param at {@code login}, {@code signing}; both if empty
 * @param zones names of zones, and {@code unknown} for every other network; any if empty
 * @param device any if null
 * @param hours any if null
 * @param record any if null
 */
record RiskRule(
        String name,
        Set<At> at,
        Set<String> zones,
        @Nullable Device device,
        @Nullable Hours hours,
        @Nullable Sensitivity record,
        Demand raise) {

    RiskRule {
        at = at == null ? Set.of() : Set.copyOf(at);
        zones = zones == null ? Set.of() : Set.copyOf(zones);
    }

    enum At {
        LOGIN,
        SIGNING
    }

    enum Device {
        KNOWN,
        UNKNOWN
    }

    enum Hours {
        WORKING,
        OUTSIDE,
        UNDEFINED
    }

    enum Sensitivity {
        SENSITIVE,
        ORDINARY,
        NONE
    }

    /** The signals of one attempt. */
    record Signals(At at, String zone, Device device, Hours hours, Sensitivity record) {}

    boolean holds(Signals signals) {
        return (at.isEmpty() || at.contains(signals.at()))
                && (zones.isEmpty() || zones.contains(signals.zone()))
                && (device == null || device == signals.device())
                && (hours == null || hours == signals.hours())
                && (record == null || record == signals.record());
    }

    /** As {@link #holds}, of place, device and time alone, at whatever door and for whatever record; not where it names none of them. */
    boolean holdsThere(Signals signals) {
        return (!zones.isEmpty() || device != null || hours != null)
                && (zones.isEmpty() || zones.contains(signals.zone()))
                && (device == null || device == signals.device())
                && (hours == null || hours == signals.hours());
    }

    static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
