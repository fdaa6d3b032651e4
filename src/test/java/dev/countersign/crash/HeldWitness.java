package dev.countersign.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.witness.OtherWitness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way to another witness, on which a request or its answer can be held up. */
final class HeldWitness implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final OtherWitness witness;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Hold hold = Hold.of(false, false);

    HeldWitness(OtherWitness witness) throws IOException {
        this.witness = witness;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::pass);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    /** A place on the way: reached once, passed when it is released. */
    private record Hold(
            boolean request, boolean answer, CountDownLatch reached, CountDownLatch released, AtomicBoolean lost) {

        static Hold of(boolean request, boolean answer) {
            return new Hold(request, answer, new CountDownLatch(1), new CountDownLatch(1), new AtomicBoolean());
        }

        void pass() {
            reached.countDown();
            await(released);
        }
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/prefix";
    }

    String verifierKey() {
        return witness.verifierKey();
    }

    /** From now on requests do not reach the witness. */
    void holdRequests() {
        hold = Hold.of(true, false);
    }

    /** From now on the witness does what it is asked, and its answers do not come back. */
    void holdAnswers() {
        hold = Hold.of(false, true);
    }

    void awaitHeld() {
        await(hold.reached());
    }

    /** What is held goes on. */
    void release() {
        end(false);
    }

    /** What is held was lost on the way. */
    void lose() {
        end(true);
    }

    private void end(boolean lost) {
        Hold held = hold;
        held.lost().set(lost);
        hold = Hold.of(false, false);
        held.released().countDown();
    }

    private void pass(HttpExchange exchange) throws IOException {
        Hold held = hold;
        byte[] request = exchange.getRequestBody().readAllBytes();
        if (held.request()) {
            held.pass();
        }
        if (held.lost().get()) {
            exchange.close();
            return;
        }
        HttpResponse<byte[]> answer = forward(exchange, request);
        if (held.answer() && answer.statusCode() == 200) {
            held.pass();
        }
        answer.headers().firstValue("Content-Type").ifPresent(type -> exchange.getResponseHeaders()
                .set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] request) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(witness.prefix().resolve("/")
                                    + exchange.getRequestURI().getPath().substring(1)))
                            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        witness.close();
    }
}
