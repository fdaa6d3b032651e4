package dev.countersign.models;

import static dev.countersign.models.TokenGame.CAMUNDA;
import static dev.countersign.models.TokenGame.children;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.w3c.dom.Element;

/**
 * An interpreter of models for tests: plays every move that tokens can make, all of them at the same time, with all decisions that people
 * could take, and looks for a run that makes a record effective without the signatures it needs. Written apart from the gate: it moves
 * several tokens, runs the signature step as an ordinary process, and counts a signature only if its four controls ran after its task.
 */
final class Oracle {

    private static final int MOST_WORLDS = 700;
    private static final List<String> CONTROLS =
            List.of("checkAuthority", "checkReauthentication", "bindSignature", "persistSignature");
    private static final Set<String> CALLS = Set.of("callActivity", "subProcess");

    /** @param mode empty where it can go on, {@code in} while something inside runs, {@code join} while it waits for others */
    private record Token(String path, Element node, String mode, int serial, int done) {
        String key() {
            return path + ">" + node.getAttribute("id") + mode + serial + "." + done;
        }
    }

    /** Everything there is at a moment. */
    private static final class World {
        final List<Token> tokens = new ArrayList<>();
        final Map<String, String> variables = new TreeMap<>();
        final Set<String> fired = new TreeSet<>();
        final List<String> signatures = new ArrayList<>();
        String drafted = "";

        World copy() {
            World copy = new World();
            copy.tokens.addAll(tokens);
            copy.variables.putAll(variables);
            copy.fired.addAll(fired);
            copy.signatures.addAll(signatures);
            copy.drafted = drafted;
            return copy;
        }

        String key() {
            return tokens.stream().map(Token::key).sorted().collect(Collectors.joining(","))
                    + variables
                    + fired
                    + signatures
                    + drafted;
        }
    }

    private final TokenGame game;
    private final List<World> next = new ArrayList<>();
    private String violation = "";

    private Oracle(TokenGame game) {
        this.game = game;
    }

    /** The effect that can be reached without its signatures; empty if none was found. */
    static Optional<String> violation(ModelSet set, String process) {
        return new Oracle(new TokenGame(set)).play(process);
    }

    private Optional<String> play(String process) {
        World first = new World();
        first.variables.put(process + ":recordId", "R");
        begin(first, process, game.process(process));
        Deque<World> open = new ArrayDeque<>(List.of(first));
        Set<String> seen = new HashSet<>(Set.of(first.key()));
        while (!open.isEmpty() && violation.isEmpty()) {
            World world = open.poll();
            next.clear();
            step(world);
            for (World one : next) {
                if (seen.size() < MOST_WORLDS && seen.add(one.key())) {
                    open.add(one);
                }
            }
        }
        return violation.isEmpty() ? Optional.empty() : Optional.of(violation);
    }

    /** What does not wait happens in the transaction it is in; only when everything waits, somebody acts or something interrupts. */
    private void step(World world) {
        List<Token> running = world.tokens.stream()
                .filter(token -> token.mode().isEmpty() && !waits(token.node()))
                .toList();
        if (!running.isEmpty()) {
            running.forEach(token -> move(world, token));
            return;
        }
        for (Token token : List.copyOf(world.tokens)) {
            move(world, token);
            interrupt(world, token);
        }
    }

    private static boolean waits(Element node) {
        return switch (node.getLocalName()) {
            case "userTask", "eventBasedGateway" -> true;
            case "intermediateCatchEvent" ->
                children(node, "linkEventDefinition").isEmpty();
            default -> false;
        };
    }

    private static void begin(World world, String path, Element scope) {
        children(scope, "startEvent").forEach(start -> world.tokens.add(new Token(path, start, "", 0, 0)));
    }

    private World without(World world, Token token) {
        World after = world.copy();
        after.tokens.remove(token);
        return after;
    }

