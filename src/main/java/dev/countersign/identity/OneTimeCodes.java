package dev.countersign.identity;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/**
 * Time-based one-time codes (RFC 6238: SHA-1, six digits, 30 s): the current step, the one before and the one after are
 * accepted, each once.
 */
@Component
class OneTimeCodes {

    static final Duration STEP = Duration.ofSeconds(30);
    private static final byte[] DECOY = new byte[20];

    private final TimeBasedOneTimePasswordGenerator generator = new TimeBasedOneTimePasswordGenerator(STEP, 6);
    private final CredentialMapper credentials;
    private final KeyVault vault;
    private final WormStore store;
    private final Clock clock;

    OneTimeCodes(CredentialMapper credentials, KeyVault vault, WormStore store, Clock clock) {
        this.credentials = credentials;
        this.vault = vault;
        this.store = store;
        this.clock = clock;
    }

    /** The step this code belongs to, if it is one of the three. Costs the same for everybody and every code. */
    OptionalLong step(String userId, String code) {
        byte[] wrapped = credentials.totpSecret(organisation(), userId);
        byte[] secret = wrapped == null ? DECOY.clone() : SecretBox.open(wrappingKey(userId), owner(userId), wrapped);
        try {
            OptionalLong step = step(secret, code, clock.instant());
            return wrapped == null ? OptionalLong.empty() : step;
        } finally {
            Secrets.wipe(secret);
        }
    }

    OptionalLong step(byte[] secret, String code, Instant now) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        long current = Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
        OptionalLong matching = OptionalLong.empty();
        for (long step = current - 1; step <= current + 1; step++) {
            if (MessageDigest.isEqual(at(secret, step).getBytes(StandardCharsets.UTF_8), typed)) {
                matching = OptionalLong.of(step);
            }
        }
        return matching;
    }

    /** Spends the step; false if it, or a later one, was spent before. */
    boolean spend(String userId, long step) {
        return credentials.spend(organisation(), userId, step) == 1;
    }

    /** The secret as it is stored; wipes the one given. */
    byte[] wrap(String userId, byte[] secret) {
        try {
            return SecretBox.seal(wrappingKey(userId), owner(userId), secret);
        } finally {
            Secrets.wipe(secret);
        }
    }

    private String at(byte[] secret, long step) {
        try {
            return generator.generateOneTimePasswordString(
                    new SecretKeySpec(secret, "HmacSHA1"), Instant.ofEpochSecond(step * STEP.toSeconds()), Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key for HMAC", e);
        }
    }

    private byte[] wrappingKey(String userId) {
        return vault.hmac(SecretName.SHARE, owner(userId));
    }

    private byte[] owner(String userId) {
        return Parts.of("totp/v1", organisation(), userId);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
