package dev.countersign.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.FreshData;
import dev.countersign.Requirement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each promise of the embedded server is attacked once, in a JVM of its own. */
@Tag("soak")
@Requirement("OPS-01")
class CrashTest {

    private static final int NOBODY = 65534;
    private static final Path BINARIES = EmbeddedPostgresTest.BINARIES.toAbsolutePath();
    private static final List<String> NEEDED = List.of(
            "classes",
            "postgres",
            "xz-",
            "commons-",
            "slf4j",
            "logback",
            "log4j",
            "flyway",
            "jackson",
            "Hikari",
            "spring-",
            "jakarta.validation",
            "jspecify",
            "camunda-engine-7");

    @Test
    void postgresEndsWithAKilledJvmAndNothingCommittedIsLost() throws Exception {
        Path directory = FreshData.directory("killed-jvm");
        ProcessHandle postmaster;
        int committed;
        try (JavaProcess application = start(directory)) {
            application.line("COMMITTED 100");
            postmaster = postmaster(directory);
            assertThatExceptionOfType(StartRefusedException.class)
                    .isThrownBy(() -> EmbeddedPostgres.start(directory, BINARIES))
                    .withMessageContaining("in use by another running Countersign");
            application.kill();
            committed = lastCommitted(application);
        }
        postmaster.onExit().get(60, TimeUnit.SECONDS);
        assertThat(postmaster.isAlive()).isFalse();
        comesBackWith(directory, committed);
    }

    @Test
    void comesBackAfterJvmAndPostgresWereKilledTogether() throws Exception {
        Path directory = FreshData.directory("killed-both");
        comesBackWith(directory, killEverythingOn(directory));
    }

    @Test
    void comesBackWhenTheProcessIdInTheLeftOverLockFileBelongsToSomebodyElse() throws Exception {
        Path directory = FreshData.directory("recycled");
        int committed = killEverythingOn(directory);
        Process other = sleepAsThePostgresUser(directory);
        try {
            Path lockFile = directory.resolve("cluster/postmaster.pid");
            List<String> lines = new ArrayList<>(Files.readAllLines(lockFile));
            lines.set(0, Long.toString(other.pid()));
            Files.write(lockFile, lines);
            comesBackWith(directory, committed);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void worksForAnOrdinaryUser(@TempDir Path home) throws Exception {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        String classPath = copyOfTheClassPath(home);
        Path own = Files.createDirectory(home.resolve("own"));
        give(own);
        // whoever runs the tests as an ordinary user is the one it has to work for
        List<String> asOrdinaryUser = isRoot()
                ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all")
                : List.of();
        try (JavaProcess application = JavaProcess.start(
                asOrdinaryUser,
                classPath,
                CommittingProcess.class,
                Map.of(),
                own.resolve("data").toString(),
                own.resolve("binaries").toString())) {
            application.line("COMMITTED 10");
            ProcessHandle postmaster = postmaster(own.resolve("data"));
            assertThat(Files.getAttribute(own.resolve("data/cluster"), "unix:uid"))
                    .isEqualTo(Files.getAttribute(own, "unix:uid"))
                    .isNotEqualTo(0);
            application.kill();
            postmaster.onExit().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void worksInAHomeDirectoryThatIsClosedToOthers() throws Exception {
        Path home = Files.createDirectory(FreshData.directory("private"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        EmbeddedPostgres.start(home.resolve("data"), BINARIES).close();
        EmbeddedPostgres.start(home.resolve("data"), home.resolve("binaries")).close();
    }

    private static JavaProcess start(Path directory) throws IOException {
        return JavaProcess.start(CommittingProcess.class, Map.of(), directory.toString(), BINARIES.toString());
    }

    private static int killEverythingOn(Path directory) throws Exception {
        try (JavaProcess application = start(directory)) {
            application.line("COMMITTED 100");
            List<ProcessHandle> family = application.family();
            assertThat(family).contains(postmaster(directory));
            family.forEach(ProcessHandle::destroyForcibly);
            int committed = lastCommitted(application);
            for (ProcessHandle process : family) {
                process.onExit().get(60, TimeUnit.SECONDS);
            }
            return committed;
        }
    }

    private static int lastCommitted(JavaProcess application) {
        return application.rest().stream()
                .filter(line -> line.matches("COMMITTED \\d+"))
                .mapToInt(line -> Integer.parseInt(line.substring("COMMITTED ".length())))
                .max()
                .orElseThrow();
    }

    private static void comesBackWith(Path directory, int committed) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(directory, BINARIES);
                var pool = MigratedDatabase.migrate(server, EmbeddedPostgresTest.demo())
                        .pool(EmbeddedPostgresTest.settings(directory))) {
            assertThat(committed).isGreaterThanOrEqualTo(100);
            assertThat(EmbeddedPostgresTest.ask(
                            pool,
                            "SELECT count(*) FROM generate_series(1, " + committed
                                    + ") n JOIN act_ge_property ON name_ = 'crash-' || n"))
                    .containsExactly(Integer.toString(committed));
        }
    }

    private static ProcessHandle postmaster(Path directory) throws IOException {
        String pid =
                Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
    }

    private static Process sleepAsThePostgresUser(Path directory) throws Exception {
        try (DataDirectory held = DataDirectory.hold(directory)) {
            PostgresUser user = PostgresUser.of(held, PostgresBinaries.unpackedIn(BINARIES));
            return new ProcessBuilder(user.running(List.of("sleep", "600"))).start();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void give(Path path) throws IOException {
        if (!isRoot()) {
            return;
        }
        Files.setAttribute(path, "unix:uid", NOBODY);
        Files.setAttribute(path, "unix:gid", NOBODY);
    }

    /** Root's repository is closed to others. */
    private static String copyOfTheClassPath(Path home) throws IOException {
        List<String> entries = new ArrayList<>();
        for (String entry : JavaProcess.classPath()) {
            Path source = Path.of(entry);
            if (NEEDED.stream().anyMatch(source.getFileName().toString()::contains)) {
                Path copy = home.resolve(entries.size() + "-" + source.getFileName());
                copy(source, copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path source, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
    }
}