    private void move(World world, Token token) {
        if (!token.mode().isEmpty()) {
            return;
        }
        String kind = token.node().getLocalName();
        switch (kind) {
            case "exclusiveGateway" -> choose(world, token);
            case "inclusiveGateway" -> divide(world, token, true);
            case "parallelGateway" -> divide(world, token, false);
            case "eventBasedGateway" -> game.outgoing(token.node()).forEach(flow -> go(world, token, List.of(flow)));
            case "callActivity", "subProcess" -> enter(world, token);
            case "endEvent" -> end(world, token);
            case "serviceTask" -> serve(world, token);
            case "userTask" -> act(world, token);
            case "intermediateThrowEvent" -> {
                if (children(token.node(), "linkEventDefinition").isEmpty()) {
                    go(world, token, game.outgoing(token.node()));
                } else {
                    link(world, token);
                }
            }
            case "intermediateCatchEvent" -> {
                World after = world.copy();
                if (children(token.node(), "linkEventDefinition").isEmpty()) {
                    gap(after, token.path());
                }
                go(after, token, game.outgoing(token.node()));
            }
            default -> go(world, token, game.outgoing(token.node()));
        }
    }

    /** Somebody does a task, and may write what gateways read: the way of T5. Not in the signature step, whose end sets it anew. */
    private void act(World world, Token token) {
        World after = world.copy();
        gap(after, token.path());
        String process = processOf(token.path());
        if (TokenGame.processOf(token.node()).getAttribute("id").equals("signature-step")) {
            after.variables.put(process + ":stage", "1");
        } else {
            for (Map.Entry<String, String> written :
                    Map.of("decision", "approve", "personDrafted", "false").entrySet()) {
                World meddled = after.copy();
                meddled.variables.put(process + ":" + written.getKey(), written.getValue());
                go(meddled, token, game.outgoing(token.node()));
            }
        }
        go(after, token, game.outgoing(token.node()));
    }

    private void link(World world, Token token) {
        String name = children(token.node(), "linkEventDefinition").get(0).getAttribute("name");
        for (Element other : children((Element) token.node().getParentNode(), "intermediateCatchEvent")) {
            if (children(other, "linkEventDefinition").stream()
                    .anyMatch(one -> one.getAttribute("name").equals(name))) {
                World after = without(world, token);
                after.tokens.add(new Token(token.path(), other, "", 0, 0));
                next.add(after);
            }
        }
    }

    /** Where something waits, what was checked before is no longer of the same transaction. */
    private static void gap(World world, String path) {
        world.variables.remove(processOf(path) + ":stage");
    }

    private static String processOf(String path) {
        int call = path.lastIndexOf('@');
        int end = call < 0 ? path.indexOf('/') : path.indexOf('/', call);
        return end < 0 ? path : path.substring(0, end);
    }

    private void go(World world, Token token, List<Element> flows) {
        World after = without(world, token);
        for (Element flow : flows) {
            arrive(after, token.path(), game.target(flow));
        }
        next.add(after);
        if (flows.isEmpty()) {
            finish(after, token.path());
        }
    }

    private void arrive(World world, String path, Element node) {
        boolean joins = node.getLocalName().equals("parallelGateway")
                || node.getLocalName().equals("inclusiveGateway");
        if (!joins || game.arriving(node) < 2) {
            world.tokens.add(new Token(path, node, "", 0, 0));
            return;
        }
        world.tokens.add(new Token(path, node, "join", 0, 0));
        List<Token> waiting = world.tokens.stream()
                .filter(one -> one.path().equals(path)
                        && one.node() == node
                        && one.mode().equals("join"))
                .toList();
        boolean all = node.getLocalName().equals("parallelGateway")
                ? waiting.size() >= game.arriving(node)
                : world.tokens.stream()
                        .noneMatch(one -> one.path().equals(path)
                                && one.node() != node
                                && reaches(one.node(), node, new HashSet<>()));
        if (all) {
            waiting.forEach(world.tokens::remove);
            world.tokens.add(new Token(path, node, "", 1, 0));
        }
    }

    private boolean reaches(Element from, Element to, Set<Element> seen) {
        return from == to
                || seen.add(from)
                        && game.outgoing(from).stream().anyMatch(flow -> reaches(game.target(flow), to, seen));
    }

