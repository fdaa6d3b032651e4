package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.records.NewVersion;
import dev.countersign.records.NewVersion.NewAttachment;
import dev.countersign.records.PlainText;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.WorkflowRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads a start in the engine's own form. Its variables are a way to hand in a record, not variables: none of them reaches the
 * engine, and any other name is refused.
 */
final class StartReader {

    private static final Set<String> MEMBERS = Set.of("businessKey", "variables", "withVariablesInReturn");
    private static final Set<String> VARIABLE_MEMBERS = Set.of("value", "type", "valueInfo");
    private static final Set<String> CONTENT = Set.of("recordType", "title", "content", "attachments", "reason");
    private static final Set<String> EXISTING = Set.of("recordId", "recordVersion");
    private static final int LONGEST_KEY = 200;

    private final InputErrors errors = new InputErrors();
    private final JsonNode variables;
    private final @Nullable String businessKey;

    private StartReader(JsonNode request) {
        refuseOthers(request, MEMBERS, "");
        this.businessKey = key(request.path("businessKey"));
        this.variables = request.path("variables");
        if (!variables.isMissingNode() && !variables.isNull() && !variables.isObject()) {
            errors.add("/variables", "an object of variables is expected");
        }
        variables.properties().forEach(this::checkShape);
    }

    /** @throws dev.countersign.ledger.RefusedException {@code invalid-json}, {@code invalid-request} with every pointer */
    static StartRequest read(byte[] body) {
        StartReader reader = new StartReader(parse(body, ""));
        StartRequest request = reader.variables.has("recordId") ? reader.existing() : reader.fresh();
        reader.refuseIfWrong();
        return request;
    }

    private StartRequest existing() {
        CONTENT.stream()
                .filter(variables::has)
                .forEach(name -> errors.add("/variables/" + name, "a start with recordId takes the record as it is"));
        UUID recordId = null;
        try {
            recordId = UUID.fromString(text("recordId", true));
        } catch (IllegalArgumentException e) {
            errors.add("/variables/recordId/value", "the id of a record is expected");
        }
        JsonNode version = value("recordVersion");
        if (!version.isMissingNode() && !(version.isIntegralNumber() && version.canConvertToInt())) {
            errors.add("/variables/recordVersion/value", "a version number is expected");
        }
        refuseIfWrong();
        return new StartRequest(businessKey, null, recordId, version.isMissingNode() ? null : version.intValue());
    }

    private StartRequest fresh() {
        if (variables.has("recordVersion")) {
            errors.add("/variables/recordVersion", "a version needs its recordId");
        }
        String type = text("recordType", true);
        String title = text("title", true);
        String reason = variables.has("reason") ? text("reason", false) : null;
        JsonNode content = json("content");
        if (content.isMissingNode()) {
            errors.add("/variables/content/value", "the record's content is expected");
        }
        List<NewAttachment> attachments =
                StartAttachments.read(json("attachments"), "/variables/attachments/value", errors);
        refuseIfWrong();
        return new StartRequest(
                businessKey, new NewVersion(type, title, content, attachments, reason, businessKey), null, null);
    }

    private void refuseIfWrong() {
        List<InputError> all = errors.all();
        if (!all.isEmpty()) {
            InputError first = all.get(0);
            throw WorkflowRule.BAD_START_REQUEST.refuseInput(all, first.pointer() + " " + first.detail());
        }
    }

    private void checkShape(Map.Entry<String, JsonNode> variable) {
        String pointer = member("/variables", variable.getKey());
        if (!CONTENT.contains(variable.getKey()) && !EXISTING.contains(variable.getKey())) {
            errors.add(
                    pointer,
                    "this name is reserved or unknown (accepted: recordType, title, content, attachments, reason; or recordId,"
                            + " recordVersion)");
        } else if (!variable.getValue().isObject()) {
            errors.add(pointer, "an object with the member value is expected");
        } else {
            refuseOthers(variable.getValue(), VARIABLE_MEMBERS, pointer);
        }
    }

    private void refuseOthers(JsonNode object, Set<String> known, String pointer) {
        if (!object.isObject()) {
            errors.add(pointer, "an object is expected");
        }
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(member(pointer, name), "this member is not accepted here");
            }
        });
    }

    private @Nullable String key(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual() || !PlainText.isLine(node.textValue(), LONGEST_KEY)) {
            errors.add(
                    "/businessKey",
                    "a line of 1 to " + LONGEST_KEY + " characters is expected, without control or hidden characters");
        }
        return node.asText();
    }

    private static String member(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private JsonNode value(String name) {
        JsonNode value = variables.path(name).path("value");
        return value.isNull() ? value.path("") : value;
    }

    private String text(String name, boolean required) {
        JsonNode value = value(name);
        if (!value.isTextual() && (required || !value.isMissingNode())) {
            errors.add("/variables/" + name + "/value", "a text is expected");
        }
        return value.isTextual() ? value.textValue() : "";
    }

    /** JSON written as a text, as the engine's type Json has it, or as itself. */
    private JsonNode json(String name) {
        JsonNode value = value(name);
        return value.isTextual()
                ? parse(
                        value.textValue().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "/variables/" + name + "/value")
                : value;
    }

    private static JsonNode parse(byte[] json, String pointer) {
        try {
            return CanonicalJson.parse(json);
        } catch (JsonRefusedException e) {
            String place = pointer + e.pointer();
            throw WorkflowRule.NOT_JSON.refuseInput(
                    List.of(new InputError(place, String.valueOf(e.getMessage()))),
                    (place.isEmpty() ? "" : "at " + place + ", ") + e.getMessage());
        }
    }
}
