package dev.countersign;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Somebody who calls over HTTP through a {@link TestClient}, with a session that tests share; answers are exact bytes. */
public final class TestCaller {

    private static final Map<String, TestCaller> SIGNED_IN = new ConcurrentHashMap<>();
    private final TestClient client;

    private TestCaller(TestClient client) {
        this.client = client;
    }

    public static TestCaller nobody(int port) {
        return new TestCaller(TestClient.anonymous(port));
    }

    /** The demo's service account. */
    public static TestCaller lims(int port) {
        return bearer(port, "demo-lims-token");
    }

    /** Whoever shows this token. */
    public static TestCaller bearer(int port, String token) {
        return new TestCaller(TestClient.bearer(port, token));
    }

    /** This person, signed in; logs in once and again when the session has ended. */
    public static synchronized TestCaller person(int port, String userId) {
        TestCaller known = SIGNED_IN.get(port + userId);
        if (known != null && known.get("/api/session").status() == 200) {
            return known;
        }
        TestCaller caller = ownSession(port, userId);
        SIGNED_IN.put(port + userId, caller);
        return caller;
    }

    /** This person in a session that nobody else uses: one that signs takes a new id, and what is asked with the old one is refused. */
    public static TestCaller ownSession(int port, String userId) {
        return new TestCaller(TestClient.signedIn(port, userId));
    }

    public Answer get(String path, String... more) {
        return send("GET", path, new byte[0], more);
    }

    /** @param more names and values of headers */
    public Answer post(String path, String json, String... more) {
        return post(path, json.getBytes(StandardCharsets.UTF_8), more);
    }

    public Answer post(String path, byte[] json, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return send("POST", path, json, all.toArray(String[]::new));
    }

    public Answer send(String method, String path, byte[] body, String... more) {
        HttpResponse<byte[]> answer = client.exchange(method, path, body, more);
        return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    }

    public record Answer(int status, Map<String, List<String>> headers, byte[] bytes) {

        public JsonNode json() {
            return CanonicalJson.parse(bytes);
        }

        /** The problem detail's code; empty if it is none. */
        public String code() {
            return json().path("code").asText();
        }

        /** JSON pointers of the wrong input. */
        public List<String> pointers() {
            List<String> pointers = new ArrayList<>();
            json().path("errors")
                    .forEach(error -> pointers.add(error.path("pointer").asText()));
            return pointers;
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }

        @Override
        public String toString() {
            return status + " " + new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
