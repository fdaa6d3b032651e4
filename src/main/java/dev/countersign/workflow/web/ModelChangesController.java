package dev.countersign.workflow.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ResourceDifference;
import dev.countersign.changes.ResourceDifference.ModelChange;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.crypto.Digest;
import dev.countersign.crypto.JsonRefusedException;
import dev.countersign.crypto.UtcTime;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal.InputError;
import dev.countersign.ledger.Refusals;
import dev.countersign.ledger.RefusedException;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Signature;
import dev.countersign.workflow.ModelChanges;
import dev.countersign.workflow.ModelChanges.Change;
import dev.countersign.workflow.ModelChanges.Difference;
import dev.countersign.workflow.ModelChanges.Running;
import dev.countersign.workflow.ModelChanges.RunningDefinition;
import dev.countersign.workflow.ModelChanges.RunningResource;
import dev.countersign.workflow.ModelChanges.TouchedInstances;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.WorkflowRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

/** Process models: what runs, who signed it, and changes (docs/process-administration.md). */
@RestController
@RequestMapping("/api/models")
@Tag(name = "Process models", description = "What runs, who signed it, and changes of it")
class ModelChangesController {

    private static final Set<String> MEMBERS = Set.of("title", "reason", "resources");

    private final ModelChanges changes;
    private final Refusals refusals;

