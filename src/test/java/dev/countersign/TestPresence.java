package dev.countersign;

import dev.countersign.crypto.Digest;
import dev.countersign.identity.Presence;
import dev.countersign.identity.PresenceAttempt;
import dev.countersign.identity.ProofOfPresence;
import dev.countersign.ledger.Caller;

/** Proves presence in one go, for tests that have their intent already. */
public final class TestPresence {

    private TestPresence() {}

    public static ProofOfPresence prove(
            Presence presence, Caller caller, String taskId, Digest intent, char[] password, String code) {
        try (PresenceAttempt attempt = presence.attempt(caller, taskId, password)) {
            return attempt.prove(intent, code);
        }
    }
}
