package dev.countersign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A program that calls the application over HTTP: with a session of its own and the CSRF header where it is needed, or with a
 * service account's token. Answers are given whatever their status.
 */
public final class TestClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String base;
    private final CookieManager cookies;
    private final HttpClient http;
    private Map<String, String> headers = Map.of();

    private TestClient(int port) {
        this(port, new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    }

    private TestClient(int port, CookieManager cookies) {
        this.base = "http://localhost:" + port;
        this.cookies = cookies;
        // or each of its calls would ask for HTTP/2, which nobody here speaks
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .cookieHandler(cookies)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The same browser at another port: cookies ignore ports. Without the CSRF header, which pages do not send. */
    public TestClient browsing(int port) {
        return new TestClient(port, cookies);
    }

    /** Without any credentials. */
    public static TestClient anonymous(int port) {
        return new TestClient(port);
    }

    /** With a service account's token. */
    public static TestClient bearer(int port, String token) {
        TestClient client = new TestClient(port);
        client.headers = Map.of("Authorization", "Bearer " + token);
        return client;
    }

    /** Signed in with {@link Authenticator#PASSWORD} and a fresh code. */
    public static TestClient signedIn(int port, String userId) {
        TestClient client = new TestClient(port);
        HttpResponse<String> answer = client.post(
                "/api/session",
                Map.of("username", userId, "password", Authenticator.PASSWORD, "otp", Authenticator.freshCode(userId)));
        if (answer.statusCode() != 204) {
            throw new AssertionError(
                    "signing in as " + userId + " answered " + answer.statusCode() + " " + answer.body());
        }
        client.readCsrf();
        return client;
    }

    /** Reads the CSRF header anew, e.g. after a login over the pages. */
    public void readCsrf() {
        JsonNode csrf = json(get("/api/session")).path("csrf");
        headers = Map.of(csrf.path("headerName").asText(), csrf.path("token").asText());
    }

    public HttpResponse<String> get(String path, String... extraHeaders) {
        return send(request(path, extraHeaders).GET());
    }

    /** Posts JSON: a tree, a map, or text that is sent as it is. */
    public HttpResponse<String> post(String path, Object body, String... extraHeaders) {
        return send(request(path, extraHeaders)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(text(body))));
    }

    /** Posts a form, as a browser does. */
    public HttpResponse<String> form(String path, String urlEncoded, String... extraHeaders) {
        return send(request(path, extraHeaders)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(urlEncoded)));
    }

    /** Posts fields and files, as a browser does; every file has its own field's name. */
    public HttpResponse<String> multipart(
            String path, Map<String, String> fields, Map<String, byte[]> files, String... extraHeaders) {
        String boundary = "b0undary-of-the-test";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> part(body, boundary, name, "", value.getBytes(UTF_8)));
        files.forEach((name, bytes) -> part(body, boundary, name, "; filename=\"" + name + "\"", bytes));
        body.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
        return send(request(path, extraHeaders)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static void part(ByteArrayOutputStream body, String boundary, String name, String file, byte[] value) {
        body.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + file + "\r\n\r\n")
                        .getBytes(UTF_8));
        body.writeBytes(value);
        body.writeBytes("\r\n".getBytes(UTF_8));
    }

    /** Posts bytes of that media type. */
    public HttpResponse<String> upload(String path, String mediaType, byte[] body) {
        return send(request(path).header("Content-Type", mediaType).POST(BodyPublishers.ofByteArray(body)));
    }

    public HttpResponse<String> delete(String path, String... extraHeaders) {
        return send(request(path, extraHeaders).DELETE());
    }

    /** Any call, bytes in and bytes out. */
    public HttpResponse<byte[]> exchange(String method, String path, byte[] body, String... extraHeaders) {
        return send(
                request(path, extraHeaders).method(method, BodyPublishers.ofByteArray(body)),
                BodyHandlers.ofByteArray());
    }

    /** The same with a body that is read as it is sent, and held nowhere. */
    public HttpResponse<byte[]> stream(String method, String path, Supplier<InputStream> body, String... extraHeaders) {
        return send(
                request(path, extraHeaders).method(method, BodyPublishers.ofInputStream(body)),
                BodyHandlers.ofByteArray());
    }

    /** Calls without the CSRF header or token. */
    public TestClient bare() {
        headers = Map.of();
        return this;
    }

    /** The value of a cookie the server set; empty if it set none. */
    public String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(java.net.HttpCookie::getValue)
                .findFirst()
                .orElse("");
    }

    public static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + answer.body(), e);
        }
    }

    private HttpRequest.Builder request(String path, String... extraHeaders) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        headers.forEach(request::header);
        for (int i = 0; i < extraHeaders.length; i += 2) {
            request.header(extraHeaders[i], extraHeaders[i + 1]);
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> reader) {
        try {
            return http.send(request.build(), reader);
        } catch (IOException e) {
            throw new AssertionError("the call failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String text(Object body) {
        try {
            return body instanceof String text ? text : JSON.writeValueAsString(body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
