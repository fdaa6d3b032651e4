package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server sends in binary form becomes the text that the server would have made. */
class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 2000-01-01T00:00:00.000000Z",
        "-1, 1999-12-31T23:59:59.999999Z",
        "848696579000042, 2026-11-22T21:02:59.000042Z",
        "252455615999999999, 9999-12-31T23:59:59.999999Z",
        "9223372036854775807, infinity",
        "-9223372036854775808, -infinity"
    })
    void writesATimeAsFactsDo(long microseconds, String text) {
        assertThat(ColumnType.TIME.text(sent(microseconds))).isEqualTo(text);
    }

    @Test
    void writesIdsHashesAndNumbersAsFactsDo() {
        UUID id = UUID.fromString("01a20521-6c4d-77ae-9e8b-eaf167544395");
        byte[] halves = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();

        assertThat(ColumnType.ID.text(halves)).isEqualTo(id.toString());
        assertThat(ColumnType.HASH.text(new byte[] {0, (byte) 0xab})).isEqualTo("00ab");
        assertThat(ColumnType.NUMBER.text(sent(-7))).isEqualTo("-7");
    }

    private static byte[] sent(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
