package dev.countersign.identity;

import dev.countersign.identity.PasswordConfiguration.PasswordSettings;
import dev.countersign.worm.WormStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** {@link PasswordAges} by when a credential was set. */
@Component
class StoredPasswordAges implements PasswordAges {

    private final CredentialMapper credentials;
    private final PasswordSettings settings;
    private final WormStore store;
    private final Clock clock;

    StoredPasswordAges(CredentialMapper credentials, PasswordSettings settings, WormStore store, Clock clock) {
        this.credentials = credentials;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public boolean isExpired(String userId) {
        Duration lasts = settings.passwordLastsFor();
        if (lasts == null) {
            return false;
        }
        Instant setAt = credentials.setAt(store.installation().organisation(), userId);
        return setAt != null && clock.instant().isAfter(setAt.plus(lasts));
    }

    /**
     * Demands a password that is young enough to sign with.
     *
     * @throws dev.countersign.ledger.RefusedException {@code password-expired}
     */
    void demandCurrent(String userId) {
        Duration lasts = settings.passwordLastsFor();
        if (lasts != null && isExpired(userId)) {
            throw IdentityRefusal.PASSWORD_EXPIRED.thrown(userId, lasts.toDays());
        }
    }
}
