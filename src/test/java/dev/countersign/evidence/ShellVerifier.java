package dev.countersign.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** verify.sh as an inspector runs it: their own copy, over an unpacked bundle. */
final class ShellVerifier {

    private static final Path SCRIPT =
            Path.of("src/main/resources/evidence/verify.sh").toAbsolutePath();

    private ShellVerifier() {}

    record Answer(int code, String text) {

        String lastLine() {
            String[] lines = text.strip().split("\n");
            return lines[lines.length - 1];
        }
    }

    static Answer over(TestBundle bundle, byte @Nullable [] trust) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bundles")), "shell");
            List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
            if (trust != null) {
                Path file = Files.write(folder.resolve("trust.json"), trust);
                command.addAll(List.of("--trust", file.toAbsolutePath().toString()));
            }
            command.add(bundle.unpack(folder.resolve("bundle")).toString());
            return run(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            remove(folder);
        }
    }

    static Answer run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Answer withArguments(String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static void remove(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