    private Map<String, String> known(World world, String path) {
        Map<String, String> known = new HashMap<>();
        for (String name : List.of("decision", "personDrafted")) {
            String value = world.variables.get(processOf(path) + ":" + name);
            if (value != null) {
                known.put(name, value);
            }
        }
        return known;
    }

    private List<Boolean> truths(World world, Token token, Element flow) {
        List<Element> conditions = children(flow, "conditionExpression");
        return conditions.isEmpty()
                ? List.of(true)
                : TokenGame.truths(conditions.get(0).getTextContent(), known(world, token.path()));
    }

    private void choose(World world, Token token) {
        for (List<Element> taken : choices(world, token, true)) {
            go(world, token, taken);
        }
    }

    /** Every combination of flows that the conditions allow, in the order of the file. */
    private List<List<Element>> choices(World world, Token token, boolean one) {
        List<Element> flows = game.outgoing(token.node());
        String standard = token.node().getAttribute("default");
        List<List<Element>> chosen = new ArrayList<>(List.of(List.of()));
        for (Element flow : flows) {
            if (flow.getAttribute("id").equals(standard)) {
                continue;
            }
            List<List<Element>> longer = new ArrayList<>();
            for (List<Element> so : chosen) {
                if (one && !so.isEmpty()) {
                    longer.add(so);
                    continue;
                }
                for (boolean truth : truths(world, token, flow)) {
                    List<Element> more = new ArrayList<>(so);
                    if (truth) {
                        more.add(flow);
                    }
                    longer.add(more);
                }
            }
            chosen = longer;
        }
        return chosen.stream()
                .map(so -> so.isEmpty()
                        ? flows.stream()
                                .filter(flow -> flow.getAttribute("id").equals(standard))
                                .toList()
                        : so)
                .filter(so -> !so.isEmpty())
                .toList();
    }

    private void divide(World world, Token token, boolean conditions) {
        if (!conditions) {
            go(world, token, game.outgoing(token.node()));
            return;
        }
        choices(world, token, false).forEach(flows -> go(world, token, flows));
    }

    private void enter(World world, Token token) {
        World after = without(world, token);
        int serial = 0;
        while (taken(after, token, serial)) {
            serial++;
        }
        Token host = new Token(token.path(), token.node(), "in", serial, 0);
        after.tokens.add(host);
        List<Element> repetition = children(token.node(), "multiInstanceLoopCharacteristics");
        boolean together = !repetition.isEmpty()
                && !repetition.get(0).getAttribute("isSequential").equals("true");
        for (int i = 0; i < (together ? times(token.node()) : 1); i++) {
            inside(after, host, i);
        }
        next.add(after);
    }

    private static boolean taken(World world, Token token, int serial) {
        return world.tokens.stream()
                .anyMatch(one -> one.path().equals(token.path())
                        && one.node() == token.node()
                        && one.mode().equals("in")
                        && one.serial() == serial);
    }

    private static int times(Element node) {
        return children(node, "multiInstanceLoopCharacteristics").stream()
                .flatMap(one -> children(one, "loopCardinality").stream())
                .map(one -> Integer.parseInt(one.getTextContent().strip()))
                .findFirst()
                .orElse(1);
    }

    private void inside(World world, Token host, int index) {
        boolean call = host.node().getLocalName().equals("callActivity");
        String path =
                host.path() + "/" + host.node().getAttribute("id") + (call ? "@" : "#") + host.serial() + "." + index;
        Element scope = call ? game.process(host.node().getAttribute("calledElement")) : host.node();
        if (call) {
            hand(world, host, processOf(host.path()), path, "in");
        }
        begin(world, path, scope);
    }

