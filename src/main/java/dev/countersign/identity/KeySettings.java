package dev.countersign.identity;

import dev.countersign.crypto.KeystoreVault.Store;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the server's keys are (KEY-06). Secrets come from the environment ({@code COUNTERSIGN_KEYS_SHAREPASSPHRASE}, {@code
 * …_AUTHORITYPASSPHRASE}, {@code …_LOGPASSPHRASE}, {@code …_PKCS11_PIN}, {@code …_TRANSIT_TOKEN}), never from application.yaml.
 *
 * @param directory folder of the keystore files; nodes on one database share it
 * @param backend what keeps the keys; chosen once for an installation
 */
@Validated
@ConfigurationProperties("countersign.keys")
record KeySettings(
        @NotNull @DefaultValue("data/keys") Path directory,
        @DefaultValue("") String sharePassphrase,
        @DefaultValue("") String authorityPassphrase,
        @DefaultValue("") String logPassphrase,
        @NotNull @DefaultValue("keystore") Backend backend,
        @Valid @DefaultValue TokenSettings pkcs11,
        @Valid @DefaultValue TransitSettings transit) {

    /** What keeps the server's keys. */
    enum Backend {
        KEYSTORE,
        PKCS11,
        TRANSIT
    }

    /** The passphrase of a file; that of the authority opens the key of seals too: both speak for the installation. */
    String passphrase(Store store) {
        return switch (store) {
            case SHARE -> sharePassphrase;
            case AUTHORITY, SEAL -> authorityPassphrase;
            case LOG -> logPassphrase;
        };
    }

    /** Where a secret or key of this name is, for messages. */
    String whereabouts(String name) {
        return switch (backend) {
            case KEYSTORE -> directory.resolve(name + ".p12").toString();
            case PKCS11 ->
                name.equals("share") ? "the PKCS#11 token" : directory.resolve(name + ".p12") + " with its token";
            case TRANSIT -> "the key service " + transit.address();
        };
    }

    @Override
    public String toString() {
        return backend + " of keys, files in " + directory;
    }
}
