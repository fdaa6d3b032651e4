package dev.countersign.web;

import dev.countersign.passkeys.Site;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The two origins, as the browser of this request sees them. */
@Component
class Origins {

    private final OriginSettings settings;
    private final SigningPort signingPort;
    private final ServerProperties server;
    private final Environment environment;

    Origins(OriginSettings settings, SigningPort signingPort, ServerProperties server, Environment environment) {
        this.settings = settings;
        this.signingPort = signingPort;
        this.server = server;
        this.environment = environment;
    }

    /** Whether the request came in by the signing port, whatever its headers say. */
    boolean isSigning(HttpServletRequest request) {
        return request.getLocalPort() == signingPort.number();
    }

    String main(HttpServletRequest request) {
        Integer configured = server.getPort();
        int port = environment.getProperty("local.server.port", Integer.class, configured == null ? 8080 : configured);
        return settings.publicOrigin().isEmpty() ? here(request, port) : settings.publicOrigin();
    }

    String signing(HttpServletRequest request) {
        return settings.publicSignOrigin().isEmpty()
                ? here(request, signingPort.number())
                : settings.publicSignOrigin();
    }

    /** Where passkeys are registered and used to log in. */
    Site site(HttpServletRequest request) {
        return Site.of(main(request));
    }

    private static String here(HttpServletRequest request, int port) {
        String host = request.getServerName();
        String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        return request.getScheme() + "://" + bracketed + ":" + port;
    }
}
