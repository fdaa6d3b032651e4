package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.KeyVault;
import dev.countersign.crypto.KeyVault.SecretName;
import dev.countersign.crypto.Parts;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Says whether two calls are the same: an HMAC of method, address and canonical body, taken without password and one-time code,
 * with a secret of the server. What is stored can be compared, not guessed from.
 */
@Component
class RequestFingerprint {

    private static final List<String> SECRETS = List.of("password", "otp");
    private final KeyVault vault;

    RequestFingerprint(KeyVault vault) {
        this.vault = vault;
    }

    /** Empty for an upload over the limits: that is refused further on, as it would be without a key. */
    Optional<byte[]> of(HttpServletRequest request) {
        if (request instanceof ReplayableRequest replayable) {
            return Optional.of(
                    hmac(request, Digest.of(withoutSecrets(replayable.body())).hex()));
        }
        try {
            return Optional.of(hmac(request, parts(request)));
        } catch (IllegalStateException e) {
            return Optional.empty();
        } catch (IOException | ServletException e) {
            // no boundary, or an end that never came
            throw WebRefusal.BODY_UNREADABLE.refuse("The multipart body cannot be read.");
        }
    }

    // part by part, whatever the boundary between them
    private static String parts(HttpServletRequest request) throws IOException, ServletException {
        StringBuilder parts = new StringBuilder();
        for (Part part : request.getParts()) {
            try (InputStream in = part.getInputStream()) {
                parts.append(Digest.of(bytes(part.getName())).hex())
                        .append(Digest.of(bytes(String.valueOf(part.getSubmittedFileName())))
                                .hex())
                        .append(Digest.of(bytes(String.valueOf(part.getContentType())))
                                .hex())
                        .append(Digest.of(in.readAllBytes()).hex())
                        .append('\n');
            }
        }
        return parts.toString();
    }

    private byte[] hmac(HttpServletRequest request, String body) {
        return vault.hmac(
                SecretName.PEPPER,
                Parts.of(
                        "idempotency-key/v1",
                        request.getMethod(),
                        request.getRequestURI(),
                        String.valueOf(request.getQueryString()),
                        body));
    }

    private static byte[] withoutSecrets(byte[] body) {
        try {
            JsonNode tree = CanonicalJson.parse(body);
            if (tree instanceof ObjectNode object) {
                object.remove(SECRETS);
            }
            return CanonicalJson.write(tree);
        } catch (JsonRefusedException e) {
            // it will be refused; until then it is only equal to itself
            return body;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
