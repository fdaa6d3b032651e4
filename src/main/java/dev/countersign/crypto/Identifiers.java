package dev.countersign.crypto;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Makes identifiers: UUID version 7 (RFC 9562 section 5.7), written in lower case. Unique and never reused. Those of one node are in the
 * order they were made in, within a millisecond too (section 6.2, method 1), unless its clock was set back by more than a second.
 */
@Component
public final class Identifiers {

    private static final int COUNTER_BITS = 12;
    private static final long STEP_BACK = 1_000L << COUNTER_BITS;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    public Identifiers(Clock clock) {
        this.clock = clock;
    }

    public UUID next() {
        // half of the counter is random at first, the other half is there to count on
        long fresh = (clock.millis() << COUNTER_BITS) | (random.nextInt() & 0x07FFL);
        long stamp = last.updateAndGet(before -> fresh > before || fresh < before - STEP_BACK ? fresh : before + 1);
        long high = ((stamp >>> COUNTER_BITS) << 16) | 0x7000L | (stamp & 0x0FFFL);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Unpredictable bytes for nonces and tokens. */
    public byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
