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
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A person's key in a box that takes a passkey's secret and the server's share to open: AES-256-GCM as for the password ({@link SigningKeys}),
 * under labels of its own, bound to organisation, person, key, epoch, credential, and the salt of the person's password: another password ends it,
 * also where somebody puts an old row back.
 */
@Component
class PasskeyWrapping {

    /** What a PRF gives (WebAuthn Level 3, section 10.1.4). */
    static final int SECRET = 32;

    private final OpeningMapper openings;
    private final CredentialMapper credentials;
    private final KeyVault vault;
    private final WormStore store;

    PasskeyWrapping(OpeningMapper openings, CredentialMapper credentials, KeyVault vault, WormStore store) {
        this.openings = openings;
        this.credentials = credentials;
        this.vault = vault;
        this.store = store;
    }

    /** In the caller's transaction, in which nobody changes the password meanwhile. */
    void put(StoredKey stored, SigningKey key, Digest credential, byte[] salt, byte[] secret) {
        int share = stored.currentShare();
        byte[] password = Objects.requireNonNull(
                        credentials.find(organisation(), stored.userId()), "a key is opened with a password first")
                .salt();
        byte[] wrapped = wrap(stored, share, bound(stored, credential.hex(), password), key, secret);
        openings.put(organisation(), stored.keyId(), credential.hex(), stored.userId(), salt, wrapped, share);
    }

    /** The opened key, which the caller closes, brought under the newest generation of the share; empty if that does not open it. */
    Optional<SigningKey> open(StoredKey stored, byte[] credentialId, byte[] secret) {
        Row row = openings.find(
                organisation(), stored.keyId(), Digest.of(credentialId).hex());
        if (row == null || secret.length != SECRET) {
            return Optional.empty();
        }
        byte[] bound = bound(stored, row.credentialSha256(), row.passwordSalt());
        Optional<SigningKey> key = open(stored, row, bound, secret);
        if (row.share() < stored.currentShare()) {
            key.ifPresent(opened -> openings.rewrap(
                    organisation(),
                    row.keyId(),
                    row.credentialSha256(),
                    row.wrapped(),
                    wrap(stored, stored.currentShare(), bound, opened, secret),
                    stored.currentShare()));
        }
        return key;
    }

    private Optional<SigningKey> open(StoredKey stored, Row row, byte[] bound, byte[] secret) {
        byte[] wrapping = wrapping(secret, row.share(), stored);
        try {
            byte[] seed = SecretBox.open(wrapping, bound, row.wrapped());
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

    private byte[] wrap(StoredKey stored, int share, byte[] bound, SigningKey key, byte[] secret) {
        byte[] seed = key.seed();
        byte[] wrapping = wrapping(secret, share, stored);
        try {
            return SecretBox.seal(wrapping, bound, seed);
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

    private byte[] bound(StoredKey stored, String credential, byte[] passwordSalt) {
        return Parts.of(
                organisation(),
                stored.userId(),
                stored.keyId().toString(),
                Integer.toString(stored.epoch()),
                credential,
                HexFormat.of().formatHex(passwordSalt));
    }

    private String organisation() {
        return store.installation().organisation();
    }
}
