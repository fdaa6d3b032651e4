package dev.countersign.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.CountersignTest;
import dev.countersign.Requirement;
import dev.countersign.evidence.Damage;
import dev.countersign.evidence.HostileArchives;
import dev.countersign.evidence.TestBundle;
import dev.countersign.evidence.TestExports;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** What the sub-command is given that is no bundle: told as such, by its exit code too, and nothing is unpacked. */
@CountersignTest
@Requirement({"CPY-02", "CPY-03"})
class VerifyBundleTest {

    @TempDir
    private Path folder;

    @Test
    void refusesWhatIsNoArchiveOfOurs(@Autowired TestExports exports) throws IOException {
        Path bundle = folder.resolve("bundle.zip");
        for (Map.Entry<String, byte[]> hostile :
                HostileArchives.of(exports.effective()).entrySet()) {
            Files.write(bundle, hostile.getValue());
            assertThat(Commands.execute("verify", bundle.toString()))
                    .as(hostile.getKey())
                    .hasValue(1);
        }
        Files.write(bundle, exports.effective());
        assertThat(Commands.execute("verify", bundle.toString())).hasValue(0);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("nothing was unpacked").containsExactly(bundle);
        }
    }

    /** The same damages as the program, the shell and the page are shown. */
    @Test
    void namesEveryDamageWithATrustFileAndWithout(@Autowired TestExports exports) throws IOException {
        TestBundle one = TestBundle.of(exports.effective());
        TestBundle other = TestBundle.of(exports.other());
        Path trust = Files.write(folder.resolve("trust.json"), exports.trust());
        Path bundle = Files.write(folder.resolve("bundle.zip"), one.zip());
        assertThat(Commands.execute("verify", bundle.toString(), "--trust", trust.toString()))
                .hasValue(0);
        Damage.all().forEach((name, damage) -> {
            write(bundle, damage.apply(one, other).zip());
            assertThat(Commands.execute("verify", bundle.toString())).as(name).hasValue(1);
            assertThat(Commands.execute("verify", bundle.toString(), "--trust", trust.toString()))
                    .as(name)
                    .hasValue(1);
        });
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with a hole of that length: nobody reads it. */
    @Test
    void refusesWhatIsLongerThanAnyBundle() throws IOException {
        Path bundle = folder.resolve("long.zip");
        try (RandomAccessFile file = new RandomAccessFile(bundle.toFile(), "rw")) {
            file.setLength(1L + Integer.MAX_VALUE);
        }
        assertThat(Commands.execute("verify", bundle.toString())).hasValue(1);
    }

    @Test
    void saysOfWhatIsNotThereThatItIsNot() {
        assertThat(Commands.execute("verify", folder.resolve("none.zip").toString()))
                .hasValue(2);
    }
}
