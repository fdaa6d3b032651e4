package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import dev.countersign.identity.CredentialMapper.Wrapped;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** One-time codes of people: of the current step, the one before and the one after, each accepted once (T18). */
@Component
class OneTimeCodes {

    private static final byte[] DECOY = new byte[20];

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

    /**
     * The step a code belongs to, by the secret that was stored then.
     *
     * @param step none if the code is of no step
     * @param secret as it is stored: another one since makes the step worth nothing
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Typed(OptionalLong step, byte[] secret) {

        /** Of no code. */
        static Typed nothing() {
            return new Typed(OptionalLong.empty(), new byte[0]);
        }
    }

    /** The step this code belongs to, if it is one of the three. Costs the same for everybody and every code. */
    OptionalLong step(String userId, String code) {
        return typed(userId, code).step();
    }

    /** As {@link #step}, for {@link AttemptMapper#enter} to spend once the password is known to be right. */
    Typed typed(String userId, String code) {
        @Nullable Wrapped wrapped = credentials.totpSecret(organisation(), userId);
        byte[] bytes = wrapped == null
                ? DECOY.clone()
                : SecretBox.open(wrappingKey(userId, wrapped.share()), owner(userId), wrapped.secret());
        try (TotpSecret secret = new TotpSecret(bytes)) {
            OptionalLong step = matching(secret, code, TotpSecret.step(clock.instant()));
            if (wrapped == null) {
                return Typed.nothing();
            }
            if (wrapped.share() < wrapped.currentShare()) {
                credentials.rewrapTotp(
                        organisation(),
                        userId,
                        wrapped.secret(),
                        wrap(userId, secret, wrapped.currentShare()),
                        wrapped.currentShare());
            }
            return new Typed(step, wrapped.secret());
        }
    }

    static OptionalLong matching(TotpSecret secret, String code, long current) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        OptionalLong matching = OptionalLong.empty();
        for (long step = current - 1; step <= current + 1; step++) {
            if (MessageDigest.isEqual(secret.code(step).getBytes(StandardCharsets.UTF_8), typed)) {
                matching = OptionalLong.of(step);
            }
        }
        return matching;
    }

    /** Spends the step; false if it, or a later one, was spent before. */
    boolean spend(String userId, long step) {
        return credentials.spend(organisation(), userId, step) != null;
    }

    /** The secret as it is stored; under the first generation of the share until it is used. */
    byte[] wrap(String userId, TotpSecret secret) {
        return wrap(userId, secret, 1);
    }

    private byte[] wrap(String userId, TotpSecret secret, int share) {
        byte[] bytes = secret.bytes();
        try {
            return SecretBox.seal(wrappingKey(userId, share), owner(userId), bytes);
        } finally {
            Secrets.wipe(bytes);
        }
    }

    private byte[] wrappingKey(String userId, int share) {
        return vault.share(share, owner(userId));
    }

    private byte[] owner(String userId) {
        return Parts.of("totp/v1", organisation(), userId);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
