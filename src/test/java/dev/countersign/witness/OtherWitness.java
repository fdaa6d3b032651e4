package dev.countersign.witness;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;

/** A {@link WitnessServer} in its own process, as the application sees it and as a test commands it. */
public final class OtherWitness implements AutoCloseable {

    private final Process process;
    private final URI address;
    private final String key;

    private OtherWitness(Process process, URI address, String key) {
        this.process = process;
        this.address = address;
        this.key = key;
    }

    /** Of the log with that verifier key. */
    public static OtherWitness of(String logKey) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        WitnessServer.class.getName(),
                        logKey)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        BufferedReader said = process.inputReader();
        String[] line = String.valueOf(said.readLine()).split(" ");
        return new OtherWitness(process, URI.create(line[0]), line[1]);
    }

    /** As it is configured: its address and its key. */
    public Witness configured() {
        return configured(key);
    }

    Witness configured(String otherKey) {
        return new HttpWitness(address.resolve("/prefix/"), CosignatureKey.parse(otherKey), Clock.systemUTC());
    }

    public String verifierKey() {
        return key;
    }

    public URI prefix() {
        return address.resolve("/prefix/");
    }

    /** It knows nothing any more. */
    public void forget() {
        command("/test/forget");
    }

    /** From now on its cosignatures are wrong in this respect: key, body, time or silence; empty for none. */
    public void lie(String how) {
        command("/test/lie" + (how.isEmpty() ? "" : "?" + how));
    }

    private void command(String path) {
        try {
            HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.discarding());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
