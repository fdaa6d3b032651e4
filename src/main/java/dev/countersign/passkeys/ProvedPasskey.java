package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import java.time.Instant;

/**
 * That a person's passkey answered, with the person verified by it.
 *
 * @param challenge it answered
 * @param evidence the exact bytes of {@code countersign/webauthn/v1}: everything needed to check it again
 * @param provedAt while the passkey was held and active
 */
@SuppressWarnings("ArrayRecordComponent")
public record ProvedPasskey(
        Digest credentialSha256, Digest publicKeySha256, byte[] challenge, byte[] evidence, Instant provedAt) {

    @Override
    public String toString() {
        return "passkey " + credentialSha256;
    }
}
