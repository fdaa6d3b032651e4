package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;

/** The top of every page, for environments this test's own server is not. */
@CountersignTest
@Requirement("OPS-04")
class EnvironmentNameTest {

    @Autowired
    private TemplateEngine templates;

    @ParameterizedTest
    @CsvSource({
        "DEMO, DEMO: not for regulated use",
        "DEMO · Production, DEMO: not for regulated use · Production",
        "REGULATED, REGULATED",
        "OQ environment 4, OQ environment 4"
    })
    void isWrittenAboveEveryPage(String environment, String shown) {
        assertThat(top("login/frame", Map.of("environment", environment))).containsOnlyOnce(">" + shown + "</div>");
    }

    /** Its own page, since it has an origin of its own. */
    @Test
    void isWrittenAboveTheSigningPage() {
        assertThat(top(
                        "sign/frame",
                        Map.of("demo", true, "environmentName", "DEMO · Production", "mainOrigin", "", "person", "")))
                .contains("DEMO: not for regulated use · Production");
        assertThat(top(
                        "sign/frame",
                        Map.of("demo", false, "environmentName", "OQ environment 4", "mainOrigin", "", "person", "")))
                .contains("OQ environment 4")
                .doesNotContain("DEMO");
    }

    private String top(String frame, Map<String, Object> model) {
        return templates.process(frame, Set.of("top"), new Context(Locale.ENGLISH, model));
    }
}
