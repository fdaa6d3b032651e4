package dev.countersign.evidence;

import dev.countersign.crypto.Digest;
import dev.countersign.evidence.verify.FoundCopies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Copies in a folder, read as an inspector reads them: names and bytes. */
final class CopiesInFolder implements FoundCopies {

    private static final int GRACE = 900;

    private final Path root;
    private final int graceSeconds;

    /** @param root the installation's own folder among the copies */
    CopiesInFolder(Path root) {
        this(root, GRACE);
    }

    CopiesInFolder(Path root, int graceSeconds) {
        this.root = root;
        this.graceSeconds = graceSeconds;
    }

    @Override
    public int graceSeconds() {
        return graceSeconds;
    }

    @Override
    public String place() {
        return "copies in folder";
    }

    @Override
    public void each(Consumer<String> path) {
        for (String part : new String[] {"blobs", "records"}) {
            Path folder = root.resolve(part);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                        .forEach(file ->
                                path.accept(root.relativize(file).toString().replace('\\', '/')));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public Optional<Digest> digest(String path) {
        Path file = root.resolve(path);
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    ? Optional.of(Digest.of(Files.readAllBytes(file)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
