package dev.countersign.demo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param behindPublishedPort whether the demonstration runs in a container whose ports are published on the host's loopback
 *     alone: then its callers come from the container's network, and the authenticator answers private addresses too
 */
@ConfigurationProperties("countersign.demonstration")
record DemoSettings(@DefaultValue("false") boolean behindPublishedPort) {}
