package dev.countersign.demo;

import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.identity.TotpSecret;
import dev.countersign.ledger.Caller;
import dev.countersign.ledger.RefusedException;
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
import java.util.List;
import java.util.Locale;
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

    /** Presence is proved within a session; this one is nobody's login. */
    private static final String SESSION = "set-up-of-the-demonstration";

    private final DemoOrganisation organisation;
    private final ProcessModels models;
    private final Processes processes;
    private final Tasks tasks;
    private final Records records;
    private final Clock clock;

    DemoModels(
            DemoOrganisation organisation,
            ProcessModels models,
            Processes processes,
            Tasks tasks,
            Records records,
            Clock clock) {
        this.organisation = organisation;
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
        LOG.info("The demonstration tries and adopts the process models of this release (some seconds)");
        UUID recordId = underWay.orElseGet(this::proposed);
        for (DemoPerson signer : SIGNERS) {
            signBetweenTwoSteps(signer, recordId);
        }
    }

    /**
     * With the code of the step before, so that the current one stays for whoever logs in first; with the current one where that is spent
     * already, or became too old in between.
     */
    private void signBetweenTwoSteps(DemoPerson person, UUID recordId) {
        long before = TotpSecret.step(clock.instant()) - 1;
        boolean spent = person == DemoPerson.QAHEAD && organisation.foundedWithCodeOf(before);
        try {
            sign(person, recordId, spent ? before + 1 : before);
        } catch (RefusedException e) {
            if (!"reauthentication-failed".equals(e.refusal().code())) {
                throw e;
            }
            sign(person, recordId, TotpSecret.step(clock.instant()));
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

    private void sign(DemoPerson person, UUID recordId, long step) {
        Optional<TaskView> task = tasks.of(caller(person), recordId).views().stream()
                .filter(TaskView::canSign)
                .findFirst();
        if (task.isEmpty()) {
            return;
        }
        Digest sha256 = records.latest(recordId).map(RecordVersion::sha256).orElseThrow();
        tasks.presentation(caller(person), task.get().taskId(), Locale.ENGLISH);
        tasks.sign(
                caller(person),
                task.get().taskId(),
                new SigningRequest(true, null, sha256, null, null),
                DemoPerson.PASSWORD.toCharArray(),
                code(person, step));
    }

    private static String code(DemoPerson person, long step) {
        try (TotpSecret secret = TotpSecret.ofBase32(person.secret()).orElseThrow()) {
            return secret.code(step);
        }
    }

    private static Caller caller(DemoPerson person) {
        return Caller.person(person.userId(), SESSION, null);
    }
}
