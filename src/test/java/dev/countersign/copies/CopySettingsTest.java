package dev.countersign.copies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

@Requirement("WRM-04")
class CopySettingsTest {

    @Test
    void copyNowhereUnlessAPlaceIsNamed() {
        CopySettings settings = settings(Map.of());
        assertThat(settings)
                .isEqualTo(new CopySettings("", "", Path.of("data"), Duration.ofSeconds(2), Duration.ofMinutes(1)));
        assertThat(settings.folder()).isEmpty();
    }

    @Test
    void copyIntoTheWitnessFolderWhereThatIsGivenForAllThatIsWrittenOnce() {
        assertThat(settings(Map.of("storage", "/mnt/worm")).folder()).hasValue(Path.of("/mnt/worm/copies"));
        assertThat(settings(Map.of("storage", "/mnt/worm", "directory", "/mnt/copies"))
                        .folder())
                .hasValue(Path.of("/mnt/copies"));
    }

    private static CopySettings settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>();
        all.put("countersign.copies.outside", "data");
        given.forEach((name, value) -> all.put("countersign.copies." + name, value));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("countersign.copies", Bindable.of(CopySettings.class));
    }
}
