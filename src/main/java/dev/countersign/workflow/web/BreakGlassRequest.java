package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.ledger.Refusal.InputError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The form of what a program asks of break-glass. A member that is misspelt or of another kind is refused and never passed over: what was
 * left out means something of its own there, as the engine's own mapping of a migration.
 */
final class BreakGlassRequest {

    private static final Set<String> TEXTS = Set.of("operation", "incident");
    private static final Set<String> LISTS = Set.of("instances", "instructions", "migration");

    private final List<InputError> errors = new ArrayList<>();

    private BreakGlassRequest() {}

    /**
     * @param besides texts that this request may have as well
     * @return what is wrong with it, each with its pointer; empty for a request in its form
     */
    static List<InputError> errors(JsonNode request, Set<String> besides) {
        BreakGlassRequest check = new BreakGlassRequest();
        check.request(request, besides);
        return check.errors;
    }

    private void request(JsonNode request, Set<String> besides) {
        for (Map.Entry<String, JsonNode> member : request.properties()) {
            String name = member.getKey();
            if (besides.contains(name)) {
                text(member.getValue(), "/" + name);
            } else if (!TEXTS.contains(name) && !LISTS.contains(name)) {
                refuse("/" + name, "this member is not accepted here");
            }
        }
        for (String name : List.of("operation", "incident")) {
            text(request.path(name), "/" + name);
        }
        if (!request.path("instances").isArray() || request.path("instances").isEmpty()) {
            refuse("/instances", "a list of ids of process instances is expected");
        }
        each(request.path("instances"), "/instances", this::text);
        each(request.path("instructions"), "/instructions", (one, at) -> texts(one, at, "kind", "activity"));
        if (request.has("migration")) {
            migration(request.path("migration"));
        }
    }

    private void migration(JsonNode migration) {
        if (!migration.isObject()) {
            refuse("/migration", "an object is expected");
            return;
        }
        known(migration, "/migration", Set.of("definition", "activities"));
        if (migration.has("definition")) {
            text(migration.path("definition"), "/migration/definition");
        }
        each(migration.path("activities"), "/migration/activities", (one, at) -> texts(one, at, "source", "target"));
    }

    /** Of a list that may be missing, and may be nothing else. */
    private void each(JsonNode list, String pointer, BiConsumer<JsonNode, String> element) {
        if (!list.isArray() && !list.isMissingNode()) {
            refuse(pointer, "a list is expected");
        }
        if (list.isArray()) {
            for (int index = 0; index < list.size(); index++) {
                element.accept(list.path(index), pointer + "/" + index);
            }
        }
    }

    private void texts(JsonNode node, String pointer, String first, String second) {
        if (!node.isObject()) {
            refuse(pointer, "an object with %s and %s is expected".formatted(first, second));
            return;
        }
        known(node, pointer, Set.of(first, second));
        text(node.path(first), pointer + "/" + first);
        text(node.path(second), pointer + "/" + second);
    }

    private void known(JsonNode node, String pointer, Set<String> names) {
        node.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> !names.contains(name))
                .forEach(name -> refuse(
                        pointer + "/" + name.replace("~", "~0").replace("/", "~1"),
                        "this member is not accepted here"));
    }

    private void text(JsonNode node, String pointer) {
        if (!node.isTextual()) {
            refuse(pointer, "a text is expected");
        }
    }

    private void refuse(String pointer, String detail) {
        errors.add(new InputError(pointer, detail));
    }
}
