package dev.countersign.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.RefusedException;
import java.util.Arrays;

/**
 * What somebody signed in types to prove anew who they are, with what they want. No message repeats anything of it.
 *
 * @param password wiped by whoever takes it
 * @param newPassword empty where none is asked for; wiped by whoever takes it
 * @param policySha256 of the policy text that was read; empty where none is asked for
 * @param email address for notices; empty where none is asked for or given
 */
@SuppressWarnings("ArrayRecordComponent")
record OwnComponents(char[] password, String code, char[] newPassword, String policySha256, String email) {

    OwnComponents(char[] password, String code, char[] newPassword, String policySha256) {
        this(password, code, newPassword, policySha256, "");
    }

    /** @throws RefusedException {@code invalid-request} */
    static OwnComponents read(byte[] bytes) {
        try {
            JsonNode body = CanonicalJson.parse(bytes);
            if (!body.isObject()) {
                throw unreadable();
            }
            return new OwnComponents(
                    text(body, "password").toCharArray(),
                    text(body, "otp"),
                    text(body, "newPassword").toCharArray(),
                    text(body, "policySha256"),
                    text(body, "email"));
        } catch (JsonRefusedException e) {
            throw unreadable();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static String text(JsonNode body, String member) {
        JsonNode value = body.path(member);
        if (!value.isTextual() && !value.isMissingNode()) {
            throw unreadable();
        }
        return value.isTextual() ? value.textValue() : "";
    }

    private static RefusedException unreadable() {
        return WebRefusal.BODY_UNREADABLE.refuse("The body is missing or is not what this call takes.");
    }

    @Override
    public String toString() {
        return "components";
    }
}
