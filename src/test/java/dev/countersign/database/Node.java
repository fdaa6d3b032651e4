package dev.countersign.database;

import dev.countersign.CountersignApplication;
import dev.countersign.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The application in a process of its own, on a database that somebody else started. */
final class Node implements AutoCloseable {

    private final JavaProcess process;
    private final int port;

    private Node(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param witness the directory that nodes on one database share */
    static Node start(DatabaseServer server, Path keys, Path data, Path witness) throws IOException {
        return start(server, keys, data, witness, Map.of());
    }

    /** @param more of its environment */
    static Node start(DatabaseServer server, Path keys, Path data, Path witness, Map<String, String> more)
            throws IOException {
        int port = FreePorts.two();
        Map<String, String> environment = new HashMap<>(connecting(server));
        environment.putAll(more);
        environment.put("COUNTERSIGN_DEMO", "true");
        environment.put("COUNTERSIGN_PORT", Integer.toString(port));
        environment.put("COUNTERSIGN_SIGN_PORT", Integer.toString(port + 1));
        environment.put("COUNTERSIGN_DATA_DIR", data.toString());
        environment.put("COUNTERSIGN_KEYS_DIRECTORY", keys.toString());
        environment.put("COUNTERSIGN_WITNESS_DIR", witness.toString());
        return new Node(JavaProcess.start(CountersignApplication.class, environment), port);
    }

    static Map<String, String> connecting(DatabaseServer server) {
        return Map.of(
                "COUNTERSIGN_DB_URL", server.url(),
                "COUNTERSIGN_DB_PASSWORD", server.application().password(),
                "COUNTERSIGN_DB_MIGRATOR_PASSWORD", server.migrator().password(),
                "COUNTERSIGN_DB_SEQUENCER_PASSWORD", server.sequencer().password());
    }

    /** Waits until it takes requests, and returns all it said. */
    String started() {
        process.line("Accepting requests on port " + port);
        return process.said();
    }

    /** Waits likewise, and reads whatever else it says, so that it never waits for a reader. */
    void serve() {
        started();
        Thread reader = new Thread(process::rest, "says " + port);
        reader.setDaemon(true);
        reader.start();
    }

    int port() {
        return port;
    }

    String readiness() throws IOException, InterruptedException {
        return readiness(port);
    }

    String logHealth() throws IOException, InterruptedException {
        return health(port, "log");
    }

    static String readiness(int port) throws IOException, InterruptedException {
        return health(port, "readiness");
    }

    private static String health(int port, String group) throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + port + "/actuator/health/" + group);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
