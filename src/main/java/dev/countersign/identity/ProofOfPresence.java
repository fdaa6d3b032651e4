package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.SigningKey;
import dev.countersign.passkeys.ProvedPasskey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That this person was present a moment ago, for this one intent (11.200(a)(1)(i)): with both components, or with one in a series that
 * began with both. Only {@code
 * identity} makes it; it lives in memory alone, holds the opened signing key and wipes it when closed.
 */
public final class ProofOfPresence implements AutoCloseable {

    private final Person person;
    private final String session;
    private final String taskId;
    private final Digest intent;
    private final UUID keyId;
    private final Digest certificateSha256;
    private final List<String> components;
    private final @Nullable ProvedPasskey passkey;
    private final @Nullable ContinuedSeries series;
    private final Instant provedAt;
    private final Instant validUntil;
    private final SigningKey key;
    private final int places;
    private final Map<Integer, Digest> intents = new HashMap<>();

    /** @param places how many records the list has that it is for; 0 if it is for one intent */
    ProofOfPresence(
            Person person,
            String session,
            String taskId,
            Digest intent,
            UUID keyId,
            Digest certificateSha256,
            List<String> components,
            @Nullable ProvedPasskey passkey,
            @Nullable ContinuedSeries series,
            Instant provedAt,
            Instant validUntil,
            SigningKey key,
            int places) {
        this.person = person;
        this.session = session;
        this.taskId = taskId;
        this.intent = intent;
        this.keyId = keyId;
        this.certificateSha256 = certificateSha256;
        this.components = List.copyOf(components);
        this.passkey = passkey;
        this.series = series;
        this.provedAt = provedAt;
        this.validUntil = validUntil;
        this.key = key;
        this.places = places;
    }

    /** Whether this proof is for exactly this use, at this moment. */
    public boolean isFor(String userId, String session, String taskId, Digest intent, Instant now) {
        return places == 0
                && person.userId().equals(userId)
                && this.session.equals(session)
                && this.taskId.equals(taskId)
                && this.intent.equals(intent)
                && !now.isAfter(validUntil);
    }

    /**
     * Whether this proof is for exactly that place of that list, at this moment. A place is good for the one intent that it was first asked for (WFL-08).
     *
     * @param position from 1 to the size of the list
     */
    public boolean isForPlace(
            String userId, String session, UUID listId, Digest list, int position, Digest intent, Instant now) {
        return position >= 1
                && position <= places
                && person.userId().equals(userId)
                && this.session.equals(session)
                && taskId.equals(ofList(listId))
                && this.intent.equals(list)
                && !now.isAfter(validUntil)
                && intent.equals(intents.computeIfAbsent(position, first -> intent));
    }

    static String ofList(UUID listId) {
        return "signing-list:" + listId;
    }

    /** Until when it can be used. */
    public Instant validUntil() {
        return validUntil;
    }

    public Person person() {
        return person;
    }

    public UUID keyId() {
        return keyId;
    }

    public Digest certificateSha256() {
        return certificateSha256;
    }

    /** {@code password}, and {@code totp} or {@code passkey}; one of {@code password} and {@code passkey} alone in a series. */
    public List<String> components() {
        return components;
    }

    /** What the passkey answered to this intent, if it was one. */
    public Optional<ProvedPasskey> passkey() {
        return Optional.ofNullable(passkey);
    }

    /** The series it continues, with one component; empty if it was made with all. */
    public Optional<ContinuedSeries> series() {
        return Optional.ofNullable(series);
    }

    public Instant provedAt() {
        return provedAt;
    }

    /** Pure Ed25519 over exactly these bytes, with the person's key. */
    public byte[] sign(byte[] message) {
        return key.sign(message);
    }

    /** Wipes the key. */
    @Override
    public void close() {
        key.close();
    }
}
