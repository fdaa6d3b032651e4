package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Refusal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A list of records that one person signs with one proof of presence, and what came of each (WFL-08).
 *
 * @param sha256 of the list's bytes as they were shown; what the proof is bound to
 * @param meaning code, of every record
 * @param opened whether each record must have been opened in this session; its line suffices if not
 * @param session reference of the session it was shown to
 * @param expiresAt until when it can be signed
 */
public record SigningList(
        UUID listId,
        Digest sha256,
        String meaning,
        boolean opened,
        State state,
        String session,
        Instant expiresAt,
        List<Item> items) {

    /** How far it is. */
    public enum State {
        SHOWN,
        SIGNING,
        ENDED
    }

    /** What came of one record. */
    public enum Outcome {
        /** Not yet, or never. */
        LISTED,
        SIGNED,
        REFUSED,
        /** The list ended before it was its turn. */
        NOT_REACHED
    }

    /**
     * One record.
     *
     * @param sentence what is signed, in {@code language}
     * @param seen whether what would be signed was shown to this session on the record's own page
     * @param refusal why it was not signed, with {@link Outcome#REFUSED} and {@link Outcome#NOT_REACHED}
     */
    public record Item(
            int position,
            String taskId,
            UUID recordId,
            int version,
            Digest versionSha256,
            String title,
            String sentence,
            String language,
            Digest presentationSha256,
            boolean seen,
            Outcome outcome,
            @Nullable UUID signatureId,
            @Nullable Refusal refusal) {}

    /** Whether nothing stands between the signer and signing but their presence. */
    public boolean isReady() {
        return state == State.SHOWN && (!opened || items.stream().allMatch(Item::seen));
    }

    /** How many came to that. */
    public long count(Outcome outcome) {
        return items.stream().filter(item -> item.outcome() == outcome).count();
    }
}
