package dev.countersign.exports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Where results lie: {@code <id>.zip} when they are whole, {@code <id>.<worker>.part} and {@code .one} before. */
@Component
class ExportFolder {

    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern NAME = Pattern.compile("(" + ID + ")(?:\\.zip|\\.(" + ID + ")\\.(?:part|one))");

    private final Path directory;

    ExportFolder(ExportSettings settings) {
        this.directory = settings.directory();
    }

    /**
     * A file of ours.
     *
     * @param worker who makes it; empty for one that is whole
     */
    record Kept(UUID exportId, Optional<UUID> worker) {}

    Path result(UUID exportId) {
        return directory.resolve(exportId + ".zip");
    }

    /** An empty file for the result of a worker. */
    Path begin(UUID exportId, UUID worker) throws IOException {
        Files.createDirectories(directory);
        return directory.resolve(exportId + "." + worker + ".part");
    }

    /** For what goes into it next. */
    Path one(UUID exportId, UUID worker) {
        return directory.resolve(exportId + "." + worker + ".one");
    }

    void finish(Path part, UUID exportId) throws IOException {
        Files.move(part, result(exportId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard(UUID exportId, UUID worker) throws IOException {
        Files.deleteIfExists(directory.resolve(exportId + "." + worker + ".part"));
        Files.deleteIfExists(one(exportId, worker));
    }

    /** Takes a result away; none may be there. */
    void remove(UUID exportId) {
        try {
            Files.deleteIfExists(result(exportId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes away what is wanted no longer. Of other files it knows nothing. */
    void sweep(Predicate<Kept> wanted) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()
                        && !wanted.test(new Kept(
                                UUID.fromString(name.group(1)),
                                Optional.ofNullable(name.group(2)).map(UUID::fromString)))) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
