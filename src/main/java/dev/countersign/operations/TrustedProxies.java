package dev.countersign.operations;

import dev.countersign.database.StartRefusedException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Whose word about addresses is taken: nobody's, unless the proxies are named. Locks, allowances, known networks and the audit trail go by the address a
 * call comes from; whoever could choose it by a header would have as many as they like.
 */
final class TrustedProxies implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String STRATEGY = "server.forward-headers-strategy";
    private static final String PREFIX = "server.tomcat.remoteip.";
    private static final String PROXIES = PREFIX + "internal-proxies";
    private static final String REMEDY =
            "Set SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES to a regular expression of the addresses of your proxies and of"
                    + " nothing else, as 10\\.1\\.2\\.3; or leave SERVER_FORWARDHEADERSSTRATEGY at none.";

    /** Addresses that are nobody's (RFC 5737, RFC 3849): no proxy has them. */
    private static final List<String> STRANGERS = List.of("203.0.113.7", "198.51.100.7", "2001:db8::7");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(context.getEnvironment());
    }

    /** @throws StartRefusedException if anybody but a named proxy could say where a call comes from */
    static void check(Environment environment) {
        String strategy = environment.getProperty(STRATEGY, "none").toLowerCase(Locale.ROOT);
        if (strategy.equals("framework")) {
            throw new StartRefusedException(
                    STRATEGY
                            + " is framework: then everybody who calls chooses the address that locks and audit trail go by.",
                    "Set it to native, with the addresses of your proxies. " + REMEDY);
        }
        boolean reads = strategy.equals("native")
                || !environment.getProperty(PREFIX + "remote-ip-header", "").isBlank()
                || !environment.getProperty(PREFIX + "protocol-header", "").isBlank();
        if (!reads) {
            return;
        }
        if (environment.getProperty(PROXIES, "").isBlank()) {
            throw new StartRefusedException(
                    STRATEGY + " is " + strategy + ", and " + PROXIES
                            + " names no proxy: then everybody in a private network chooses the"
                            + " address that locks and audit trail go by.",
                    REMEDY);
        }
        for (String name : List.of(PROXIES, PREFIX + "trusted-proxies")) {
            refuseStrangers(name, environment.getProperty(name, ""));
        }
    }

    private static void refuseStrangers(String name, String expression) {
        try {
            Pattern pattern = Pattern.compile(expression);
            if (STRANGERS.stream().anyMatch(one -> pattern.matcher(one).matches())) {
                throw new StartRefusedException(name + " is " + expression + ", which strangers match.", REMEDY);
            }
        } catch (PatternSyntaxException e) {
            throw new StartRefusedException(
                    name + " is " + expression + ", which is no regular expression.", REMEDY, e);
        }
    }
}
