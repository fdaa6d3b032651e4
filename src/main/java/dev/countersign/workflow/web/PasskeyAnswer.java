package dev.countersign.workflow.web;

import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Site;
import dev.countersign.workflow.Tasks.Answered;
import java.util.UUID;

/** What a passkey answered, as it was sent: all bytes in base64url. */
record PasskeyAnswer(
        String ceremonyId, String credentialId, String clientData, String authenticatorData, String signature) {

    private static final UUID NONE = new UUID(0, 0);

    Answered at(Site site) {
        return new Answered(
                ceremony(), Assertion.ofBase64url(credentialId, clientData, authenticatorData, signature, site));
    }

    /** What is no id is that of no ceremony. */
    private UUID ceremony() {
        try {
            return UUID.fromString(ceremonyId);
        } catch (IllegalArgumentException e) {
            return NONE;
        }
    }
}
