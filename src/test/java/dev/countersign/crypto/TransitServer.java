package dev.countersign.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A key service that does what the documentation of Vault's transit engine says of {@code keys}, {@code hmac} and {@code sign}, with
 * the JDK alone: it computes with versioned keys that it made, and answers wrong questions as the engine does.
 */
public final class TransitServer implements AutoCloseable {

    public static final String TOKEN = "hvs.of-tests";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, TreeMap<Integer, Object>> keys = new ConcurrentHashMap<>();
    private final String scheme;
    private volatile Mood mood = Mood.HONEST;
    private volatile String token = TOKEN;

    /** How it answers. */
    public enum Mood {
        HONEST,
        SEALED,
        HTML,
        OTHER_VERSION,
        OTHER_KEY,
        SHORT,
        TRICKLING,
        ELSEWHERE
    }

    private TransitServer(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/transit/", this::answer);
        server.start();
        for (String name : new String[] {"pepper", "share"}) {
            add(name);
        }
        for (String name : new String[] {"authority", "log", "seal"}) {
            add(name);
        }
    }

    public static TransitServer start() throws IOException {
        return new TransitServer(
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0), "http");
    }

    static TransitServer start(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return new TransitServer(server, "https");
    }

    public URI address() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    TransitPlace place() {
        return new TransitPlace(address(), "transit", "countersign-", "", Optional.empty(), Duration.ofSeconds(2));
    }

    public TransitServer in(Mood mood) {
        this.mood = mood;
        return this;
    }

    void demand(String token) {
        this.token = token;
    }

    /** {@code POST …/keys/<name>/rotate}: another version. */
    void add(String name) {
        TreeMap<Integer, Object> versions = keys.computeIfAbsent("countersign-" + name, unknown -> new TreeMap<>());
        versions.put(versions.size() + 1, fresh(name));
    }

    private static Object fresh(String name) {
        try {
            switch (name) {
                case "authority", "log" -> {
                    return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
                }
                case "seal" -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    return generator.generateKeyPair();
                }
                default -> {
                    byte[] secret = new byte[32];
                    new SecureRandom().nextBytes(secret);
                    return secret;
                }
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (mood == Mood.SEALED) {
            send(exchange, 503, "{\"errors\":[\"Vault is sealed\"]}");
        } else if (mood == Mood.HTML) {
            send(exchange, 200, "<html>It works!</html>");
        } else if (mood == Mood.ELSEWHERE) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
            send(exchange, 307, "");
        } else if (mood == Mood.TRICKLING) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        } else if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
            send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
        } else {
            try {
                computed(exchange, body);
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                send(exchange, 400, "{\"errors\":[\"" + e.getClass().getSimpleName() + "\"]}");
            }
        }
    }

    private void computed(HttpExchange exchange, byte[] body) throws IOException, GeneralSecurityException {
        String[] path = exchange.getRequestURI()
                .getPath()
                .substring("/v1/transit/".length())
                .split("/");
        TreeMap<Integer, Object> versions = keys.get(path[1]);
        boolean reading = path[0].equals("keys");
        if (versions == null || !exchange.getRequestMethod().equals(reading ? "GET" : "POST")) {
            send(exchange, versions == null ? 404 : 405, "{\"errors\":[]}");
            return;
        }
        ObjectNode data = JSON.createObjectNode();
        if (reading) {
            describe(versions, data);
        } else {
            JsonNode asked = JSON.readTree(body);
            int version = asked.path("key_version").asInt(versions.lastKey());
            byte[] input = Base64.getDecoder().decode(asked.path("input").textValue());
            Object key =
                    mood == Mood.OTHER_KEY ? fresh(path[1].substring("countersign-".length())) : versions.get(version);
            byte[] made = path[0].equals("hmac") ? hmac(key, input) : signature(key, asked, input);
            String prefix = "vault:v" + (mood == Mood.OTHER_VERSION ? version + 1 : version) + ":";
            data.put(
                    path[0].equals("hmac") ? "hmac" : "signature",
                    prefix + Base64.getEncoder().encodeToString(mood == Mood.SHORT ? Arrays.copyOf(made, 31) : made));
        }
        ObjectNode all =
                JSON.createObjectNode().put("request_id", "of-no-meaning").put("lease_duration", 0);
        all.set("data", data);
        send(exchange, 200, all.toString());
    }

    private static void describe(TreeMap<Integer, Object> versions, ObjectNode data) {
        Object newest = versions.lastEntry().getValue();
        boolean ed25519 = newest instanceof KeyPair pair
                && pair.getPublic().getAlgorithm().startsWith("Ed");
        data.put("type", newest instanceof byte[] ? "aes256-gcm96" : ed25519 ? "ed25519" : "ecdsa-p256");
        data.put("latest_version", versions.lastKey()).put("exportable", false);
        ObjectNode all = data.putObject("keys");
        versions.forEach((version, key) -> {
            if (key instanceof KeyPair pair) {
                all.putObject(String.valueOf(version)).put("public_key", written(pair.getPublic(), ed25519));
            } else {
                all.put(String.valueOf(version), 1_700_000_000);
            }
        });
    }

    private static String written(PublicKey key, boolean ed25519) {
        byte[] spki = key.getEncoded();
        return ed25519
                ? Base64.getEncoder().encodeToString(Arrays.copyOfRange(spki, spki.length - 32, spki.length))
                : "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki)
                        + "\n-----END PUBLIC KEY-----\n";
    }

    private static byte[] hmac(@Nullable Object key, byte[] input) throws GeneralSecurityException {
        if (!(key instanceof byte[] secret)) {
            throw new IllegalArgumentException("no such version");
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(input);
    }

    private static byte[] signature(@Nullable Object key, JsonNode asked, byte[] input)
            throws GeneralSecurityException {
        if (!(key instanceof KeyPair pair)) {
            throw new IllegalArgumentException("no such version, or no key that signs");
        }
        boolean ed25519 = pair.getPublic().getAlgorithm().startsWith("Ed");
        if (!ed25519 && !asked.path("marshaling_algorithm").asText("asn1").equals("asn1")) {
            throw new IllegalArgumentException("another encoding than these tests ask for");
        }
        Signature signature = Signature.getInstance(ed25519 ? "Ed25519" : "SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(input);
        return signature.sign();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
