package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the application consists of, as the build writes it into the jar, and what is said of the known holes in it. */
class ComponentsTest {

    private static final Pattern HELD_BY = Pattern.compile("([A-Z]\\w+Test)\\.(\\w+)");
    /** Licences under which each of these parts can be passed on with an application under Apache-2.0; of several one is enough. */
    private static final Pattern PASSED_ON = Pattern.compile(
            "Apache.*|MIT(-0)?|0?BSD.*|EPL-2[.]0|MPL-.*|CC0-1[.]0|Bouncy Castle Licence|Eclipse Distribution License.*");

    private JsonNode components;

    @BeforeEach
    void read() throws IOException {
        try (InputStream bill = getClass().getResourceAsStream("/META-INF/sbom/application.cdx.json")) {
            components = new ObjectMapper()
                    .readTree(Objects.requireNonNull(bill, "made by the build: mvn process-test-classes"))
                    .path("components");
        }
    }

    @Test
    void areListedWithTheirHashes() {
        assertThat(names())
                .contains("camunda-engine", "spring-boot", "postgresql", "bcprov-jdk18on", "webauthn4j-core");
        assertThat(components).allSatisfy(component -> assertThat(component.path("hashes"))
                .as(component.path("purl").asText())
                .anySatisfy(hash -> assertThat(hash.path("alg").asText()).isEqualTo("SHA-256")));
    }

    @Test
    void areFreeOfWhatOnlyTestsAndBuildsUse() {
        assertThat(names())
                .doesNotContain("junit-jupiter", "playwright", "aerogear-otp-java", "s3mock", "error_prone_core")
                .noneMatch(name -> name.contains("groovy") || name.contains("graal") || name.startsWith("js-"));
    }

    @Test
    void haveLicencesUnderWhichTheyCanBePassedOn() {
        for (JsonNode component : components) {
            List<String> licences = new ArrayList<>();
            component
                    .path("licenses")
                    .forEach(one -> licences.add(one.path("license")
                                    .path("id")
                                    .asText(one.path("license").path("name").asText())
                            + one.path("expression").asText()));

            assertThat(licences)
                    .as(component.path("purl").asText())
                    .anyMatch(licence -> PASSED_ON.matcher(licence).matches());
        }
    }

    @Test
    void haveTheirKnownHolesClosedByControlsThatTestsHold() throws IOException {
        JsonNode statement = new ObjectMapper()
                .readTree(CodeBase.PROJECT.resolve("docs/security/vex.cdx.json").toFile());
        TreeSet<String> parts = new TreeSet<>();
        components.forEach(component -> parts.add(component.path("bom-ref").asText()));

        assertThat(statement.path("vulnerabilities")).hasSizeGreaterThanOrEqualTo(2);
        for (JsonNode hole : statement.path("vulnerabilities")) {
            String id = hole.path("id").asText();
            assertThat(hole.path("affects")).as(id).isNotEmpty().allSatisfy(affected -> assertThat(parts)
                    .contains(affected.path("ref").asText()));
            assertThat(hole.path("analysis").path("state").asText()).as(id).isEqualTo("not_affected");
            List<String> tests = HELD_BY.matcher(
                            hole.path("analysis").path("detail").asText())
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertThat(tests).as(id + " is held by tests").isNotEmpty();
            assertThat(CodeBase.testNames()).as(id).containsAll(tests);
        }
    }

    private TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>();
        components.forEach(component -> names.add(component.path("name").asText()));
        return names;
    }
}
