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
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@Requirement("OPS-04")
class ComplianceSwitchesTest {

    @ParameterizedTest
    @CsvSource({
        "CFR_PART_11_ENABLED, false",
        "ELECTRONIC_SIGNATURES_REQUIRED, false",
        "MFA_ENABLED, false",
        "MFA_ENABLED, ''",
        "MFA_ENABLED, no",
        "MFA_ENABLED, 1",
        "mfa_enabled, false",
        "mfa.enabled, false",
        "mfa-enabled, false",
        "countersign.mfa-enabled, false"
    })
    void stopTheStartUnlessTrue(String name, String value) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> ComplianceSwitches.check(properties(Map.of(name, value))))
                .withMessageContaining("\"" + value + "\"")
                .withMessageContaining("21 CFR 11.")
                .matches(refusal -> refusal.remedy().contains("set it to true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CFR_PART_11_ENABLED", "ELECTRONIC_SIGNATURES_REQUIRED", "MFA_ENABLED"})
    void areReadFromTheProcessEnvironment(String name) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> ComplianceSwitches.check(processEnvironment(Map.of(name, "false"))));
    }

    @ParameterizedTest
    @CsvSource({
        "false, DEMO, false",
        "false, Demo plant, false",
        "false, DEMO · Production, false",
        "false, OQ environment, true",
        "false, '', true",
        "true, DEMO · OQ environment, true"
    })
    void onlyADemonstrationIsNamedLikeOne(String demo, String name, boolean starts) {
        Map<String, Object> given = Map.of("countersign.demo", demo, "countersign.environment-name", name);
        if (starts) {
            assertThatCode(() -> ComplianceSwitches.checkName(properties(given)))
                    .doesNotThrowAnyException();
        } else {
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> ComplianceSwitches.checkName(properties(given)))
                    .withMessageContaining(name)
                    .matches(refusal -> refusal.remedy().contains("VALIDATION_MODE"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', ''", "https://qa.example.org, ''", "http://qa.example.org, http://sign.example.org"})
    void outsideADemonstrationNothingStartsWithoutTls(String main, String signing) {
        Map<String, Object> given = Map.of(
                "countersign.demo", "false",
                "countersign.public-origin", main,
                "countersign.public-sign-origin", signing);
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> ComplianceSwitches.checkTransport(properties(given)))
                .withMessageContaining("11.30")
                .matches(refusal -> refusal.remedy().contains("COUNTERSIGN_PUBLIC_ORIGIN"));
    }

    @Test
    void letTheStartPassWhenTrueOrAbsent() {
        assertThatCode(() -> ComplianceSwitches.check(properties(Map.of()))).doesNotThrowAnyException();
        assertThatCode(() -> ComplianceSwitches.check(properties(Map.of(
                        "CFR_PART_11_ENABLED", "true",
                        "ELECTRONIC_SIGNATURES_REQUIRED", "true",
                        "MFA_ENABLED", "true"))))
                .doesNotThrowAnyException();
    }

    @Test
    void stopTheApplicationItselfBeforeAnythingIsMade() {
        SpringApplication application = new SpringApplication(CountersignApplication.class);
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(() -> application.run("--MFA_ENABLED=false"));
    }

    private static StandardEnvironment properties(Map<String, Object> properties) {
        return with(new MapPropertySource("test", properties));
    }

    private static StandardEnvironment processEnvironment(Map<String, Object> variables) {
        return with(new SystemEnvironmentPropertySource("test", variables));
    }

    private static StandardEnvironment with(MapPropertySource source) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(source);
        return environment;
    }
}