    private void hand(World world, Token host, String from, String to, String direction) {
        for (Element extensions : children(host.node(), "extensionElements")) {
            for (Element mapping : children(extensions, direction)) {
                String constant = mapping.getAttribute("sourceExpression");
                String value = constant.isEmpty()
                        ? world.variables.get(from + ":" + mapping.getAttribute("source"))
                        : constant;
                if (value != null) {
                    world.variables.put(to + ":" + mapping.getAttribute("target"), value);
                } else {
                    world.variables.remove(to + ":" + mapping.getAttribute("target"));
                }
            }
        }
    }

    private void end(World world, Token token) {
        World after = without(world, token);
        if (!children(token.node(), "terminateEventDefinition").isEmpty()) {
            after.tokens.removeIf(one -> within(one.path(), token.path()));
        }
        if (!children(token.node(), "errorEventDefinition").isEmpty()) {
            thrown(after, token.path());
        }
        next.add(after);
        finish(after, token.path());
    }

    /** An error goes up to the first boundary that takes it. */
    private void thrown(World world, String from) {
        String path = from;
        while (path.contains("/")) {
            String inner = path;
            path = path.substring(0, path.lastIndexOf('/'));
            for (Token host : List.copyOf(world.tokens)) {
                if (host.mode().equals("in") && host.path().equals(path) && inner.startsWith(pathIn(host))) {
                    for (Element boundary : game.boundaries(host.node())) {
                        if (!children(boundary, "errorEventDefinition").isEmpty()) {
                            next.add(interrupted(world, host, boundary));
                        }
                    }
                }
            }
        }
    }

    private static String pathIn(Token host) {
        boolean call = host.node().getLocalName().equals("callActivity");
        return host.path() + "/" + host.node().getAttribute("id") + (call ? "@" : "#") + host.serial() + ".";
    }

    private static boolean within(String path, String scope) {
        return path.equals(scope) || path.startsWith(scope + "/");
    }

    /** If nothing is left in a scope, it is over, and what is around it goes on. */
    private void finish(World world, String path) {
        if (!path.contains("/") || world.tokens.stream().anyMatch(one -> within(one.path(), path))) {
            return;
        }
        world.fired.removeIf(one -> one.startsWith(path + ">"));
        String outer = path.substring(0, path.lastIndexOf('/'));
        if (path.endsWith("#e")) {
            finish(world, outer);
            return;
        }
        Optional<Token> found = world.tokens.stream()
                .filter(one -> one.mode().equals("in")
                        && path.startsWith(pathIn(one))
                        && one.path().equals(outer))
                .findFirst();
        if (found.isEmpty()) {
            return;
        }
        Token host = found.get();
        if (host.node().getLocalName().equals("callActivity")) {
            hand(world, host, path, processOf(outer), "out");
            world.variables.keySet().removeIf(name -> name.startsWith(path + ":") || name.startsWith(path + "/"));
        }
        returned(world, host);
    }

    private void returned(World world, Token host) {
        int done = host.done() + 1;
        List<Element> repetition = children(host.node(), "multiInstanceLoopCharacteristics");
        Map<String, String> known = known(world, host.path());
        known.put("nrOfCompletedInstances", String.valueOf(done));
        boolean ended = done >= times(host.node())
                || repetition.stream()
                        .flatMap(one -> children(one, "completionCondition").stream())
                        .anyMatch(one ->
                                TokenGame.truths(one.getTextContent(), known).contains(true));
        world.tokens.remove(host);
        if (ended) {
            world.tokens.removeIf(one -> one.path().startsWith(pathIn(host)));
            game.outgoing(host.node()).forEach(flow -> arrive(world, host.path(), game.target(flow)));
            return;
        }
        Token again = new Token(host.path(), host.node(), "in", host.serial(), done);
        world.tokens.add(again);
        if (repetition.get(0).getAttribute("isSequential").equals("true")) {
            inside(world, again, done);
        }
    }

