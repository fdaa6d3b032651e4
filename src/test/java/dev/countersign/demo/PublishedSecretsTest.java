package dev.countersign.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the README tells a newcomer about the demonstration's people is what the demonstration makes. */
@Requirement("USE-01")
class PublishedSecretsTest {

    private static final Path README = Path.of("README.md");

    @Test
    void theReadmeListsEverybodyWithTheSecretTheyHave() throws IOException {
        assertThat(Files.readAllLines(README).stream()
                        .filter(line -> line.matches("\\| `[a-z]+` \\|[^|]*\\| `[A-Z2-7]{32}` \\|")))
                .containsExactlyElementsOf(Arrays.stream(DemoPerson.values())
                        .map(person -> "| `%s` | %s | `%s` |"
                                .formatted(person.userId(), person.role().printedName(), person.secret()))
                        .toList());
    }

    @Test
    void theReadmeNamesThePasswordAndTheToken() throws IOException {
        assertThat(Files.readString(README))
                .contains("`" + DemoPerson.PASSWORD + "`", "`" + DemoOrganisation.SERVICE_TOKEN + "`");
    }
}
