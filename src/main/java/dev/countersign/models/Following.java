package dev.countersign.models;

import dev.countersign.models.Expression.Value;
import dev.countersign.models.Place.Frame;
import dev.countersign.models.Progress.Decision;
import dev.countersign.models.RequiredSignatures.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the one token that counts can be next, and with what progress. Never leaves a possibility out; may allow more than can happen. */
final class Following {

    private final Calls calls;
    private final List<Step> plan;
    private final List<Place> next = new ArrayList<>();

    Following(Calls calls, List<Step> plan) {
        this.calls = calls;
        this.plan = plan;
    }

    List<Place> of(Place place) {
        next.clear();
        interrupted(place.frame(), place.node(), place.progress());
        boolean waits = place.node().waits();
        happens(waits ? place.at(place.node(), place.progress().waited()) : place);
        return List.copyOf(next);
    }

    private void happens(Place place) {
        FlowNode node = place.node();
        Progress progress = place.progress();
        Optional<ProcessModel> called = calls.of(node);
        if (calls.isSignature(node)) {
            signed(place);
        } else if (called.isPresent()) {
            Frame inner = new Frame(place.frame(), node);
            called.get()
                    .scope()
                    .starts()
                    .forEach(start -> next.add(new Place(inner, start, progress.withDecision(Decision.UNKNOWN))));
        } else if (node.inside().isPresent()) {
            node.inside().get().starts().forEach(start -> next.add(place.at(start, progress)));
        } else if (node.is("bpmn:endEvent")) {
            leave(place.frame(), node.scope(), progress);
        } else if (node.decides()) {
            decided(place);
        } else {
            then(node, progress).forEach(after -> goOn(place.frame(), node, after));
        }
        if (node.repetition().isPresent() && !calls.isSignature(node)) {
            goOn(place.frame(), node, progress);
        }
    }

    private static List<Progress> then(FlowNode node, Progress progress) {
        return node.delegate()
                .map(delegate -> switch (delegate.meaning()) {
                    case BEGINS_VERSION -> progress.versionBegun();
                    case ENDS_VERSION -> List.of(progress.versionEnded());
                    case PREPARES, CONTROLS, EFFECT, NEUTRAL -> List.of(progress);
                })
                .orElse(List.of(progress));
    }

    private void signed(Place place) {
        FlowNode call = place.node();
        String step = Passing.planStep(call);
        Repetition repetition = Repetition.of(call);
        Progress so = place.progress();
        for (int i = 0; i < repetition.approvals(); i++) {
            interrupted(place.frame(), call, so);
            so = so.approved(step, plan);
        }
        boolean known = repetition.sound() && Passing.givesBackDecision(call);
        Progress approved = known ? so : place.progress().rejected().withDecision(Decision.UNKNOWN);
        goOn(place.frame(), call, approved);
        goOn(place.frame(), call, place.progress().rejected());
    }

    private void decided(Place place) {
        Map<String, Value> known = place.progress().known();
        boolean certain = false;
        for (Flow flow : place.node().outgoing()) {
            Optional<Boolean> truth = flow.isDefault() || flow.condition() == null
                    ? Optional.empty()
                    : flow.expression().flatMap(condition -> condition.truth(known));
            certain |= truth.orElse(false);
            if (!flow.isDefault() && truth.orElse(true)) {
                next.add(place.at(flow.target(), place.progress()));
            }
        }
        for (Flow flow : place.node().outgoing()) {
            if (flow.isDefault() && !certain) {
                next.add(place.at(flow.target(), place.progress()));
            }
        }
    }

    private void goOn(@Nullable Frame frame, FlowNode node, Progress progress) {
        node.following().forEach(target -> next.add(new Place(frame, target, progress)));
    }

    /** A scope ends: its subprocess goes on, its event subprocess ends what it interrupted, its process returns to the call. */
    private void leave(@Nullable Frame frame, Scope scope, Progress progress) {
        Optional<FlowNode> around = scope.around();
        if (around.isPresent() && around.get().isEventSubprocess()) {
            leave(frame, around.get().scope(), progress);
        } else if (around.isPresent()) {
            goOn(frame, around.get(), progress);
        } else if (frame != null) {
            boolean givesBack = Passing.givesBackDecision(frame.call());
            goOn(frame.parent(), frame.call(), givesBack ? progress : progress.withDecision(Decision.UNKNOWN));
        }
    }

    /** Whatever may interrupt the token where it is: at the activity itself, and at everything that is around it. */
    private void interrupted(@Nullable Frame frame, FlowNode node, Progress progress) {
        FlowNode activity = node;
        Frame at = frame;
        Progress so = progress.waited();
        while (true) {
            for (FlowNode boundary : activity.boundaries()) {
                next.add(new Place(at, boundary, so));
            }
            for (FlowNode event : activity.scope().eventSubprocesses()) {
                for (FlowNode start : event.inside().map(Scope::starts).orElse(List.of())) {
                    next.add(new Place(at, start, so));
                }
            }
            Optional<FlowNode> around = activity.scope().around();
            if (around.isPresent()) {
                activity = around.get();
            } else if (at != null) {
                activity = at.call();
                at = at.parent();
            } else {
                return;
            }
        }
    }
}
