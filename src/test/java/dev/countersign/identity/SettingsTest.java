package dev.countersign.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.identity.PasswordConfiguration.PasswordSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@CountersignTest
class SettingsTest {

    @Autowired
    IdentitySettings settings;

    @Autowired
    PasswordSettings passwords;

    @Test
    @Requirement("IDN-02")
    void aPasswordLastsForEverUnlessSaidOtherwiseAndThenForADayAtLeast() {
        assertThat(passwords.passwordLastsFor()).isNull();
        assertThatThrownBy(() -> new PasswordSettings(null, Duration.ofHours(23)))
                .hasMessageContaining("countersign.identity.password-lasts-for");
    }

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
