package dev.countersign.crypto;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes identifiers: UUID version 7 (RFC 9562 section 5.7), written in lower case. Unique, never reused, roughly in order of time. */
@Component
public final class Identifiers {

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Identifiers(Clock clock) {
        this.clock = clock;
    }

    public UUID next() {
        long high = (clock.millis() << 16) | 0x7000L | (random.nextInt() & 0x0FFFL);
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
