package dev.countersign.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdentifiersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00.123Z");

    @Test
    void areInTheOrderTheyWereMadeInWithinOneMillisecondToo() {
        Identifiers identifiers = new Identifiers(Clock.fixed(NOW, ZoneOffset.UTC));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(identifiers.next().toString());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void areVersionSevenOfTheVariantAndTellTheMillisecond() {
        UUID made = new Identifiers(Clock.fixed(NOW, ZoneOffset.UTC)).next();

        assertThat(made.version()).isEqualTo(7);
        assertThat(made.variant()).isEqualTo(2);
        assertThat(made.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }
}
