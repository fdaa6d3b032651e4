package dev.countersign.demo;

import dev.countersign.identity.TotpSecret;
import dev.countersign.worm.WormStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** What the phones of the demonstration's people would show. Published on purpose, and in a demonstration alone. */
@Component
@EnableConfigurationProperties(DemoSettings.class)
public class DemoAuthenticator {

    private final WormStore store;
    private final Clock clock;
    private final DemoSettings settings;

    DemoAuthenticator(WormStore store, Clock clock, DemoSettings settings) {
        this.store = store;
        this.clock = clock;
        this.settings = settings;
    }

    /** Whether a caller with that address is on this machine. */
    public boolean answersTo(String address) {
        try {
            InetAddress caller = InetAddress.getByName(address);
            return caller.isLoopbackAddress() || (settings.behindPublishedPort() && caller.isSiteLocalAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** One person's phone. */
    public record Phone(String userId, String role, String secret, String code, String nextCode, long secondsLeft) {}

    /** Everybody's; nobody's outside a demonstration. */
    public List<Phone> phones() {
        if (!store.installation().isDemo()) {
            return List.of();
        }
        Instant now = clock.instant();
        long step = TotpSecret.step(now);
        long secondsLeft = (step + 1) * TotpSecret.STEP.toSeconds() - now.getEpochSecond();
        List<Phone> phones = new ArrayList<>();
        for (DemoPerson person : DemoPerson.values()) {
            try (TotpSecret secret = TotpSecret.ofBase32(person.secret()).orElseThrow()) {
                phones.add(new Phone(
                        person.userId(),
                        person.role().printedName(),
                        person.secret(),
                        secret.code(step),
                        secret.code(step + 1),
                        secondsLeft));
            }
        }
        return phones;
    }

    /** Everybody's password. */
    public String password() {
        return DemoPerson.PASSWORD;
    }
}
