package dev.countersign.models;

import dev.countersign.models.Delegate.Meaning;
import dev.countersign.models.Progress.Decision;
import dev.countersign.models.Progress.Drafted;
import dev.countersign.models.RequiredSignatures.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The proof that no path of a process reaches an effect without the signatures of the plan (11.10(f)). Looks at every place a token can
 * be with every progress a record can have there; there are finitely many, so the search ends, and what it does not find does not exist.
 */
final class Proof {

    private static final int MOST_PLACES = 100_000;

    private final ProcessModel process;
    private final List<Step> plan;
    private final Following following;
    private final Calls calls;
    private final Findings findings;
    private final Map<Place, @Nullable Place> before = new HashMap<>();
    private final Deque<Place> open = new ArrayDeque<>();
    private final Set<FlowNode> told = new HashSet<>();
    private final Set<FlowNode> effects = new HashSet<>();

    Proof(ProcessModel process, List<Step> plan, Calls calls, Findings findings) {
        this.process = process;
        this.plan = plan;
        this.calls = calls;
        this.following = new Following(calls, plan);
        this.findings = findings;
    }

    /** Sentences on what was proved, if nothing was found. */
    List<String> run() {
        process.scope().starts().forEach(start -> reach(new Place(null, start, Progress.NONE), null));
        while (!open.isEmpty()) {
            Place place = open.pop();
            judge(place);
            following.of(place).forEach(next -> reach(next, place));
            if (before.size() > MOST_PLACES) {
                findings.add(
                        ModelRule.TOO_COMPLEX,
                        process.resource(),
                        process.scope().element(),
                        "The process " + process.key() + " has more than " + MOST_PLACES + " states.");
                return List.of();
            }
        }
        return effects.stream()
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .map(this::sentence)
                .toList();
    }

    private void reach(Place place, @Nullable Place from) {
        if (!before.containsKey(place)) {
            before.put(place, from);
            open.add(place);
        }
    }

    private void judge(Place place) {
        FlowNode node = place.node();
        boolean isEffect =
                node.delegate().filter(one -> one.meaning() == Meaning.EFFECT).isPresent();
        if (isEffect) {
            effects.add(node);
        }
        if (isEffect && !place.progress().isComplete(plan) && told.add(node)) {
            findings.add(
                    ModelRule.UNSIGNED_EFFECT,
                    resource(place),
                    node.element(),
                    "The effect " + node.id() + " can be reached without the approvals of the plan (expected: "
                            + String.join(", ", place.progress().demanded(plan)) + "; on this path: "
                            + signedOn(pathTo(place)) + "): " + Place.path(pathTo(place)) + ".");
        }
        if (calls.isSignature(node)
                && place.progress().drafted() == Drafted.SYSTEM
                && isForPeople(node)
                && told.add(node)) {
            findings.add(
                    ModelRule.AUTHORSHIP,
                    resource(place),
                    node.element(),
                    "The step " + node.id() + " can be reached with a version that no person wrote: "
                            + Place.path(pathTo(place)) + ".");
        }
    }

    /** The steps since a version was last put in review, each with what was decided; the path begins at its end. */
    private String signedOn(List<Place> path) {
        List<String> steps = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            FlowNode node = path.get(i).node();
            if (node.delegate()
                    .filter(one -> one.meaning() == Meaning.BEGINS_VERSION)
                    .isPresent()) {
                break;
            }
            if (calls.isSignature(node)) {
                boolean approved = path.get(i - 1).progress().decision() == Decision.APPROVE;
                steps.add(0, Passing.planStep(node) + (approved ? "" : " (not approved)"));
            }
        }
        return steps.isEmpty() ? "none" : String.join(", ", steps);
    }

    private boolean isForPeople(FlowNode call) {
        return plan.stream().anyMatch(step -> step.code().equals(Passing.planStep(call)) && step.ofPeopleOnly());
    }

    private List<Place> pathTo(Place place) {
        List<Place> path = new ArrayList<>();
        for (Place at = place; at != null; at = before.get(at)) {
            path.add(at);
        }
        return path;
    }

    private String resource(Place place) {
        Place.Frame frame = place.frame();
        return frame == null
                ? process.resource()
                : calls.of(frame.call()).map(ProcessModel::resource).orElse(process.resource());
    }

    private String sentence(FlowNode effect) {
        String steps = plan.stream()
                .map(step ->
                        "“" + step.code() + "”" + (step.ofPeopleOnly() ? " (where a person wrote the version)" : ""))
                .collect(Collectors.joining(", then "));
        return "In " + process.key() + " every path to " + effect.id() + " passes approved signatures of " + steps
                + ", since the version was put in review (" + before.size() + " states looked at).";
    }
}
