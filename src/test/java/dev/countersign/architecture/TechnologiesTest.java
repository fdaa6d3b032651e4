package dev.countersign.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One technology, one owner: replacing a library is a change of one module. */
class TechnologiesTest {

    /** Where a local repository keeps a file: group, artifact, version. */
    private static final Pattern LIBRARY = Pattern.compile("/repository/(.+)/([^/]+)/[^/]+/[^/]+\\.jar$");

    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>(?!\\s*(?:<version>[^<]*</version>\\s*)?<scope>(?:test|runtime))");

    /** Package prefix of a technology → the one module that may name it. */
    private static final Map<String, String> OWNERS = new TreeMap<>(Map.ofEntries(
            Map.entry("org.bouncycastle.", "crypto"),
            Map.entry("org.camunda.", "workflow"),
            Map.entry("software.amazon.", "bucket"),
            Map.entry("java.nio.channels.SocketChannel", "malware"),
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
            Map.entry("org.apache.commons.fileupload.", "workflow"),
            Map.entry("picocli.", "operations"),
            Map.entry("org.springframework.security.", "web"),
            Map.entry("org.springframework.session.", "web"),
            Map.entry("org.apache.catalina.", "web"),
            Map.entry("org.apache.coyote.", "web"),
            Map.entry("io.swagger.v3.oas.models.", "web"),
            Map.entry("org.springdoc.", "web")));

    /** Package prefix of what two modules share, for two different things they do with it. */
    private static final Map<String, Set<String>> SHARED = Map.of(
            "org.postgresql.", Set.of("database", "worm"),
            "com.google.zxing.", Set.of("web", "signing"),
            "org.apache.commons.compress.", Set.of("database", "records"));

    /** Package prefix of what any module may name: what all of them are written with. */
    private static final Set<String> EVERYBODYS = Set.of(
            "com.fasterxml.jackson.",
            "io.micrometer.core.instrument.",
            "io.swagger.v3.oas.annotations.",
            "jakarta.annotation.",
            "jakarta.servlet.",
            "jakarta.validation.",
            "org.apache.ibatis.",
            "org.hibernate.validator.constraints.",
            "org.jspecify.annotations.",
            "org.slf4j.",
            "org.springframework.");

    /** Group of libraries that come in parts, or by a starter → the declared one that is there to bring them. */
    private static final Map<String, String> BROUGHT = Map.ofEntries(
            Map.entry("com.fasterxml.jackson.core", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("com.zaxxer", "org.springframework.boot:spring-boot-starter-jdbc"),
            Map.entry("io.micrometer", "org.springframework.boot:spring-boot-starter-actuator"),
            Map.entry("io.swagger.core.v3", "org.springdoc:springdoc-openapi-starter-webmvc-api"),
            Map.entry("jakarta.annotation", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("jakarta.validation", "org.springframework.boot:spring-boot-starter-validation"),
            Map.entry("org.apache.pdfbox", "org.apache.pdfbox:pdfbox"),
            Map.entry("org.apache.tomcat.embed", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("org.bouncycastle", "org.bouncycastle:bcpkix-jdk18on"),
            Map.entry("org.camunda.bpm", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest"),
            Map.entry("org.camunda.bpm.dmn", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest"),
            Map.entry("org.camunda.bpm.juel", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest"),
            Map.entry("org.camunda.bpm.model", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest"),
            Map.entry("org.camunda.bpm.webapp", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-webapp"),
            Map.entry("org.camunda.commons", "org.camunda.bpm.springboot:camunda-bpm-spring-boot-starter-rest"),
            Map.entry("org.eclipse.angus", "org.springframework.boot:spring-boot-starter-mail"),
            Map.entry("org.hibernate.validator", "org.springframework.boot:spring-boot-starter-validation"),
            Map.entry("org.mybatis", "org.mybatis.spring.boot:mybatis-spring-boot-starter"),
            Map.entry("org.slf4j", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("org.springdoc", "org.springdoc:springdoc-openapi-starter-webmvc-api"),
            Map.entry("org.springframework", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("org.springframework.boot", "org.springframework.boot:spring-boot-starter-web"),
            Map.entry("org.springframework.security", "org.springframework.boot:spring-boot-starter-security"),
            Map.entry("org.springframework.session", "org.springframework.session:spring-session-jdbc"),
            Map.entry("software.amazon.awssdk", "software.amazon.awssdk:s3"));

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

    /** What comes along with something else goes with it, and what nobody listed has no owner. */
    @Test
    void everyLibraryThatIsNamedIsDeclared() {
        Set<String> declared = declared();
        Set<String> named = new TreeSet<>();
        foreign().forEach(type -> library(type.getName()).ifPresent(named::add));
        assertThat(named).contains("commons-fileupload:commons-fileupload").hasSizeGreaterThan(40);
        assertThat(named).filteredOn(library -> !isDeclared(library, declared)).isEmpty();
        assertThat(BROUGHT.values()).as("what is there to bring others").isSubsetOf(declared);
        assertThat(BROUGHT.keySet())
                .as("groups of which something is named")
                .isSubsetOf(named.stream()
                        .map(library -> library.substring(0, library.indexOf(':')))
                        .collect(Collectors.toSet()));
    }

    @Test
    void everyPackageOfALibraryThatIsNamedHasAnOwner() {
        Set<String> listed = new TreeSet<>(EVERYBODYS);
        listed.addAll(OWNERS.keySet());
        listed.addAll(SHARED.keySet());
        assertThat(foreign()
                        .filter(type -> library(type.getName()).isPresent())
                        .map(JavaClass::getName)
                        .filter(type -> listed.stream().noneMatch(type::startsWith)))
                .isEmpty();
    }

    @Test
    void whatSomeShareNobodyElseNames() {
        SHARED.forEach((technology, modules) -> assertThat(CodeBase.classes().stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> are(technology).test(dependency.getTargetClass())))
                        .flatMap(type -> CodeBase.moduleOf(type).stream())
                        .collect(Collectors.toSet()))
                .as(technology)
                .isEqualTo(modules));
    }

    private static boolean isDeclared(String library, Set<String> declared) {
        String group = library.substring(0, library.indexOf(':'));
        return declared.contains(library) || BROUGHT.containsKey(group) && declared.contains(BROUGHT.get(group));
    }

    /** Whatever our classes name and is not ours. */
    private static Stream<JavaClass> foreign() {
        return CodeBase.classes().stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> !target.isPrimitive() && !target.getName().startsWith("dev.countersign."))
                .distinct();
    }

    /** The library, as {@code group:artifact}, whose file holds that class; none for ours and for the JDK's. */
    private static Optional<String> library(String type) {
        try {
            CodeSource source = Class.forName(type, false, TechnologiesTest.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource();
            Matcher file =
                    LIBRARY.matcher(source == null ? "" : source.getLocation().getPath());
            return file.find() ? Optional.of(file.group(1).replace('/', '.') + ":" + file.group(2)) : Optional.empty();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> declared() {
        Set<String> declared = new TreeSet<>();
        String pom = CodeBase.read(Path.of("pom.xml"));
        Matcher one = DEPENDENCY.matcher(pom.substring(pom.indexOf("</dependencyManagement>")));
        while (one.find()) {
            declared.add(one.group(1) + ":" + one.group(2));
        }
        return declared;
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
