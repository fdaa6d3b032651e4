package dev.countersign.identity;

import dev.countersign.ledger.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Devices people signed in on before (T19, IDN-07). A device is known by a random token in its browser, which proves nothing about the
 * person: it only has failures counted apart from those of strangers. Each token belongs to one person; nobody gets in with it.
 */
public interface KnownDevices {

    /** Which device of that person these tokens name, if one; nothing is asked without tokens. */
    Optional<UUID> of(String userId, List<String> tokens);

    /**
     * Remembers the device somebody has just signed in on with both components; audited if it is new. The one that was used least is
     * forgotten for it if there are too many.
     *
     * @param known of {@link #of}; null if the device is not known
     */
    Remembered remember(Caller person, @Nullable UUID known);

    /** Those of a person, the last used first. */
    List<Device> ofPerson(String userId);

    /**
     * Forgets a device at once, e.g. because it was lost; audited as {@code device.revoked}, which alarms the security unit. In the
     * caller's transaction.
     *
     * @throws dev.countersign.ledger.RefusedException {@code device-not-found}
     */
    void revoke(Caller caller, String userId, UUID deviceId, String reason);

    /** @param token to be kept by the browser; null if it has one already */
    record Remembered(UUID deviceId, @Nullable String token) {}

    record Device(UUID deviceId, Instant firstAt, Instant lastAt, int logins) {}
}
