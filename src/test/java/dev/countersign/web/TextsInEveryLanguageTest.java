package dev.countersign.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of pages: complete in English, and the same in German. */
@Requirement("USE-04")
class TextsInEveryLanguageTest {

    private static final Pattern ARGUMENT = Pattern.compile("\\{(\\d+)");

    /** Words that are the same in both, and the letter that goes to the FDA. */
    private static final Set<String> SAME = Set.of(
            "brand",
            "brand.name",
            "earlier.version",
            "login.code",
            "language.en",
            "language.de",
            "accounts.name",
            "account.authenticator",
            "account.browser",
            "accounts.passkeys",
            "services.name",
            "services.token.title",
            "audit.exact.bytes",
            "home.with.person",
            "records.status",
            "records.version",
            "export.length",
            "sets.sha256",
            "sets.length",
            "models.element",
            "alerts.reports.sha",
            "alerts.report.json",
            "studio.name",
            "letters.text.date",
            "letters.text.to",
            "letters.text.subject",
            "letters.text.body",
            "letters.text.signature");

    static List<String> bundles() throws IOException {
        return Files.readAllLines(Path.of("src/main/resources/application.yaml")).stream()
                .map(String::strip)
                .filter(line -> line.startsWith("basename: "))
                .flatMap(line -> Stream.of(line.substring("basename: ".length()).split(",")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void haveTheSameKeysAndTheSameArgumentsAndNoneIsLeftInEnglish(String bundle) throws IOException {
        Properties english = read(bundle + ".properties");
        Properties german = read(bundle + "_de.properties");
        assertThat(new TreeSet<>(german.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String key : english.stringPropertyNames()) {
            String text = german.getProperty(key);
            assertThat(text).as(key).isNotBlank();
            assertThat(arguments(text)).as(key).isEqualTo(arguments(english.getProperty(key)));
            assertThat(text.equals(english.getProperty(key)) && !SAME.contains(key))
                    .as("%s is still in English", key)
                    .isFalse();
            if (!arguments(text).isEmpty() && !key.startsWith("write.word.")) {
                new MessageFormat(text, Locale.GERMAN);
                assertThat(text.replace("''", "")).as(key).doesNotContain("'");
            }
        }
    }

    @Test
    void nothingIsCalledTheSameThatIsNot() throws IOException {
        Set<String> keys = new TreeSet<>();
        for (String bundle : bundles()) {
            keys.addAll(read(bundle + ".properties").stringPropertyNames());
        }
        assertThat(keys).containsAll(SAME);
    }

    @Test
    void noBundleIsForgotten() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            Set<String> german = files.map(file ->
                            Path.of("src/main/resources").relativize(file).toString())
                    .filter(name -> name.endsWith("_de.properties"))
                    .map(name -> name.replace("_de.properties", ""))
                    .collect(Collectors.toSet());
            assertThat(german).containsExactlyInAnyOrderElementsOf(bundles());
        }
    }

    private static Set<String> arguments(String text) {
        Matcher found = ARGUMENT.matcher(text);
        return found.results().map(one -> one.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Properties read(String name) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TextsInEveryLanguageTest.class.getResourceAsStream("/" + name), name),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
