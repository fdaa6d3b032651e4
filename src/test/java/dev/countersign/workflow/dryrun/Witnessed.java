package dev.countersign.workflow.dryrun;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Counts signatures for itself as the delegates store them, and demands them of every effect that is reached: what it finds does not hang on
 * what the stage believes. What a transaction that rolled back did never happened, but that it came to an effect stays found.
 */
final class Witnessed {

    private static final List<String> EFFECTS = List.of("makeEffective", "deployModels", "breakGlass");
    private static final List<String> OF_A_SERVICE =
            List.of("review by qa-analyst: approve", "approval by qa-manager: approve");
    private static final List<String> OF_A_PERSON = List.of(
            "authorship by author: approve", "review by qa-analyst: approve", "approval by qa-manager: approve");

    private List<String> signatures = new ArrayList<>();
    private List<String> before = List.of();
    private boolean reviewed;
    private boolean reviewedBefore;
    private boolean person;
    private boolean personBefore;
    private int effects;
    private String found = "";

    /** The delegates, watched. */
    Map<Object, Object> over(Map<Object, Object> delegates) {
        Map<Object, Object> watched = new HashMap<>();
        delegates.forEach((name, delegate) ->
                watched.put(name, (JavaDelegate) execution -> run((String) name, (JavaDelegate) delegate, execution)));
        return Map.copyOf(watched);
    }

    private void run(String name, JavaDelegate delegate, DelegateExecution execution) throws Exception {
        if (EFFECTS.contains(name)) {
            demand(name, execution.getCurrentActivityId());
        }
        delegate.execute(execution);
        switch (name) {
            case "putInReview" -> {
                signatures = new ArrayList<>();
                reviewed = true;
                person = Boolean.TRUE.equals(execution.getVariable("personDrafted"));
            }
            case "persistSignature" ->
                signatures.add(execution.getVariable("planStep") + " by " + execution.getVariable("role") + ": "
                        + execution.getVariable("decision"));
            case "sendToRework", "withdrawRecord" -> {
                signatures = new ArrayList<>();
                reviewed = false;
            }
            default -> {}
        }
    }

    private void demand(String effect, String element) {
        effects++;
        if (!reviewed || !signatures.equals(person ? OF_A_PERSON : OF_A_SERVICE)) {
            found = effect + " at " + element + " with " + signatures + " of a version that "
                    + (reviewed ? (person ? "a person" : "a service account") + " wrote" : "is not in review");
        }
    }

    void open() {
        signatures = new ArrayList<>();
        reviewed = false;
        effects = 0;
        found = "";
    }

    void begin() {
        before = List.copyOf(signatures);
        reviewedBefore = reviewed;
        personBefore = person;
    }

    void rollBack() {
        signatures = new ArrayList<>(before);
        reviewed = reviewedBefore;
        person = personBefore;
    }

    /** How often an effect was reached in this play. */
    int effects() {
        return effects;
    }

    /** The last effect that lacked signatures in this play; empty if none did. */
    String found() {
        return Objects.requireNonNull(found);
    }
}
