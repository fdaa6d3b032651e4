package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Requirement("OPS-01")
class DatabaseSettingsTest {

    @Test
    void haveDefaultsForTheEmbeddedServer() {
        DatabaseSettings settings = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("countersign.database", Bindable.of(DatabaseSettings.class));
        assertThat(settings)
                .isEqualTo(new DatabaseSettings(
                        "",
                        "countersign_app",
                        "",
                        "countersign_migrator",
                        "",
                        "countersign_sequencer",
                        "",
                        Path.of("data"),
                        Path.of("data/binaries"),
                        20,
                        Duration.ofSeconds(10)));
        assertThat(settings.embedded()).isTrue();
    }

    @Test
    void areRegulatedWithoutANameByDefault() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("countersign", Bindable.of(InstallationSettings.class)))
                .isEqualTo(new InstallationSettings(false, ""));
    }

    @Test
    void refuseAnAddressThatIsNone() {
        new ApplicationContextRunner()
                .withUserConfiguration(DatabaseConfiguration.class)
                .withPropertyValues("countersign.database.url=postgres://db/countersign")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("jdbc:postgresql://host:port/database"));
    }

    @Test
    void neverPrintAPassword() {
        assertThat(new Login("countersign_app", "secret")).hasToString("countersign_app");
        DatabaseSettings settings = new DatabaseSettings(
                "", "a", "secret", "b", "secret", "c", "secret", Path.of("d"), Path.of("e"), 2, Duration.ZERO);
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void refuseANameThatCannotStandInEverythingSigned() {
        new ApplicationContextRunner()
                .withUserConfiguration(DatabaseConfiguration.class)
                .withPropertyValues(
                        "countersign.organisation=ACME Inc.",
                        "countersign.database.url=jdbc:postgresql://127.0.0.1:1/never-reached")
                .run(context -> assertThatThrownBy(() -> context.getBean(InstallationSettings.class))
                        .isInstanceOf(IllegalStateException.class));
    }
}
