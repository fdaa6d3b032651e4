package dev.countersign.identity;

import dev.countersign.crypto.Hkdf;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/**
 * Custody of people's keys (KEY-02): AES-256-GCM under a key that needs both what the person typed and the server's share. The
 * box is bound to organisation, person, key and epoch.
 */
@Component
class SigningKeys {

    private final SigningKeyMapper keys;
    private final ShareMapper shares;
    private final KeyVault vault;
    private final WormStore store;

    SigningKeys(SigningKeyMapper keys, ShareMapper shares, KeyVault vault, WormStore store) {
        this.keys = keys;
        this.shares = shares;
        this.vault = vault;
        this.store = store;
    }

    /** The person's key that did not end, certified or not yet. */
    Optional<StoredKey> current(String userId) {
        return Optional.ofNullable(keys.current(organisation(), userId));
    }

    Optional<StoredKey> certified(String userId) {
        return current(userId).filter(StoredKey::isCertified);
    }

    /** Stores a new key; false if the person has one. In the caller's transaction. */
    boolean store(UUID keyId, String userId, SigningKey key, Root root) {
        int epoch = keys.nextEpoch(organisation(), userId);
        int share = shares.current(organisation());
        byte[] wrapped = wrap(owner(userId, keyId, epoch), share, key, root);
        return keys.insert(
                        organisation(), keyId, userId, epoch, key.verifyingKey().raw(), wrapped, share)
                == 1;
    }

    /**
     * Wraps an opened key anew, in the caller's transaction.
     *
     * @throws IllegalStateException if it was ended or wrapped otherwise meanwhile
     */
    void rewrap(StoredKey stored, SigningKey key, Root root) {
        int share = stored.currentShare();
        byte[] wrapped = wrap(owner(stored.userId(), stored.keyId(), stored.epoch()), share, key, root);
        if (keys.rewrap(organisation(), stored.keyId(), stored.wrapped(), wrapped, share) != 1) {
            throw new IllegalStateException("key " + stored.keyId() + " was changed meanwhile");
        }
    }

    /** As {@link #open}, and brings the key under the newest generation of the share; nothing to bring nearly always. */
    SigningKey use(StoredKey stored, Root root) {
        SigningKey key = open(stored, root);
        if (stored.share() < stored.currentShare()) {
            int share = stored.currentShare();
            byte[] wrapped = wrap(owner(stored.userId(), stored.keyId(), stored.epoch()), share, key, root);
            // whoever is faster wins: the key opens either way
            keys.rewrap(organisation(), stored.keyId(), stored.wrapped(), wrapped, share);
        }
        return key;
    }

    /** Brings the key of somebody who signs in under the newest generation of the share. */
    void renew(String userId, Root root) {
        current(userId).filter(stored -> stored.share() < stored.currentShare()).ifPresent(stored -> use(stored, root)
                .close());
    }

    private byte[] wrap(byte[] owner, int share, SigningKey key, Root root) {
        byte[] seed = key.seed();
        byte[] wrapping = wrapping(root, share, owner);
        try {
            return SecretBox.seal(wrapping, owner, seed);
        } finally {
            Secrets.wipe(seed);
            Secrets.wipe(wrapping);
        }
    }

    /**
     * The opened key; the caller closes it.
     *
     * @throws dev.countersign.crypto.SecretBox.BoxRefusedException if share or owner are not those it was wrapped with
     */
    SigningKey open(StoredKey key, Root root) {
        byte[] wrapped = key.wrapped();
        if (wrapped == null) {
            throw new IllegalStateException("key " + key.keyId() + " was destroyed");
        }
        byte[] owner = owner(key.userId(), key.keyId(), key.epoch());
        byte[] wrapping = wrapping(root, key.share(), owner);
        try {
            byte[] seed = SecretBox.open(wrapping, owner, wrapped);
            try {
                return SigningKey.ofSeed(seed);
            } finally {
                Secrets.wipe(seed);
            }
        } finally {
            Secrets.wipe(wrapping);
        }
    }

    private byte[] wrapping(Root root, int share, byte[] owner) {
        byte[] person = root.wrapPart();
        byte[] server = vault.share(share, owner);
        byte[] both = Arrays.copyOf(person, person.length + server.length);
        System.arraycopy(server, 0, both, person.length, server.length);
        try {
            return Hkdf.derive(both, "key/v1");
        } finally {
            Secrets.wipe(person);
            Secrets.wipe(server);
            Secrets.wipe(both);
        }
    }

    private byte[] owner(String userId, UUID keyId, int epoch) {
        return Parts.of(organisation(), userId, keyId.toString(), Integer.toString(epoch));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
