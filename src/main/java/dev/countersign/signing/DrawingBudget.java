package dev.countersign.signing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What showing one page may cost. Asked at every step, so that work that costs more ends by itself (T26). */
final class DrawingBudget {

    static final Duration TIME = Duration.ofSeconds(20);
    static final int MOST_OPERATORS = 2_000_000;
    private static final long MOST_PIXELS_OF_AN_IMAGE = 80_000_000;
    private static final long MOST_PIXELS = 400_000_000;

    private final Clock clock;
    private final Instant end;
    private int operators;
    private long pixels;

    DrawingBudget(Clock clock) {
        this.clock = clock;
        this.end = clock.instant().plus(TIME);
    }

    /** @throws DrawingStoppedException if the time is over, or nobody waits any more */
    void step() {
        if (Thread.currentThread().isInterrupted()) {
            throw new DrawingStoppedException("nobody waits for it any more");
        }
        if (clock.instant().isAfter(end)) {
            throw new DrawingStoppedException("it takes longer than " + TIME.toSeconds() + " s");
        }
    }

    void operator() {
        step();
        if (++operators > MOST_OPERATORS) {
            throw new DrawingStoppedException("a page draws more than " + MOST_OPERATORS + " times");
        }
    }

    void image(int width, int height) {
        step();
        long size = (long) width * height;
        pixels += size;
        if (size > MOST_PIXELS_OF_AN_IMAGE || pixels > MOST_PIXELS) {
            throw new DrawingStoppedException("an image of " + width + " × " + height + " is too large");
        }
    }
}
