package dev.countersign.workflow.dryrun;

import dev.countersign.changes.DryRun.Model;
import dev.countersign.changes.DryRun.Part;
import dev.countersign.changes.DryRun.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all runs of a set reached together, and why they did not reach the rest, as far as a drawing tells that. */
final class Outcome {

    private final Map<String, Drawn> drawn;
    private final Map<String, Integer> runsOf = new HashMap<>();
    private final SortedMap<String, String> refusals = new TreeMap<>();
    private final List<Run> runs = new ArrayList<>();

    Outcome(Map<String, Drawn> drawn) {
        this.drawn = drawn;
    }

    void add(Run run, Set<String> reached) {
        runs.add(run);
        reached.forEach(part -> runsOf.merge(part, 1, Integer::sum));
    }

    void addRefusals(Map<String, String> tried) {
        refusals.putAll(tried);
    }

    List<Run> runs() {
        return runs;
    }

    List<String> refusals() {
        return refusals.values().stream().distinct().sorted().toList();
    }

    List<Model> models() {
        return drawn.values().stream()
                .sorted(Comparator.comparing(Drawn::resource))
                .map(one -> new Model(
                        one.resource(),
                        one.process(),
                        one.parts().values().stream()
                                .map(part -> part(one, part))
                                .toList()))
                .toList();
    }

    private Part part(Drawn model, Drawn.Part part) {
        int times = times(model, part);
        return new Part(part.id(), part.kind(), model.name(part), times, times > 0 ? null : why(model, part));
    }

    /** The engine leads past the throwing half of a link: who takes the path to it is at its other half. */
    private int times(Drawn model, Drawn.Part part) {
        boolean isLink = part.trigger().equals("link") && part.kind().equals("intermediateThrowEvent");
        return isLink
                ? model.into(part).stream()
                        .mapToInt(flow -> times(model, flow))
                        .max()
                        .orElse(0)
                : runsOf.getOrDefault(model.process() + "#" + part.id(), 0);
    }

    private @Nullable String why(Drawn model, Drawn.Part part) {
        String refused = refusals.get(model.process() + "#" + part.id());
        if (refused != null) {
            return "the controls refuse it: " + refused.substring(refused.lastIndexOf(": ") + 2);
        }
        if (model.parts().values().stream().allMatch(one -> times(model, one) == 0)) {
            return "no run came to this process";
        }
        if (part.isFlow()) {
            return model.part(part.source())
                            .filter(source -> times(model, source) > 0)
                            .isPresent()
                    ? "its condition was met in no run"
                    : "what it leaves was not reached";
        }
        if (part.trigger().equals("error") && !part.kind().equals("endEvent")) {
            return "nothing ends with this error where it is caught";
        }
        if (part.trigger().equals("escalation") && part.kind().matches("boundaryEvent|startEvent")) {
            return "nothing escalates where this is caught";
        }
        return "nothing that leads to it was reached";
    }
}
