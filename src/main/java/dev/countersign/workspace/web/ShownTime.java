package dev.countersign.workspace.web;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A moment for people: in the zone of whoever looks, with UTC beside it.
 *
 * @param machine RFC 3339, for {@code datetime}
 */
record ShownTime(String local, String utc, String machine) {

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm zzz", Locale.ENGLISH);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm 'UTC'", Locale.ENGLISH);
    private static final DateTimeFormatter LOCAL_SECOND =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss zzz", Locale.ENGLISH);
    private static final DateTimeFormatter UTC_SECOND =
            DateTimeFormatter.ofPattern("d MMM uuuu HH:mm:ss 'UTC'", Locale.ENGLISH);

    static ShownTime of(Instant moment, ZoneId zone) {
        return of(moment, zone, LOCAL, UTC);
    }

    /** With its seconds, where the order of what happened matters. */
    static ShownTime toTheSecond(Instant moment, ZoneId zone) {
        return of(moment, zone, LOCAL_SECOND, UTC_SECOND);
    }

    private static ShownTime of(Instant moment, ZoneId zone, DateTimeFormatter inZone, DateTimeFormatter inUtc) {
        String utc = inUtc.format(moment.atOffset(ZoneOffset.UTC));
        String local = inZone.format(moment.atZone(zone));
        return new ShownTime(local, local.equals(utc) ? "" : utc, moment.toString());
    }
}
