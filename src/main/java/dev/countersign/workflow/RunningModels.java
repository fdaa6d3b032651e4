package dev.countersign.workflow;

import dev.countersign.changes.ModelTexts;
import dev.countersign.changes.ProcessModels;
import dev.countersign.crypto.Digest;
import dev.countersign.workflow.ModelComparison.Mismatch;
import dev.countersign.workflow.RunningModelMapper.Definition;
import dev.countersign.workflow.RunningModelMapper.Deployed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Compares what lies in the engine's tables with what people signed (PRC-03). Nothing about the tables is remembered: whoever changes a row
 * is found at the next start of a process, and at the next signature on a step of it.
 */
@Component
class RunningModels {

    private final RunningModelMapper engine;
    private final ProcessModels models;

    /** Names with hashes that were trusted once: that never ends. */
    private final Set<String> trusted = ConcurrentHashMap.newKeySet();

    RunningModels(RunningModelMapper engine, ProcessModels models) {
        this.engine = engine;
        this.models = models;
    }

    /** What the next start of any process would take, beside this set. */
    ModelComparison newest(ModelTexts expected) {
        return compared(engine.newest(), expected);
    }

    /** As {@link #newest}, and every older definition, on which instances may still run. */
    ModelComparison all() {
        return compared(engine.all(), models.expected());
    }

    /** What of these definitions is not what was signed or released, at whatever time. */
    List<Mismatch> untrusted(Collection<String> definitionIds) {
        List<Mismatch> mismatches = new ArrayList<>();
        List<Definition> found = engine.of(definitionIds);
        for (Definition one : found) {
            if (!isTrusted(one.resource(), one.sha256())) {
                mismatches.add(new Mismatch(name(one), one.resource(), null, one.sha256()));
            }
        }
        Set<String> gone = new LinkedHashSet<>(definitionIds);
        found.forEach(one -> gone.remove(one.definitionId()));
        gone.forEach(id -> mismatches.add(new Mismatch("process definition " + id, "its model", null, null)));
        return mismatches;
    }

    private ModelComparison compared(List<Definition> definitions, ModelTexts expected) {
        SortedMap<String, Digest> hashes = expected.hashes();
        List<Mismatch> mismatches = new ArrayList<>();
        Map<String, Integer> votes = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Definition one : definitions) {
            Digest wanted = one.newest() ? hashes.get(one.resource()) : null;
            if (wanted != null) {
                seen.add(one.resource());
                votes.merge(one.deploymentId(), 1, Integer::sum);
                if (!wanted.hex().equals(one.sha256())) {
                    mismatches.add(new Mismatch(name(one), one.resource(), wanted.hex(), one.sha256()));
                }
            } else if (!isTrusted(one.resource(), one.sha256())) {
                mismatches.add(new Mismatch(name(one), one.resource(), null, one.sha256()));
            }
        }
        hashes.forEach((name, sha256) -> {
            if (name.startsWith("processes/") && !seen.contains(name)) {
                mismatches.add(new Mismatch("no definition", name, sha256.hex(), null));
            }
        });
        String deployment = votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
        if (!deployment.isEmpty()) {
            whole(deployment, votes.keySet(), hashes, mismatches);
        }
        return new ModelComparison(deployment, List.copyOf(mismatches));
    }

    /** A set runs as a whole: from one deployment, with nothing missing in it and nothing besides. */
    private void whole(
            String deployment, Set<String> deployments, SortedMap<String, Digest> hashes, List<Mismatch> mismatches) {
        for (String other : deployments) {
            if (!other.equals(deployment)) {
                mismatches.add(new Mismatch("deployment " + other + " beside " + deployment, "the set", null, null));
            }
        }
        Map<String, String> found = new HashMap<>();
        for (Deployed one : engine.deployed(deployment)) {
            found.put(one.resource(), one.sha256());
        }
        Set<String> names = new LinkedHashSet<>(hashes.keySet());
        names.addAll(found.keySet());
        for (String name : names) {
            @Nullable Digest wanted = hashes.get(name);
            String hex = wanted == null ? null : wanted.hex();
            boolean told = mismatches.stream().anyMatch(one -> one.resource().equals(name));
            if (!told && !Objects.equals(hex, found.get(name))) {
                mismatches.add(new Mismatch("deployment " + deployment, name, hex, found.get(name)));
            }
        }
    }

    private boolean isTrusted(String resource, @Nullable String sha256) {
        if (sha256 == null) {
            return false;
        }
        String known = sha256 + " " + resource;
        if (trusted.contains(known)) {
            return true;
        }
        boolean now = models.trusted(resource, Digest.parse(sha256));
        if (now) {
            trusted.add(known);
        }
        return now;
    }

    private static String name(Definition one) {
        return one.kind() + " " + one.key() + " version " + one.version();
    }
}
