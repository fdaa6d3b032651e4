package dev.countersign.accounts;

import dev.countersign.identity.ServiceAccounts.IssuedToken;
import dev.countersign.identity.ServiceAccounts.KeptServiceAccount;
import dev.countersign.identity.ServiceAccounts.NewServiceAccount;
import dev.countersign.identity.ServiceAccounts.Rotation;
import dev.countersign.ledger.Caller;
import java.util.List;

/**
 * Accounts of programs, as IT Administrators keep them (11.10(d), T15). Everybody else is refused with {@code not-authorized}; auditors and
 * QA Managers may look. Every change is audited with its reason, every refusal is on record.
 */
public interface Integrations {

    /** All of them, without their tokens. */
    List<KeptServiceAccount> all(Caller caller);

    /** Makes an account; its token is in the answer and nowhere else. */
    IssuedToken create(Caller administrator, NewServiceAccount account);

    /** Another token; the one before it goes on for the overlap. */
    IssuedToken rotate(Caller administrator, String name, Rotation rotation);

    /** Ends it for good, from the next call on. */
    void revoke(Caller administrator, String name, String reason);
}
