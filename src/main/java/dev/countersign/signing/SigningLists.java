package dev.countersign.signing;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signing over a list (WFL-08, 11.200(a)(1)(i)): shown as such, proved once over its hash, each place used once. In order: {@link #show}, {@code
 * Presence} over the list's hash, {@link #begin}, then for each place {@link #intend} and what {@link Signatures} says of a ceremony, {@link #refuse}
 * where it is refused, and {@link #end} whatever came of it.
 */
public interface SigningLists {

    /** Codes of the meanings that may be signed in lists; none by default. */
    Set<String> meanings();

    /** How many records a list of that meaning may have; 0 where it is not signed in lists. */
    int most(String meaning);

    /** Whether this task may stand in a list: its meaning allows it, and it is not the last step, which lets the record go. */
    boolean mayList(SigningTask task);

    /**
     * One task that was chosen.
     *
     * @param recordSha256 the version hash that the person believes to sign; null for whatever is shown
     */
    record Chosen(SigningTask task, @Nullable Digest recordSha256) {}

    /**
     * Makes the list, stores its bytes and remembers it; own transaction. Nothing is stored where one of them cannot stand in it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code list-not-allowed}, {@code list-size}, {@code list-mixed}, {@code record-changed}, {@code
     *     not-authorized}
     */
    SigningList show(Caller caller, List<Chosen> chosen, Locale reader);

    /**
     * The caller's own list as it stands.
     *
     * @throws dev.countersign.ledger.RefusedException {@code list-not-found}
     */
    SigningList find(Caller caller, UUID listId);

    /**
     * As {@link #find}, of a list that can be signed now in this session.
     *
     * @throws dev.countersign.ledger.RefusedException {@code list-not-found}, {@code list-changed}, {@code list-expired}
     */
    SigningList demandOpen(Caller caller, UUID listId, Digest sha256);

    /** A passkey is asked over the list; own transaction. */
    void ask(Caller caller, SigningList list);

    /**
     * The one answer to it is judged now; own transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code ceremony-spent} for a second one
     */
    void answered(Caller caller, SigningList list);

    /**
     * Claims the list for this proof; own transaction.
     *
     * @return false if it was claimed before
     */
    boolean begin(Caller caller, SigningList list, ProofOfPresence proof);

    /**
     * Forms the intent and ceremony of one place; own transaction.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link Signatures#intend}, and {@code record-not-opened}, {@code ceremony-mismatch}, {@code
     *     list-expired}
     */
    Ceremony intend(Caller caller, SigningTask task, SigningList list, int position, ProofOfPresence proof);

    /** That place was refused; own transaction. */
    void refuse(SigningList list, int position, Refusal refusal);

    /** Nothing more is signed in it; own transaction, audited. Once. */
    void end(Caller caller, SigningList list);
}
