package dev.countersign.models;

import dev.countersign.models.Delegate.Meaning;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How the processes of a set call each other. */
final class Calls {

    private final Map<String, ProcessModel> processes;
    private final Findings findings;
    private final Map<String, Boolean> counting = new HashMap<>();
    private boolean circular;

    Calls(Map<String, ProcessModel> processes, Findings findings) {
        this.processes = processes;
        this.findings = findings;
    }

    Optional<ProcessModel> of(FlowNode node) {
        return Optional.ofNullable(processes.get(node.called()));
    }

    boolean isSignature(FlowNode node) {
        return node.called().equals(ProcessModel.SIGNATURE_STEP);
    }

    boolean isCalled(ProcessModel process) {
        return processes.values().stream().flatMap(one -> one.nodes().stream()).anyMatch(node -> node.called()
                .equals(process.key()));
    }

    /** Whether processes call each other in a circle: then there is no end to following them. */
    boolean areCircular() {
        return circular;
    }

    /** Whether the proof must know when this happens: a signature, a version, an effect, or a call of what holds one. */
    boolean counts(FlowNode node) {
        return isSignature(node)
                || node.delegate()
                        .filter(one -> one.meaning() != Meaning.NEUTRAL)
                        .isPresent()
                || of(node).filter(this::counts).isPresent();
    }

    private boolean counts(ProcessModel process) {
        Boolean known = counting.get(process.key());
        if (known == null) {
            counting.put(process.key(), false);
            known = process.nodes().stream().anyMatch(this::counts);
            counting.put(process.key(), known);
        }
        return known;
    }

    void demandNoCircle() {
        for (ProcessModel process : processes.values()) {
            for (FlowNode node : process.nodes()) {
                if (reaches(node.called(), process.key(), new HashSet<>())) {
                    circular = true;
                    findings.add(
                            ModelRule.CALL_CYCLE,
                            process.resource(),
                            node.element(),
                            "The call " + node.id() + " leads back to " + process.key() + ".");
                }
            }
        }
    }

    private boolean reaches(String from, String key, Set<String> seen) {
        if (from.equals(key)) {
            return true;
        }
        ProcessModel process = processes.get(from);
        return process != null
                && seen.add(from)
                && process.nodes().stream().anyMatch(node -> reaches(node.called(), key, seen));
    }
}
