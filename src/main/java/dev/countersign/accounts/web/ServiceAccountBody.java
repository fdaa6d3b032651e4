package dev.countersign.accounts.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.identity.ServiceAccounts.NewServiceAccount;
import dev.countersign.identity.ServiceAccounts.Rotation;
import dev.countersign.ledger.Refusal;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusal.Kind;
import dev.countersign.ledger.RefusedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Body of a call about a service account. */
record ServiceAccountBody(JsonNode body) {

    /** @throws RefusedException {@code invalid-request} */
    static ServiceAccountBody read(byte @Nullable [] bytes) {
        try {
            return new ServiceAccountBody(CanonicalJson.parse(bytes == null ? new byte[0] : bytes));
        } catch (JsonRefusedException e) {
            throw refused("", "this is not JSON as it is accepted");
        }
    }

    /** A missing one is told by the rule that demands it. */
    String reason() {
        return body.path("reason").asText("");
    }

    NewServiceAccount account() {
        if (!body.path("name").isTextual()) {
            throw refused("/name", "a text is expected");
        }
        return new NewServiceAccount(
                body.path("name").textValue(),
                Set.copyOf(texts("processKeys")),
                texts("sources"),
                expiresAt(),
                reason());
    }

    Rotation rotation() {
        JsonNode hours = body.path("overlapHours");
        boolean whole = hours.isMissingNode()
                || (hours.isNumber() && hours.canConvertToInt() && hours.doubleValue() == hours.intValue());
        if (!whole) {
            throw refused("/overlapHours", "a whole number is expected");
        }
        return new Rotation(Duration.ofHours(hours.asInt(0)), expiresAt(), reason());
    }

    private Instant expiresAt() {
        try {
            return Instant.parse(body.path("expiresAt").asText(""));
        } catch (DateTimeException e) {
            throw refused("/expiresAt", "a time such as 2027-06-30T00:00:00Z is expected");
        }
    }

    private List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode items = body.path(name);
        if (!items.isMissingNode() && !items.isArray()) {
            throw refused("/" + name, "a list of texts is expected");
        }
        for (JsonNode item : items) {
            if (!item.isTextual()) {
                throw refused("/" + name, "a list of texts is expected");
            }
            if (!texts.contains(item.textValue())) {
                texts.add(item.textValue());
            }
        }
        return texts;
    }

    private static RefusedException refused(String pointer, String detail) {
        return new RefusedException(new Refusal(
                "ACC-011",
                "invalid-request",
                Kind.INVALID,
                "The body is refused at " + (pointer.isEmpty() ? "its root" : pointer) + ": " + detail + ".",
                List.of(new InputError(pointer, detail))));
    }
}
