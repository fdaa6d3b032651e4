package dev.countersign.evidence.verify;

import dev.countersign.crypto.TimestampAuthorities;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the store is compared with and does not hold itself.
 *
 * @param logKey verifier key of the log, from the application that holds it; null if only a trust file could tell
 * @param trust bytes of a trust file that was kept outside; null if there is none
 * @param checkpoint a checkpoint that was kept outside; null if there is none
 * @param timestampAuthorities certificates (PEM) of those whose timestamps count; null if nobody says
 */
@SuppressWarnings("ArrayRecordComponent")
public record Anchors(
        @Nullable String logKey,
        byte @Nullable [] trust,
        byte @Nullable [] checkpoint,
        byte @Nullable [] timestampAuthorities) {

    /** Without certificates of timestamp authorities. */
    public Anchors(@Nullable String logKey, byte @Nullable [] trust, byte @Nullable [] checkpoint) {
        this(logKey, trust, checkpoint, null);
    }

    /** The key to check signatures with: that of the trust file, if there is one. */
    @Nullable
    String key() {
        return trust == null ? logKey : Json.read(trust).path("logKey").textValue();
    }

    /** SHA-256 of the founders' public keys; null if no trust file names any. */
    @Nullable
    Set<String> founders() {
        Set<String> named = new HashSet<>();
        if (trust != null) {
            Json.read(trust).path("founderKeysSha256").items().forEach(one -> named.add(one.asText()));
        }
        return named.isEmpty() ? null : named;
    }

    /** Verifier keys of witnesses as the trust file names them. */
    Set<String> witnessKeys() {
        Set<String> named = new HashSet<>();
        if (trust != null) {
            Json.read(trust).path("witnessKeys").items().forEach(one -> named.add(one.asText()));
        }
        return named;
    }

    /** Those whose timestamps count: as they were given, else as the trust file names them; null if nobody does. */
    @Nullable
    TimestampAuthorities authorities() {
        if (timestampAuthorities != null) {
            return TimestampAuthorities.ofPem(timestampAuthorities);
        }
        List<byte[]> named = new ArrayList<>();
        if (trust != null) {
            Json.read(trust)
                    .path("timestampAuthorities")
                    .items()
                    .forEach(one -> named.add(Checkpoint.base64(one.asText())));
        }
        return named.isEmpty() ? null : TimestampAuthorities.ofDer(named);
    }

    /**
     * Whether trust file and checkpoint can be read at all, and belong together.
     *
     * @throws IllegalArgumentException with a sentence if not
     */
    public void demandReadable() {
        try {
            String key = key();
            if (key != null) {
                Checkpoint.Key.parse(key);
            } else if (trust != null) {
                throw new IllegalArgumentException("it names no log key");
            }
            witnessKeys().forEach(Checkpoint.Key::ofWitness);
            if (timestampAuthorities == null) {
                authorities();
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("the trust file is none: " + e.getMessage(), e);
        }
        if (timestampAuthorities != null) {
            TimestampAuthorities.ofPem(timestampAuthorities);
        }
        String named = key();
        if (checkpoint != null && named != null) {
            try {
                Checkpoint.parse(
                        checkpoint,
                        Checkpoint.Key.parse(named)
                                .inEpochOf(CheckpointChecks.outside(checkpoint).origin()));
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("the checkpoint is none of this log: " + e.getMessage(), e);
            }
        } else if (checkpoint != null) {
            CheckpointChecks.outside(checkpoint);
        }
    }
}
