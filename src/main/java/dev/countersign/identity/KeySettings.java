package dev.countersign.identity;

import dev.countersign.crypto.KeystoreVault.Store;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The server's keystore (KEY-06). Passphrases come from the environment ({@code COUNTERSIGN_KEYS_SHAREPASSPHRASE},
 * {@code …_AUTHORITYPASSPHRASE}, {@code …_LOGPASSPHRASE}), never from application.yaml.
 *
 * @param directory folder of the keystore files; nodes on one database share it
 */
@Validated
@ConfigurationProperties("countersign.keys")
record KeySettings(
        @NotNull @DefaultValue("data/keys") Path directory,
        @DefaultValue("") String sharePassphrase,
        @DefaultValue("") String authorityPassphrase,
        @DefaultValue("") String logPassphrase) {

    String passphrase(Store store) {
        return switch (store) {
            case SHARE -> sharePassphrase;
            case AUTHORITY -> authorityPassphrase;
            case LOG -> logPassphrase;
        };
    }

    @Override
    public String toString() {
        return "keystore in " + directory;
    }
}
