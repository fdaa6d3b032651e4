package dev.countersign;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The application's clock in tests: the machine's, moved forward as far as tests asked. Only one-time codes, lockouts, idle
 * sessions and time-ordered ids read it; facts take their time from the database, which nobody moves.
 */
@Component
@Primary
public class TestClock extends Clock {

    private static final AtomicLong AHEAD = new AtomicLong();

    /** Moves the application's time forward, for all tests of this run; it never goes back. */
    public static void advance(Duration by) {
        AHEAD.addAndGet(by.toMillis());
    }

    /** What the application takes for now. */
    public static Instant now() {
        return Instant.now().plusMillis(AHEAD.get());
    }

    @Override
    public Instant instant() {
        return now();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the product asks for moments alone");
    }
}