    ModelChangesController(ModelChanges changes, Refusals refusals) {
        this.changes = changes;
        this.refusals = refusals;
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record VersionView(
            UUID recordId,
            int version,
            String sha256,
            String title,
            @Nullable String reason) {

        static @Nullable VersionView of(@Nullable RecordVersion version) {
            return version == null
                    ? null
                    : new VersionView(
                            version.recordId(),
                            version.version(),
                            version.sha256().hex(),
                            version.title(),
                            version.reason());
        }
    }

    record SignedBy(UUID signatureId, String printedName, String meaning, String signedAt) {

        static SignedBy of(Signature one) {
            return new SignedBy(one.signatureId(), one.printedName(), one.meaning(), UtcTime.write(one.signedAt()));
        }
    }

    record ResourceView(String name, String sha256, int length) {

        static ResourceView of(RunningResource one) {
            return new ResourceView(one.name(), one.sha256().hex(), one.length());
        }
    }

    /** @param inForce null while nobody has signed a set */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record RunningView(
            boolean equalsWhatWasSigned,
            @Nullable VersionView inForce,
            List<SignedBy> signatures,
            List<RunningDefinition> definitions,
            List<ResourceView> resources,
            List<String> mismatches,
            SortedMap<String, String> awaitingAdoption,
            List<Change> underWay) {}

    record Receipt(UUID recordId, int version, String sha256, String instanceId) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ChangeView(
            String id,
            String element,
            String fact,
            String kind,
            @Nullable String before,
            @Nullable String after,
            String sentence) {

        static ChangeView of(ModelChange one) {
            return new ChangeView(
                    one.id(), one.element(), one.fact(), one.kind(), one.before(), one.after(), one.sentence());
        }
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ResourceDifferenceView(
            String name,
            String kind,
            @Nullable String beforeSha256,
            @Nullable String afterSha256,
            List<ChangeView> changes) {

        static ResourceDifferenceView of(ResourceDifference one) {
            return new ResourceDifferenceView(
                    one.name(),
                    one.kind(),
                    hex(one.before()),
                    hex(one.after()),
                    one.changes().stream().map(ChangeView::of).toList());
        }

        private static @Nullable String hex(@Nullable Digest sha256) {
            return sha256 == null ? null : sha256.hex();
        }
    }

    /** @param before null for the set of the release */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DifferenceView(
            @Nullable VersionView version,
            @Nullable VersionView before,
            List<ResourceDifferenceView> resources,
            long runningInstances,
            List<TouchedInstances> instances) {}

    @GetMapping
    @Operation(
            summary = "What runs, beside what was signed",
            description =
                    "Definitions that the next start takes, the version of the record that is in force with its signatures, what is not what"
                            + " was signed, what this release brings and nobody has signed, and changes under way. For Process"
                            + " Administrators, QA and auditors.")
    RunningView running(Caller caller) {
        Running running = changes.running(caller);
        SortedMap<String, String> waiting = new TreeMap<>();
        running.awaitingAdoption().forEach((name, sha256) -> waiting.put(name, sha256.hex()));
        return new RunningView(
                running.mismatches().isEmpty(),
                VersionView.of(running.inForce()),
                running.signatures().stream().map(SignedBy::of).toList(),
                running.definitions(),
                running.resources().stream().map(ResourceView::of).toList(),
                running.mismatches(),
                waiting,
                running.underWay());
    }

    @PostMapping("/changes")
    @Operation(
            summary = "Propose a set of process models",
            description =
                    "Body `{title, reason?, resources: [{name, text}]}`: the whole set, the bytes of each text in UTF-8 are what will run. By a"
                            + " Process Administrator. Starts its approval; deployed when it is effective. 422 `models-refused` with every"
                            + " finding of the gate; 409 `status-conflict` while another change is under way; `reason` is required once a set"
                            + " is in force.")
    ResponseEntity<Receipt> propose(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        NewVersion set = refusals.guarding(caller, "models.propose", "models", () -> read(body));
        try {
            return receipt(changes.propose(caller, set));
        } catch (RefusedException e) {
            throw RequestPointers.withoutContent(e);
        }
    }

    @PostMapping("/adoption")
    @Operation(
            summary = "Propose the set of this release",
            description =
                    "Body `{reason}`, by a Process Administrator: as `POST /api/models/changes` with the models that came with the program.")
    ResponseEntity<Receipt> adopt(Caller caller, @RequestBody(required = false) byte @Nullable [] body) {
        String reason =
                refusals.guarding(caller, "models.propose", "models", () -> parsed(body == null ? new byte[0] : body)
                        .path("reason")
                        .asText(""));
        return receipt(changes.proposeShipped(caller, reason));
    }

    private static ResponseEntity<Receipt> receipt(Started started) {
        return ResponseEntity.created(URI.create("/api/records/" + started.recordId()))
                .body(new Receipt(
                        started.recordId(), started.version(), started.sha256().hex(), started.instanceId()));
    }

    @GetMapping("/changes/{recordId}/difference")
    @Operation(
            summary = "What a change changes, in words",
            description =
                    "Resource by resource and element by element, against what runs; for a version that was in force, against the one before"
                            + " it. With the running instances of what changes, which end on the models they began with.")
    DifferenceView difference(
            Caller caller, @PathVariable UUID recordId, @RequestParam(required = false) @Nullable Integer version) {
        Difference difference = changes.difference(caller, recordId, version);
        return new DifferenceView(
                VersionView.of(difference.version()),
                VersionView.of(difference.before()),
                difference.resources().stream().map(ResourceDifferenceView::of).toList(),
                difference.instances().stream()
                        .mapToLong(TouchedInstances::count)
                        .sum(),
                difference.instances());
    }

    private static NewVersion read(byte @Nullable [] body) {
        JsonNode json = parsed(body == null ? new byte[0] : body);
        List<InputError> errors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                errors.add(new InputError("/" + member.getKey(), "this member is not accepted here"));
            }
        }
        if (!json.path("title").isTextual()) {
            errors.add(new InputError("/title", "a text is expected"));
        }
        if (!json.path("resources").isArray()) {
            errors.add(new InputError("/resources", "a list of {name, text} is expected"));
        }
        if (json.hasNonNull("reason") && !json.path("reason").isTextual()) {
            errors.add(new InputError("/reason", "a text is expected"));
        }
        if (!errors.isEmpty()) {
            throw WorkflowRule.BAD_REQUEST.refuseInput(
                    errors, errors.get(0).pointer() + " " + errors.get(0).detail());
        }
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set("resources", json.path("resources"));
        return new NewVersion(
                ProcessModels.TYPE,
                json.path("title").textValue(),
                content,
                List.of(),
                json.path("reason").textValue(),
                null);
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
