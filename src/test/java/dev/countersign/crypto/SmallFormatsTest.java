package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallFormatsTest {

    @Test
    void writesTimesWithExactlySixDecimals() {
        assertThat(UtcTime.write(Instant.parse("2026-11-21T10:00:00Z"))).isEqualTo("2026-11-21T10:00:00.000000Z");
        assertThat(UtcTime.write(Instant.parse("2026-11-21T10:00:00.123456789Z")))
                .isEqualTo("2026-11-21T10:00:00.123456Z");
        assertThat(UtcTime.read("2026-11-21T10:00:00.123456Z")).isEqualTo(Instant.parse("2026-11-21T10:00:00.123456Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-21T10:00:00Z",
                "2026-11-21T10:00:00.123Z",
                "2026-11-21T10:00:00.123456+00:00",
                "2026-02-30T10:00:00.123456Z",
                "2026-11-21 10:00:00.123456Z"
            })
    void readsNoOtherForm(String text) {
        assertThatThrownBy(() -> UtcTime.read(text)).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void hashesALeafAsRfc6962Says() {
        assertThat(Digest.ofLeaf(new byte[0]).hex())
                .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assertThat(Digest.of(new byte[0]).hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void readsDigestsInLowerCaseHexadecimalOnly() {
        String hex = Digest.of(new byte[0]).hex();
        assertThat(Digest.parse(hex).hex()).isEqualTo(hex);
        assertThatThrownBy(() -> Digest.parse(hex.toUpperCase(java.util.Locale.ROOT)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.parse("00")).isInstanceOf(IllegalArgumentException.class);
    }
}
