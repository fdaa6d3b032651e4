package dev.countersign.identity;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Hkdf;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.SecretBox;
import dev.countersign.crypto.SigningKey;
import dev.countersign.identity.OpeningMapper.Row;
import dev.countersign.identity.SigningKeyMapper.StoredKey;
import dev.countersign.worm.WormStore;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A person's key in a box that takes a passkey's secret and the server's share to open: AES-256-GCM as for the password ({@link SigningKeys}),
 * under labels of its own, bound to organisation, person, key, epoch and credential.
 */
@Component
class PasskeyWrapping {

    /** What a PRF gives (WebAuthn Level 3, section 10.1.4). */
    static final int SECRET = 32;

    private final OpeningMapper openings;
    private final KeyVault vault;
    private final WormStore store;

    PasskeyWrapping(OpeningMapper openings, KeyVault vault, WormStore store) {
        this.openings = openings;
        this.vault = vault;
        this.store = store;
    }

    /** In the caller's transaction. */
    void put(StoredKey stored, SigningKey key, Digest credential, byte[] salt, byte[] secret) {
        int share = stored.currentShare();
        byte[] wrapped = wrap(stored, share, credential.hex(), key, secret);
        openings.put(organisation(), stored.keyId(), credential.hex(), stored.userId(), salt, wrapped, share);
    }

    /** The opened key, which the caller closes, brought under the newest generation of the share; empty if that does not open it. */
    Optional<SigningKey> open(StoredKey stored, byte[] credentialId, byte[] secret) {
        Row row = openings.find(
                organisation(), stored.keyId(), Digest.of(credentialId).hex());
        if (row == null || secret.length != SECRET) {
            return Optional.empty();
        }
        Optional<SigningKey> key = open(stored, row, secret);
        if (row.share() < stored.currentShare()) {
            key.ifPresent(opened -> openings.rewrap(
                    organisation(),
                    row.keyId(),
                    row.credentialSha256(),
                    row.wrapped(),
                    wrap(stored, stored.currentShare(), row.credentialSha256(), opened, secret),
                    stored.currentShare()));
        }
        return key;
    }

    private Optional<SigningKey> open(StoredKey stored, Row row, byte[] secret) {
        byte[] wrapping = wrapping(secret, row.share(), stored);
        try {
            byte[] seed = SecretBox.open(wrapping, bound(stored, row.credentialSha256()), row.wrapped());
            try {
                return Optional.of(SigningKey.ofSeed(seed));
            } finally {
                Secrets.wipe(seed);
            }
        } catch (SecretBox.BoxRefusedException e) {
            return Optional.empty();
        } finally {
            Secrets.wipe(wrapping);
        }
    }

    private byte[] wrap(StoredKey stored, int share, String credential, SigningKey key, byte[] secret) {
        byte[] seed = key.seed();
        byte[] wrapping = wrapping(secret, share, stored);
        try {
            return SecretBox.seal(wrapping, bound(stored, credential), seed);
        } finally {
            Secrets.wipe(seed);
            Secrets.wipe(wrapping);
        }
    }

    private byte[] wrapping(byte[] secret, int share, StoredKey stored) {
        byte[] person = Hkdf.derive(secret, "passkey-wrap/v1");
        byte[] server = vault.share(
                share,
                Parts.of(organisation(), stored.userId(), stored.keyId().toString(), Integer.toString(stored.epoch())));
        byte[] both = Arrays.copyOf(person, person.length + server.length);
        System.arraycopy(server, 0, both, person.length, server.length);
        try {
            return Hkdf.derive(both, "passkey-key/v1");
        } finally {
            Secrets.wipe(person);
            Secrets.wipe(server);
            Secrets.wipe(both);
        }
    }

    private byte[] bound(StoredKey stored, String credential) {
        return Parts.of(
                organisation(),
                stored.userId(),
                stored.keyId().toString(),
                Integer.toString(stored.epoch()),
                credential);
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
