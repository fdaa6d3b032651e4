package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

@Requirement("OPS-01")
class DerivedSettingsTest {

    private static final String SERVER = "countersign.database.url";
    private static final String ADDRESS = "jdbc:postgresql://db/countersign";

    @Test
    void areADemonstrationOnLoopbackWithTheEmbeddedDatabase() {
        Environment environment = derivedFrom(Map.of());
        assertThat(environment.getProperty("countersign.demo")).isEqualTo("true");
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
        assertThat(environment.getProperty("countersign.environment-name")).isEqualTo("DEMO");
    }

    @Test
    void areNoDemonstrationOnAServer() {
        Environment environment = derivedFrom(Map.of(SERVER, ADDRESS));
        assertThat(environment.getProperty("countersign.demo")).isEqualTo("false");
        assertThat(environment.getProperty("server.address")).isNull();
        assertThat(environment.getProperty("countersign.environment-name")).isEqualTo("REGULATED");
    }

    @Test
    void areADemonstrationOnAServerOnlyWhenAskedByHand() {
        Environment environment = derivedFrom(Map.of(SERVER, ADDRESS, "countersign.demo", "true"));
        assertThat(environment.getProperty("countersign.demo")).isEqualTo("true");
        assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
    }

    @Test
    void areNoDemonstrationOnTheEmbeddedDatabaseWhenDeclined() {
        assertThat(derivedFrom(Map.of("countersign.demo", "false")).getProperty("countersign.demo"))
                .isEqualTo("false");
    }

    @Test
    void letAContainerBindItsOwnInterface() {
        assertThat(derivedFrom(Map.of("countersign.bind-address", "0.0.0.0")).getProperty("server.address"))
                .isEqualTo("0.0.0.0");
    }

    @Test
    @Requirement("OPS-04")
    void nameTheEnvironmentAsValidationModeSays() {
        assertThat(derivedFrom(Map.of(SERVER, ADDRESS, "countersign.validation-mode", " OQ environment "))
                        .getProperty("countersign.environment-name"))
                .isEqualTo("OQ environment");
    }

    @Test
    @Requirement("OPS-04")
    void leaveADemonstrationItsName() {
        assertThat(derivedFrom(Map.of("countersign.validation-mode", "Production"))
                        .getProperty("countersign.environment-name"))
                .isEqualTo("DEMO · Production");
    }

    private static Environment derivedFrom(Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        new DerivedSettings().postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
