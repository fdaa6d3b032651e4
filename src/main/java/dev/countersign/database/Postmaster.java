package dev.countersign.database;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running PostgreSQL process and its watchdog. */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final long STOP_SECONDS = 30;
    private static final long LOG_BYTES = 16 << 20;

    /**
     * Runs the server, and stops it when our end of the pipe closes: we close it, or the kernel does when this JVM dies. The
     * server has a session of its own, so that Ctrl-C reaches us alone; the watchdog itself ignores what a terminal sends.
     */
    private static final String WATCHDOG = """
            trap '' INT QUIT HUP TERM
            exec 3<&0
            session=$(command -v setsid || true)
            $session "$@" </dev/null 3<&- &
            server=$!
            ( cat <&3 >/dev/null 2>&1; kill -INT $server ) &
            watch=$!
            wait $server
            status=$?
            kill -KILL $watch 2>/dev/null
            exit $status
            """;

    private final Process watchdog;
    private final int port;

    private Postmaster(Process watchdog, int port) {
        this.watchdog = watchdog;
        this.port = port;
    }

    static Postmaster launch(DataDirectory directory, Path binaries, PostgresUser user)
            throws IOException, InterruptedException {
        return launch(directory, binaries, user, freePort());
    }

    static Postmaster launch(DataDirectory directory, Path binaries, PostgresUser user, int port)
            throws IOException, InterruptedException {
        OptionalLong recycled = predecessorGone(directory.cluster());
        shortenLog(directory.log());
        List<String> command = new ArrayList<>(List.of("sh", "-c", WATCHDOG, "countersign-postgresql"));
        command.addAll(user.running(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                directory.cluster().toString())));
        settings(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.log().toFile()));
        Cluster.bareEnvironment(builder.environment());
        // PostgreSQL takes a lock file with this process id as left over, and still looks for orphans of its shared
        // memory.
        recycled.ifPresent(pid -> builder.environment().put("PG_GRANDPARENT_PID", Long.toString(pid)));
        return new Postmaster(builder.start(), port);
    }

    private static Map<String, String> settings(int port) {
        return Map.ofEntries(
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("port", Integer.toString(port)),
                Map.entry("unix_socket_directories", ""),
                Map.entry("fsync", "on"),
                Map.entry("full_page_writes", "on"),
                Map.entry("synchronous_commit", "on"),
                Map.entry("max_wal_size", "256MB"),
                Map.entry("max_connections", "100"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                // Values of rows and statements stay out of the log: it is no place for secrets.
                Map.entry("log_min_error_statement", "panic"),
                Map.entry("log_error_verbosity", "terse"),
                Map.entry("log_parameter_max_length", "0"),
                Map.entry("log_parameter_max_length_on_error", "0"));
    }

    /**
     * Waits until a server that an earlier, killed process left behind has ended; its watchdog is stopping it.
     *
     * @return the process id in a left-over lock file, if it now belongs to some other program
     * @throws StartRefusedException if it does not end
     */
    private static OptionalLong predecessorGone(Path cluster) throws IOException, InterruptedException {
        Path lockFile = cluster.resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return OptionalLong.empty();
        }
        long pid = Long.parseLong(Files.readAllLines(lockFile).get(0).strip());
        ProcessHandle process = ProcessHandle.of(pid).orElse(null);
        if (process == null || !process.isAlive()) {
            return OptionalLong.empty();
        }
        if (!process.info().command().orElse("").contains("/bin/postgres")) {
            return OptionalLong.of(pid);
        }
        LOG.info("Waiting for PostgreSQL process {} of an earlier run to end", pid);
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new StartRefusedException(
                    "PostgreSQL process " + pid + " still runs on " + cluster + ".",
                    "End it (kill -INT " + pid + "), then start again.",
                    e);
        }
        return OptionalLong.empty();
    }

    private static void shortenLog(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, log.resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    /** Waits a moment; true if the server has ended. */
    boolean endedWithin(long millis) throws InterruptedException {
        return watchdog.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** The last lines the server wrote. */
    static String lastWords(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - 2_000));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8).strip();
        }
    }

    /** Stops the server: connections are ended, a checkpoint is written. */
    void stop() {
        List<ProcessHandle> processes = watchdog.descendants().toList();
        try {
            watchdog.getOutputStream().close();
            if (!watchdog.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn(
                        "PostgreSQL did not stop within {} s and is killed; it recovers at its next start",
                        STOP_SECONDS);
                processes.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (IOException e) {
            LOG.warn("Cannot close the pipe to PostgreSQL's watchdog", e);
            processes.forEach(ProcessHandle::destroyForcibly);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
