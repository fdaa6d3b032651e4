package dev.countersign.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Requirement("AUD-02")
class LogSettingsTest {

    @Test
    void haveDefaults() {
        assertThat(new Binder(new MapConfigurationPropertySource(Map.of()))
                        .bindOrCreate("countersign.log", Bindable.of(LogSettings.class)))
                .isEqualTo(new LogSettings(
                        4096,
                        Duration.ofMillis(20),
                        Duration.ofMillis(5),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)));
    }
}
