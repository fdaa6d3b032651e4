package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where the program takes a secret is read from its pages and sources: {@link CanaryTest} sends one to each place, and no place is forgotten (T17). */
@Requirement("SIG-08")
class SecretInputsTest {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");
    private static final Path SOURCES = Path.of("src/main/java/dev/countersign");
    private static final Pattern INPUT = Pattern.compile("<input\\b[^>]*>");
    private static final Pattern NAME = Pattern.compile("\\bname=\"([^\"]+)\"");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|code|invitation|token|secret|pin)(one|other)?");
    private static final Pattern SECRET_COMPONENT =
            Pattern.compile("\\bString (\\w*(?i:passphrase|password|token|secret|pin))\\s*[,)]");

    /** What the canary's installation cannot have: passwords of a database server that is given, while it runs its own. */
    private static final Set<String> ELSEWHERE = Set.of(
            "DatabaseSettings password", "DatabaseSettings migratorPassword", "DatabaseSettings sequencerPassword");

    @Test
    void everyFieldOfAPageThatTakesASecretIsOnTheList() {
        Set<String> found = new TreeSet<>();
        each(TEMPLATES, ".html", (file, text) -> {
            Matcher input = INPUT.matcher(text);
            while (input.find()) {
                Matcher name = NAME.matcher(input.group());
                if (name.find()
                        && !input.group().contains("type=\"hidden\"")
                        && (input.group().contains("type=\"password\"")
                                || SECRET_NAME.matcher(name.group(1)).matches())) {
                    found.add(TEMPLATES.relativize(file) + " " + name.group(1));
                }
            }
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(SecretInputs.FIELDS.keySet());
    }

    @Test
    void everyClassAtTheEdgeThatReadsASecretIsOnTheList() {
        Set<String> found = new TreeSet<>();
        each(SOURCES, ".java", (file, text) -> {
            boolean edge = file.getParent().endsWith("web");
            if (edge && text.contains(".toCharArray()")) {
                found.add(file.getFileName().toString().replace(".java", ""));
            }
        });
        assertThat(found).containsExactlyInAnyOrderElementsOf(SecretInputs.READERS.keySet());
    }

    @Test
    void everySecretOfTheConfigurationIsOnTheList() {
        Set<String> found = new TreeSet<>();
        each(SOURCES, "Settings.java", (file, text) -> {
            Matcher component = SECRET_COMPONENT.matcher(text);
            while (component.find()) {
                found.add(file.getFileName().toString().replace(".java", "") + " " + component.group(1));
            }
        });
        found.removeAll(ELSEWHERE);
        assertThat(found).containsExactlyInAnyOrderElementsOf(SecretInputs.SETTINGS.keySet());
    }

    private static void each(Path root, String ending, BiConsumer<Path, String> look) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(ending)).toList()) {
                look.accept(file, Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
