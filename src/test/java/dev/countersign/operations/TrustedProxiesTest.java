package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.CountersignApplication;
import dev.countersign.Requirement;
import dev.countersign.database.StartRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Who may say where a call comes from (T26): nobody, but proxies that are named. */
@Requirement({"IDN-04", "IDN-07"})
class TrustedProxiesTest {

    private static final String STRATEGY = "SERVER_FORWARDHEADERSSTRATEGY";
    private static final String PROXIES = "SERVER_TOMCAT_REMOTEIP_INTERNALPROXIES";

    @ParameterizedTest
    @CsvSource({
        "SERVER_FORWARDHEADERSSTRATEGY, native",
        "SERVER_FORWARDHEADERSSTRATEGY, NATIVE",
        "SERVER_TOMCAT_REMOTEIP_REMOTEIPHEADER, X-Forwarded-For",
        "SERVER_TOMCAT_REMOTEIP_PROTOCOLHEADER, X-Forwarded-Proto"
    })
    void headersAreReadOnlyWhereProxiesAreNamed(String name, String value) {
        refuses(Map.of(name, value));
        refuses(Map.of(name, value, PROXIES, " "));
        refuses(Map.of(name, value, PROXIES, "("));
        refuses(Map.of(name, value, PROXIES, ".*"));
        refuses(Map.of(name, value, PROXIES, "\\d+\\.\\d+\\.\\d+\\.\\d+"));
        refuses(Map.of(name, value, PROXIES, "10\\.1\\.2\\.3", "SERVER_TOMCAT_REMOTEIP_TRUSTEDPROXIES", ".*"));
        assertThatCode(() -> TrustedProxies.check(environment(Map.of(name, value, PROXIES, "10\\.1\\.2\\.3"))))
                .doesNotThrowAnyException();
    }

    @Test
    void theStrategyThatBelievesEverybodyStopsTheStart() {
        refuses(Map.of(STRATEGY, "framework", PROXIES, "10\\.1\\.2\\.3"));
        SpringApplication application = new SpringApplication(CountersignApplication.class);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> application.run("--server.forward-headers-strategy=framework"));
    }

    @Test
    void withoutAProxyNothingIsDemanded() {
        assertThatCode(() -> TrustedProxies.check(environment(Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> TrustedProxies.check(environment(Map.of(STRATEGY, "none"))))
                .doesNotThrowAnyException();
    }

    private static void refuses(Map<String, Object> variables) {
        assertThatExceptionOfType(StartRefusedException.class)
                .as(variables.toString())
                .isThrownBy(() -> TrustedProxies.check(environment(variables)))
                .matches(refusal -> refusal.remedy().contains(PROXIES));
    }

    private static StandardEnvironment environment(Map<String, Object> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
        ConfigurationPropertySources.attach(environment);
        return environment;
    }
}
