package dev.countersign.identity;

import dev.countersign.crypto.ReadableTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * A moment for people: in the zone of whoever looks, with UTC beside it.
 *
 * @param utc empty where the zone is UTC itself
 * @param machine RFC 3339, for {@code datetime}
 */
public record ShownTime(String local, String utc, String machine) {

    private static final String MINUTE = "HH:mm";
    private static final String SECOND = "HH:mm:ss";

    /** In the language of the request that is answered. */
    public static ShownTime of(Instant moment, ZoneId zone) {
        return of(moment, zone, MINUTE);
    }

    /** With its seconds, where the order of what happened matters. */
    public static ShownTime toTheSecond(Instant moment, ZoneId zone) {
        return of(moment, zone, SECOND);
    }

    private static ShownTime of(Instant moment, ZoneId zone, String clock) {
        Locale language = LocaleContextHolder.getLocale();
        String utc = ReadableTime.inUtc(moment, clock, language);
        String local = ReadableTime.in(zone, moment, clock + " zzz", language);
        return new ShownTime(local, local.equals(utc) ? "" : utc, moment.toString());
    }
}