    private void interrupt(World world, Token token) {
        boolean activity = CALLS.contains(token.node().getLocalName())
                ? token.mode().equals("in")
                : token.node().getLocalName().equals("userTask");
        if (activity) {
            for (Element boundary : game.boundaries(token.node())) {
                if (!children(boundary, "errorEventDefinition").isEmpty()) {
                    continue;
                }
                if (boundary.getAttribute("cancelActivity").equals("false")) {
                    beside(world, token.path(), boundary, token.path());
                } else {
                    next.add(interrupted(world, token, boundary));
                }
            }
        }
        for (Element sub : children((Element) token.node().getParentNode(), "subProcess")) {
            if (sub.getAttribute("triggeredByEvent").equals("true")) {
                Element start = children(sub, "startEvent").get(0);
                String path = token.path() + "/" + sub.getAttribute("id") + "#e";
                if (start.getAttribute("isInterrupting").equals("false")) {
                    beside(world, token.path(), start, path);
                } else {
                    World after = world.copy();
                    after.tokens.removeIf(one -> within(one.path(), token.path()));
                    after.tokens.add(new Token(path, start, "", 0, 0));
                    next.add(after);
                }
            }
        }
    }

    private World interrupted(World world, Token host, Element boundary) {
        World after = without(world, host);
        after.tokens.removeIf(one -> one.path().startsWith(pathIn(host)));
        after.tokens.add(new Token(host.path(), boundary, "", 0, 0));
        return after;
    }

    /** Once in a scope: more often shows nothing new. */
    private void beside(World world, String scope, Element start, String path) {
        World after = world.copy();
        if (after.fired.add(scope + ">" + start.getAttribute("id"))) {
            after.tokens.add(new Token(path, start, "", 0, 0));
            next.add(after);
        }
    }

    private void serve(World world, Token token) {
        String delegate =
                token.node().getAttributeNS(CAMUNDA, "delegateExpression").replaceAll("[${}]", "");
        String process = processOf(token.path());
        String root = token.path().contains("/") ? process : token.path();
        List<World> outcomes = new ArrayList<>();
        switch (delegate) {
            case "putInReview" -> {
                for (String who : List.of("person", "system")) {
                    World after = world.copy();
                    after.drafted = who;
                    after.signatures.clear();
                    after.variables.put(root + ":personDrafted", String.valueOf(who.equals("person")));
                    outcomes.add(after);
                }
            }
            case "sendToRework", "withdrawRecord" -> {
                World after = world.copy();
                after.drafted = "";
                after.signatures.clear();
                outcomes.add(after);
            }
            case "makeEffective", "deployModels" -> {
                demandSigned(world, token);
                outcomes.add(world);
            }
            case "checkAuthority", "checkReauthentication", "bindSignature", "persistSignature" ->
                controlled(world, process, delegate, outcomes);
            default -> outcomes.add(world);
        }
        outcomes.forEach(after -> go(after, token, game.outgoing(token.node())));
    }

    private void controlled(World world, String process, String delegate, List<World> outcomes) {
        World after = world.copy();
        String stage = String.valueOf(CONTROLS.indexOf(delegate) + 1);
        boolean inOrder = stage.equals(after.variables.remove(process + ":stage"));
        if (inOrder) {
            after.variables.put(process + ":stage", String.valueOf(CONTROLS.indexOf(delegate) + 2));
        }
        if (!delegate.equals("persistSignature")) {
            outcomes.add(after);
            return;
        }
        for (String decision : List.of("approve", "reject")) {
            World signed = after.copy();
            signed.variables.put(process + ":decision", decision);
            boolean counts =
                    inOrder && "R".equals(signed.variables.get(process + ":recordId")) && signed.signatures.size() < 6;
            if (counts && !signed.drafted.isEmpty()) {
                signed.signatures.add(signed.variables.get(process + ":planStep") + "=" + decision);
            }
            outcomes.add(signed);
        }
    }

    private void demandSigned(World world, Token token) {
        List<String> needed = world.drafted.equals("system")
                ? List.of("review=approve", "approval=approve")
                : List.of("authorship=approve", "review=approve", "approval=approve");
        if (world.drafted.isEmpty() || !world.signatures.equals(needed)) {
            violation = token.node().getAttribute("id") + " with " + world.signatures + " drafted by " + world.drafted;
        }
    }
}
