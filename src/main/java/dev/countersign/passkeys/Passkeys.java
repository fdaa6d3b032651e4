package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Passkeys of people (IDN-03, SIG-02). Who somebody is, and that they typed their password, is for callers to know. An answer is good for one
 * question: of one person, session and purpose, for minutes.
 */
public interface Passkeys {

    /** All a person ever registered, newest first. */
    List<Passkey> of(String userId);

    /** Credential ids, as SHA-256, of everybody's passkeys that work, by user id; in one statement. */
    Map<String, List<String>> working();

    /**
     * Begins to register another one. MUST only be called right after the person proved both components anew. Refused where the risk policy
     * demands more than these: a passkey added there would be the one it demands.
     *
     * @param session reference of the session the answer has to come from
     * @param printedName shown by the authenticator beside the user id
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-limit}, {@code passkey-not-here}
     */
    Creation beginRegistration(Caller person, String session, String printedName, Site site);

    /**
     * As {@link #beginRegistration}, wherever it is, for somebody who set their account up a moment ago by an invitation: they had nothing that a
     * risk policy could ask for.
     */
    Creation beginEnrolment(Caller person, String session, String printedName, Site site);

    /**
     * Registers what the authenticator made; audited. Own transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code challenge-over}, {@code passkey-refused}, {@code passkey-exists}, {@code
     *     passkey-name}, {@code passkey-not-here}
     */
    Passkey register(Caller person, String session, Site site, Attestation made);

    /** Whether the person has one that works at this site. */
    boolean anyAt(String userId, Site site);

    /**
     * A new challenge for a login. MUST only be called once the person's password held.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}
     */
    Question askForLogin(String userId, String session, Site site);

    /**
     * A challenge that is the hash of an intent; its single use is for the ceremony to hold.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}
     */
    Question askForIntent(String userId, Digest intent, Site site);

    /** Judges the answer at a login; spends its challenge. In the caller's transaction, which MUST commit whatever comes of it. */
    Judgement judgeLogin(Caller person, String session, Assertion answer);

    /**
     * A new challenge for somebody who is signed in and proves anew who they are.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}
     */
    Question askAgain(String userId, String session, Site site);

    /** Judges the answer to {@link #askAgain}; spends its challenge. In the caller's transaction, which MUST commit whatever comes of it. */
    Judgement judgeAgain(Caller person, String session, Assertion answer);

    /**
     * Asks one passkey for its PRF over the challenge, which is random and becomes the salt. Refused where none is added: it would open the
     * key of whoever has password and code.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}, {@code passkey-not-here}
     */
    Question askToOpen(Caller person, String session, Site site, Digest credentialSha256);

    /**
     * Judges the answer to {@link #askToOpen}; spends its challenge. In the caller's transaction, which MUST commit whatever comes of it.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-not-here}; nothing is spent then
     */
    Judgement judgeToOpen(Caller person, String session, Assertion answer);

    /** Whether one of these works at this site. */
    boolean anyAt(String userId, Site site, Set<Digest> credentials);

    /**
     * As {@link #askForIntent(String, Digest, Site)}, of those alone whose PRF is asked too.
     *
     * @param salts by the SHA-256 of the credential's id
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-not-found}
     */
    Question askForIntent(String userId, Digest intent, Site site, Map<Digest, byte[]> salts);

    /** Judges the answer over an intent. In the caller's transaction, which MUST commit whatever comes of it. */
    Judgement judgeIntent(Caller person, Digest intent, Assertion answer);

    /**
     * Revokes a passkey: effective at once; audited.
     *
     * @throws dev.countersign.ledger.RefusedException {@code passkey-not-found}
     */
    void revoke(Caller caller, String userId, Digest credentialSha256, String reason);

    /** Revokes all a person has, e.g. when their components are reset. In the caller's transaction if there is one. */
    void revokeAll(Caller caller, String userId, String reason);

    /** What a browser needs to make a passkey. All bytes in base64url. */
    record Creation(
            String challenge,
            String host,
            String userHandle,
            String userName,
            String printedName,
            List<String> exclude) {}

    /** What a browser needs to ask one. All bytes in base64url. */
    record Question(String challenge, String host, List<Allowed> credentials) {}

    /**
     * @param transports ways to reach the authenticator, as its browser named them
     * @param salt over which its PRF is asked; null where none is
     */
    record Allowed(
            String id, Set<String> transports, @Nullable String salt) {}

    /**
     * What an authenticator made (WebAuthn AuthenticatorAttestationResponse). Untrusted.
     *
     * @param name as the person calls it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Attestation(byte[] attestationObject, byte[] clientData, Set<String> transports, String name) {

        /** As a browser sends it: bytes in base64url, transports separated by spaces. */
        public static Attestation ofBase64url(
                String attestationObject, String clientData, String transports, String name) {
            return new Attestation(
                    Base64url.read(attestationObject),
                    Base64url.read(clientData),
                    new TreeSet<>(Arrays.asList(transports.split(" "))),
                    name);
        }

        @Override
        public String toString() {
            return "attestation";
        }
    }
}
