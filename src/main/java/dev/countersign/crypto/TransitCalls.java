package dev.countersign.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Calls of the transit engine's HTTP interface. The token goes into a header and nowhere else; answers are bounded in time and size. */
final class TransitCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 65_536;

    private final TransitPlace place;
    private final Supplier<String> token;
    private final HttpClient client;

    TransitCalls(TransitPlace place, Supplier<String> token) {
        this.place = place;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(place.patience()).followRedirects(Redirect.NEVER);
        place.authorities().ifPresent(file -> builder.sslContext(trusting(file)));
        this.client = builder.build();
    }

    /** What the service holds of a key: {@code GET …/keys/<name>}. */
    JsonNode key(String name) {
        return ask("keys", name, null);
    }

    /**
     * What the service computes with a key over exactly these bytes.
     *
     * @param operation {@code hmac} or {@code sign}, also the member of its answer
     * @param member {@code hmac} or {@code signature}
     * @param version of the key; the answer MUST say the same
     */
    byte[] compute(String operation, String name, String member, int version, ObjectNode options, byte[] message) {
        options.put("input", Base64.getEncoder().encodeToString(message)).put("key_version", version);
        String answer = ask(operation, name, options).path(member).asText();
        String expected = "vault:v" + version + ":";
        try {
            if (answer.startsWith(expected)) {
                return Base64.getDecoder().decode(answer.substring(expected.length()));
            }
        } catch (IllegalArgumentException e) {
            // said below, without what was answered
        }
        throw nonsense(name, "no " + member + " of version " + version + " of the key");
    }

    KeysUnavailableException nonsense(String name, String what) {
        return new KeysUnavailableException(
                "the key service " + place + " answers with " + what + " " + place.prefix() + name
                        + ". Nothing was done with it; see whether the address leads to the service and the key is the one this"
                        + " installation was made with");
    }

    private JsonNode ask(String operation, String name, @Nullable ObjectNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(place.of(operation, name))
                .timeout(place.patience())
                .header("X-Vault-Request", "true")
                .header("X-Vault-Token", token.get());
        if (!place.namespace().isEmpty()) {
            request.header("X-Vault-Namespace", place.namespace());
        }
        request.method(
                body == null ? "GET" : "POST",
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return data(name, response.statusCode(), Waiting.read(in, LONGEST, place.patience()));
            }
        } catch (IOException e) {
            throw new KeysUnavailableException(
                    "the key service " + place + " does not answer ("
                            + e.getClass().getSimpleName() + "). Whoever tried may try again once it does",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeysUnavailableException("the key service " + place + " was not waited for", e);
        }
    }

    private JsonNode data(String name, int status, byte[] body) {
        if (status != 200) {
            throw new KeysUnavailableException("the key service " + place + " answers with status " + status
                    + " for the key " + place.prefix() + name + remedy(status));
        }
        try {
            return JSON.readTree(body).path("data");
        } catch (IOException e) {
            throw nonsense(name, "no JSON for the key");
        }
    }

    private static String remedy(int status) {
        return switch (status) {
            case 403 ->
                ": its token has ended, or its policy does not allow this. Renew the token or correct the policy";
            case 404, 405 -> ": there is no such engine, or no such key. Correct the mount, or make the key there";
            case 503 -> ": it is sealed or stands by. Unseal it";
            default -> ". See its own log";
        };
    }

    private static SSLContext trusting(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + number++, one);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnavailableException(
                    "the file " + file
                            + " of authorities of the key service cannot be read (expected: certificates in PEM)",
                    e);
        }
    }
}
