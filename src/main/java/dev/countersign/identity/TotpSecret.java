package dev.countersign.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** The secret an authenticator app holds, and the codes it shows (RFC 6238: SHA-1, six digits, steps of 30 s). */
public final class TotpSecret implements AutoCloseable {

    /** How long one code is current. */
    public static final Duration STEP = Duration.ofSeconds(30);

    private static final TimeBasedOneTimePasswordGenerator GENERATOR = new TimeBasedOneTimePasswordGenerator(STEP, 6);
    private static final int SHORTEST = 16;

    private final byte[] secret;

    /** @param secret kept, and wiped when this is closed */
    TotpSecret(byte[] secret) {
        this.secret = secret;
    }

    /** Reads Base32 (RFC 4648); empty if it is not that, or of less than 16 bytes. */
    public static Optional<TotpSecret> ofBase32(String text) {
        return Optional.ofNullable(Base32.decode(text))
                .filter(bytes -> bytes.length >= SHORTEST)
                .map(TotpSecret::new);
    }

    /** Number of the step a moment belongs to. */
    public static long step(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), STEP.toSeconds());
    }

    /** The code of a step. */
    public String code(long step) {
        try {
            return GENERATOR.generateOneTimePasswordString(
                    new SecretKeySpec(secret, "HmacSHA1"), Instant.ofEpochSecond(step * STEP.toSeconds()), Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key for HMAC", e);
        }
    }

    byte[] bytes() {
        return secret.clone();
    }

    @Override
    public void close() {
        Secrets.wipe(secret);
    }
}
