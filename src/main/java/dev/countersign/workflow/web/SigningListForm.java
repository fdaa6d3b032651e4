package dev.countersign.workflow.web;

import dev.countersign.crypto.Digest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was typed to sign a list. Its text never contains a secret. */
record SigningListForm(
        @Nullable String listSha256,
        @Nullable String password,
        @Nullable String code,
        @Nullable String ceremonyId,
        @Nullable String credentialId,
        @Nullable String clientData,
        @Nullable String authenticatorData,
        @Nullable String signature) {

    /** What is no hash is taken as the hash of nothing: the list then counts as changed. */
    Digest list() {
        try {
            return Digest.parse(text(listSha256));
        } catch (IllegalArgumentException e) {
            return Digest.of(new byte[0]);
        }
    }

    char[] secret() {
        return text(password).toCharArray();
    }

    /** Authenticators show codes in groups. */
    String bareCode() {
        return text(code).replaceAll("\\s", "");
    }

    /** What a passkey answered, if one was asked. */
    Optional<PasskeyAnswer> answer() {
        return text(ceremonyId).isEmpty()
                ? Optional.empty()
                : Optional.of(new PasskeyAnswer(
                        text(ceremonyId),
                        text(credentialId),
                        text(clientData),
                        text(authenticatorData),
                        text(signature),
                        null));
    }

    private static String text(@Nullable String field) {
        return field == null ? "" : field;
    }

    @Override
    public String toString() {
        return "signing of a list";
    }
}
