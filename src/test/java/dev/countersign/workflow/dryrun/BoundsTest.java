package dev.countersign.workflow.dryrun;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What ends a search that would not end by itself, one bound after the other; each is named. */
@Requirement("PRC-05")
class BoundsTest {

    private static final Instant BEGIN = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final Bounds bounds = new Bounds(new Reading(now));

    /** A clock that somebody sets. */
    private static final class Reading extends Clock {

        private final AtomicReference<Instant> now;

        Reading(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    @Test
    void runsAreCounted() {
        for (int number = 1; number <= Bounds.MOST_RUNS; number++) {
            assertThat(bounds.run()).isEqualTo(number);
        }
        assertThat(bounds.met()).isEmpty();
        assertThat(bounds.run()).isZero();
        assertThat(bounds.met()).containsExactly("the search ended after 500 runs");
    }

    @Test
    void aRunHasAnEnd() {
        assertThat(bounds.mayChoose(Bounds.MOST_CHOICES_OF_A_RUN - 1)).isTrue();
        assertThat(bounds.mayChoose(Bounds.MOST_CHOICES_OF_A_RUN)).isFalse();
        assertThat(bounds.met()).containsExactly("a run was left after 100 choices");
        assertThat(bounds.run()).as("the search goes on").isEqualTo(1);
    }

    @Test
    void choicesOfAllRunsAreCounted() {
        for (int choice = 1; choice < Bounds.MOST_CHOICES; choice++) {
            assertThat(bounds.mayChoose(choice % 100)).isTrue();
        }
        assertThat(bounds.mayChoose(1)).isFalse();
        assertThat(bounds.run()).isZero();
        assertThat(bounds.met()).containsExactly("the search ended after 5000 choices");
    }

    @Test
    void situationsAreCounted() {
        for (int number = 0; number < Bounds.MOST_SITUATIONS; number++) {
            bounds.situation();
        }
        assertThat(bounds.mayChoose(1)).isFalse();
        assertThat(bounds.met()).containsExactly("the search ended after 5000 situations");
    }

    @Test
    void whatASituationHoldsInMemoryIsBounded() {
        assertThat(bounds.mayHold(Bounds.LONGEST_VARIABLES)).isTrue();
        assertThat(bounds.mayHold(Bounds.LONGEST_VARIABLES + 1L)).isFalse();
        assertThat(bounds.met()).containsExactly("a run was left with more than 1048576 characters in its variables");
    }

    @Test
    void timeIsBounded() {
        now.set(BEGIN.plus(Bounds.LONGEST));
        assertThat(bounds.run()).isEqualTo(1);
        now.set(BEGIN.plus(Bounds.LONGEST).plus(Duration.ofMillis(1)));
        assertThat(bounds.run()).isZero();
        assertThat(bounds.mayChoose(0)).isFalse();
        assertThat(bounds.met()).containsExactly("the search ended after 120 seconds");
    }
}
