package dev.countersign.database;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another JVM with this one's class path, so that it can be killed. */
final class JavaProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 300;

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private JavaProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static JavaProcess start(Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), main, environment, arguments);
    }

    /** @param prefix a command that runs the rest, e.g. as another user */
    static JavaProcess start(
            List<String> prefix, String classPath, Class<?> main, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new JavaProcess(builder.start());
    }

    static List<String> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .toList();
    }

    /** Reads on to the first line that contains this text. */
    String line(String text) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.contains(text)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the process ended without \"" + text + "\" and said:\n" + String.join("\n", lines));
    }

    /** Everything it says until it ends. */
    List<String> rest() {
        output.lines().forEach(lines::add);
        return List.copyOf(lines);
    }

    int exitCode() throws InterruptedException {
        rest();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end; it said:\n" + String.join("\n", lines));
        }
        return process.exitValue();
    }

    String said() {
        return String.join("\n", lines);
    }

    /** Its own, and those of all it started. */
    List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
    }

    /** kill -9, of the JVM alone. What it said before can still be read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }
}
