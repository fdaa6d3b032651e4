package dev.countersign.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The directory of the embedded server, held by this process alone until it is closed or the process ends, however it ends. */
final class DataDirectory implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * @throws StartRefusedException if another process holds it, or it cannot be used at all
     */
    static DataDirectory hold(Path directory) {
        Path path = directory.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(path)) {
                // Others may pass through but not look: as root, PostgreSQL runs as somebody else.
                Files.createDirectories(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StartRefusedException(
                        "The data directory " + path + " is in use by another running Countersign.",
                        "Stop the other one, or name another directory in COUNTERSIGN_DATA_DIR. Several nodes share one"
                                + " database by COUNTERSIGN_DB_URL.");
            }
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            throw new StartRefusedException(
                    "The data directory " + path + " cannot be used: " + e,
                    "Make it writable for the user who runs Countersign, or name another in COUNTERSIGN_DATA_DIR.",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path cluster() {
        return path.resolve("cluster");
    }

    Path unfinishedCluster() {
        return path.resolve("cluster.unfinished");
    }

    Path passwords() {
        return path.resolve("database-passwords.properties");
    }

    Path log() {
        return path.resolve("postgresql.log");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("cannot release " + path, e);
        }
    }
}
