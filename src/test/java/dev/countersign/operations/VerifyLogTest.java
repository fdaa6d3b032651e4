package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code verify-log} refuses what it cannot check. */
class VerifyLogTest {

    @TempDir
    private Path directory;

    @Test
    void explainsItself() {
        assertThat(Commands.execute("verify-log", "--help")).hasValue(0);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(Commands.execute("verify-log", "--nonsense")).hasValue(2);
        assertThat(Commands.execute("verify-log", "nonsense")).hasValue(2);
    }

    @Test
    void refusesADirectoryWithoutADatabaseAndMakesNone() {
        assertThat(Commands.execute("verify-log", "--countersign.database.directory=" + directory))
                .hasValue(2);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesFilesThatAreNoAnchors() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "something else");
        assertThat(Commands.execute("verify-log", "--trust=" + directory.resolve("missing")))
                .hasValue(2);
        assertThat(Commands.execute("verify-log", "--trust=" + other)).hasValue(2);
        assertThat(Commands.execute("verify-log", "--checkpoint=" + other)).hasValue(2);
    }

    @Test
    void refusesAServerThatDoesNotAnswer() {
        assertThat(Commands.execute("verify-log", "--countersign.database.url=jdbc:postgresql://127.0.0.1:1/none"))
                .hasValue(2);
    }
}
