package dev.countersign.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** The files of a PostgreSQL cluster: made once, with checksums on every page. They appear complete or not at all. */
final class Cluster {

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private Cluster() {}

    /** Makes the cluster unless it is there. */
    static void ensure(DataDirectory directory, Path binaries, PostgresUser user, Login superuser)
            throws IOException, InterruptedException {
        if (Files.exists(directory.cluster())) {
            return;
        }
        LOG.info("Creating a database cluster in {} (first start only)", directory.cluster());
        Path unfinished = directory.unfinishedCluster();
        Path passwordFile = directory.path().resolve("initdb-password");
        FileSystemUtils.deleteRecursively(unfinished);
        Files.deleteIfExists(passwordFile);
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        user.give(unfinished);
        try {
            Files.createFile(
                    passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(passwordFile, superuser.password());
            user.give(passwordFile);
            initdb(unfinished, passwordFile, binaries, user, superuser.role());
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(unfinished, directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void initdb(Path target, Path passwordFile, Path binaries, PostgresUser user, String superuser)
            throws IOException, InterruptedException {
        ProcessBuilder initdb = new ProcessBuilder(user.running(List.of(
                binaries.resolve("bin/initdb").toString(),
                "--pgdata=" + target,
                "--username=" + superuser,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums")));
        bareEnvironment(initdb.environment());
        Process process = initdb.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new StartRefusedException(
                    "PostgreSQL's initdb failed: " + output.strip(),
                    "Resolve what it says (the user who runs it needs an entry in the user database), then start again.");
        }
    }

    /** Nothing of the caller's PostgreSQL settings reaches our server. */
    static void bareEnvironment(Map<String, String> environment) {
        String path = environment.getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        environment.clear();
        environment.put("PATH", path);
        environment.put("LC_ALL", "C");
    }
}
