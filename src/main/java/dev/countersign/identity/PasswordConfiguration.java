package dev.countersign.identity;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PasswordConfiguration.PasswordSettings.class)
class PasswordConfiguration {

    /**
     * @param breachedPasswords a list of passwords that became public; none unless it is named
     * @param passwordLastsFor how long one signs with a password; for ever unless it is set, and then a day at least
     */
    @ConfigurationProperties("countersign.identity")
    record PasswordSettings(
            @Nullable Path breachedPasswords, @Nullable Duration passwordLastsFor) {

        PasswordSettings {
            if (passwordLastsFor != null && passwordLastsFor.compareTo(Duration.ofDays(1)) < 0) {
                throw new IllegalArgumentException(
                        "passwords last for " + passwordLastsFor
                                + " (expected: a day or more, by countersign.identity.password-lasts-for). Set a longer time, or none");
            }
        }
    }

    /** Refuses the start with a list that could not be searched. */
    @Bean(destroyMethod = "close")
    BreachedPasswords breachedPasswords(PasswordSettings settings) {
        return BreachedPasswords.open(settings.breachedPasswords());
    }
}
