package dev.countersign;

import dev.countersign.malware.TestScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Gives the application an empty data directory under {@code target} and a malware scanner, and removes what ended runs have left there.
 */
public final class FreshData implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(FreshData.class);
    private static final Path RUNS = Path.of("target", "test-data");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        try {
            Path run = directory("application");
            TestPropertyValues.of(
                            "countersign.data-directory=" + run.resolve("data"),
                            "countersign.witness-directory=" + run.resolve("witness"),
                            "countersign.malware-scan.scanner="
                                    + TestScanner.shared().setting(),
                            "countersign.malware-scan.answering=5s")
                    .applyTo(context);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A directory that does not exist yet, below one that carries this process's id. */
    public static Path directory(String name) throws IOException {
        Files.createDirectories(RUNS);
        try (Stream<Path> runs = Files.list(RUNS)) {
            for (Path ended : runs.filter(FreshData::hasEnded).toList()) {
                remove(ended);
            }
        }
        Path own = Files.createDirectories(
                RUNS.resolve(Long.toString(ProcessHandle.current().pid())));
        try (Stream<Path> named = Files.list(own)) {
            List<Path> taken = named.toList();
            return own.resolve(name + "-" + (taken.size() + 1)).toAbsolutePath();
        }
    }

    private static void remove(Path ended) throws IOException {
        try {
            FileSystemUtils.deleteRecursively(ended);
        } catch (NoSuchFileException e) {
            // the other process of this build removes it too, and was faster
            LOG.debug("{} is gone already", ended);
        }
    }

    private static boolean hasEnded(Path run) {
        return ProcessHandle.of(Long.parseLong(run.getFileName().toString())).isEmpty();
    }
}
