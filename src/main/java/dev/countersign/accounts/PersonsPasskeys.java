package dev.countersign.accounts;

import dev.countersign.ledger.Caller;
import dev.countersign.passkeys.Passkey;
import java.util.List;

/** Passkeys of people, for whoever keeps accounts (IDN-02, IDN-03): one that was lost or copied ends without a reset of all the rest. */
public interface PersonsPasskeys {

    /** All a person ever registered, newest first; for IT Administrators, QA Managers and auditors. */
    List<Passkey> of(Caller caller, String userId);

    /**
     * Revokes one passkey of somebody else, at once; by an IT Administrator or a QA Manager. The security unit and the person are told.
     *
     * @param credentialSha256 as 64 lower-case hexadecimal digits
     * @throws dev.countersign.ledger.RefusedException {@code not-authorized}, {@code second-person-required}, {@code reason-required}, {@code
     *     person-not-found}, {@code passkey-not-found}; on record
     */
    void revoke(Caller caller, String userId, String credentialSha256, String reason);
}
