package dev.countersign.identity;

import dev.countersign.crypto.TransitPlace;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A key service with the interface of HashiCorp Vault's transit engine.
 *
 * @param address {@code https://vault.example:8200}
 * @param authorities PEM file of those its TLS certificate must lead to; those of Java otherwise
 * @param tokenFile holds the token, read anew for each call; else {@code token} is used
 * @param token from {@code COUNTERSIGN_KEYS_TRANSIT_TOKEN}
 * @param patience how long an answer is waited for
 */
record TransitSettings(
        @Nullable URI address,
        @NotNull @DefaultValue("transit") String mount,
        @NotNull @DefaultValue("countersign-") String prefix,
        @DefaultValue("") String namespace,
        @Nullable Path authorities,
        @Nullable Path tokenFile,
        @DefaultValue("") String token,
        @NotNull @DefaultValue("3s") Duration patience) {

    static final TransitSettings NONE =
            new TransitSettings(null, "transit", "countersign-", "", null, null, "", Duration.ofSeconds(3));

    TransitPlace place() {
        if (address == null || (tokenFile == null && token.isEmpty())) {
            throw new IllegalStateException(
                    "the key service is not described (expected: countersign.keys.transit.address,"
                            + " and countersign.keys.transit.token-file or the environment variable"
                            + " COUNTERSIGN_KEYS_TRANSIT_TOKEN)");
        }
        return new TransitPlace(address, mount, prefix, namespace, Optional.ofNullable(authorities), patience);
    }

    String currentToken() {
        try {
            return tokenFile == null ? token : Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + tokenFile + " of the key service's token cannot be read", e);
        }
    }

    @Override
    public String toString() {
        return "key service " + address;
    }
}
