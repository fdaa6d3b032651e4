package dev.countersign.crypto;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as people read them, in the words and the order of their language: {@code 24 Nov 2026 09:05 CET} and {@code 24. Nov. 2026 09:05 MEZ}.
 * What is stored, hashed or exported is written by {@link UtcTime}.
 */
public final class ReadableTime {

    private static final String DAY = "d MMM uuuu";
    private static final String GERMAN_DAY = "d. MMM uuuu";

    private ReadableTime() {}

    /** @param clock what follows the day, as in {@code HH:mm zzz}; letters are those of {@link DateTimeFormatter} */
    public static String in(ZoneId zone, Instant moment, String clock, Locale language) {
        return formatter(clock, language).format(moment.atZone(zone));
    }

    /** With UTC named as what it is. */
    public static String inUtc(Instant moment, String clock, Locale language) {
        return formatter(clock + " 'UTC'", language).format(moment.atOffset(ZoneOffset.UTC));
    }

    private static DateTimeFormatter formatter(String clock, Locale language) {
        boolean german = language.getLanguage().equals(Locale.GERMAN.getLanguage());
        return DateTimeFormatter.ofPattern((german ? GERMAN_DAY : DAY) + " " + clock, language);
    }
}
