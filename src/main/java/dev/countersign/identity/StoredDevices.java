package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.worm.WormStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** {@link KnownDevices} of {@code app.known_device}. */
@Component
class StoredDevices implements KnownDevices {

    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_TOKEN = 64;

    private final DeviceMapper devices;
    private final Identifiers identifiers;
    private final WormStore store;
    private final Ledger ledger;
    private final AttemptSettings settings;

    StoredDevices(
            DeviceMapper devices, Identifiers identifiers, WormStore store, Ledger ledger, AttemptSettings settings) {
        this.devices = devices;
        this.identifiers = identifiers;
        this.store = store;
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public Optional<UUID> of(String userId, List<String> tokens) {
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        String hashes = tokens.stream()
                .filter(token -> token.length() <= LONGEST_TOKEN)
                .map(token -> "\\\\x" + hash(token).hex())
                .collect(Collectors.joining("\",\"", "{\"", "\"}"));
        return devices.find(organisation(), userId, hashes);
    }

    @Override
    @Transactional
    public Remembered remember(Caller person, @Nullable UUID known) {
        if (known != null) {
            devices.used(organisation(), known, store.now());
            return new Remembered(known, null);
        }
        UUID fresh = identifiers.next();
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(identifiers.randomBytes(TOKEN_BYTES));
        String userId = person.actorId();
        devices.add(organisation(), fresh, userId, hash(token).bytes(), store.now());
        ledger.append(person.on(fresh.toString()), told("device.remembered", userId, fresh));
        devices.forgetBeyond(organisation(), userId, fresh, settings.knownDevices() - 1, store.now())
                .forEach(old -> ledger.append(person, told("device.forgotten", userId, old)));
        return new Remembered(fresh, token);
    }

    @Override
    public List<Device> ofPerson(String userId) {
        return devices.ofPerson(organisation(), userId);
    }

    @Override
    @Transactional
    public void revoke(Caller caller, String userId, UUID deviceId, String reason) {
        if (devices.forget(organisation(), userId, deviceId, store.now()) == 0) {
            throw IdentityRefusal.DEVICE_NOT_FOUND.thrown(deviceId, userId);
        }
        ledger.append(
                caller,
                IdentityEvent.high(
                                "device.revoked", IdentityEvent.person(userId), Map.of("device", deviceId.toString()))
                        .because(reason));
    }

    private static IdentityEvent told(String type, String userId, UUID deviceId) {
        return IdentityEvent.of(type, IdentityEvent.person(userId), Map.of("device", deviceId.toString()));
    }

    /** 256 random bits need no slow hash. */
    private static Digest hash(String token) {
        return Digest.of(token.getBytes(StandardCharsets.UTF_8));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
