package dev.countersign.workflow.web;

import java.util.Objects;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Where Tasklist lives, seen from the signing page: the configured public origin, else this request's own host with the main
 * port. The one origin the page posts messages to.
 */
@Component
class MainOrigin {

    private final Environment environment;

    MainOrigin(Environment environment) {
        this.environment = environment;
    }

    /** Call while a request is being answered. */
    String of() {
        String configured = environment.getProperty("countersign.public-origin", "");
        if (!configured.isBlank()) {
            return configured;
        }
        String port = Objects.requireNonNullElse(
                environment.getProperty("local.server.port"), environment.getProperty("server.port", "8080"));
        return ServletUriComponentsBuilder.fromCurrentRequest()
                .port(port)
                .replacePath(null)
                .replaceQuery(null)
                .toUriString();
    }
}
