package dev.countersign.web;

import java.net.InetAddress;
import java.util.Map;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;

/**
 * The second port (T25): a page under another port is another origin, and scripts of Tasklist cannot read what is typed there.
 * Once it listens, the environment has {@code local.sign.port}, as it has {@code local.server.port}.
 */
@Component
class SigningPort implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    private final OriginSettings settings;
    private final ServerProperties server;
    private final ConfigurableEnvironment environment;
    private @Nullable Connector connector;

    SigningPort(OriginSettings settings, ServerProperties server, ConfigurableEnvironment environment) {
        this.settings = settings;
        this.server = server;
        this.environment = environment;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        Connector added = new Connector(TomcatServletWebServerFactory.DEFAULT_PROTOCOL);
        added.setPort(asked());
        InetAddress address = server.getAddress();
        if (address != null && added.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
            protocol.setAddress(address);
        }
        ForgottenRequests.forgetting(added);
        factory.addAdditionalTomcatConnectors(added);
        connector = added;
    }

    @EventListener
    void listening(ServletWebServerInitializedEvent event) {
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("signing port", Map.of("local.sign.port", number())));
    }

    /** The port it listens on; 0 before the server started. */
    int number() {
        return connector == null ? 0 : Math.max(connector.getLocalPort(), 0);
    }

    private int asked() {
        if (settings.signPort() != null) {
            return settings.signPort();
        }
        Integer main = server.getPort();
        if (main == null) {
            return 8081;
        }
        return main == 0 ? 0 : main + 1;
    }
}
