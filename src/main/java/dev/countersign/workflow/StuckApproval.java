package dev.countersign.workflow;

import dev.countersign.records.RecordStatus;
import dev.countersign.signing.Signature;
import dev.countersign.signing.SignaturePlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A running approval as it stands at one moment.
 *
 * @param process key and version of its definition, in words
 * @param parts the instance itself first, then those it called
 * @param variables names of all of them
 * @param signatures on the version that is under way
 * @param stateSha256 over everything here, the values of variables and the ids of what is open
 */
record StuckApproval(
        String instanceId,
        String definitionId,
        String key,
        String process,
        @Nullable String businessKey,
        boolean suspended,
        UUID recordId,
        int version,
        boolean personDrafted,
        RecordStatus status,
        @Nullable Integer effectiveVersion,
        List<Part> parts,
        List<String> variables,
        List<Signature> signatures,
        List<SignaturePlan.Step> plan,
        String stateSha256) {

    /**
     * One process instance of it.
     *
     * @param calledBy id of the activity of {@code callerId} that called it; null for the approval itself
     * @param open activities that are open in it, those around others included, by id with how often
     */
    record Part(
            String instanceId,
            String process,
            @Nullable String callerId,
            @Nullable String calledBy,
            Map<String, Integer> open,
            Set<String> leaves,
            List<OpenTask> tasks) {}

    /**
     * Something a person has to do.
     *
     * @param activity it belongs to
     * @param waitsFor e.g. {@code role qa-analyst, taken by nobody}
     */
    record OpenTask(String taskId, String activity, String name, String waitsFor) {}

    Part root() {
        return parts.get(0);
    }

    /** Open tasks at these activities of the approval itself, and in whatever they called, however deep. */
    List<OpenTask> tasksOf(Set<String> activities) {
        Set<String> called = new HashSet<>();
        boolean more = true;
        while (more) {
            more = called.addAll(parts.stream()
                    .filter(part -> isIn(part.callerId(), called)
                            || instanceId.equals(part.callerId()) && isIn(part.calledBy(), activities))
                    .map(Part::instanceId)
                    .toList());
        }
        return parts.stream()
                .flatMap(part -> part.tasks().stream()
                        .filter(task -> called.contains(part.instanceId())
                                || instanceId.equals(part.instanceId()) && activities.contains(task.activity())))
                .toList();
    }

    private static boolean isIn(@Nullable String one, Set<String> all) {
        return one != null && all.contains(one);
    }

    /** Steps of the plan that nobody has signed on the version under way. */
    List<String> missing() {
        return plan.stream()
                .filter(step -> personDrafted || !step.applies().equals("person-drafted"))
                .filter(step -> signatures.stream()
                                .filter(one -> one.approve() && one.planStep().equals(step.code()))
                                .count()
                        < step.count())
                .map(step -> step.code() + ", by "
                        + (step.role().isEmpty() ? "the author" : "a person with role " + step.role()))
                .toList();
    }
}
