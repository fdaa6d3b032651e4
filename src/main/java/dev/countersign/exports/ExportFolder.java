package dev.countersign.exports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where results lie: {@code <id>.zip} when they are whole, {@code <id>.<worker>.part} and {@code .one} before. Nobody but the application reads the
 * folder and its files.
 */
@Component
class ExportFolder {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFolder.class);
    private static final Set<PosixFilePermission> OWN_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWN_FILE = PosixFilePermissions.fromString("rw-------");
    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern NAME = Pattern.compile("(" + ID + ")(?:\\.zip|\\.(" + ID + ")\\.(?:part|one))");

    private final Path directory;

    ExportFolder(ExportSettings settings) {
        this.directory = settings.directory();
        closeToOthers();
    }

    private void closeToOthers() {
        try {
            if (Files.isDirectory(directory)
                    && !Files.getPosixFilePermissions(directory).equals(OWN_FOLDER)) {
                Files.setPosixFilePermissions(directory, OWN_FOLDER);
            }
        } catch (IOException e) {
            LOG.warn("EXP-904 exports-folder-open: others may look into it. See docs/operations/exports.md", e);
        }
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
        Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWN_FOLDER));
        return empty(part(exportId, worker));
    }

    /** An empty file for what goes into it next. */
    Path one(UUID exportId, UUID worker) throws IOException {
        return empty(beside(exportId, worker));
    }

    private static Path empty(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(file, PosixFilePermissions.asFileAttribute(OWN_FILE));
    }

    private Path part(UUID exportId, UUID worker) {
        return directory.resolve(exportId + "." + worker + ".part");
    }

    private Path beside(UUID exportId, UUID worker) {
        return directory.resolve(exportId + "." + worker + ".one");
    }

    /** Makes it the result, in the place of any other: for whoever has the row locked. */
    void finish(Path part, UUID exportId) throws IOException {
        Files.move(part, result(exportId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void discard(UUID exportId, UUID worker) throws IOException {
        Files.deleteIfExists(part(exportId, worker));
        Files.deleteIfExists(beside(exportId, worker));
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
