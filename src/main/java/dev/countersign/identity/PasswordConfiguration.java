package dev.countersign.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PasswordConfiguration.PasswordSettings.class)
class PasswordConfiguration {

    /** @param breachedPasswords a list of passwords that became public; none unless it is named */
    @ConfigurationProperties("countersign.identity")
    record PasswordSettings(@Nullable Path breachedPasswords) {}

    /** Refuses the start with a list that could not be searched. */
    @Bean(destroyMethod = "close")
    BreachedPasswords breachedPasswords(PasswordSettings settings) {
        return BreachedPasswords.open(settings.breachedPasswords());
    }
}
