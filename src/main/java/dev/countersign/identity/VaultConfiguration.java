package dev.countersign.identity;

import dev.countersign.crypto.Certificate;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.KeyName;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.KeystoreVault;
import dev.countersign.crypto.KeystoreVault.Store;
import dev.countersign.crypto.Parts;
import dev.countersign.crypto.PrivateFile;
import dev.countersign.crypto.Randomness;
import dev.countersign.worm.Installation;
import dev.countersign.worm.WormStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Opens the server's keystore and refuses the start with one that is not this installation's: with another share nobody could
 * sign, with another authority nobody's certificate would hold.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KeySettings.class, IdentitySettings.class})
class VaultConfiguration {

    @Bean
    KeyVault keyVault(KeySettings settings, WormStore store, VaultCheckMapper checks) {
        Installation installation = store.installation();
        KeyVault vault = KeystoreVault.open(settings.directory(), file -> passphrase(settings, installation, file));
        for (SecretName secret : SecretName.values()) {
            demandSame(vault, installation, secret, checks);
        }
        store.authorityCertificate().map(Certificate::parse).ifPresent(certificate -> {
            if (!certificate.key().equals(vault.verifyingKey(KeyName.AUTHORITY))) {
                throw otherKeystore(settings.directory(), "authority.p12");
            }
        });
        return vault;
    }

    private static char[] passphrase(KeySettings settings, Installation installation, Store store) {
        String given = settings.passphrase(store);
        if (!given.isEmpty()) {
            return given.toCharArray();
        }
        if (!installation.isDemo()) {
            throw new IllegalStateException("the passphrase of " + store.code() + ".p12 is not set (expected:"
                    + " countersign.keys." + store.code() + "-passphrase, by the environment variable COUNTERSIGN_KEYS_"
                    + store.code().toUpperCase(Locale.ROOT) + "PASSPHRASE). Only a demo makes one up");
        }
        return madeUp(settings.directory().resolve(store.code() + ".passphrase"));
    }

    /** A demo's passphrase lies beside its keystore: whoever reads the folder could read the passphrase anywhere else too. */
    private static char[] madeUp(Path file) {
        try {
            if (!Files.exists(file)) {
                PrivateFile.make(
                        file,
                        Base64.getUrlEncoder()
                                .encodeToString(Randomness.bytes(24))
                                .getBytes(StandardCharsets.US_ASCII));
            }
            return Files.readString(file).toCharArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's passphrase " + file + " cannot be made or read", e);
        }
    }

    private static void demandSame(
            KeyVault vault, Installation installation, SecretName secret, VaultCheckMapper checks) {
        byte[] answer = vault.hmac(secret, Parts.of("countersign/vault-check/v1"));
        checks.remember(installation.organisation(), secret.name(), answer);
        if (!MessageDigest.isEqual(
                answer,
                checks.answer(installation.organisation(), secret.name()).answer())) {
            throw new IllegalStateException("share.p12 is not the keystore of this database (expected: the file its"
                    + " accounts were made with). Nodes on one database share one keystore folder; restore it");
        }
    }

    private static IllegalStateException otherKeystore(Path directory, String file) {
        return new IllegalStateException(directory.resolve(file) + " is not the authority whose certificate is in the"
                + " write-once store (expected: the keystore this installation was made with). Nodes on one database share"
                + " one keystore folder; restore it");
    }
}
