package dev.countersign.workflow;

import dev.countersign.authority.Authority;
import dev.countersign.authority.Role;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.Refusal;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.RecordAccess;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import dev.countersign.signing.SigningTask;
import dev.countersign.workflow.OpenTasks.OpenTask;
import dev.countersign.workflow.Tasks.TaskCard;
import dev.countersign.workflow.Tasks.TaskView;
import dev.countersign.workflow.Tasks.TaskViews;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Open tasks as their people see them: assigned to them, or offered to a role they hold at this moment, about records they may read. */
@Component
class TaskLists {

    /** More than anybody reads; a list longer than this is worked off from its oldest end, or asked for a record's tasks. */
    static final int MOST = 1000;

    private final Engine engine;
    private final FoundTasks found;
    private final Signatures signatures;
    private final Records records;
    private final Authority authority;
    private final RecordAccess access;
    private final TransactionTemplate reading;

    TaskLists(
            Engine engine,
            FoundTasks found,
            Signatures signatures,
            Records records,
            Authority authority,
            RecordAccess access,
            PlatformTransactionManager transactions) {
        this.engine = engine;
        this.found = found;
        this.signatures = signatures;
        this.records = records;
        this.authority = authority;
        this.access = access;
        this.reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
    }

    /** In one transaction: what is the same for many tasks, as who asks and with which roles, is asked of the database once. */
    TaskViews of(Caller caller, @Nullable UUID recordId) {
        return Objects.requireNonNull(reading.execute(status -> views(caller, recordId)));
    }

    /** As {@link #of}, of all records; without what it takes to say who may sign. */
    List<TaskCard> cards(Caller caller) {
        return Objects.requireNonNull(reading.execute(status -> readable(caller, null, new boolean[1])
                .map(one -> new TaskCard(
                        one.task().taskId(),
                        one.task().recordId(),
                        one.task().version(),
                        records.type(one.version().type())
                                .map(Records.RecordType::printedName)
                                .orElse(one.version().type()),
                        signatures.isSensitive(one.version().type())))
                .toList()));
    }

    private record Readable(OpenTask task, RecordVersion version) {}

    private TaskViews views(Caller caller, @Nullable UUID recordId) {
        boolean[] more = new boolean[1];
        List<TaskView> views = new ArrayList<>();
        readable(caller, recordId, more).forEach(one -> views.add(view(caller, one.task(), one.version())));
        // what one can do comes first, and what one cannot, with its reason, last
        views.sort(
                Comparator.comparing(view -> !view.canSign() && !view.meanings().isEmpty()));
        return new TaskViews(views, more[0]);
    }

    /** @param more set where there are others */
    private Stream<Readable> readable(Caller caller, @Nullable UUID recordId, boolean[] more) {
        List<OpenTask> mine = engine.as(caller, context -> {
            List<Task> all = Stream.of(assigned(caller, recordId), offered(caller, recordId))
                    .peek(some -> more[0] |= some.size() > MOST)
                    .flatMap(some -> some.stream().limit(MOST))
                    .toList();
            ListedVariables variables = ListedVariables.of(engine.services().getRuntimeService(), all);
            return all.stream()
                    .map(task -> listed((TaskEntity) task, variables))
                    .toList();
        });
        // whose task it is says nothing of what they may read by now
        Predicate<RecordVersion> readable = access.readableBy(caller);
        return mine.stream().flatMap(task -> records.version(task.recordId(), task.version()).filter(readable).stream()
                .map(version -> new Readable(task, version)));
    }

    private List<Task> assigned(Caller caller, @Nullable UUID recordId) {
        return recordId == null
                ? found.assigned(caller.actorId(), MOST + 1)
                : found.ofRecord(recordId).stream()
                        .filter(task -> caller.actorId().equals(task.getAssignee()))
                        .toList();
    }

    private List<Task> offered(Caller caller, @Nullable UUID recordId) {
        List<String> roles =
                authority.roles(caller.actorId()).stream().map(Role::code).toList();
        if (roles.isEmpty()) {
            return List.of();
        }
        return recordId == null ? found.offered(roles, MOST + 1) : found.offered(roles, recordId);
    }

    /** Without the path through the process, which whoever signs needs and nobody who looks at a list. */
    private static OpenTask listed(TaskEntity task, ListedVariables variables) {
        Function<String, @Nullable Object> values = name -> variables.value(task, name);
        SigningTask signing = SigningTasks.isSignature(task) ? SigningTasks.of(task, values, List.of()) : null;
        return OpenTasks.told(task, values, signing);
    }

    private TaskView view(Caller caller, OpenTask task, RecordVersion version) {
        SigningTask signing = task.signing();
        Optional<String> whyNot = signing == null
                ? Optional.of("This task asks for a new version of the record, not for a signature.")
                : signatures.refusalToSign(caller.actorId(), signing).map(Refusal::detail);
        List<String> meanings = signing == null
                ? List.of()
                : signatures
                        .planOf(task.recordId())
                        .flatMap(plan -> plan.step(signing.planStep()))
                        .map(SignaturePlan.Step::meaning)
                        .map(List::of)
                        .orElse(List.of());
        return new TaskView(
                task.taskId(),
                task.name(),
                task.recordId(),
                task.version(),
                version.sha256(),
                version.title(),
                meanings,
                task.since(),
                task.dueAt(),
                task.assignee(),
                whyNot.isEmpty(),
                whyNot.orElse(null));
    }
}
