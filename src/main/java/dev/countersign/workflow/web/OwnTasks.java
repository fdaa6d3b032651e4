package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Narrows what Tasklist lists to the person's own: tasks assigned to them, and unassigned ones offered to a role they hold now,
 * but for versions they wrote themselves: whoever has forty tasks to sign wants no others between them. {@code /api/tasks} has
 * those too, with the reason why they cannot be signed.
 * A stored filter could say so only by an expression, and none is evaluated here (T7). Authorizations hold what may be seen;
 * this is what one wants to see.
 */
final class OwnTasks {

    private static final Pattern LISTS = Pattern.compile("/filter/[A-Za-z0-9._:-]+/(list|count)");

    private OwnTasks() {}

    static boolean concerns(EngineCall call) {
        return call.tasklist()
                && "POST".equals(call.method())
                && LISTS.matcher(call.path()).matches();
    }

    /** The query with one more condition; the others stay. */
    static byte[] narrowed(JsonNode query, String userId, List<String> roles) {
        ObjectNode narrowed = query.deepCopy();
        ObjectNode own = narrowed.withArray("orQueries").addObject();
        own.put("assignee", userId);
        if (!roles.isEmpty()) {
            roles.forEach(own.putArray("candidateGroups")::add);
        }
        ObjectNode foreign = narrowed.withArray("orQueries").addObject();
        foreign.put("assignee", userId);
        foreign.putArray("processVariables")
                .addObject()
                .put("name", "author")
                .put("operator", "neq")
                .put("value", userId);
        return narrowed.toString().getBytes(StandardCharsets.UTF_8);
    }
}
