package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.RefusedException;
import java.util.Arrays;

/**
 * Body of a login: the same bytes are never read in two ways. No message repeats anything of it.
 *
 * @param password wiped by whoever takes it
 */
@SuppressWarnings("ArrayRecordComponent")
record Credentials(String userName, char[] password, String code) {

    /** @throws RefusedException {@code invalid-request} */
    static Credentials read(byte[] bytes) {
        try {
            JsonNode body = CanonicalJson.parse(bytes);
            if (!body.isObject()) {
                throw unreadable();
            }
            return new Credentials(
                    text(body, "username"), text(body, "password").toCharArray(), text(body, "otp"));
        } catch (JsonRefusedException e) {
            throw unreadable();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static String text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
            throw unreadable();
        }
        return value.isTextual() ? value.textValue() : "";
    }

    private static RefusedException unreadable() {
        return WebRefusal.BODY_UNREADABLE.refuse("The body is missing or is not what this call takes.");
    }

    @Override
    public String toString() {
        return "credentials";
    }
}
