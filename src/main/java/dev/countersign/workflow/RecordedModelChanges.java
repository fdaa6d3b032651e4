package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Permission;
import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.changes.ProcessModels.SignedSet;
import dev.countersign.changes.ResourceDifference;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusals;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.Signature;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.ModelComparison.Mismatch;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Processes.Started;
import dev.countersign.workflow.RunningModelMapper.Definition;
import dev.countersign.workflow.RunningModelMapper.Instances;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@link ModelChanges}: what was signed from the store, what runs from the engine's tables. */
@Component
class RecordedModelChanges implements ModelChanges {

    private static final Set<RecordStatus> OPEN =
            EnumSet.of(RecordStatus.DRAFT, RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK);
    private static final Set<RecordStatus> WAS_IN_FORCE = EnumSet.of(RecordStatus.EFFECTIVE, RecordStatus.SUPERSEDED);

    private final ProcessModels models;
    private final RunningModels running;
    private final RunningModelMapper engine;
    private final Records records;
    private final Signatures signatures;
    private final Processes processes;
    private final Authority authority;
    private final Refusals refusals;

    RecordedModelChanges(
            ProcessModels models,
            RunningModels running,
            RunningModelMapper engine,
            Records records,
            Signatures signatures,
            Processes processes,
            Authority authority,
            Refusals refusals) {
        this.models = models;
        this.running = running;
        this.engine = engine;
        this.records = records;
        this.signatures = signatures;
        this.processes = processes;
        this.authority = authority;
        this.refusals = refusals;
    }

    @Override
    public Started propose(Caller caller, NewVersion set) {
        return processes.start(caller, ModelWatch.MODEL_CHANGE, new StartRequest(null, set, null, null));
    }

    @Override
    public Started proposeShipped(Caller caller, String reason) {
        return propose(
                caller,
                new NewVersion(
                        ProcessModels.TYPE,
                        "Process models of the release",
                        models.shipped().content(),
                        List.of(),
                        reason,
                        null));
    }

    @Override
    public Running running(Caller caller) {
        return refusals.guarding(caller, "models.show", "models", () -> {
            authority.require(caller, Permission.READ_MODELS);
            return running();
        });
    }

    private Running running() {
        RecordVersion inForce = models.inForce().map(SignedSet::version).orElse(null);
        ModelTexts expected = models.expected();
        List<Mismatch> mismatches = running.all().mismatches();
        List<Instances> instances = engine.instances();
        return new Running(
                inForce,
                inForce == null ? List.of() : signed(inForce),
                engine.newest().stream()
                        .map(one -> definition(one, mismatches, instances))
                        .toList(),
                expected.hashes().entrySet().stream()
                        .map(one ->
                                new RunningResource(one.getKey(), one.getValue(), expected.bytes(one.getKey()).length))
                        .toList(),
                mismatches.stream().map(Mismatch::sentence).toList(),
                models.awaitingAdoption(),
                underWay());
    }

    private List<Signature> signed(RecordVersion version) {
        return signatures.ofRecord(version.recordId()).stream()
                .filter(signature -> signature.version() == version.version())
                .toList();
    }

    private static RunningDefinition definition(Definition one, List<Mismatch> mismatches, List<Instances> instances) {
        return new RunningDefinition(
                one.kind(),
                one.key(),
                one.version(),
                one.resource(),
                one.sha256(),
                mismatches.stream().noneMatch(mismatch -> mismatch.resource().equals(one.resource())),
                instances.stream()
                        .filter(found -> found.key().equals(one.key()))
                        .mapToLong(Instances::count)
                        .sum());
    }

    private List<Change> underWay() {
        return OPEN.stream()
                .flatMap(status -> records.search(ProcessModels.TYPE, status, null, null, 0, 20).items().stream())
                .flatMap(found -> records.latest(found.recordId()).stream())
                .map(version -> new Change(
                        version.recordId(),
                        version.version(),
                        version.title(),
                        records.status(version.recordId()).code(),
                        version.author().printedName(),
                        version.reason()))
                .toList();
    }

    @Override
    public Difference difference(Caller caller, UUID recordId, @Nullable Integer version) {
        return refusals.guarding(caller, "models.compare", "record:" + recordId, () -> {
            authority.require(caller, Permission.READ_MODELS);
            return difference(recordId, version);
        });
    }

    private Difference difference(UUID recordId, @Nullable Integer number) {
        RecordVersion version = (number == null ? records.latest(recordId) : records.version(recordId, number))
                .filter(found -> found.type().equals(ProcessModels.TYPE))
                .orElseThrow(() -> WorkflowRule.RECORD_NOT_FOUND.refuse(recordId));
        Optional<RecordVersion> before = before(version);
        ModelTexts from = before.map(models::of).orElseGet(models::shipped);
        ModelTexts to = models.of(version);
        List<ResourceDifference> resources = models.difference(from, to);
        return new Difference(
                version,
                before.orElse(null),
                from,
                to,
                models.dryRunOf(version).orElse(null),
                resources,
                touched(resources));
    }

    private Optional<RecordVersion> before(RecordVersion version) {
        boolean was = records.status(version.recordId(), version.version())
                .filter(WAS_IN_FORCE::contains)
                .isPresent();
        return was
                ? records.versions(version.recordId()).stream()
                        .filter(one -> one.version() < version.version())
                        .filter(one -> records.status(one.recordId(), one.version())
                                .filter(WAS_IN_FORCE::contains)
                                .isPresent())
                        .reduce((earlier, later) -> later)
                : models.inForce().map(SignedSet::version);
    }

    private List<TouchedInstances> touched(List<ResourceDifference> resources) {
        Set<String> changed = resources.stream()
                .filter(one -> !one.kind().equals("same"))
                .map(ResourceDifference::name)
                .collect(Collectors.toSet());
        return engine.instances().stream()
                .filter(one -> changed.contains(one.resource()))
                .map(one -> new TouchedInstances(
                        one.key(),
                        one.version(),
                        one.count(),
                        Stream.of(one.ids().split(",")).toList()))
                .toList();
    }
}
