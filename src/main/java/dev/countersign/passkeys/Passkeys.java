package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import dev.countersign.ledger.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Passkeys of people (IDN-03, SIG-02). Who somebody is, and that they typed their password, is for callers to know. An answer is good for one
 * question: of one person, session and purpose, for minutes.
 */
public interface Passkeys {

    /** All a person ever registered, newest first. */
    List<Passkey> of(String userId);

    /**
     * Begins to register another one. MUST only be called right after the person proved both components anew.
     *
     * @param session reference of the session the answer has to come from
     * @param printedName shown by the authenticator beside the user id
     * @throws dev.countersign.ledger.RefusedException {@code passkey-host}, {@code passkey-limit}
     */
    Creation beginRegistration(Caller person, String session, String printedName, Site site);

    /**
     * Registers what the authenticator made; audited. Own transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code challenge-over}, {@code passkey-refused}, {@code passkey-exists}, {@code
     *     passkey-name}
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

    /** @param transports ways to reach the authenticator, as its browser named them */
    record Allowed(String id, Set<String> transports) {}

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
