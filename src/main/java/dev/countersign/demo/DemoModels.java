package dev.countersign.demo;

import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.TotpSecret;
import dev.countersign.ledger.Caller;
import dev.countersign.records.NewVersion;
import dev.countersign.records.RecordStatus;
import dev.countersign.records.RecordVersion;
import dev.countersign.records.Records;
import dev.countersign.signing.SigningRequest;
import dev.countersign.workflow.Processes;
import dev.countersign.workflow.Processes.StartRequest;
import dev.countersign.workflow.Tasks;
import dev.countersign.workflow.Tasks.TaskView;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The people of the demonstration adopt the process models of the release, as those of a regulated installation do: one proposes them, one
 * reviews, one approves. What a later release brings is adopted at its first start, in place of whatever ran.
 */
@Component
class DemoModels {

    private static final Logger LOG = LoggerFactory.getLogger(DemoModels.class);

    /** The approver of the demonstration keeps the codes of the moment for whoever logs in first: the other QA Manager approves. */
    private static final List<DemoPerson> SIGNERS =
            List.of(DemoPerson.PROCADMIN, DemoPerson.REVIEWER, DemoPerson.QAHEAD);

    /** Longer than a slow machine takes from the code to its check. */
    private static final Duration SOON = Duration.ofSeconds(15);

    /** Presence is proved within a session; this one is nobody's login. */
    private static final String SESSION = "set-up-of-the-demonstration";

    private final ProcessModels models;
    private final Processes processes;
    private final Tasks tasks;
    private final Records records;
    private final Clock clock;

    DemoModels(ProcessModels models, Processes processes, Tasks tasks, Records records, Clock clock) {
        this.models = models;
        this.processes = processes;
        this.tasks = tasks;
        this.records = records;
        this.clock = clock;
    }

    void adopt() {
        if (models.inForce().isPresent() && models.awaitingAdoption().isEmpty()) {
            return;
        }
        Optional<UUID> underWay = underWay();
        if (underWay.isPresent() && !isShippedSet(underWay.get())) {
            LOG.info("The process models of this release wait: another set of models is under review");
            return;
        }
        LOG.info("The demonstration adopts the process models of this release");
        UUID recordId = underWay.orElseGet(this::proposed);
        for (DemoPerson signer : SIGNERS) {
            sign(signer, recordId);
        }
    }

    /** Somebody's, or of a start that was cut off with some of the signatures. */
    private Optional<UUID> underWay() {
        return Stream.of(RecordStatus.DRAFT, RecordStatus.IN_REVIEW, RecordStatus.IN_REWORK)
                .flatMap(status -> records.search(ProcessModels.TYPE, status, null, null, 0, 1).items().stream())
                .map(Records.Summary::recordId)
                .findFirst();
    }

    private boolean isShippedSet(UUID recordId) {
        return records.status(recordId) == RecordStatus.IN_REVIEW
                && records.latest(recordId)
                        .map(models::of)
                        .filter(models.shipped()::equals)
                        .isPresent();
    }

    private UUID proposed() {
        NewVersion version = new NewVersion(
                ProcessModels.TYPE,
                "Process models of the release",
                models.shipped().content(),
                List.of(),
                "Adoption of the models that came with the program",
                null);
        return processes
                .start(caller(DemoPerson.PROCADMIN), "model-change", new StartRequest(null, version, null, null))
                .recordId();
    }

    private void sign(DemoPerson person, UUID recordId) {
        Optional<TaskView> task = tasks.of(caller(person), recordId).views().stream()
                .filter(TaskView::canSign)
                .findFirst();
        if (task.isEmpty()) {
            return;
        }
        Digest sha256 = records.latest(recordId).map(RecordVersion::sha256).orElseThrow();
        tasks.presentation(caller(person), task.get().taskId());
        tasks.sign(
                caller(person),
                task.get().taskId(),
                new SigningRequest(true, null, sha256, null, null),
                DemoPerson.PASSWORD.toCharArray(),
                code(person));
    }

    /**
     * Of the step before, so that the current one stays for a login; a founder has used that one. Where the current step is about to end, the
     * code of the one before would no longer count by the time it is looked at.
     */
    private String code(DemoPerson person) {
        try (TotpSecret secret = TotpSecret.ofBase32(person.secret()).orElseThrow()) {
            long step = TotpSecret.step(clock.instant());
            boolean ends = TotpSecret.step(clock.instant().plus(SOON)) > step;
            return secret.code(ends || person == DemoPerson.QAHEAD ? step : step - 1);
        }
    }

    private static Caller caller(DemoPerson person) {
        return Caller.person(person.userId(), SESSION, null);
    }
}
