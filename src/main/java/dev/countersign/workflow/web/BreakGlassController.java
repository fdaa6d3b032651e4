package dev.countersign.workflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.RecordVersion;
import dev.countersign.workflow.BreakGlass;
import dev.countersign.workflow.BreakGlass.Intervened;
import dev.countersign.workflow.BreakGlass.RunningApproval;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.WorkflowRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Interventions in stuck approvals (docs/process-administration.md). */
@RestController
@RequestMapping("/api/break-glass")
@Tag(
        name = "Break-glass",
        description = "Modification, migration and cancellation of stuck approvals, by signatures alone")
class BreakGlassController {

    private final BreakGlass breakGlass;
    private final Refusals refusals;

    BreakGlassController(BreakGlass breakGlass, Refusals refusals) {
        this.breakGlass = breakGlass;
        this.refusals = refusals;
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Listing<T>(List<T> items) {}

    record Previewed(JsonNode content) {}

    record Receipt(UUID recordId, int version, String sha256, String instanceId) {}

    record VersionReceipt(UUID recordId, int version, String sha256) {}

    @GetMapping
    @Operation(
            summary = "List interventions and what became of them",
            description =
                    "The newest 50. `carriedOutAt` is set once one was carried out; `current` says whether what one under way shows is"
                            + " still what it would do. For Process Administrators, QA and auditors.")
    Listing<Intervened> interventions(Caller caller) {
        return new Listing<>(breakGlass.interventions(caller));
    }

    @GetMapping("/instances")
    @Operation(
            summary = "List running approvals, stuck ones first",
            description = "`q` is the id of a process instance or a record, or how a business key begins. Pages of 50.")
    Listing<RunningApproval> instances(
            Caller caller,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "0") int page) {
        return new Listing<>(breakGlass.running(caller, q, page));
    }

    @PostMapping("/preview")
    @Operation(
            summary = "Show what an intervention would do",
            description =
                    "Body `{operation: modify|migrate|cancel, incident, instances, instructions?: [{kind: cancel|start-before|start-after,"
                            + " activity}], migration?: {definition?, activities?: [{source, target}]}}`. Changes nothing. Answers the content of the"
                            + " record that asks for it, with a preview per approval; whatever would not be possible is refused with its rule.")
    Previewed preview(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        return new Previewed(breakGlass.preview(caller, null, request(caller, body, Set.of())));
    }

    @PostMapping
    @Operation(
            summary = "Ask for an intervention",
            description =
                    "Body as of the preview, and `title` if you like; by a Process Administrator. Starts the approval of a record of type"
                            + " `break-glass`, which shows what it would do; it is carried out with the last signature, or not at all.")
    ResponseEntity<Receipt> propose(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        JsonNode request = request(caller, body, Set.of("title"));
        Started started = breakGlass.propose(caller, request.path("title").textValue(), request);
        return ResponseEntity.created(URI.create("/api/records/" + started.recordId()))
                .body(new Receipt(
                        started.recordId(), started.version(), started.sha256().hex(), started.instanceId()));
    }

    @PostMapping("/{recordId}/versions")
    @Operation(
            summary = "Hand in a rejected intervention again",
            description =
                    "Body as of the preview, and `reason` for the change: the next version shows what it would do now.")
    ResponseEntity<VersionReceipt> revise(
            Caller caller, @PathVariable UUID recordId, @RequestBody(required = false) byte @Nullable [] body) {
        JsonNode request = request(caller, body, Set.of("reason"));
        RecordVersion version =
                breakGlass.revise(caller, recordId, request.path("reason").asText(), request);
        return ResponseEntity.created(URI.create("/api/records/%s/versions/%d".formatted(recordId, version.version())))
                .body(new VersionReceipt(
                        recordId, version.version(), version.sha256().hex()));
    }

    private JsonNode request(Caller caller, byte @Nullable [] body, Set<String> besides) {
        return refusals.guarding(caller, "break-glass.preview", "processes", () -> {
            JsonNode request = parsed(body == null ? new byte[0] : body);
            List<InputError> errors = BreakGlassRequest.errors(request, besides);
            if (!errors.isEmpty()) {
                throw WorkflowRule.BAD_REQUEST.refuseInput(
                        errors, errors.get(0).pointer() + " " + errors.get(0).detail());
            }
            return request;
        });
    }

    private static JsonNode parsed(byte[] body) {
        try {
            return CanonicalJson.parse(body);
        } catch (JsonRefusedException e) {
            throw WorkflowRule.NOT_JSON.refuseInput(
                    List.of(new InputError(e.pointer(), String.valueOf(e.getMessage()))),
                    String.valueOf(e.getMessage()));
        }
    }
}
