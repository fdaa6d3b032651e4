package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.util.Optional;

/**
 * Where people get notices about their accounts by e-mail (IDN-02). An address proves nothing and opens nothing: nobody signs in by it, and no
 * account is recovered by it.
 */
public interface MailAddresses {

    /** The present one of a person, if there is one. */
    Optional<String> of(String userId);

    /**
     * The person gives another address, or none any more; audited with the one before. Whoever reads at either hears of it. MUST NOT be called
     * inside a transaction.
     *
     * @param password wiped by this call, whatever happens
     * @param address empty for none
     * @throws dev.countersign.ledger.RefusedException {@code mail-address-refused}, {@code reauthentication-failed}, {@code signing-locked};
     *     on record
     */
    void change(Caller person, char[] password, String code, String address);
}
