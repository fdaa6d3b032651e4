package dev.countersign.crypto;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a key service is that speaks the interface of HashiCorp Vault's transit engine.
 *
 * @param address of the service, without a path; only a service on this machine may do without TLS
 * @param mount path of the engine, usually {@code transit}
 * @param prefix of the names of our keys, usually {@code countersign-}
 * @param namespace sent as {@code X-Vault-Namespace}; empty: none
 * @param authorities PEM file of the certificates its TLS certificate must lead to; none: those of this Java
 * @param patience how long an answer is waited for
 */
public record TransitPlace(
        URI address, String mount, String prefix, String namespace, Optional<Path> authorities, Duration patience) {

    public TransitPlace {
        boolean here = "127.0.0.1".equals(address.getHost())
                || "localhost".equals(address.getHost())
                || "[::1]".equals(address.getHost());
        if (!"https".equals(address.getScheme()) && !("http".equals(address.getScheme()) && here)) {
            throw new IllegalArgumentException("the key service " + address
                    + " is not reached by TLS (expected: https://…," + " or http:// to an agent on this machine)");
        }
    }

    URI of(String operation, String key) {
        return URI.create(
                address.toString().replaceFirst("/+$", "") + "/v1/" + mount + "/" + operation + "/" + prefix + key);
    }

    @Override
    public String toString() {
        return address + " (" + mount + ")";
    }
}
