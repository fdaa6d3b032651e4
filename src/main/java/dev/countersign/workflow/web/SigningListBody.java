package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.workflow.ListedTasks.Chosen;
import dev.countersign.workflow.WorkflowRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bodies of calls about lists that are signed with one proof. Read from raw bytes, which are wiped; no message repeats a value of them. */
final class SigningListBody {

    private static final int LONGEST_ID = 64;
    private static final int MOST = 1_000;

    private final JsonNode body;
    private final List<InputError> errors = new ArrayList<>();

    private SigningListBody(JsonNode body) {
        this.body = body;
    }

    /**
     * What signs a list.
     *
     * @param password wiped by whoever takes it
     * @param otp empty where a passkey answered
     */
    record Signing(
            Digest listSha256,
            char[] password,
            String otp,
            @Nullable PasskeyAnswer passkey) {}

    /** @throws dev.countersign.ledger.RefusedException {@code invalid-json}, {@code invalid-request} with every pointer */
    static List<Chosen> readChosen(byte[] bytes) {
        SigningListBody read = of(bytes);
        read.demandMembers(read.body, "", Set.of("tasks"));
        List<Chosen> chosen = new ArrayList<>();
        JsonNode tasks = read.body.path("tasks");
        if (!tasks.isArray() || tasks.size() > MOST) {
            read.errors.add(new InputError("/tasks", "a list of at most " + MOST + " tasks is expected"));
        } else {
            tasks.forEach(task -> chosen.add(read.chosen(task, "/tasks/" + chosen.size())));
        }
        read.demandSound();
        return chosen;
    }

    private Chosen chosen(JsonNode task, String at) {
        demandMembers(task, at, Set.of("taskId", "recordSha256"));
        String taskId = text(task, at, "taskId");
        if (taskId.isEmpty() || taskId.length() > LONGEST_ID) {
            errors.add(new InputError(at + "/taskId", "the id of a task is expected"));
        }
        return new Chosen(taskId, digest(task, at, "recordSha256"));
    }

    /** Before a passkey is asked: no secret. */
    static Digest readAsking(byte[] bytes) {
        SigningListBody read = of(bytes);
        read.demandMembers(read.body, "", Set.of("listSha256"));
        Digest list = read.digest(read.body, "", "listSha256");
        read.demandSound();
        return list;
    }

    static Signing readSigning(byte[] bytes) {
        SigningListBody read = of(bytes);
        read.demandMembers(read.body, "", Set.of("listSha256", "password", "otp", "passkey"));
        Digest list = read.digest(read.body, "", "listSha256");
        PasskeyAnswer passkey = SignatureBody.passkey(read.body.path("passkey"), read.errors);
        if (passkey != null && passkey.standsAlone()) {
            read.errors.add(
                    new InputError("/passkey/prf", "nothing is expected: a list is signed with the password too"));
        }
        if (passkey != null && read.body.has("otp")) {
            read.errors.add(new InputError("/otp", "either otp or passkey is expected"));
        }
        String otp = passkey == null ? read.text(read.body, "", "otp") : "";
        char[] password = read.text(read.body, "", "password").toCharArray();
        try {
            read.demandSound();
        } catch (RuntimeException e) {
            Arrays.fill(password, '\0');
            throw e;
        }
        return new Signing(list, password, otp, passkey);
    }

    private static SigningListBody of(byte[] bytes) {
        try {
            return new SigningListBody(CanonicalJson.parse(bytes));
        } catch (JsonRefusedException e) {
            // the parser's own sentence could repeat a part of the body
            throw WorkflowRule.NOT_JSON.refuseInput(
                    List.of(new InputError("", "this is not JSON as it is accepted")), "see errors");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private void demandMembers(JsonNode node, String at, Set<String> accepted) {
        if (!node.isObject()) {
            errors.add(new InputError(at, "an object is expected"));
        }
        int number = 0;
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            number++;
            // by its place alone: a secret may have been typed where a name belongs, and refusals are kept for ever
            if (!accepted.contains(names.next())) {
                errors.add(new InputError(at, "member " + number + " is not accepted"));
            }
        }
    }

    private String text(JsonNode node, String at, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            errors.add(new InputError(at + "/" + name, "a text is expected"));
        }
        return value.isTextual() ? value.textValue() : "";
    }

    private Digest digest(JsonNode node, String at, String name) {
        try {
            return Digest.parse(node.path(name).asText());
        } catch (IllegalArgumentException e) {
            errors.add(new InputError(at + "/" + name, "64 lower-case hexadecimal digits are expected"));
            return Digest.of(new byte[0]);
        }
    }

    private void demandSound() {
        if (!errors.isEmpty()) {
            InputError first = errors.get(0);
            throw WorkflowRule.BAD_REQUEST.refuseInput(errors, first.pointer() + " " + first.detail());
        }
    }
}
