package dev.countersign.copies;

import dev.countersign.crypto.Digest;
import dev.countersign.crypto.Identifiers;
import dev.countersign.database.StartRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * A folder that takes copies: each file is written whole and synced beside its place, made read-only, and then linked to its name, which
 * fails if the name is taken. Nothing is ever opened for writing again.
 */
final class CopyFolder implements CopyDestination {

    static final String NAME = "folder";

    private final Path root;
    private final Path incoming;
    private final Identifiers identifiers;

    /** @param root the installation's own folder */
    CopyFolder(Path root, Identifiers identifiers) {
        this.root = root;
        this.incoming = root.resolve("incoming");
        this.identifiers = identifiers;
    }

    /**
     * The copies of one installation in a folder.
     *
     * @param installation its id: installations may share a folder
     * @throws StartRefusedException if the folder lies in the data directory, or cannot be used
     */
    static CopyFolder open(Path directory, Path outside, String installation, Identifiers identifiers) {
        Path place = directory.toAbsolutePath().normalize();
        Path data = outside.toAbsolutePath().normalize();
        try {
            Files.createDirectories(place);
            if (place.startsWith(data)
                    || (Files.exists(data) && place.toRealPath().startsWith(data.toRealPath()))) {
                throw new StartRefusedException(
                        "COP-001 the directory of copies " + place + " lies in the data directory " + data
                                + ": what loses one would lose the other",
                        "Name a directory outside it, best on another machine's disk, in COUNTERSIGN_COPIES_DIR.");
            }
            CopyFolder folder = new CopyFolder(place.resolve(installation), identifiers);
            folder.probe();
            return folder;
        } catch (IOException e) {
            throw new StartRefusedException(
                    "COP-002 the directory of copies " + place + " cannot be used: " + e,
                    "Make it readable and writable for the user that runs the application, or name another in"
                            + " COUNTERSIGN_COPIES_DIR.",
                    e);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String place() {
        return root.toString();
    }

    @Override
    public void demandBegun() throws CopyFailedException {
        if (!Files.isDirectory(root.resolve("records")) && !Files.isDirectory(root.resolve("blobs"))) {
            throw new CopyFailedException(
                    CopyAlarm.GONE,
                    "the folder was copied to and now holds no copy: its disk is not there, or was emptied");
        }
    }

    @Override
    public void store(String path, byte[] bytes) throws CopyFailedException {
        Path target = root.resolve(path);
        try {
            if (!Files.exists(target)) {
                write(target, bytes);
            }
            demandSame(target, bytes);
        } catch (IOException e) {
            throw new CopyFailedException(
                    CopyAlarm.UNREACHABLE,
                    "the folder cannot be used (" + e.getClass().getSimpleName() + ")",
                    e);
        }
    }

    private void write(Path target, byte[] bytes) throws IOException {
        Path parent = Objects.requireNonNull(target.getParent());
        directory(parent);
        directory(incoming);
        Path part = incoming.resolve(identifiers.next() + ".part");
        try {
            writeWhole(part, bytes);
            Files.createLink(target, part);
        } catch (FileAlreadyExistsException e) {
            // another node was as fast; what it wrote is compared like anything that is there
            return;
        } finally {
            Files.deleteIfExists(part);
        }
        sync(parent);
    }

    private static void writeWhole(Path part, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("r--r--r--"));
    }

    /** Read back, not believed: a copy counts when its bytes are there. */
    private static void demandSame(Path target, byte[] bytes) throws IOException, CopyFailedException {
        boolean same = Files.size(target) == bytes.length
                && Digest.of(Files.readAllBytes(target)).equals(Digest.of(bytes));
        if (!same) {
            throw new CopyFailedException(
                    CopyAlarm.ALTERED, "under " + target.getFileName() + " are other bytes than were copied");
        }
    }

    /** A name is on disk only once the directory that holds it is. */
    private static void directory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path above = directory.getParent();
            if (above != null) {
                directory(above);
            }
            Files.createDirectories(directory);
            if (above != null) {
                sync(above);
            }
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Whether everything that copying needs of the file system is there: links, permissions, synced directories. */
    private void probe() throws IOException {
        directory(incoming);
        Path one = incoming.resolve(identifiers.next() + ".part");
        Path other = incoming.resolve(identifiers.next() + ".part");
        try {
            writeWhole(one, new byte[] {1});
            Files.createLink(other, one);
            sync(incoming);
        } catch (UnsupportedOperationException e) {
            throw new IOException("its file system has no links or no permissions", e);
        } finally {
            Files.deleteIfExists(one);
            Files.deleteIfExists(other);
        }
    }
}
