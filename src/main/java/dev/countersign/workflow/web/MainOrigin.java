package dev.countersign.workflow.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

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

    String of(HttpServletRequest request) {
        String configured = environment.getProperty("countersign.public-origin", "");
        if (!configured.isBlank()) {
            return configured;
        }
        String host = request.getServerName();
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return request.getScheme() + "://" + bracketed + ":" + environment.getRequiredProperty("local.server.port");
    }

    /** Name of the environment, shown on every page. */
    String environmentName() {
        return environment.getProperty("countersign.environment-name", "");
    }
}
