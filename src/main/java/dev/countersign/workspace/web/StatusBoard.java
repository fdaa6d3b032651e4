package dev.countersign.workspace.web;

import dev.countersign.authority.Role;
import dev.countersign.identity.People;
import dev.countersign.identity.Person;
import dev.countersign.identity.ShownTime;
import dev.countersign.records.RecordVersion;
import dev.countersign.signing.Forecast;
import dev.countersign.signing.ManifestedSignature;
import dev.countersign.signing.SignaturePlan;
import dev.countersign.signing.Signatures;
import dev.countersign.workflow.WaitingTasks;
import dev.countersign.workflow.WaitingTasks.Waiting;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Who has signed a version, who has not, and since when it waits for them (WFL-09). */
@Component
class StatusBoard {

    private final Signatures signatures;
    private final WaitingTasks tasks;
    private final People people;

    StatusBoard(Signatures signatures, WaitingTasks tasks, People people) {
        this.signatures = signatures;
        this.tasks = tasks;
        this.people = people;
    }

    /**
     * A signature that the plan asks for.
     *
     * @param signed those made on this version; a rejection is one too
     * @param waits whom it waits for now; null while it is not this step's turn
     * @param stuck {@code nobody} or {@code not-together} if a signature is missing that nobody could make, as {@link Forecast} says; else
     *     null
     */
    record Step(
            String code,
            List<ManifestedSignature> signed,
            @Nullable Wait waits,
            @Nullable String stuck) {}

    /**
     * @param name of the task
     * @param who printed name of whoever has taken it; null while nobody has
     * @param role of whoever may take it; null where it is one person's
     */
    record Wait(
            String name,
            @Nullable String who,
            @Nullable String role,
            ShownTime since,
            @Nullable ShownTime dueAt) {}

    /**
     * @param rework whoever writes the next version; null while nobody is asked to
     * @param forecast of the steps that miss signatures; of no step for a version that is not the newest
     */
    record Board(List<Step> steps, @Nullable Wait rework, Forecast forecast) {

        /** Whether nobody has signed this version. */
        public boolean isUnsigned() {
            return steps.stream().allMatch(step -> step.signed().isEmpty());
        }

        /** Whether nobody has signed this version and nobody is asked to. */
        public boolean isIdle() {
            return isUnsigned() && rework == null && steps.stream().allMatch(step -> step.waits() == null);
        }
    }

    /** In the order of the plan; empty before an approval was started. */
    Board of(RecordVersion version, boolean newest, ZoneId zone) {
        Forecast forecast = newest ? signatures.forecast(version) : new Forecast(List.of());
        List<ManifestedSignature> signed = signatures.ofRecord(version.recordId()).stream()
                .filter(signature -> signature.version() == version.version())
                .map(signature -> ManifestedSignature.of(
                        signature, signatures.faultOf(signature.signatureId()), LocaleContextHolder.getLocale()))
                .toList();
        List<Waiting> open = tasks.of(version.recordId()).stream()
                .filter(task -> task.version() == version.version())
                .toList();
        List<Step> steps = signatures.planOf(version.recordId()).stream()
                .flatMap(plan -> plan.steps().stream())
                .filter(step -> applies(step, version))
                .map(step -> new Step(
                        step.code(),
                        signed.stream()
                                .filter(one -> one.planStep().equals(step.code()))
                                .toList(),
                        open.stream()
                                .filter(task -> step.code().equals(task.planStep()))
                                .findFirst()
                                .map(task -> wait(task, zone))
                                .orElse(null),
                        forecast.of(step.code())
                                .filter(Forecast.Foreseen::isStuck)
                                .map(one -> one.outlook().code())
                                .orElse(null)))
                .toList();
        return new Board(
                steps,
                open.stream()
                        .filter(task -> task.planStep() == null)
                        .findFirst()
                        .map(task -> wait(task, zone))
                        .orElse(null),
                forecast);
    }

    /** Whom that version waits for now, without the rest of the board. */
    List<Wait> waits(UUID recordId, int version, ZoneId zone) {
        return tasks.of(recordId).stream()
                .filter(task -> task.version() == version)
                .map(task -> wait(task, zone))
                .toList();
    }

    private static boolean applies(SignaturePlan.Step step, RecordVersion version) {
        return version.author().isPerson() || !"person-drafted".equals(step.applies());
    }

    private Wait wait(Waiting task, ZoneId zone) {
        return new Wait(
                task.name(),
                task.assignee() == null ? null : name(task.assignee()),
                task.role() == null
                        ? null
                        : Role.ofCode(task.role()).map(Role::printedName).orElse(task.role()),
                ShownTime.of(task.since(), zone),
                task.dueAt() == null ? null : ShownTime.of(task.dueAt(), zone));
    }

    private String name(String userId) {
        return people.find(userId).map(Person::printedName).orElse(userId);
    }
}
