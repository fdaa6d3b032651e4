package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.VerifyingKey;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.ledger.Caller;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From a person to a certified signing key (KEY-01, 11.100(b)). Who may be a proofing officer is not decided here: callers other
 * than {@code authority} go through its {@code IdentityProofing}. Nothing here but {@link #end} may run inside a transaction.
 */
public interface Enrolments {

    /**
     * Makes the caller's own key, wrapped under their password and the server's share, and signs a test statement with it, which is
     * verified; both audited. For somebody whose code was spent a moment ago.
     *
     * @param password wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code policy-not-acknowledged}, {@code reauthentication-failed}, {@code
     *     signing-locked}, {@code key-exists}
     */
    OwnKey makeKey(Caller person, char[] password);

    /** As {@link #makeKey(Caller, char[])}, for somebody signed in: the authenticator's code is demanded and spent. */
    OwnKey makeKey(Caller person, char[] password, String code);

    /** The key of a person that has not ended; empty without one. */
    Optional<OwnKey> keyOf(String userId);

    /**
     * Certifies a person's made key: the authority's certificate and the statement the officer signs with their own key.
     *
     * @param officer who checked the identity; has a certified key
     * @param officerPassword opens it; wiped by this call, whatever happens
     * @throws dev.countersign.ledger.RefusedException {@code reauthentication-failed}, {@code signing-locked}, {@code
     *     not-authorized} for oneself or without a certified key, {@code key-missing}, {@code name-changed}
     */
    void certify(Caller officer, char[] officerPassword, String userId, Proofing proofing);

    /**
     * Certifies the first two keys of the installation, each person proofing the other: the only circular enrolments there are. Both
     * show both of their components. Both passwords are wiped by this call, whatever happens.
     *
     * @throws dev.countersign.ledger.RefusedException also {@code founders-exist}
     */
    void found(Caller caller, Founder one, Founder other);

    /** Ends a person's certificate and destroys the wrapped key; earlier signatures stay valid; audited with its reason. */
    void end(Caller caller, String userId, String reason);

    /**
     * @param fingerprint SHA-256 of the public key, as people compare keys
     * @param certified whether signatures with it count
     */
    record OwnKey(UUID keyId, Digest fingerprint, boolean certified) {

        static OwnKey of(StoredKey key) {
            return new OwnKey(key.keyId(), VerifyingKey.ofRaw(key.publicKey()).fingerprint(), key.isCertified());
        }
    }

    /**
     * @param checkedOn when the officer saw the document
     * @param printedName that the officer compared with it; null for the one the account has
     */
    record Proofing(
            String documentType,
            LocalDate checkedOn,
            String method,
            @Nullable String printedName) {

        public Proofing(String documentType, LocalDate checkedOn, String method) {
            this(documentType, checkedOn, method, null);
        }
    }

    /**
     * @param code of the person's authenticator, spent by the call
     * @param proofing what the other founder saw of this one
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Founder(String userId, char[] password, String code, Proofing proofing) {

        @Override
        public String toString() {
            return "founder " + userId;
        }
    }
}
