package dev.countersign.recovery.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Body of a decision. Two of its values are secrets: no message repeats any, and the bytes are wiped. */
record DecisionBody(String reason, char[] password, String otp) {

    /** @throws RefusedException {@code invalid-request} */
    static DecisionBody read(byte @Nullable [] bytes) {
        try {
            JsonNode body = CanonicalJson.parse(bytes == null ? new byte[0] : bytes);
            return new DecisionBody(
                    body.path("reason").asText(""), demanded(body, "password").toCharArray(), demanded(body, "otp"));
        } catch (JsonRefusedException e) {
            throw refused("", "this is not JSON as it is accepted");
        } finally {
            if (bytes != null) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    private static String demanded(JsonNode body, String name) {
        if (!body.path(name).isTextual()) {
            throw refused("/" + name, "a text is expected");
        }
        return body.path(name).textValue();
    }

    private static RefusedException refused(String pointer, String detail) {
        return new RefusedException(new Refusal(
                "RCV-004",
                "invalid-request",
                Kind.INVALID,
                "The body is refused at " + (pointer.isEmpty() ? "its root" : pointer) + ": " + detail + ".",
                List.of(new InputError(pointer, detail))));
    }

    @Override
    public String toString() {
        return "decision";
    }
}
