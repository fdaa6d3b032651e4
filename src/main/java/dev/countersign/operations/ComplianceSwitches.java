package dev.countersign.operations;

import dev.countersign.database.StartRefusedException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * No switch turns compliance off (OPS-04), and nothing regulated is served in clear. The switches that other systems have are read, so that nobody believes in one that is
 * ignored; any value but {@code true} stops the start.
 */
final class ComplianceSwitches implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Map<String, String> REASONS = new TreeMap<>(Map.of(
            "CFR_PART_11_ENABLED",
            "audit trail, write-once storage and signature controls (21 CFR 11.10) are part of every start",
            "ELECTRONIC_SIGNATURES_REQUIRED",
            "a record becomes effective only with the electronic signatures of its plan (21 CFR 11.50, 11.70)",
            "MFA_ENABLED",
            "a signature needs two distinct components, password and one-time code (21 CFR 11.200(a)(1))"));

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        check(context.getEnvironment());
        checkTransport(context.getEnvironment());
        checkName(context.getEnvironment());
    }

    /**
     * The name above every page tells people whether what they sign counts: outside a demonstration it does not say that it is one.
     *
     * @throws StartRefusedException if it does
     */
    static void checkName(Environment environment) {
        String name = environment.getProperty("countersign.environment-name", "");
        if (!Boolean.parseBoolean(environment.getProperty("countersign.demo"))
                && name.toUpperCase(Locale.ROOT).startsWith("DEMO")) {
            throw new StartRefusedException(
                    "VALIDATION_MODE is \"" + name
                            + "\", and names beginning with DEMO are those of demonstrations, which this is not.",
                    "Set VALIDATION_MODE to the name that people shall see above every page, or remove it.");
        }
    }

    /**
     * Outside a demonstration passwords and records travel encrypted (11.30): a proxy in front shows both origins by TLS.
     *
     * @throws StartRefusedException if the public origins do not say so
     */
    static void checkTransport(Environment environment) {
        if (Boolean.parseBoolean(environment.getProperty("countersign.demo"))) {
            return;
        }
        for (String name : List.of("countersign.public-origin", "countersign.public-sign-origin")) {
            if (!environment.getProperty(name, "").startsWith("https://")) {
                throw new StartRefusedException(
                        "Outside a demonstration people reach the pages by TLS alone (21 CFR 11.30), and " + name
                                + " does not begin with https://.",
                        "Put a proxy with TLS in front and set COUNTERSIGN_PUBLIC_ORIGIN and COUNTERSIGN_PUBLIC_SIGN_ORIGIN to the two"
                                + " addresses that people see.");
            }
        }
    }

    /**
     * @throws StartRefusedException if a switch is set to anything but {@code true}
     */
    static void check(Environment environment) {
        REASONS.forEach((name, reason) -> {
            for (String spelling : spellings(name)) {
                String value = environment.getProperty(spelling);
                if (value != null && !"true".equals(value)) {
                    throw new StartRefusedException(
                            name + " is \"" + value + "\", and cannot be turned off: " + reason + ".",
                            "Remove " + spelling
                                    + " or set it to true. A system without these controls is no Countersign.");
                }
            }
        });
    }

    private static List<String> spellings(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String dashed = lower.replace('_', '-');
        return List.of(name, lower, dashed, lower.replace('_', '.'), "countersign." + dashed);
    }
}
