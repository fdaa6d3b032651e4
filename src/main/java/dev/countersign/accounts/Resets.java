package dev.countersign.accounts;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * How somebody who lost what they sign with begins anew (KEY-05, 11.300(c)): an IT Administrator asks, a QA Manager decides, and then the
 * account is as it was before its enrolment. There are no recovery codes: nobody keeps a way around the components.
 */
public interface Resets {

    /** Requests that wait for a decision, oldest first; for IT Administrators, QA Managers and auditors. */
    List<ResetRequest> waiting(Caller caller);

    /**
     * Asks for it; by an IT Administrator, about somebody else.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code person-not-found}, {@code reset-requested}, {@code
     *     second-person-required}, {@code reason-required}, {@code state-refused}
     */
    ResetRequest ask(Caller administrator, String userId, String reason);

    /**
     * Grants it, which destroys password, authenticator and signing key of the person, or refuses it; by a QA Manager who did not ask for
     * it and is not the person.
     *
     * @throws dev.countersign.ledger.RefusedException {@code request-not-found}, {@code second-person-required}, {@code reason-required},
     *     {@code last-of-role}
     */
    void decide(Caller manager, UUID requestId, boolean grant, String reason);

    record ResetRequest(UUID requestId, String userId, String requestedBy, Instant requestedAt, String reason) {}
}
