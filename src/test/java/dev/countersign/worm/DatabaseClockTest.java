package dev.countersign.worm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private Instant database = START;
    private long counter = Long.MAX_VALUE - 5;
    private int questions;

    private final DatabaseClock clock = new DatabaseClock(
            () -> {
                questions++;
                return database;
            },
            () -> counter);

    @Test
    void asksOnceASecondAndCarriesTheAnswerOn() {
        assertThat(clock.now()).isEqualTo(START);
        pass(Duration.ofMillis(400));
        assertThat(clock.now()).isEqualTo(START.plusMillis(400));
        assertThat(questions).isEqualTo(1);

        pass(Duration.ofMillis(601));
        assertThat(clock.now()).isEqualTo(START.plusMillis(1001));
        assertThat(questions).isEqualTo(2);
    }

    @Test
    void neverTellsTheSameMomentTwice() {
        Instant first = clock.now();

        assertThat(clock.now()).isEqualTo(first.plusNanos(1_000));
        assertThat(clock.now()).isEqualTo(first.plusNanos(2_000));
    }

    @Test
    void doesNotRunBackwardsBecauseAnAnswerCameLate() {
        pass(Duration.ofMillis(1));
        Instant before = clock.now();
        pass(Duration.ofMillis(1001));
        database = before.minusMillis(2);

        assertThat(clock.now()).isAfter(before);
    }

    @Test
    void followsADatabaseWhoseClockWasSetBack() {
        clock.now();
        pass(Duration.ofMillis(1001));
        database = START.minusSeconds(60);

        assertThat(clock.now()).isEqualTo(START.minusSeconds(60));
    }

    private void pass(Duration time) {
        counter += time.toNanos();
        database = database.plus(time);
    }
}
