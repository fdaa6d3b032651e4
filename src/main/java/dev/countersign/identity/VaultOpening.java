package dev.countersign.identity;

import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeysUnavailableException;
import dev.countersign.crypto.KeystoreVault;
import dev.countersign.crypto.KeystoreVault.KeystoreRefusedException;
import dev.countersign.crypto.KeystoreVault.Store;
import dev.countersign.crypto.PrivateFile;
import dev.countersign.crypto.Randomness;
import dev.countersign.crypto.TokenVault;
import dev.countersign.crypto.TransitVault;
import dev.countersign.database.StartRefusedException;
import dev.countersign.worm.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/** Opens the server's keys where the settings say they are. */
final class VaultOpening {

    private final KeySettings settings;
    private final Installation installation;

    VaultOpening(KeySettings settings, Installation installation) {
        this.settings = settings;
        this.installation = installation;
    }

    /** @param first whether this installation has no keys yet, so that a token may be given some */
    KeyVault open(boolean first) {
        try {
            return opened(first);
        } catch (KeystoreRefusedException | KeysUnavailableException e) {
            throw new StartRefusedException(
                    String.valueOf(e.getMessage()),
                    "Without its keys nobody could sign in or sign: the start ends here.",
                    e);
        }
    }

    private KeyVault opened(boolean first) {
        return switch (settings.backend()) {
            case KEYSTORE -> KeystoreVault.open(settings.directory(), this::passphrase);
            case PKCS11 ->
                TokenVault.open(
                        settings.pkcs11().place(),
                        settings.pkcs11().pin().toCharArray(),
                        first,
                        settings.directory(),
                        this::passphrase);
            case TRANSIT -> TransitVault.open(settings.transit().place(), settings.transit()::currentToken);
        };
    }

    private char[] passphrase(Store store) {
        String given = settings.passphrase(store);
        if (!given.isEmpty()) {
            return given.toCharArray();
        }
        if (!installation.isDemo()) {
            throw new StartRefusedException(
                    "the passphrase of " + store.code() + ".p12 is not set (expected: countersign.keys." + store.code()
                            + "-passphrase; only a demo makes one up)",
                    "Set the environment variable COUNTERSIGN_KEYS_"
                            + store.code().toUpperCase(Locale.ROOT)
                            + "PASSPHRASE to the one this installation's keystore was made with, or to a new one at its first start.");
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
}
