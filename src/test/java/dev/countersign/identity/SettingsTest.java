package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CountersignTest
class SettingsTest {

    @Autowired
    IdentitySettings settings;

    @Test
    @Requirement({"SIG-08", "IDN-04"})
    void defaultsAreTheDocumentedOnes() {
        assertThat(settings)
                .isEqualTo(new IdentitySettings(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        10,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(15),
                        15,
                        Duration.ofHours(72),
                        Duration.ofDays(1825)));
    }
}
