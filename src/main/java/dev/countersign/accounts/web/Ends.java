package dev.countersign.accounts.web;

import dev.countersign.authority.Terms;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** When roles end, as people type and read it: in the zone of whoever does, with UTC beside it. */
@Component
class Ends {

    private static final int SUGGESTED_DAYS = 30;
    private static final int SUGGESTED_HOUR = 18;
    private static final int LATEST_YEAR = 9999;

    private final People people;
    private final Clock clock;

    Ends(People people, Clock clock) {
        this.people = people;
        this.clock = clock;
    }

    /**
     * @param until as a field of date and time sends it; empty for none
     * @param types codes of record types, as {@link Scopes#typed} takes them
     * @param records ids, likewise
     * @throws RefusedException {@code invalid-request}
     */
    Terms terms(Caller caller, String until, String types, String records) {
        return new Terms(end(caller, until), Scopes.typed(types, records));
    }

    /** @throws RefusedException {@code invalid-request} */
    @Nullable
    Instant end(Caller caller, String until) {
        if (until.isEmpty()) {
            return null;
        }
        try {
            LocalDateTime end = LocalDateTime.parse(until);
            if (end.getYear() > 0 && end.getYear() <= LATEST_YEAR) {
                return end.atZone(zone(caller)).toInstant();
            }
        } catch (DateTimeParseException e) {
            // said below, with what is expected
        }
        throw AccountBody.refused("/until", "a date and a time such as 2027-01-31T17:00 is expected");
    }

    Shown shown(Caller caller) {
        ZoneId zone = zone(caller);
        LocalDateTime suggested = LocalDateTime.ofInstant(clock.instant(), zone)
                .toLocalDate()
                .plusDays(SUGGESTED_DAYS)
                .atTime(SUGGESTED_HOUR, 0);
        return new Shown(zone, suggested.toString());
    }

    private ZoneId zone(Caller caller) {
        return people.find(caller.actorId()).map(Person::zone).orElse(ZoneOffset.UTC);
    }

    /** @param suggested an end for an inspection, as a field of date and time takes it */
    record Shown(ZoneId zone, String suggested) {

        public String text(Instant end) {
            ShownTime shown = ShownTime.of(end, zone);
            return shown.utc().isEmpty() ? shown.local() : shown.local() + " (" + shown.utc() + ")";
        }
    }
}
