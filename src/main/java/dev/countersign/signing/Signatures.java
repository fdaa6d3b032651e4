package dev.countersign.signing;

import dev.countersign.authority.Lineage;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.identity.SeriesPlace;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.records.RecordVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The signing ceremony (21 CFR 11.50, 11.70, 11.200). In order: {@link #present}, {@link #intend}, {@code Presence.prove},
 * then in one transaction {@link #open}, the engine's completion of the task, whose delegates call {@link #authorise}, {@link
 * #reauthenticate}, {@link #bind} and {@link #persist}. After a rollback {@link #burn}.
 */
public interface Signatures {

    /** Appends the plan of the record's type; in the caller's transaction. */
    SignaturePlan plan(Caller caller, RecordVersion version);

    Optional<SignaturePlan> planOf(UUID recordId);

    /** Whether the risk policy calls records of this type sensitive (IDN-07). */
    boolean isSensitive(String recordType);

    /** The steps that records of this type need whose approval starts now. */
    List<SignaturePlan.Step> demanded(String recordType);

    /** Whether there is anybody for each signature that the newest version of this record still needs, or would need (AUT-03). */
    Forecast forecast(RecordVersion newest);

    /** As {@link #forecast(RecordVersion)}, of a record of that type that this person would write now. */
    Forecast forecast(String recordType, String author);

    /** Everybody who had a hand in the record so far. */
    Lineage lineage(UUID recordId);

    /** Why this person cannot sign this task now, if so (SIG-10): the same rules as {@link #authorise}. */
    Optional<Refusal> refusalToSign(String userId, SigningTask task);

    /**
     * Renders, stores and remembers what is shown to this session; own transaction.
     *
     * @param reader in whose language the sentences are, if there are sentences in it, else in English; what is signed after it is signed in
     *     that language
     */
    Presentation present(Caller caller, SigningTask task, Locale reader);

    /**
     * Forms the intent and the ceremony; own transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code record-changed}, {@code meaning-not-allowed}, {@code
     *     reason-required}, {@code not-authorized}
     */
    Ceremony intend(Caller caller, SigningTask task, SigningRequest request);

    /** As {@link #intend}, and keeps the intent until a passkey answers to its hash; own transaction. */
    Ceremony intendForPasskey(Caller caller, SigningTask task, SigningRequest request);

    /**
     * The ceremony that a passkey answers; given out once; own transaction.
     *
     * @param request what the person decides, which must be what the passkey was asked for
     * @throws dev.countersign.ledger.RefusedException {@code ceremony-spent}, {@code ceremony-mismatch}, {@code record-changed}
     */
    Ceremony resume(Caller caller, SigningTask task, SigningRequest request, UUID ceremonyId);

    /** The next place of the caller's series for this ceremony, where one component is enough (SIG-02); asked by {@code Presence}. */
    SeriesPlace place(Ceremony ceremony);

    /** The series in which the caller may sign this task with one component; empty if all are needed. */
    Optional<SigningSeries> series(Caller caller, SigningTask task);

    /** Why the caller's newest series, if there was one lately, does not go on with this task; to be told to them where {@link #series} is empty. */
    Optional<SeriesEnd> seriesEnd(Caller caller, SigningTask task);

    /** Whether this signature, just made, began a series that goes on: from then on the caller's session may more than before. */
    boolean beganSeries(Caller caller, Signature signature);

    /** Ends the caller's series, if there is one; own transaction. */
    void endSeries(Caller caller);

    /** Locks the record, claims the ceremony and binds ceremony and proof to the transaction. */
    void open(Ceremony ceremony, ProofOfPresence proof);

    /** Whether this transaction carries an opened ceremony for that task: what a built-in listener demands. */
    boolean isOpenFor(String taskId);

    /** Whether this transaction appended the signature of that task: what the end of a signature step demands. */
    boolean isPersistedFor(String taskId);

    /** First delegate: assignee, role, separation of duties, against this moment's state. */
    void authorise(SigningTask task);

    /** Second delegate: the proof is fresh, unused, of this person, for this intent. */
    void reauthenticate(SigningTask task);

    /** Third delegate: statement and Ed25519 signature. */
    void bind(SigningTask task);

    /** Fourth delegate: signature and audit entries into the WORM store. */
    Decision persist(SigningTask task);

    /** The ceremony is spent and the refusal on record; own transaction, after the rollback. */
    void burn(Ceremony ceremony, Refusal refusal);

    /**
     * Verifies the version's signatures from the store, cryptographically and against its plan, then moves the record to {@code
     * approved} and {@code effective} (WFL-11); in the caller's transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code signatures-missing}
     */
    void release(Caller caller, UUID recordId, int version);

    Optional<Signature> find(UUID signatureId);

    /** Why this signature does not verify from the stored bytes, if so: what marks beside signatures tell. */
    Optional<String> faultOf(UUID signatureId);

    List<Signature> ofRecord(UUID recordId);

    /** The signature by which this person completed a task they had open, if they did. */
    Optional<Signature> ofTask(String userId, String taskId);

    /** The signature this transaction has appended, if it has; it exists once the transaction is committed. */
    Optional<Signature> persisted();

    record Decision(UUID signatureId, boolean approve) {}
}
