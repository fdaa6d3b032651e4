package dev.countersign.risk;

import dev.countersign.risk.RiskRule.Hours;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When people of the organisation work.
 *
 * @param zone IANA time zone; without one there are no working hours
 * @param days e.g. MONDAY; Monday to Friday if none
 * @param from local time, included
 * @param until local time, excluded; one that is not after {@code from} is of the next day
 */
record WorkingHours(
        @Nullable ZoneId zone,
        Set<DayOfWeek> days,
        @Nullable LocalTime from,
        @Nullable LocalTime until) {

    static final WorkingHours NONE = new WorkingHours(null, Set.of(), null, null);

    WorkingHours {
        days = days == null || days.isEmpty()
                ? Set.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY)
                : Set.copyOf(days);
        if ((zone == null) != (from == null) || (zone == null) != (until == null)) {
            throw new IllegalArgumentException(
                    "countersign.risk.working-hours is not whole (expected: zone, from and until, or none of them)");
        }
    }

    /** Whether no moment is outside of them. */
    boolean isAlways() {
        return from != null && from.equals(until) && days.size() == DayOfWeek.values().length;
    }

    Hours at(Instant moment) {
        if (zone == null || from == null || until == null) {
            return Hours.UNDEFINED;
        }
        ZonedDateTime there = moment.atZone(zone);
        LocalTime time = there.toLocalTime();
        boolean overnight = !from.isBefore(until);
        boolean within =
                overnight ? !time.isBefore(from) || time.isBefore(until) : !time.isBefore(from) && time.isBefore(until);
        // the hours after midnight belong to the day on which they began
        boolean after = overnight && time.isBefore(until);
        DayOfWeek day = after ? there.getDayOfWeek().minus(1) : there.getDayOfWeek();
        return within && days.contains(day) ? Hours.WORKING : Hours.OUTSIDE;
    }
}
