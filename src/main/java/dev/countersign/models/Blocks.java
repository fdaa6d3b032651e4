package dev.countersign.models;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether one token alone does all that counts. What a gateway divides must meet again, whole; and neither such a block, nor a
 * repetition, nor a path beside the main one holds a signature, a version or an effect. So the proof need follow one token only.
 */
final class Blocks {

    private final ProcessModel process;
    private final Calls calls;
    private final Findings findings;

    Blocks(ProcessModel process, Calls calls, Findings findings) {
        this.process = process;
        this.calls = calls;
        this.findings = findings;
    }

    void check() {
        List<FlowNode> nodes = process.nodes();
        Set<FlowNode> joins = new HashSet<>();
        for (FlowNode node : nodes) {
            if (node.divides() && node.outgoing().size() > 1) {
                block(node).ifPresent(joins::add);
            }
            if (node.repetition().isPresent() && !calls.isSignature(node)) {
                demandNothingCounts(withInside(List.of(node)), "is repeated");
            }
        }
        for (FlowNode node : nodes) {
            if (node.divides() && node.incoming().size() > 1 && !joins.contains(node)) {
                add(
                        ModelRule.PARALLEL_BLOCK,
                        node,
                        "What meets in " + node.id() + " was not divided by one gateway of its kind.");
            }
        }
        sidePaths(nodes);
    }

    /** The gateway in which the branches meet, if they do. */
    private Optional<FlowNode> block(FlowNode fork) {
        Optional<FlowNode> join = process.nodes().stream()
                .filter(node -> node.kind().equals(fork.kind())
                        && node != fork
                        && node.scope() == fork.scope()
                        && node.incoming().size() == fork.outgoing().size()
                        && node.outgoing().size() == 1)
                .filter(node -> meets(fork, node))
                .findFirst();
        if (join.isEmpty() || fork.incoming().size() > 1) {
            add(
                    ModelRule.PARALLEL_BLOCK,
                    fork,
                    "What " + fork.id() + " divides does not meet again in one gateway of its kind.");
            return join;
        }
        demandNothingCounts(
                withInside(between(fork, join.get())),
                "is between " + fork.id() + " and " + join.get().id());
        return join;
    }

    private static Set<FlowNode> between(FlowNode fork, FlowNode join) {
        return from(fork.following(), Set.of(join));
    }

    /** Branches that share nothing, are entered at the fork alone, and all end at the join. */
    private static boolean meets(FlowNode fork, FlowNode join) {
        Set<FlowNode> all = new HashSet<>();
        for (FlowNode first : fork.following()) {
            Set<FlowNode> branch = from(List.of(first), Set.of(join));
            if (first != join && (branch.contains(fork) || !closed(branch, fork, join, all))) {
                return false;
            }
            all.addAll(branch);
        }
        return join.incoming().stream().allMatch(flow -> flow.source() == fork || all.contains(flow.source()));
    }

    private static boolean closed(Set<FlowNode> branch, FlowNode fork, FlowNode join, Set<FlowNode> others) {
        long arrivals = join.incoming().stream()
                .filter(flow -> branch.contains(flow.source()))
                .count();
        return arrivals == 1
                && branch.stream()
                        .allMatch(node -> !others.contains(node)
                                && !node.is("bpmn:endEvent")
                                && node.boundaries().isEmpty()
                                && node.incoming().stream()
                                        .allMatch(flow -> flow.source() == fork || branch.contains(flow.source())));
    }

    private void sidePaths(List<FlowNode> nodes) {
        Set<FlowNode> main = from(starts(process.scope()), Set.of());
        for (FlowNode start : nodes) {
            if (start.isSideStart()) {
                Set<FlowNode> side = from(List.of(start), Set.of());
                demandNothingCounts(withInside(side), "is on the side path of " + start.id());
                side.stream()
                        .filter(node -> main.contains(node) || ends(node))
                        .findFirst()
                        .ifPresent(node -> add(
                                ModelRule.CONCURRENT_CONTROL,
                                node,
                                "The side path of " + start.id() + " does not keep to itself: " + node.id()
                                        + " ends or joins what goes on beside it."));
            }
        }
    }

    private static boolean ends(FlowNode node) {
        return node.element()
                .children("bpmn:terminateEventDefinition")
                .findAny()
                .isPresent();
    }

    /** Where the main token can begin, in a scope and in what it holds; side paths begin elsewhere. */
    private static Collection<FlowNode> starts(Scope scope) {
        Set<FlowNode> starts = new LinkedHashSet<>();
        scope.starts().stream().filter(start -> !start.isSideStart()).forEach(starts::add);
        scope.nodes().stream()
                .filter(FlowNode::isEventSubprocess)
                .flatMap(node -> node.inside().stream())
                .forEach(inside -> starts.addAll(starts(inside)));
        return starts;
    }

    /** What is reached, interruptions and what is inside included, without passing the given ones or a side start. */
    private static Set<FlowNode> from(Collection<FlowNode> first, Set<FlowNode> until) {
        Set<FlowNode> reached = new LinkedHashSet<>();
        Deque<FlowNode> open = new ArrayDeque<>(first);
        while (!open.isEmpty()) {
            FlowNode node = open.pop();
            if (!until.contains(node) && reached.add(node)) {
                open.addAll(node.following());
                node.boundaries().stream().filter(one -> !one.isSideStart()).forEach(open::add);
                node.inside().ifPresent(inside -> open.addAll(starts(inside)));
            }
        }
        return reached;
    }

    private static Set<FlowNode> withInside(Collection<FlowNode> nodes) {
        Set<FlowNode> all = new LinkedHashSet<>(nodes);
        nodes.forEach(node -> node.inside().ifPresent(inside -> inside.all().forEach(all::add)));
        return all;
    }

    private void demandNothingCounts(Set<FlowNode> nodes, String where) {
        nodes.stream()
                .filter(node -> calls.counts(node) || ends(node))
                .forEach(node -> add(
                        ModelRule.CONCURRENT_CONTROL,
                        node,
                        "The element " + node.id() + " counts, and " + where + "."));
    }

    private void add(ModelRule rule, FlowNode node, String message) {
        findings.add(rule, process.resource(), node.element(), message);
    }
}
