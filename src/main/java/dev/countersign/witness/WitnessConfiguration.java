package dev.countersign.witness;

import dev.countersign.bucket.Buckets;
import dev.countersign.database.StartRefusedException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which witnesses there are. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WitnessSettings.class)
class WitnessConfiguration {

    private static final String REMEDY =
            "COUNTERSIGN_WITNESS_URL takes addresses (http or https), COUNTERSIGN_WITNESS_KEY as many verifier keys of the"
                    + " form name+hash+base64, of different names, separated by commas and in the same order.";

    /** By its own names alone: what a resolver answers may be another machine tomorrow. */
    static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** @throws StartRefusedException if the witness directory is not one for this log, or a witness is configured wrong */
    @Bean
    Witnesses witnesses(WitnessSettings settings, Buckets buckets, CheckpointFormat format, Clock clock) {
        List<Witness> all = new ArrayList<>();
        all.add(FileWitness.open(settings.directory(), settings.outside(), format));
        buckets.configured().ifPresent(bucket -> all.add(BucketWitness.open(bucket, format)));
        if (settings.url().size() != settings.key().size()) {
            throw refused(
                    settings.url().size() + " addresses and " + settings.key().size() + " keys are configured");
        }
        for (int i = 0; i < settings.url().size(); i++) {
            Witness witness = new HttpWitness(
                    address(settings.url().get(i), settings.demo()),
                    key(settings.key().get(i)),
                    clock);
            if (all.stream().anyMatch(other -> other.name().equals(witness.name()))) {
                throw refused("two witnesses are named " + witness.name());
            }
            if (witness.name().startsWith("rfc3161/")) {
                throw refused("a witness is named " + witness.name() + ", as receipts of timestamps are");
            }
            all.add(witness);
        }
        List<String> former =
                settings.former().stream().map(line -> key(line).line()).toList();
        return new Witnesses(List.copyOf(all), former);
    }

    private static URI address(String text, boolean demo) {
        try {
            URI address = URI.create(text.strip());
            if (!String.valueOf(address.getScheme()).matches("(?i)https?") || address.getHost() == null) {
                throw refused(text + " is no address of a witness");
            }
            if (!demo
                    && address.getScheme().equalsIgnoreCase("http")
                    && !THIS_MACHINE.matcher(address.getHost()).matches()) {
                throw new StartRefusedException(
                        "WIT-005 the witness " + text + " is reached without TLS (expected: https, or this machine)",
                        "What a witness says of the size it holds is not signed: whoever is on the way could stop signing with it."
                                + " Name an https address in COUNTERSIGN_WITNESS_URL.");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw refused(text + " is no address of a witness");
        }
    }

    private static CosignatureKey key(String line) {
        try {
            return CosignatureKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw refused(line + " is no witness's key: " + e.getMessage());
        }
    }

    private static StartRefusedException refused(String problem) {
        return new StartRefusedException("WIT-004 " + problem, REMEDY);
    }
}
