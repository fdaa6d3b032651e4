package dev.countersign.reviews;

import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Passkeys.Question;
import dev.countersign.passkeys.Site;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Periodic work on accounts (IDN-02, IDN-08): a QA Manager reviews everybody's credentials, everybody shows that their second factor works, an
 * IT Administrator asks after accounts nobody uses. Nobody does it for themself but the test. Whoever may not is refused with {@code not-authorized}.
 */
public interface Reviews {

    /** What waits for this caller, what is due first, at most a hundred of each kind; empty for programs. */
    List<Task> waitingFor(Caller caller);

    /** The fifty people whose review waits longest for this QA Manager, by user id, as the evidence will have them. */
    CredentialList credentials(Caller manager);

    /**
     * Completes the review of everybody on the list: suspends, takes roles away, and keeps the list with the decisions, signed with the reviewer's
     * key, or does nothing of it. Of two at once one is refused with {@code review-changed}. MUST NOT be called inside a transaction.
     *
     * @param seenSha256 of the list that was shown
     * @param decisions by user id: one for each on the list
     * @param password wiped by this call
     * @return SHA-256 of the kept evidence, lower-case hex
     * @throws dev.countersign.ledger.RefusedException {@code review-changed}, {@code decision-missing}, {@code reason-required}, {@code
     *     reauthentication-failed}, or as {@code Accounts} refuses a suspension or the end of a role
     */
    String complete(Caller manager, String seenSha256, Map<String, Decision> decisions, char[] password, String code);

    /**
     * Has everybody's account reviewed anew until then (AUT-07): each waits at once for whoever reviews, and is overdue after it. Completed by itself
     * when all are done.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code campaign-open}, {@code due-refused}, {@code
     *     reason-required}
     */
    Campaign openCampaign(Caller manager, String reason, Instant dueAt);

    /** The one that is open; for QA Managers, IT Administrators and auditors. */
    Optional<Campaign> campaign(Caller caller);

    /**
     * Who signed what a reviewer saw and decided; for the same people.
     *
     * @throws dev.countersign.ledger.RefusedException {@code evidence-not-found}, {@code evidence-not-signed}
     */
    SignedEvidence signed(Caller caller, String sha256);

    /**
     * The person shows that their authenticator works. MUST NOT be called inside a transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed}, {@code signing-locked}
     */
    void testAuthenticator(Caller person, char[] password, String code);

    /**
     * Asks a passkey of the person to show that it works.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}
     */
    Question askPasskey(Caller person, Site site);

    /**
     * Likewise a passkey of theirs. It tells nothing of the authenticator app, whose task stays.
     *
     * @throws dev.countersign.ledger.RefusedException likewise
     */
    void testAuthenticator(Caller person, char[] password, Assertion answer);

    /**
     * An account nobody used for long is kept or suspended; by an IT Administrator, with a reason, about somebody else. MUST NOT be called inside a
     * transaction.
     *
     * @param decision {@code keep} or {@code suspend}
     * @throws dev.countersign.ledger.RefusedException {@code task-not-found}, {@code second-person-required}, {@code decision-missing}, {@code
     *     reason-required}, or as {@code Accounts} refuses a suspension
     */
    void decideStale(Caller administrator, String userId, String decision, String reason);

    /** What was done last, newest first; for QA Managers, IT Administrators and auditors. */
    List<Done> done(Caller caller, int most);

    /**
     * What a reviewer saw and decided, its exact bytes; for the same people.
     *
     * @throws dev.countersign.ledger.RefusedException {@code evidence-not-found}
     */
    byte[] evidence(Caller caller, String sha256);

    /** @param left accounts that are still to be looked at */
    record Campaign(UUID campaignId, Instant openedAt, String openedBy, String reason, Instant dueAt, int left) {}

    /**
     * @param certificate DER, of the key it was signed with
     * @param signature 64 bytes, Ed25519 over exactly the bytes of the evidence
     * @param fault why it does not hold; null if it does
     */
    record SignedEvidence(
            String sha256,
            String reviewer,
            String certificateSha256,
            byte[] certificate,
            byte[] signature,
            @Nullable String fault) {}

    /** @param kind {@code credential-review}, {@code authenticator-test} or {@code stale-account} @param about whose */
    record Task(UUID taskId, String kind, String about, Instant dueAt, boolean overdue) {}

    /** What somebody did, not what the calendar took back. @param evidence SHA-256 of a review's list */
    record Done(
            String kind,
            String about,
            Instant doneAt,
            @Nullable String doneBy,
            String outcome,
            @Nullable String evidence) {}

    /** @param sha256 of the canonical bytes of what is reviewed, lower-case hex: not of how an account is used, which changes with each login */
    record CredentialList(List<Credential> people, String sha256) {}

    /**
     * One account as the reviewer sees it.
     *
     * @param roles codes
     * @param keyState {@code made}, {@code certified}, {@code ended}; null without a key
     * @param passkeys credential ids, as SHA-256, of those that work
     * @param devices that are known, shown and not hashed, as is the last login
     */
    record Credential(
            String userId,
            String printedName,
            String state,
            List<String> roles,
            @Nullable String keyState,
            @Nullable Instant keySince,
            @Nullable Instant passwordSince,
            @Nullable Instant authenticatorSince,
            List<String> passkeys,
            int devices,
            @Nullable Instant lastLogin) {}

    /** @param outcome {@code confirm}, {@code suspend}, or {@code remove:} and a role's code @param reason needed unless it is confirmed */
    record Decision(String outcome, String reason) {}
}
