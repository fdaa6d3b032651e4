package dev.countersign.crypto;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as every format of ours writes them: RFC 3339, UTC, exactly six decimals, {@code Z}. */
public final class UtcTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private UtcTime() {}

    public static String write(Instant instant) {
        return FORMAT.format(instant.truncatedTo(ChronoUnit.MICROS));
    }

    /**
     * Reads what {@link #write} wrote and nothing else.
     *
     * @throws DateTimeParseException if the text is not in exactly that form
     */
    public static Instant read(String text) {
        Instant instant = Instant.from(FORMAT.parse(text));
        if (!write(instant).equals(text)) {
            throw new DateTimeParseException("not a time with six decimals in UTC", text, 0);
        }
        return instant;
    }
}
