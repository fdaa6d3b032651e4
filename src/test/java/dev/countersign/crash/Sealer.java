package dev.countersign.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;

/** A {@link SealingNode} as its test commands it. */
final class Sealer {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> CLASSES =
            List.of("SealingNode", "SealingNode$Parts", "SealingNode$Held", "SealingNode$Crashed");

    private final Process process;
    private final BufferedWriter commands;
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Path log;

    private Sealer(Process process, Path log) {
        this.process = process;
        this.commands = process.outputWriter();
        this.log = log;
        new Thread(this::listen).start();
    }

    /** Starts one and waits until it serves. */
    static Sealer start(Path home, Map<String, String> environment, List<String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                ClassPath.with(home.resolve("classes"), CLASSES),
                SealingNode.class.getName()));
        command.addAll(settings);
        Path log = home.resolve("node.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Sealer sealer = new Sealer(builder.start(), log);
        sealer.await("READY");
        return sealer;
    }

    private void listen() {
        try (BufferedReader answers = process.inputReader()) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                said.add(line);
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    /** The rest of the first line that begins with that. */
    String await(String beginning) {
        return Awaitility.await(beginning + "; see " + log)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .pollDelay(Duration.ZERO)
                .until(
                        () -> {
                            assertThat(process.isAlive() || said(beginning).isPresent())
                                    .as("it lives; see %s", log)
                                    .isTrue();
                            return said(beginning);
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    Optional<String> said(String beginning) {
        return said.stream()
                .filter(line -> line.equals(beginning) || line.startsWith(beginning + " "))
                .map(line -> line.substring(beginning.length()).strip())
                .findFirst();
    }

    synchronized void tell(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the log is in recovery mode, or {@code normal}. */
    String mode() {
        said.removeIf(line -> line.startsWith("MODE"));
        tell("mode");
        return await("MODE");
    }

    /** What it does: {@code leading}, or what else {@code /actuator/health/log} would say of this node; of one that is gone, nothing. */
    synchronized String role() {
        said.removeIf(line -> line.startsWith("ROLE"));
        tell("role");
        return await("ROLE");
    }

    /** Whether it said that the entry is there; one that is killed meanwhile says nothing. */
    boolean append(String name) {
        try {
            tell("append " + name);
        } catch (UncheckedIOException e) {
            return false;
        }
        while (process.isAlive()
                && said("ANSWERED " + name).isEmpty()
                && said("FAILED " + name).isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return said("ANSWERED " + name).isPresent();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
