package dev.countersign.workflow.dryrun;

import dev.countersign.changes.DryRun;
import dev.countersign.changes.ModelTexts;
import dev.countersign.crypto.Digest;
import dev.countersign.models.RequiredSignatures;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;

/** One set of models on trial: every process that nothing else in the set calls is run from its start. */
final class Trial {

    private static final String ENGINE =
            "Camunda " + ProcessEngine.class.getPackage().getImplementationVersion();

    private final ThrowAwayEngine engine;
    private final RequiredSignatures required;
    private final Bounds bounds;

    Trial(ThrowAwayEngine engine, RequiredSignatures required, Bounds bounds) {
        this.engine = engine;
        this.required = required;
        this.bounds = bounds;
    }

    DryRun of(ModelTexts set, Digest digest) {
        String deployment;
        try {
            deployment = engine.deploy(set);
        } catch (ProcessEngineException | DmnEngineException e) {
            String sentence = "the engine does not take the set: " + e.getMessage();
            return new DryRun(digest, ENGINE, List.of(sentence), List.of(), 0, List.of(), List.of(), List.of());
        }
        try {
            return played(digest);
        } finally {
            engine.remove(deployment);
        }
    }

    private DryRun played(Digest digest) {
        Map<String, Drawn> drawn = new TreeMap<>(engine.watched().drawn());
        Outcome outcome = new Outcome(drawn);
        Set<String> failures = new TreeSet<>();
        int situations = 0;
        for (String process : started(drawn)) {
            Rehearsal rehearsal = new Rehearsal(
                    engine,
                    process,
                    required.ofProcesses().getOrDefault(process, required.otherwise()),
                    bounds,
                    outcome::add);
            rehearsal.play();
            situations += rehearsal.situations();
            failures.addAll(rehearsal.failures());
            outcome.addRefusals(rehearsal.refusals());
        }
        return new DryRun(
                digest,
                ENGINE,
                List.copyOf(failures),
                List.copyOf(bounds.met()),
                situations,
                outcome.refusals(),
                outcome.models(),
                outcome.runs());
    }

    private static List<String> started(Map<String, Drawn> drawn) {
        Set<String> called = drawn.values().stream()
                .flatMap(one -> one.parts().values().stream())
                .map(Drawn.Part::called)
                .collect(Collectors.toSet());
        return drawn.keySet().stream()
                .filter(process -> !called.contains(process))
                .toList();
    }
}
