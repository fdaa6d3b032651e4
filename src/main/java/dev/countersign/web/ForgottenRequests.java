package dev.countersign.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What was sent is not kept in memory once it is answered (T17). The container would reuse the buffers of a connection for another one, and
 * the JSON reader those of a call for the next, as they are: a password would lie there until something longer is written over it. Here a
 * connection's buffers go with it, and {@link EdgeHeaders} ends the connection with each answer to what may have held a secret.
 */
@Configuration(proxyBeanMethods = false)
class ForgottenRequests {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectionsWithBuffersOfTheirOwn() {
        return factory -> factory.addConnectorCustomizers(ForgottenRequests::forgetting);
    }

    /** For every port: what customizes the first one knows nothing of those that are added to it. */
    static void forgetting(Connector connector) {
        if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
            protocol.setProcessorCache(0);
            protocol.setProperty("socket.bufferPool", "0");
        }
    }

    /** Names of members are not kept either: programs have sent a secret as one. */
    @Bean
    static Jackson2ObjectMapperBuilderCustomizer readersWithBuffersOfTheirOwn() {
        return builder -> builder.factory(JsonFactory.builder()
                .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .build());
    }
}
