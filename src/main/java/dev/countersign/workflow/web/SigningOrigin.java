package dev.countersign.workflow.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where the signing pages live, as the browser of this request sees it: the configured public origin, else its own host with the signing port. */
@Component
class SigningOrigin {

    private final Environment environment;

    SigningOrigin(Environment environment) {
        this.environment = environment;
    }

    String of(HttpServletRequest request) {
        String configured = environment.getProperty("countersign.public-sign-origin", "");
        if (!configured.isBlank()) {
            return configured;
        }
        String host = request.getServerName();
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return request.getScheme() + "://" + bracketed + ":" + environment.getRequiredProperty("local.sign.port");
    }
}
