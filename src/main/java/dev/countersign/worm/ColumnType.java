package dev.countersign.worm;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;

/**
 * How PostgreSQL sends a column in binary form, and how a fact writes what is in it. The server would make the same text, three times as slowly
 * as it reads the rows.
 */
enum ColumnType {
    TEXT {
        @Override
        String text(byte[] sent) {
            return new String(sent, StandardCharsets.UTF_8);
        }
    },
    /** Eight bytes, signed. */
    NUMBER {
        @Override
        String text(byte[] sent) {
            return Long.toString(ByteBuffer.wrap(sent).getLong());
        }
    },
    ID {
        @Override
        String text(byte[] sent) {
            ByteBuffer halves = ByteBuffer.wrap(sent);
            return new UUID(halves.getLong(), halves.getLong()).toString();
        }
    },
    /** Microseconds since 2000-01-01; the smallest and the largest number stand for no time at all. */
    TIME {
        @Override
        String text(byte[] sent) {
            long microseconds = ByteBuffer.wrap(sent).getLong();
            if (microseconds == Long.MAX_VALUE || microseconds == Long.MIN_VALUE) {
                return microseconds > 0 ? "infinity" : "-infinity";
            }
            long seconds = Math.floorDiv(microseconds, MILLION);
            return written(
                    LocalDateTime.ofEpochSecond(START + seconds, 0, ZoneOffset.UTC),
                    Math.floorMod(microseconds, MILLION));
        }
    },
    /** Bytes, as text in hexadecimal. */
    HASH {
        @Override
        String text(byte[] sent) {
            return HexFormat.of().formatHex(sent);
        }
    };

    private static final long MILLION = 1_000_000;
    private static final long START = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();

    /** As a fact writes it. */
    abstract String text(byte[] sent);

    private static String written(LocalDateTime time, long microseconds) {
        StringBuilder text = new StringBuilder(27);
        digits(text, time.getYear(), 4).append('-');
        digits(text, time.getMonthValue(), 2).append('-');
        digits(text, time.getDayOfMonth(), 2).append('T');
        digits(text, time.getHour(), 2).append(':');
        digits(text, time.getMinute(), 2).append(':');
        digits(text, time.getSecond(), 2).append('.');
        return digits(text, microseconds, 6).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, long number, int width) {
        String digits = Long.toString(number);
        for (int missing = width - digits.length(); missing > 0; missing--) {
            text.append('0');
        }
        return text.append(digits);
    }
}
