package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.signing.SigningRequest;
import dev.countersign.workflow.WorkflowRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Body of a signing call. Read from raw bytes, which are wiped; no message repeats a value of it, because two of them are secrets.
 *
 * @param password wiped by whoever takes it; empty where a passkey stands alone
 * @param otp null if neither it nor a passkey's answer was sent
 */
record SignatureBody(
        SigningRequest request,
        char[] password,
        @Nullable String otp,
        @Nullable PasskeyAnswer passkey) {

    private static final Set<String> MEMBERS =
            Set.of("decision", "meaning", "recordSha256", "presentationSha256", "reason", "password", "otp", "passkey");

    private static final Set<String> ASKING =
            Set.of("decision", "meaning", "recordSha256", "presentationSha256", "reason");

    private static final Set<String> PASSKEY =
            Set.of("ceremonyId", "credentialId", "clientDataJSON", "authenticatorData", "signature");

    private static final int LONGEST_MEANING = 64;

    /** @throws dev.countersign.ledger.RefusedException {@code invalid-json}, {@code invalid-request} with every pointer */
    static SignatureBody read(byte[] bytes) {
        return read(bytes, MEMBERS);
    }

    /** The same before a passkey is asked: without any secret. */
    static SigningRequest readAsking(byte[] bytes) {
        return read(bytes, ASKING).request();
    }

    private static SignatureBody read(byte[] bytes, Set<String> accepted) {
        try {
            return new Reader(CanonicalJson.parse(bytes), accepted).read();
        } catch (JsonRefusedException e) {
            // the parser's own sentence could repeat a part of the body
            throw WorkflowRule.NOT_JSON.refuseInput(
                    List.of(new InputError(own(e.pointer()), "this is not JSON as it is accepted")), "see errors");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** A pointer names members: of those, only ours are repeated. */
    private static String own(String pointer) {
        return !pointer.isEmpty() && MEMBERS.contains(pointer.substring(1)) ? pointer : "";
    }

    @Override
    public String toString() {
        return "signing of " + request;
    }

    /** A passkey's answer, as a member of a body; null if there is none. */
    static @Nullable PasskeyAnswer passkey(JsonNode answer, List<InputError> errors) {
        if (answer.isMissingNode()) {
            return null;
        }
        for (String member : PASSKEY) {
            if (!answer.path(member).isTextual()) {
                errors.add(new InputError("/passkey/" + member, "a text is expected"));
            }
        }
        JsonNode prf = answer.path("prf");
        if (!prf.isMissingNode() && !prf.isTextual()) {
            errors.add(new InputError("/passkey/prf", "a text is expected"));
        }
        if (answer.size() > PASSKEY.size() + (prf.isMissingNode() ? 0 : 1)) {
            errors.add(new InputError("/passkey", "a member is not accepted"));
        }
        return new PasskeyAnswer(
                answer.path("ceremonyId").asText(),
                answer.path("credentialId").asText(),
                answer.path("clientDataJSON").asText(),
                answer.path("authenticatorData").asText(),
                answer.path("signature").asText(),
                prf.textValue());
    }

    private static final class Reader {

        private final JsonNode body;
        private final List<InputError> errors = new ArrayList<>();

        private final Set<String> accepted;

        Reader(JsonNode body, Set<String> accepted) {
            this.body = body;
            this.accepted = accepted;
        }

        SignatureBody read() {
            if (!body.isObject()) {
                errors.add(new InputError("", "an object is expected"));
            }
            int number = 0;
            for (Iterator<String> names = body.fieldNames(); names.hasNext(); ) {
                number++;
                // by its place alone: a secret may have been typed where a name belongs, and refusals are kept for ever
                if (!accepted.contains(names.next())) {
                    errors.add(new InputError("", "member " + number + " is not accepted"));
                }
            }
            String decision = required("decision");
            if (!decision.equals("approve") && !decision.equals("reject")) {
                errors.add(new InputError("/decision", "approve or reject is expected"));
            }
            required("recordSha256");
            Digest record = digest("recordSha256");
            optional("presentationSha256");
            Digest presentation = digest("presentationSha256");
            String meaning = optional("meaning");
            if (meaning != null && meaning.length() > LONGEST_MEANING) {
                errors.add(new InputError("/meaning", "at most " + LONGEST_MEANING + " characters are expected"));
            }
            String reason = optional("reason");
            boolean asking = accepted.equals(ASKING);
            PasskeyAnswer passkey = passkey();
            // without it the password stands alone, which a series has to allow
            String otp = optional("otp");
            if (passkey != null && body.has("otp")) {
                errors.add(new InputError("/otp", "either otp or passkey is expected"));
            }
            boolean alone = passkey != null && passkey.standsAlone();
            if (alone && body.has("password")) {
                errors.add(new InputError("/password", "either password or passkey/prf is expected"));
            }
            char[] password =
                    asking || alone ? new char[0] : required("password").toCharArray();
            if (!errors.isEmpty() || record == null) {
                Arrays.fill(password, '\0');
                InputError first = errors.get(0);
                throw WorkflowRule.BAD_REQUEST.refuseInput(errors, first.pointer() + " " + first.detail());
            }
            return new SignatureBody(
                    new SigningRequest(decision.equals("approve"), meaning, record, presentation, reason),
                    password,
                    otp,
                    passkey);
        }

        private @Nullable PasskeyAnswer passkey() {
            return SignatureBody.passkey(body.path("passkey"), errors);
        }

        private String required(String name) {
            String value = optional(name);
            if (body.path(name).isMissingNode() || body.path(name).isNull()) {
                errors.add(new InputError("/" + name, "a text is expected"));
            }
            return value == null ? "" : value;
        }

        private @Nullable String optional(String name) {
            JsonNode value = body.path(name);
            if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
                errors.add(new InputError("/" + name, "a text is expected"));
            }
            return value.isTextual() ? value.textValue() : null;
        }

        private @Nullable Digest digest(String name) {
            String hex = body.path(name).textValue();
            try {
                return hex == null ? null : Digest.parse(hex);
            } catch (IllegalArgumentException e) {
                errors.add(new InputError("/" + name, "64 lower-case hexadecimal digits are expected"));
                return null;
            }
        }
    }
}
