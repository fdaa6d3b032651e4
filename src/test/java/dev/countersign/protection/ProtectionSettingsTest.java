package dev.countersign.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.Requirement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Requirement("WRM-02")
class ProtectionSettingsTest {

    @Test
    void haveDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new ProtectionSettings(Duration.ofMinutes(1), Duration.ofHours(1), ""));
    }

    @ParameterizedTest
    @CsvSource({"check-every,2m", "check-every,0s", "record-every,2d", "record-every,10s", "accept,yes"})
    void refuseWhatWouldLetAChangePassUnseen(String name, String value) {
        assertThatThrownBy(() -> bound(Map.of("countersign.protection." + name, value)))
                .rootCause()
                .hasMessageContaining("countersign.protection." + name);
    }

    private static ProtectionSettings bound(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("countersign.protection", Bindable.of(ProtectionSettings.class));
    }
}
