package dev.countersign.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.CanonicalJson;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.WorkflowEvents.BreakGlassCarriedOut;
import dev.countersign.worm.WormStore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link BreakGlass}: each a controlled record of its own, as any other approval. */
@Component
class RecordedBreakGlass implements BreakGlass {

    private static final int PAGE = 50;

    private final BreakGlassAdmission admission;
    private final StuckInstanceMapper instances;
    private final Processes processes;
    private final Records records;
    private final WormStore store;
    private final Ledger ledger;
    private final Authority authority;
    private final Refusals refusals;

    RecordedBreakGlass(
            BreakGlassAdmission admission,
            StuckInstanceMapper instances,
            Processes processes,
            Records records,
            WormStore store,
            Ledger ledger,
            Authority authority,
            Refusals refusals) {
        this.admission = admission;
        this.instances = instances;
        this.processes = processes;
        this.records = records;
        this.store = store;
        this.ledger = ledger;
        this.authority = authority;
        this.refusals = refusals;
    }

    @Override
    public List<RunningApproval> running(Caller caller, @Nullable String q, int page) {
        return refusals.guarding(caller, "break-glass.show", "processes", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return instances.running(
                    store.installation().organisation(),
                    q == null ? "" : q.strip(),
                    PAGE,
                    Math.multiplyExact(Math.max(0, Math.min(page, 10_000)), PAGE));
        });
    }

    @Override
    public JsonNode preview(Caller caller, @Nullable UUID revised, JsonNode request) {
        return content(caller, request, revised);
    }

    private JsonNode content(Caller caller, JsonNode request, @Nullable UUID revised) {
        return refusals.guarding(caller, "break-glass.preview", "processes", () -> {
            authority.require(caller, Permission.BREAK_GLASS);
            return admission.content(Intervention.of(request), revised);
        });
    }

    @Override
    public Started propose(Caller caller, @Nullable String title, JsonNode request) {
        JsonNode content = content(caller, request, null);
        return processes.start(
                caller,
                ModelWatch.BREAK_GLASS,
                new StartRequest(
                        null, version(title, content, content.path("incident").asText()), null, null));
    }

    @Override
    public RecordVersion revise(Caller caller, UUID recordId, String reason, JsonNode request) {
        JsonNode content = content(caller, request, recordId);
        return processes.revise(caller, recordId, version(null, content, reason), null);
    }

    private static NewVersion version(@Nullable String title, JsonNode content, String reason) {
        String said = title == null || title.isBlank()
                ? "Break-glass: %s %s"
                        .formatted(
                                content.path("operation").asText(),
                                content.at("/instances/0").asText())
                : title;
        return new NewVersion(ProcessModels.BREAK_GLASS, said, content, List.of(), reason, null);
    }

    @Override
    public List<ModelActivity> activities(Caller caller, List<String> instances) {
        return refusals.guarding(caller, "break-glass.show", "processes", () -> {
            authority.require(caller, Permission.BREAK_GLASS);
            return instances.isEmpty() ? List.of() : admission.activities(instances.get(0));
        });
    }

    @Override
    public List<Intervened> interventions(Caller caller) {
        return refusals.guarding(caller, "break-glass.show", "processes", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return records.search(ProcessModels.BREAK_GLASS, null, null, null, 0, PAGE).items().stream()
                    .flatMap(found -> records.latest(found.recordId()).stream())
                    .map(this::told)
                    .toList();
        });
    }

    private Intervened told(RecordVersion version) {
        JsonNode content = records.content(version);
        RecordStatus status = records.status(version.recordId());
        Intervention asked = Intervention.of(content);
        return new Intervened(
                version.recordId(),
                version.version(),
                version.title(),
                status.code(),
                version.author().printedName(),
                asked.operation(),
                asked.incident(),
                asked.instances(),
                BreakGlassPreview.ends(status) ? admission.isCurrent(content) : null,
                carriedOut(version));
    }

    private @Nullable Instant carriedOut(RecordVersion version) {
        return ledger.ofRecord(version.recordId()).stream()
                .filter(entry -> tells(CanonicalJson.parse(entry.bytes()), version.version()))
                .map(Ledger.Entry::recordedAt)
                .findFirst()
                .orElse(null);
    }

    private static boolean tells(JsonNode entry, int version) {
        return entry.path("type").asText().equals(BreakGlassCarriedOut.TYPE)
                && entry.path("recordVersion").asInt() == version;
    }
}
