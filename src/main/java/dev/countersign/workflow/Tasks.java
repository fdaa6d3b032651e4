package dev.countersign.workflow;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import dev.countersign.signing.Presentation;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SigningRequest;
import dev.countersign.signing.SigningTask;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tasks of people, as the public interface shows them (WFL-01). */
public interface Tasks {

    /**
     * Tasks the caller may act on: of those assigned and of those offered to their roles the thousand oldest each.
     *
     * @param recordId null for those on any record
     */
    TaskViews of(Caller caller, @Nullable UUID recordId);

    /** @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code claimed}, {@code task-not-found} */
    void claim(Caller caller, String taskId);

    /**
     * Gives a claimed task back to its role.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code task-not-found}
     */
    void release(Caller caller, String taskId);

    /**
     * Gives a task to somebody who can do it, with a reason; whoever had it loses it at once (WFL-07).
     *
     * @param assignee user id of a person
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized} for the caller or the new assignee, {@code
     *     reason-required}, {@code task-not-found}, {@code task-completed}, {@code status-conflict}
     */
    void reassign(Caller caller, String taskId, String assignee, String reason);

    /**
     * The signature task with that id, if the caller may see it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code task-not-found}, {@code task-completed}, {@code no-signature-task}
     */
    SigningTask signingTask(Caller caller, String taskId);

    /**
     * What is to be signed, shown to the caller's session.
     *
     * @param reader in whose language its sentences are, if there are sentences in it, else in English
     */
    Presentation presentation(Caller caller, String taskId, Locale reader);

    /** Whether there is an open task with that id; says nothing of who may see it. */
    boolean isOpen(String taskId);

    /** Whether an open task with that id asks for a signature; for refusals that say what to do instead. */
    boolean asksForSignature(String taskId);

    /**
     * Signs and completes the task in one transaction; claims it first if nobody has.
     *
     * @param password wiped by this call
     */
    Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, String code);

    /**
     * As with a code, by the password alone, in a series that the meaning's policy allows and that began with all components.
     *
     * @param password wiped by this call
     * @throws dev.countersign.ledger.RefusedException {@code all-components-required} if there is none
     */
    Signature signInSeries(Caller caller, String taskId, SigningRequest request, char[] password);

    /**
     * Begins to sign by a passkey: forms the intent, whose hash is the challenge.
     *
     * @throws dev.countersign.ledger.RefusedException as {@link #sign}, and {@code passkey-host}, {@code passkey-not-found}
     */
    Asked askPasskey(Caller caller, String taskId, SigningRequest request, Site site);

    /**
     * As {@link #sign}, by password and a passkey's answer.
     *
     * @param password wiped by this call
     */
    Signature sign(Caller caller, String taskId, SigningRequest request, char[] password, Answered answer);

    /**
     * As {@link #askPasskey}, of the passkeys that open the caller's key, whose secret is asked too: for a later signature of a series.
     *
     * @throws dev.countersign.ledger.RefusedException likewise
     */
    Asked askPasskeyInSeries(Caller caller, String taskId, SigningRequest request, Site site);

    /**
     * As {@link #signInSeries(Caller, String, SigningRequest, char[])}, by a passkey that opens the key, and no password.
     *
     * @param secret what its PRF gave; wiped by this call
     */
    Signature signInSeries(Caller caller, String taskId, SigningRequest request, Answered answer, byte[] secret);

    /** What stands on the cards of {@link #of}'s tasks, in any order; without what it takes to say whether the caller may sign. */
    List<TaskCard> cards(Caller caller);

    /**
     * Of a task in a list of many.
     *
     * @param sensitive whether its record type is one that the risk policy calls so
     */
    record TaskCard(String taskId, UUID recordId, int version, String type, boolean sensitive) {}

    /** @param question what the passkey is asked */
    record Asked(UUID ceremonyId, Question question) {}

    record Answered(UUID ceremonyId, Assertion assertion) {}

    /** @param more whether there are others */
    record TaskViews(List<TaskView> views, boolean more) {}

    /**
     * @param since when it was made
     * @param dueAt when it should be done, where the model says so
     * @param canSign false with {@code whyNot} naming rule and remedy
     */
    record TaskView(
            String taskId,
            String name,
            UUID recordId,
            int version,
            Digest sha256,
            String title,
            List<String> meanings,
            Instant since,
            @Nullable Instant dueAt,
            @Nullable String assignee,
            boolean canSign,
            @Nullable String whyNot) {}
}
