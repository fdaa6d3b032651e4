package dev.countersign.operations;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.EnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Settings that follow from others, said once so that everybody reads the same: {@code countersign.demo} (on by itself only
 * with the embedded database), {@code server.address} (a demonstration binds loopback unless told otherwise) and
 * {@code countersign.environment-name} (shown on every page).
 */
final class DerivedSettings implements EnvironmentPostProcessor, Ordered {

    private static final String DEMO = "DEMO";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean embedded = value(environment, "countersign.database.url").isBlank();
        String asked = value(environment, "countersign.demo");
        boolean demo = asked.isBlank() ? embedded : "true".equals(asked);
        Map<String, Object> derived = new HashMap<>();
        derived.put("countersign.demo", Boolean.toString(demo));
        derived.put("countersign.environment-name", environmentName(environment, demo));
        String address = value(environment, "countersign.bind-address");
        if (!address.isBlank()) {
            derived.put("server.address", address);
        } else if (demo) {
            derived.put("server.address", "127.0.0.1");
        }
        environment.getPropertySources().addFirst(new MapPropertySource("countersign derived settings", derived));
    }

    /** A demonstration says so first, whatever somebody calls it. */
    private static String environmentName(ConfigurableEnvironment environment, boolean demo) {
        String given = value(environment, "countersign.validation-mode").strip();
        if (demo) {
            return given.isEmpty() ? DEMO : DEMO + " · " + given;
        }
        return given.isEmpty() ? "REGULATED" : given;
    }

    private static String value(ConfigurableEnvironment environment, String name) {
        return environment.getProperty(name, "");
    }

    /** After the configuration files are read. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
