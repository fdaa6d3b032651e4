package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import dev.countersign.signing.SigningRequest;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into the signing form. Its text never contains a secret.
 *
 * @param decision {@code approve} or {@code reject}
 */
record SigningForm(
        @Nullable String decision,
        @Nullable String reason,
        @Nullable String recordSha256,
        @Nullable String presentationSha256,
        @Nullable String password,
        @Nullable String code,
        @Nullable String ceremonyId,
        @Nullable String credentialId,
        @Nullable String clientData,
        @Nullable String authenticatorData,
        @Nullable String signature,
        @Nullable String prf)
        implements Serializable {

    /** Whether nothing but the password was given: a series has to allow that. */
    boolean isPasswordAlone() {
        return answer().isEmpty() && bareCode().isEmpty();
    }

    static SigningForm empty() {
        return new SigningForm("approve", "", null, null, null, null, null, null, null, null, null, null);
    }

    /** As it may be kept until the page is shown again. */
    SigningForm withoutSecrets() {
        return new SigningForm(
                decision, reason, recordSha256, presentationSha256, null, null, null, null, null, null, null, null);
    }

    public boolean approves() {
        return !"reject".equals(decision);
    }

    SigningRequest request() {
        return new SigningRequest(
                approves(), null, digest(recordSha256), digest(presentationSha256), reason == null ? "" : reason);
    }

    char[] secret() {
        return password == null ? new char[0] : password.toCharArray();
    }

    /** Authenticators show codes in groups. */
    String bareCode() {
        return code == null ? "" : code.replaceAll("\\s", "");
    }

    /** What a passkey answered, if one was asked. */
    Optional<PasskeyAnswer> answer() {
        return ceremonyId == null || ceremonyId.isEmpty()
                ? Optional.empty()
                : Optional.of(new PasskeyAnswer(
                        ceremonyId,
                        text(credentialId),
                        text(clientData),
                        text(authenticatorData),
                        text(signature),
                        prf));
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }

    @Override
    public String toString() {
        return "signing form, decision " + decision;
    }

    /** Hidden fields that are no hashes are taken as the hash of nothing: the record then counts as changed. */
    private static Digest digest(@Nullable String hex) {
        try {
            return Digest.parse(hex == null ? "" : hex);
        } catch (IllegalArgumentException e) {
            return Digest.of(new byte[0]);
        }
    }
}
