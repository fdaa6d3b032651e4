package dev.countersign.database;

import dev.countersign.crypto.Randomness;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/** The embedded server's passwords: random, made once, in a file that only its owner reads, beside the cluster. */
final class Passwords {

    static final String SUPERUSER = "countersign_superuser";
    private static final List<String> ROLES = List.of(SUPERUSER, Roles.APPLICATION, Roles.MIGRATOR, Roles.SEQUENCER);

    private final Properties byRole;

    private Passwords(Properties byRole) {
        this.byRole = byRole;
    }

    /**
     * @throws StartRefusedException if there is a cluster but its passwords are gone
     */
    static Passwords of(DataDirectory directory) throws IOException {
        Path file = directory.passwords();
        if (Files.exists(file)) {
            return read(file);
        }
        if (Files.exists(directory.cluster())) {
            throw new StartRefusedException(
                    "The data directory has a database cluster, but " + file + " with its passwords is missing.",
                    "Restore the file from the same backup as the cluster.");
        }
        return write(file);
    }

    /** Those that a running server was given. */
    static Passwords read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        if (!properties.stringPropertyNames().containsAll(ROLES)) {
            throw new StartRefusedException(
                    "The file " + file + " does not name all of " + ROLES + ".",
                    "Restore the file from the same backup as the cluster.");
        }
        return new Passwords(properties);
    }

    private static Passwords write(Path file) throws IOException {
        Properties properties = new Properties();
        for (String role : ROLES) {
            properties.setProperty(role, Base64.getUrlEncoder().withoutPadding().encodeToString(Randomness.bytes(24)));
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(unfinished)) {
            properties.store(writer, "Passwords of the embedded PostgreSQL. Belongs to the cluster beside it.");
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return new Passwords(properties);
    }

    Login login(String role) {
        return new Login(role, byRole.getProperty(role));
    }
}
