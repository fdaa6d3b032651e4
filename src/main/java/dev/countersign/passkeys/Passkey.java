package dev.countersign.passkeys;

import dev.countersign.crypto.Digest;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A passkey of a person.
 *
 * @param credentialSha256 SHA-256 of the credential's id: what it is called by outside of this module
 * @param name as the person calls it
 * @param host it works at
 */
public record Passkey(
        Digest credentialSha256,
        String name,
        String host,
        State state,
        Instant registeredAt,
        @Nullable Instant lastUsedAt) {

    /** Only an active passkey proves anything. */
    public enum State {
        ACTIVE,
        /** Its counter went back: there may be a copy of it. */
        SUSPENDED,
        REVOKED;

        /** As it is stored and answered. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
