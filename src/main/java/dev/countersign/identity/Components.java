package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person logs in and signs with, as they see it, and how it ends when it is lost (IDN-02, KEY-05, 11.300(c)). */
public interface Components {

    /**
     * A digest of what this person's account stands on now: its state, password, authenticator, passkeys and key, and since when. Another one
     * as soon as any of them changed, even if it was changed back.
     */
    Digest standing(String userId);

    /** What the person has now. */
    Held of(String userId);

    /** Everybody whose account has not ended, by user id, with what they have and when they used it last; in one statement. */
    List<InUse> inUse();

    /**
     * The person says that their device is lost: at once its secret is destroyed, passkeys are revoked, the signing key and its certificate end, and the account
     * is suspended. Nobody logs in or signs with it before {@link #reset}. Own transaction.
     */
    void lost(Caller person);

    /**
     * Takes the account back to before its enrolment: password, authenticator and key are destroyed, and it waits for a new invitation.
     * Signatures stay valid. In the caller's transaction, who knows that two people decided.
     *
     * @throws dev.countersign.ledger.RefusedException {@code person-not-found}, {@code state-refused}
     */
    void reset(Caller decider, String userId, String reason);

    /**
     * Somebody whose account has not ended. Every login is on a device that is known from then on; one that was forgotten since tells nothing
     * any more.
     *
     * @param keyState of the newest signing key: {@code made}, {@code certified} or {@code ended}; null if there never was one
     * @param devices that are known
     */
    record InUse(
            String userId,
            String printedName,
            String state,
            @Nullable String keyState,
            @Nullable Instant keySince,
            @Nullable Instant passwordSince,
            @Nullable Instant authenticatorSince,
            int devices,
            @Nullable Instant lastLogin) {}

    /**
     * @param keyId newest signing key; null if there never was one
     * @param keyState {@code made}, {@code certified} or {@code ended}
     * @param fingerprint SHA-256 of its public key (SPKI), lower-case hex
     * @param certificateSha256 lower-case hex; null before it is certified
     */
    record Held(
            @Nullable UUID keyId,
            @Nullable String keyState,
            @Nullable Instant keySince,
            @Nullable String fingerprint,
            @Nullable String certificateSha256,
            @Nullable Instant passwordSince,
            @Nullable Instant authenticatorSince) {}
}
