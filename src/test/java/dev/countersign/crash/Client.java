package dev.countersign.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Somebody who uses the public interface: a person with a session, or {@code lims} with its token. */
final class Client {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PASSWORD = "Countersign-demo-1";

    private final Victim server;
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private String authorization = "";
    private String[] csrf = {};
    private String person = "";
    private String password = PASSWORD;

    private Client(Victim server) {
        this.server = server;
    }

    static Client lims(Victim server) {
        Client client = new Client(server);
        client.authorization = "Bearer demo-lims-token";
        return client;
    }

    static Client person(Victim server, String userId) throws IOException, InterruptedException {
        return person(server, userId, PASSWORD);
    }

    /** @throws UnexpectedAnswer if that is not their password */
    static Client person(Victim server, String userId, String password) throws IOException, InterruptedException {
        Client client = new Client(server);
        client.person = userId;
        client.password = password;
        ObjectNode login = JSON.createObjectNode()
                .put("username", userId)
                .put("password", password)
                .put("otp", client.freshCode());
        client.send("POST", "/api/session", login, Set.of(204));
        client.readCsrf();
        return client;
    }

    private void readCsrf() throws IOException, InterruptedException {
        JsonNode token = get("/api/session").path("csrf");
        csrf = new String[] {
            token.path("headerName").asText(), token.path("token").asText()
        };
    }

    /** Starts an approval; the record's id. */
    String start(String businessKey) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("businessKey", businessKey);
        ObjectNode variables = body.putObject("variables");
        JsonNode sample = JSON.readTree(Files.readString(Path.of("docs/samples/sop.json")));
        variables.putObject("recordType").set("value", sample.path("type"));
        variables.putObject("title").set("value", sample.path("title"));
        variables
                .putObject("content")
                .put("value", sample.path("content").toString())
                .put("type", "Json");
        return send("POST", "/engine-rest/process-definition/key/record-approval/start", body, Set.of(200))
                .at("/variables/recordId/value")
                .asText();
    }

    /** Signs this person's task on that record; the signature's id. */
    String sign(String recordId) throws IOException, InterruptedException {
        return sign(task(recordId));
    }

    /** Signs that task, whether or not it is one any more. */
    String sign(JsonNode task) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("decision", "approve")
                .put("recordSha256", task.path("sha256").asText())
                .put("password", password)
                .put("otp", freshCode());
        return send("POST", "/api/tasks/" + task.path("taskId").asText() + "/signature", body, Set.of(201))
                .path("signatureId")
                .asText();
    }

    /** This person's task on that record. */
    JsonNode task(String recordId) throws IOException, InterruptedException {
        for (JsonNode task : get("/api/tasks?recordId=" + recordId).path("items")) {
            if (task.path("recordId").asText().equals(recordId)) {
                return task;
            }
        }
        throw new IllegalStateException(person + " has no task on " + recordId);
    }

    /** Takes this task, so that nobody else may sign it. */
    void claim(JsonNode task) throws IOException, InterruptedException {
        send("POST", "/api/tasks/" + task.path("taskId").asText() + "/claim", null, Set.of(204));
    }

    /** Takes another password; their signing key is wrapped anew. */
    void take(String next) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode()
                .put("password", password)
                .put("otp", freshCode())
                .put("newPassword", next);
        send("POST", "/api/account/password", body, Set.of(204));
        password = next;
        readCsrf();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, Set.of(200));
    }

    String text(String path) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(server.address(path))
                                .header("Authorization", authorization.isEmpty() ? "none" : authorization)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String freshCode() throws IOException, InterruptedException {
        server.nextCodes();
        return get("/demo/authenticator").path(person).path("code").asText();
    }

    void post(String path) throws IOException, InterruptedException {
        send("POST", path, null, Set.of(202));
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return post(path, body, 201, 204);
    }

    /** @param expected statuses, one of which the answer has */
    JsonNode post(String path, JsonNode body, Integer... expected) throws IOException, InterruptedException {
        return send("POST", path, body, Set.of(expected));
    }

    byte[] bytes(String path) throws IOException, InterruptedException {
        return exchange("GET", path, BodyPublishers.noBody(), "application/json", Set.of(200));
    }

    /** The server's verdict on a bundle. */
    JsonNode check(byte[] bundle) throws IOException, InterruptedException {
        return JSON.readTree(exchange(
                "POST",
                "/api/evidence/verification",
                BodyPublishers.ofByteArray(bundle),
                "application/zip",
                Set.of(200)));
    }

    private JsonNode send(String method, String path, JsonNode body, Set<Integer> expected)
            throws IOException, InterruptedException {
        byte[] answer = exchange(
                method,
                path,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()),
                "application/json",
                expected);
        return answer.length == 0 ? JSON.createObjectNode() : JSON.readTree(answer);
    }

    private byte[] exchange(String method, String path, BodyPublisher body, String type, Set<Integer> expected)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.address(path))
                .header("Accept", "*/*")
                .header("Content-Type", type)
                .method(method, body);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (csrf.length == 2) {
            request.header(csrf[0], csrf[1]);
        }
        HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (!expected.contains(answer.statusCode())) {
            throw new UnexpectedAnswer(method + " " + path + " answered " + answer.statusCode() + " "
                    + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.body();
    }

    /** The server said no; a server that was killed says nothing at all. */
    static final class UnexpectedAnswer extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        UnexpectedAnswer(String message) {
            super(message);
        }
    }
}
