package dev.countersign.crash;

import dev.countersign.CountersignApplication;
import dev.countersign.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** One installation on a data directory of its own, that is started, killed and started again. */
final class Victim {

    private static final List<String> CLASSES = List.of("ServerUnderAttack", "ServerUnderAttack$MovedClock");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path home;
    private final Map<String, String> more;
    private final HttpClient http = HttpClient.newHttpClient();
    private boolean asDelivered;
    private long offset;
    private int port;
    private Process process;

    Victim(Path home) throws IOException {
        this(home, Map.of());
    }

    /** @param more of the server's environment */
    Victim(Path home, Map<String, String> more) throws IOException {
        this.home = Files.createDirectories(home);
        this.more = more;
        moveClock(0);
    }

    /** From now on started by somebody who is in its home, and says neither where its data are nor where PostgreSQL is. */
    Victim asDelivered() {
        asDelivered = true;
        return this;
    }

    /** Starts the server again, without what {@code ALTER SYSTEM} had set. */
    void startAgain() throws IOException {
        Files.writeString(data().resolve("cluster").resolve("postgresql.auto.conf"), "");
        start();
    }

    /** Starts the server and waits until it is ready. */
    void start() throws IOException {
        port = FreePorts.two();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-D" + ServerUnderAttack.OFFSET_FILE + "=" + offsetFile(),
                "-cp",
                ClassPath.with(classes(), CLASSES),
                ServerUnderAttack.class.getName()));
        if (!asDelivered) {
            command.add("--countersign.database.binaries="
                    + Path.of("target/postgresql").toAbsolutePath());
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(asDelivered ? more : environment());
        builder.environment().put("COUNTERSIGN_PORT", Integer.toString(port));
        if (asDelivered) {
            builder.directory(home.toFile());
        }
        process = builder.start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the server did not start; see " + log());
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("COUNTERSIGN_DATA_DIR", home.resolve("data").toString());
        if (!more.containsKey("WORM_STORAGE_PATH")) {
            environment.put("COUNTERSIGN_WITNESS_DIR", home.resolve("witness").toString());
        }
        return environment;
    }

    /** SIGKILL for the server, PostgreSQL and everything they started, at once. */
    void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        postmaster().ifPresent(postmaster -> {
            all.addAll(postmaster.descendants().toList());
            all.add(postmaster);
        });
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** Ends the server as an operator does. */
    void stop() {
        process.destroy();
        process.onExit().join();
    }

    URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    int port() {
        return port;
    }

    /** Where it has the signing pages, as nothing else is configured. */
    int signPort() {
        return port + 1;
    }

    /** The step of one-time codes the server is in, after {@link #nextCodes}: one nobody used yet. */
    long freshStep() throws IOException {
        nextCodes();
        return (System.currentTimeMillis() / 1000 + offset) / 30;
    }

    /** Runs a command of the application on this installation, and returns its exit code and what it said. */
    String command(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CountersignApplication.class.getName()));
        command.addAll(List.of(words));
        command.add("--countersign.database.binaries="
                + Path.of("target/postgresql").toAbsolutePath());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment());
        Process run = builder.start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return run.onExit().join().exitValue() + " " + said;
    }

    /** The server's memory as a file in this home, after it collected its garbage. */
    Path heap() throws IOException {
        Path file = home.resolve("memory.hprof").toAbsolutePath();
        Process dump = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.heap_dump",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (dump.onExit().join().exitValue() != 0 || !Files.exists(file)) {
            throw new IllegalStateException("no dump of the memory: " + said);
        }
        return file;
    }

    /** What lies there is found before what this build has. */
    Path classes() {
        return home.resolve("classes");
    }

    Path data() {
        return home.resolve("data");
    }

    Path witnessFile() {
        return home.resolve("witness").resolve("checkpoints");
    }

    Path log() {
        return home.resolve("server.log");
    }

    /** Moves the server's clock to the next step of all one-time codes. */
    synchronized void nextCodes() throws IOException {
        moveClock(offset + 30);
    }

    private void moveClock(long seconds) throws IOException {
        Path next = home.resolve("clock-offset.next");
        Files.writeString(next, Long.toString(seconds));
        Files.move(next, offsetFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        offset = seconds;
    }

    private Path offsetFile() {
        return home.resolve("clock-offset");
    }

    private Optional<ProcessHandle> postmaster() {
        Path lock = data().resolve("cluster").resolve("postmaster.pid");
        try {
            return Files.exists(lock)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(lock).get(0).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        try {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(address("/actuator/health/readiness"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            return answer.statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
