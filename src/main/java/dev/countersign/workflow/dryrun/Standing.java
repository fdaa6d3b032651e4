package dev.countersign.workflow.dryrun;

import dev.countersign.changes.DryRun.Effect;
import dev.countersign.models.RequiredSignatures.Step;
import dev.countersign.records.RecordStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How the played record stands.
 *
 * @param byPerson whether a person wrote the version
 * @param signatures on the version since it was put in review
 * @param effects that took place
 */
record Standing(int version, RecordStatus status, boolean byPerson, List<Signed> signatures, List<Effect> effects) {

    /** @param person a number: nobody signs twice */
    record Signed(String step, String role, int person, boolean approve) {

        @Override
        public String toString() {
            return step + " " + (approve ? "approved" : "rejected") + " by person " + person + " (" + role + ")";
        }
    }

    static Standing drafted(boolean byPerson) {
        return new Standing(1, RecordStatus.DRAFT, byPerson, List.of(), List.of());
    }

    Standing moved(RecordStatus to) {
        return new Standing(version, to, byPerson, to == RecordStatus.IN_REVIEW ? List.of() : signatures, effects);
    }

    /** Rework is a person's: the author's, or for what a service account wrote an analyst's. */
    Standing revised() {
        return new Standing(version + 1, RecordStatus.DRAFT, true, List.of(), effects);
    }

    Standing signed(String step, String role, boolean approve) {
        Signed one = new Signed(step, role, signatures.size() + 1, approve);
        return new Standing(
                version,
                status,
                byPerson,
                Stream.concat(signatures.stream(), Stream.of(one)).toList(),
                effects);
    }

    Standing after(String element, String delegate) {
        List<Effect> all = new ArrayList<>(effects);
        all.add(new Effect(
                element, delegate, signatures.stream().map(Signed::toString).toList()));
        return new Standing(version, status, byPerson, signatures, List.copyOf(all));
    }

    boolean isRejected() {
        return signatures.stream().anyMatch(one -> !one.approve());
    }

    /** Whether exactly the signatures of the plan are there, approving, in its order, each by somebody else. */
    boolean bears(List<Step> plan) {
        List<String> demanded = demanded(plan);
        List<String> found =
                signatures.stream().map(one -> one.step() + " by " + one.role()).toList();
        long people = signatures.stream().map(Signed::person).distinct().count();
        return !isRejected() && found.equals(demanded) && people == found.size();
    }

    List<String> demanded(List<Step> plan) {
        return plan.stream()
                .filter(step -> byPerson || !step.ofPeopleOnly())
                .flatMap(step -> IntStream.range(0, step.count()).mapToObj(one -> step.code() + " by " + step.role()))
                .toList();
    }

    /** All that decides what can happen next; of versions, whether it is the first. */
    String key() {
        return Math.min(version, 2) + " " + status.code() + " " + byPerson + " " + signatures;
    }
}
