package dev.countersign.accounts;

import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;

/**
 * What is taken away from an account because of a decision that is more than this: by the same rules as {@link Accounts}, in the caller's
 * transaction, which MUST be open, so that all of the decision takes effect or nothing. A refusal is on nobody's record before the caller
 * puts it there.
 */
public interface AccountEndings {

    /**
     * Suspends an account at once; by an IT Administrator or a QA Manager, about somebody else.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code second-person-required}, {@code last-of-role}, {@code
     *     state-refused}, {@code reason-required}
     */
    void suspend(Caller caller, String userId, String reason);

    /**
     * Suspends an account at once by a rule that the organisation has set, which nobody decided on at the moment; audited with its reason.
     *
     * @param program whose rule it is
     * @return false, and nothing is done, for the last active ones of a role that the organisation cannot do without
     */
    boolean suspendByRule(Caller program, String userId, String reason);

    /**
     * Takes a role away; by an IT Administrator or a QA Manager.
     *
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code reason-required}, {@code last-of-role}, {@code
     *     role-not-granted}
     */
    void revoke(Caller caller, String userId, Role role, String reason);
}
