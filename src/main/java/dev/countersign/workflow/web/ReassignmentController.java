package dev.countersign.workflow.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusals;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.WorkflowRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Giving a task to somebody else (WFL-07): what the engine's own ways of setting an assignee would do without a reason. */
@RestController
@RequestMapping("/api/tasks/{taskId}/reassignment")
@Tag(name = "Tasks")
class ReassignmentController {

    private static final Set<String> MEMBERS = Set.of("assignee", "reason");

    private final Tasks tasks;
    private final Refusals refusals;

    ReassignmentController(Tasks tasks, Refusals refusals) {
        this.tasks = tasks;
        this.refusals = refusals;
    }

    private record Asked(String assignee, String reason) {}

    @PostMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(
            summary = "Give a task to somebody else",
            description =
                    "Body `{assignee, reason}`: the user id of a person who can do the task at this moment (role, separation of duties, key,"
                            + " training), and why. For a QA Manager. Whoever had the task loses it at once; an open signing page of theirs"
                            + " signs nothing. Old and new assignee and the reason are in the audit trail. 403 `not-authorized` with the"
                            + " rule, of the caller or of the new assignee; 404 `task-not-found`; 409 `task-completed`, `status-conflict`;"
                            + " 422 `reason-required`.")
    void reassign(Caller caller, @PathVariable String taskId, @RequestBody(required = false) byte @Nullable [] body) {
        Asked asked = refusals.guarding(
                caller, "task.reassign", "task:" + taskId, () -> read(body == null ? new byte[0] : body));
        tasks.reassign(caller, taskId, asked.assignee(), asked.reason());
    }

    private static Asked read(byte[] body) {
        JsonNode tree = CanonicalJson.parse(body);
        List<InputError> errors = new ArrayList<>();
        if (!tree.path("assignee").isTextual()
                || tree.path("assignee").textValue().isBlank()) {
            errors.add(new InputError("/assignee", "The user id of a person is required, as a string."));
        }
        if (!tree.path("reason").isMissingNode() && !tree.path("reason").isTextual()) {
            errors.add(new InputError("/reason", "The reason is a string."));
        }
        tree.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                errors.add(new InputError("/" + name, "This member is not accepted."));
            }
        });
        if (!errors.isEmpty()) {
            throw WorkflowRule.BAD_REQUEST.refuseInput(errors, "expected: {assignee, reason}");
        }
        // an absent reason is refused by the rule that asks for one
        return new Asked(tree.path("assignee").textValue(), tree.path("reason").asText());
    }
}
