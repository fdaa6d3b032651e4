package dev.countersign.witness;

import dev.countersign.crypto.Identifiers;
import dev.countersign.crypto.TimestampAuthorities;
import dev.countersign.database.StartRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which timestamp authority there is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TimestampSettings.class)
class TimestampConfiguration {

    private static final String REMEDY =
            "COUNTERSIGN_TIMESTAMP_URL takes the address of an RFC 3161 authority (https; http on this machine or in a"
                    + " demonstration), COUNTERSIGN_TIMESTAMP_CERTIFICATES a PEM file of certificates whose timestamps count."
                    + " See docs/operations/timestamps.md.";

    /** @throws StartRefusedException if an authority is configured wrong */
    @Bean
    Timestamps timestamps(
            TimestampSettings settings, Identifiers identifiers, @Value("${countersign.demo:false}") boolean demo) {
        return settings.url().isBlank()
                ? new Timestamps(Optional.empty(), Optional.empty())
                : configured(settings, identifiers, demo);
    }

    static Timestamps configured(TimestampSettings settings, Identifiers identifiers, boolean demo) {
        if (settings.ending().contains(settings.hash())) {
            throw refused("new tokens would be over " + settings.hash().label() + ", which is named as ending", null);
        }
        URI address = address(settings.url().strip(), demo);
        byte[] pem = pem(settings.certificates());
        try {
            return new Timestamps(
                    Optional.of(new HttpTimestampAuthority(
                            address, TimestampAuthorities.ofPem(pem), settings, identifiers)),
                    Optional.of(pem));
        } catch (IllegalArgumentException e) {
            throw refused(settings.certificates() + " holds no certificates: " + e.getMessage(), e);
        }
    }

    private static URI address(String text, boolean demo) {
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw refused("the address of the timestamp authority is none", e);
        }
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.matches("https?") || address.getHost() == null || address.getRawUserInfo() != null) {
            throw refused("the address of the timestamp authority is none of a server, without user or password", null);
        }
        if (scheme.equals("http")
                && !demo
                && !WitnessConfiguration.THIS_MACHINE.matcher(address.getHost()).matches()) {
            throw refused("the timestamp authority is asked without TLS, at " + address.getHost(), null);
        }
        return address;
    }

    private static byte[] pem(String file) {
        if (file.isBlank()) {
            throw refused("a timestamp authority is configured and no certificate is trusted", null);
        }
        try {
            return Files.readAllBytes(Path.of(file.strip()));
        } catch (IOException | InvalidPathException e) {
            throw refused("the certificates of the timestamp authority cannot be read, in " + file.strip(), e);
        }
    }

    private static StartRefusedException refused(String problem, @Nullable Exception cause) {
        return cause == null
                ? new StartRefusedException("WIT-007 " + problem, REMEDY)
                : new StartRefusedException("WIT-007 " + problem, REMEDY, cause);
    }
}
