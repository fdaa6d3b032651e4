package dev.countersign.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** PostgreSQL's program files: an archive on the class path, unpacked once. */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    private PostgresBinaries() {}

    /**
     * The unpacked program files, with {@code bin} in them. The directory appears complete or not at all, and is named after
     * the archive's checksum, so that another version is unpacked beside it.
     *
     * @throws StartRefusedException on a platform without an archive
     */
    static Path unpackedIn(Path cache) throws IOException {
        String name = "postgres-" + operatingSystem() + "-" + architecture() + ".txz";
        URL archive = PostgresBinaries.class.getClassLoader().getResource(name);
        if (archive == null) {
            throw new StartRefusedException(
                    "There is no embedded PostgreSQL for this platform: " + name + " is not on the class path.",
                    "Build with -Pother-platforms, or name a PostgreSQL server in COUNTERSIGN_DB_URL.");
        }
        Path unpacked = cache.resolve(fingerprint(archive));
        if (!Files.isDirectory(unpacked)) {
            LOG.info("Unpacking PostgreSQL into {} (first start only, some seconds)", unpacked);
            unpack(archive, cache, unpacked);
        }
        return unpacked;
    }

    private static void unpack(URL archive, Path cache, Path target) throws IOException {
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, "unpacking-");
        try {
            try (InputStream compressed = new BufferedInputStream(archive.openStream());
                    var tar = new TarArchiveInputStream(new XZCompressorInputStream(compressed))) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    unpack(entry, tar, unfinished);
                }
            }
            permit(unfinished, true);
            moveTo(target, unfinished);
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }

    private static void moveTo(Path target, Path unpacked) throws IOException {
        try {
            Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // another process that unpacks the same was faster
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path directory) throws IOException {
        Path path = directory.resolve(entry.getName()).normalize();
        if (!path.startsWith(directory)) {
            throw new IOException("the archive names a file outside of itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            permit(path, true);
            return;
        }
        Path parent = path.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(content, path, StandardCopyOption.REPLACE_EXISTING);
            permit(path, (entry.getMode() & 0100) != 0);
        }
    }

    /** Whatever the umask: PostgreSQL may run as another user than the one who unpacks. */
    private static void permit(Path path, boolean executable) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** From the enclosing jar's directory: reading the archive itself would cost half a second at every start. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                return "postgresql-%08x".formatted(jar.getJarEntry().getCrc());
            }
        }
        return "postgresql-" + connection.getContentLengthLong();
    }

    private static String operatingSystem() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (architecture) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> architecture;
        };
    }
}
