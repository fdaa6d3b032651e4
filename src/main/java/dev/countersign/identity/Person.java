package dev.countersign.identity;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody with an account (IDN-01).
 *
 * @param userId login name and identity for ever; never reassigned (11.100(a))
 * @param printedName as it appears in signatures
 * @param title job title as it appears in signatures
 * @param zone time zone the person works in
 * @param keyId the certified signing key, if the person has one
 */
public record Person(
        String userId,
        String printedName,
        String title,
        ZoneId zone,
        State state,
        @Nullable UUID keyId) implements Serializable {

    /** Only an active person can log in or sign. */
    public enum State {
        CREATED,
        ACTIVE,
        SUSPENDED,
        LEFT;

        /** As it is stored and answered. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }
}
