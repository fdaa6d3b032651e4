package dev.countersign.passkeys;

/** What a passkey answered to a challenge (WebAuthn AuthenticatorAssertionResponse), and where it was asked. Untrusted until judged. */
@SuppressWarnings("ArrayRecordComponent")
public record Assertion(byte[] credentialId, byte[] clientData, byte[] authenticatorData, byte[] signature, Site site) {

    /** As a browser sends it: each part in base64url. What is not that is no part. */
    public static Assertion ofBase64url(
            String credentialId, String clientData, String authenticatorData, String signature, Site site) {
        return new Assertion(
                Base64url.read(credentialId),
                Base64url.read(clientData),
                Base64url.read(authenticatorData),
                Base64url.read(signature),
                site);
    }

    @Override
    public String toString() {
        return "assertion at " + site.host();
    }
}
