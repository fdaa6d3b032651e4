package dev.countersign.workflow.web;

import dev.countersign.passkeys.Assertion;
import dev.countersign.passkeys.Site;
import dev.countersign.workflow.Tasks.Answered;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a passkey answered, as it was sent: all bytes in base64url.
 *
 * @param prf what its PRF gave, which opens the key in a series; null or empty where it was not asked
 */
record PasskeyAnswer(
        String ceremonyId,
        String credentialId,
        String clientData,
        String authenticatorData,
        String signature,
        @Nullable String prf) {

    private static final UUID NONE = new UUID(0, 0);

    Answered at(Site site) {
        return new Answered(
                ceremony(), Assertion.ofBase64url(credentialId, clientData, authenticatorData, signature, site));
    }

    /** Whether it alone is to sign, as only a series allows. */
    boolean standsAlone() {
        return prf != null && !prf.isEmpty();
    }

    /** Wiped by whoever takes it; what is no base64url opens nothing. */
    byte[] secret() {
        try {
            return prf == null ? new byte[0] : Base64.getUrlDecoder().decode(prf);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    @Override
    public String toString() {
        return "passkey's answer";
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
