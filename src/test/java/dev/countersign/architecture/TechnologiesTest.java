package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One technology, one owner: replacing a library is a change of one module. */
class TechnologiesTest {

    /** Package prefix of a technology → the one module that may name it. */
    private static final Map<String, String> OWNERS = new TreeMap<>(Map.ofEntries(
            Map.entry("org.bouncycastle.", "crypto"),
            Map.entry("org.camunda.", "workflow"),
            Map.entry("software.amazon.", "bucket"),
            Map.entry("com.webauthn4j.", "passkeys"),
            Map.entry("jakarta.mail.", "alerts"),
            Map.entry("org.springframework.mail.", "alerts"),
            Map.entry("com.eatthepath.otp.", "identity"),
            Map.entry("com.nulabinc.zxcvbn.", "identity"),
            Map.entry("com.networknt.", "records"),
            Map.entry("org.apache.tika.", "records"),
            Map.entry("org.apache.pdfbox.", "signing"),
            Map.entry("org.flywaydb.", "database"),
            Map.entry("com.zaxxer.hikari.", "database"),
            Map.entry("picocli.", "operations"),
            Map.entry("org.springframework.security.", "web"),
            Map.entry("org.springframework.session.", "web"),
            Map.entry("com.google.zxing.", "web"),
            Map.entry("org.springdoc.", "web")));

    static Stream<Arguments> owners() {
        return OWNERS.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("owners")
    void onlyItsOwnerNamesATechnology(String technology, String owner) {
        noClasses()
                .that(areOutside(owner))
                .should()
                .dependOnClassesThat(are(technology))
                .as("only module " + owner + " names " + technology + "*")
                .allowEmptyShould(true)
                .check(CodeBase.classes());
    }

    @ParameterizedTest
    @MethodSource("owners")
    void everyOwnerUsesWhatItOwns(String technology, String owner) {
        boolean used = CodeBase.classes().stream()
                .filter(type -> CodeBase.moduleOf(type).filter(owner::equals).isPresent())
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .anyMatch(dependency -> dependency.getTargetClass().getName().startsWith(technology));
        assertThat(used)
                .as("module " + owner + " names " + technology + "*; a rule about nothing guards nothing")
                .isTrue();
    }

    @Test
    void nobodyNamesTheEngineByAText() {
        assertThat(CodeBase.files(CodeBase.SOURCES, ".java"))
                .filteredOn(file -> !file.startsWith(CodeBase.SOURCES.resolve("workflow")))
                .allSatisfy(file ->
                        assertThat(CodeBase.read(file)).as(file.toString()).doesNotContain("org.camunda"));
    }

    private static DescribedPredicate<JavaClass> areOutside(String module) {
        return DescribedPredicate.describe(
                "are outside module " + module,
                type -> !CodeBase.moduleOf(type).filter(module::equals).isPresent());
    }

    private static DescribedPredicate<JavaClass> are(String prefix) {
        return DescribedPredicate.describe(
                "are in " + prefix + "*",
                type -> type.getBaseComponentType().getName().startsWith(prefix));
    }
}
