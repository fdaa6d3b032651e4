package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The program as a later release would be: one of its models is another, and its hash stands in the list beside those of before. */
final class LaterRelease {

    static final String CHANGED = "processes/record-approval.bpmn";

    private static final Path LIST = Path.of("models", "released.sha256");

    /** By name, all that the release ships. */
    final Map<String, String> models = new TreeMap<>();

    /** Every step that was called {@code Review} is called otherwise. */
    LaterRelease(String review) throws IOException {
        for (String name : ProcessModels.ALWAYS) {
            models.put(name, Files.readString(Path.of(name)));
        }
        String before = models.get(CHANGED);
        models.put(CHANGED, before.replace("sourceExpression=\"Review\"", "sourceExpression=\"" + review + "\""));
        assertThat(models.get(CHANGED)).isNotEqualTo(before);
    }

    /** The next start is of this release. */
    void installOn(Victim installation) throws IOException {
        Path classes = installation.classes();
        String hash =
                Digest.of(models.get(CHANGED).getBytes(StandardCharsets.UTF_8)).hex();
        Files.createDirectories(classes.resolve("models"));
        Files.createDirectories(classes.resolve("processes"));
        Files.writeString(classes.resolve(CHANGED), models.get(CHANGED));
        Files.writeString(
                classes.resolve(LIST),
                Files.readString(Path.of("src/main/resources").resolve(LIST)) + hash + "  " + CHANGED + "\n");
    }
}
