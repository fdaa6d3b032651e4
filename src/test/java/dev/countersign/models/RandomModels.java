package dev.countersign.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Models drawn by lot: the shipped ones with a few things changed, and free ones. The same seed draws the same model. */
public final class RandomModels {

    static final String APPROVAL = "processes/record-approval.bpmn";
    private static final String STEP = "processes/signature-step.bpmn";
    private static final Pattern FLOW =
            Pattern.compile("<bpmn:sequenceFlow id=\"([^\"]+)\" sourceRef=\"([^\"]+)\" targetRef=\"([^\"]+)\"");
    private static final Pattern NODE =
            Pattern.compile("<bpmn:(?:serviceTask|userTask|callActivity|exclusiveGateway|endEvent) id=\"([^\"]+)\"");
    private static final List<String> CONDITIONS = List.of(
            "${decision == 'approve'}",
            "${decision != 'reject'}",
            "${decision == 'reject'}",
            "${decision == 'approved'}",
            "${personDrafted}",
            "${x}",
            "${x == 1 or decision == 'approve'}",
            "${decision == 'approve' or decision == 'reject'}");
    private static final List<String> DELEGATES = List.of(
            "keepRecord",
            "planSignatures",
            "putInReview",
            "checkAuthority",
            "checkReauthentication",
            "bindSignature",
            "persistSignature",
            "sendToRework",
            "makeEffective",
            "withdrawRecord",
            "deployModels");
    private static final List<String> COMPLETIONS = List.of(
            "${decision == 'reject'}",
            "${decision == 'reject' or nrOfCompletedInstances >= 1}",
            "${decision == 'approve'}",
            "${nrOfCompletedInstances >= 1}",
            "${decision == 'reject' or nrOfCompletedInstances >= 2}");
    private static final String TIMER =
            "<bpmn:timerEventDefinition id=\"%s_t\"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>";

    private final Random random;
    private final Map<String, String> files = new TreeMap<>();
    private int made;

    private RandomModels(long seed, ModelSet shipped) {
        random = new Random(seed);
        for (String name : List.of(APPROVAL, STEP)) {
            files.put(name, bare(ModelSets.text(shipped, name)));
        }
    }

    public static ModelSet draw(long seed, ModelSet shipped) {
        RandomModels models = new RandomModels(seed, shipped);
        if (models.random.nextInt(3) == 0) {
            models.free();
        }
        int changes = models.random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            models.change();
        }
        ModelSet set = shipped;
        Map<String, byte[]> resources = new TreeMap<>(set.resources());
        resources.keySet().removeIf(name -> name.startsWith("processes/"));
        set = ModelSet.of(resources);
        for (Map.Entry<String, String> file : models.files.entrySet()) {
            set = ModelSets.with(set, file.getKey(), file.getValue());
        }
        return set;
    }

    /** Without what changes nothing: diagram, documentation, names of flows at their elements. */
    private static String bare(String text) {
        return text.replaceAll("(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "")
                .replaceAll("(?s)<bpmn:documentation>.*?</bpmn:documentation>\\s*", "")
                .replaceAll("<bpmn:(incoming|outgoing)>[^<]*</bpmn:\\1>\\s*", "");
    }

    private void change() {
        String file = random.nextInt(8) == 0 ? STEP : APPROVAL;
        String id = "n" + made++;
        switch (random.nextInt(20)) {
            case 0 -> retarget(file);
            case 1 -> replaceOne(file, "(?<=Expression\">)\\$\\{[^}]*\\}", pick(CONDITIONS));
            case 2 -> replaceOne(file, "(?<=delegateExpression=\"\\$\\{)\\w+", pick(DELEGATES));
            case 3 ->
                replaceOne(
                        file,
                        "default=\"\\w+\"",
                        "default=\"" + pick(flows(file)).group(1) + "\"");
            case 4 ->
                replaceOne(
                        file,
                        "(?<=sourceExpression=\")\\w+(?=\" target=\"planStep)",
                        pick(List.of("authorship", "review", "approval")));
            case 5 -> replaceOne(file, "<camunda:out [^>]*>", "");
            case 6, 7 -> insert(file, id, task(id));
            case 8 -> block(file, id, "parallelGateway");
            case 9 -> block(file, id, "inclusiveGateway");
            case 10 -> boundary(file, id, true);
            case 11 -> boundary(file, id, false);
            case 12 ->
                insert(
                        file,
                        id,
                        "<bpmn:subProcess id=\"" + id + "\"><bpmn:startEvent id=\"" + id + "s\"/>" + inner(id)
                                + "<bpmn:endEvent id=\"" + id + "e\"/>" + flow(id + "s", id + "i")
                                + flow(id + "i", id + "e") + "</bpmn:subProcess>");
            case 13 -> repeat(file);
            case 14 -> insert(file, id, signature(id));
            case 15 -> eventSubprocess(file, id);
            case 16 -> called(file, id);
            case 17 -> bypass(file, id);
            case 18 ->
                insert(
                        file,
                        id,
                        "<bpmn:intermediateCatchEvent id=\"" + id + "\">" + TIMER.formatted(id)
                                + "</bpmn:intermediateCatchEvent>");
            default -> retry(file, id);
        }
    }

    /** A process from nothing: bricks in an order that is right more often than not, and effects among them. */
    private void free() {
        StringBuilder body = new StringBuilder("<bpmn:startEvent id=\"start\"/>");
        List<String> bricks =
                new ArrayList<>(List.of("putInReview", "authorship", "review", "approval", "makeEffective"));
        int extra = random.nextInt(4);
        for (int i = 0; i < extra; i++) {
            bricks.add(
                    random.nextInt(bricks.size() + 1),
                    pick(List.of("task", "task", "keepRecord", "putInReview", "review", "approval", "makeEffective")));
        }
        if (random.nextInt(3) == 0) {
            bricks.remove(random.nextInt(bricks.size()));
        }
        String last = "start";
        for (String brick : bricks) {
            last = brick(body, last, brick);
        }
        body.append("<bpmn:endEvent id=\"end\"/>").append(flow(last, "end"));
        files.put(APPROVAL, RuleSamples.process("record-approval", body.toString()));
    }

    private String brick(StringBuilder body, String last, String brick) {
        String id = "b" + made++;
        switch (brick) {
            case "task" -> body.append(task(id)).append(flow(last, id));
            case "authorship" -> {
                String join = id + "j";
                body.append(choice(id + "g", id + "d"))
                        .append(signature(id, "authorship", "author"))
                        .append(flow(last, id + "g"))
                        .append(flow(id + "g", id, "${personDrafted}"))
                        .append("<bpmn:exclusiveGateway id=\"" + join + "\"/>")
                        .append(named(id + "d", id + "g", join));
                return decided(body, id, join);
            }
            case "review", "approval" -> {
                body.append(signature(id, brick, brick.equals("review") ? "qa-analyst" : "qa-manager"))
                        .append(flow(last, id));
                return decided(body, id, "");
            }
            default -> body.append(RuleSamples.service(id, brick)).append(flow(last, id));
        }
        return id;
    }

    private String decided(StringBuilder body, String id, String join) {
        String after = join.isEmpty() ? id + "j" : join;
        String yes = random.nextInt(8) == 0 ? pick(CONDITIONS) : "${decision == 'approve'}";
        body.append(choice(id + "q", id + "n"))
                .append(flow(id, id + "q"))
                .append(flow(id + "q", after, yes))
                .append("<bpmn:endEvent id=\"" + id + "e\"/>")
                .append(named(id + "n", id + "q", id + "e"));
        if (join.isEmpty()) {
            body.append("<bpmn:exclusiveGateway id=\"" + after + "\"/>");
        }
        return after;
    }

    private String inner(String id) {
        return random.nextInt(4) == 0 ? RuleSamples.service(id + "i", pick(DELEGATES)) : task(id + "i");
    }

    private static String task(String id) {
        return "<bpmn:userTask id=\"" + id + "\"/>";
    }

    private String signature(String id) {
        return random.nextBoolean() ? signature(id, "review", "qa-analyst") : signature(id, "approval", "qa-manager");
    }

    private static String signature(String id, String step, String role) {
        return RuleSamples.signature(id, step, role, "");
    }

    private void insert(String file, String id, String element) {
        MatchResult flow = pick(flows(file));
        redirect(file, flow, id);
        add(file, flow, element + flow(id, flow.group(3)));
    }

    private void block(String file, String id, String kind) {
        MatchResult flow = pick(flows(file));
        redirect(file, flow, id + "f");
        boolean inclusive = kind.startsWith("inclusive");
        add(
                file,
                flow,
                "<bpmn:" + kind + " id=\"" + id + "f\"" + (inclusive ? " default=\"" + id + "d\"" : "") + "/><bpmn:"
                        + kind + " id=\"" + id + "g\"/>"
                        + inner(id) + task(id + "v")
                        + (inclusive ? flow(id + "f", id + "i", "${x}") : flow(id + "f", id + "i"))
                        + named(id + "d", id + "f", id + "v")
                        + flow(id + "i", random.nextInt(5) == 0 ? flow.group(3) : id + "g") + flow(id + "v", id + "g")
                        + flow(id + "g", flow.group(3)));
    }

    private void boundary(String file, String id, boolean interrupting) {
        List<MatchResult> hosts = Pattern.compile("<bpmn:(?:userTask|callActivity) id=\"([^\"]+)\"")
                .matcher(files.get(file))
                .results()
                .toList();
        String host = pick(hosts).group(1);
        boolean away = random.nextInt(4) != 0;
        String to = away ? id + "e" : pick(nodes(file));
        String between = random.nextInt(3) == 0 ? RuleSamples.service(id + "s", pick(DELEGATES)) : task(id + "s");
        add(
                file,
                null,
                "<bpmn:boundaryEvent id=\"" + id + "\" attachedToRef=\"" + host + "\" cancelActivity=\"" + interrupting
                        + "\">" + TIMER.formatted(id) + "</bpmn:boundaryEvent>" + between + flow(id, id + "s")
                        + flow(id + "s", to) + (away ? "<bpmn:endEvent id=\"" + id + "e\"/>" : ""));
    }

    private void repeat(String file) {
        String repetition = "<bpmn:multiInstanceLoopCharacteristics isSequential=\"" + random.nextBoolean()
                + "\"><bpmn:loopCardinality>" + (1 + random.nextInt(2))
                + "</bpmn:loopCardinality><bpmn:completionCondition>" + pick(COMPLETIONS)
                + "</bpmn:completionCondition></bpmn:multiInstanceLoopCharacteristics>";
        replaceOne(file, "</bpmn:extensionElements>(?!<bpmn:multi)", "</bpmn:extensionElements>" + repetition);
    }

    private void eventSubprocess(String file, String id) {
        add(
                file,
                null,
                "<bpmn:subProcess id=\"" + id + "\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"" + id
                        + "s\" isInterrupting=\"" + random.nextBoolean() + "\">" + TIMER.formatted(id)
                        + "</bpmn:startEvent>" + inner(id) + "<bpmn:endEvent id=\"" + id + "e\"/>"
                        + flow(id + "s", id + "i") + flow(id + "i", id + "e") + "</bpmn:subProcess>");
    }

    private void called(String file, String id) {
        boolean signs = random.nextBoolean();
        String key = "called-" + id;
        files.put(
                "processes/" + key + ".bpmn",
                RuleSamples.process(
                        key,
                        "<bpmn:startEvent id=\"s\"/>" + (signs ? signature("i") : inner(""))
                                + "<bpmn:endEvent id=\"e\"/>" + RuleSamples.flows("s i", "i e")));
        String mappings =
                "<bpmn:extensionElements><camunda:in source=\"recordId\" target=\"recordId\"/><camunda:in source=\"recordVersion\" target=\"recordVersion\"/><camunda:in source=\"author\" target=\"author\"/>"
                        + (random.nextBoolean() ? "<camunda:out source=\"decision\" target=\"decision\"/>" : "")
                        + "</bpmn:extensionElements>";
        String call = RuleSamples.call(id, key, mappings);
        List<MatchResult> signatures = Pattern.compile(
                        "(?s)<bpmn:callActivity id=\"(review|approval)\".*?</bpmn:callActivity>")
                .matcher(files.get(file))
                .results()
                .toList();
        if (signs && !signatures.isEmpty()) {
            MatchResult old = pick(signatures);
            files.put(
                    "processes/" + key + ".bpmn",
                    RuleSamples.process(
                            key,
                            "<bpmn:startEvent id=\"s\"/>"
                                    + old.group().replace("id=\"" + old.group(1) + "\"", "id=\"i\"")
                                    + "<bpmn:endEvent id=\"e\"/>" + RuleSamples.flows("s i", "i e")));
            files.put(
                    file,
                    files.get(file)
                            .replace(old.group(), call.replace("id=\"" + id + "\"", "id=\"" + old.group(1) + "\"")));
        } else {
            insert(file, id, call);
        }
    }

    private void bypass(String file, String id) {
        MatchResult flow = pick(flows(file));
        redirect(file, flow, id);
        add(
                file,
                flow,
                choice(id, id + "d")
                        + named(id + "d", id, flow.group(3))
                        + flow(id, pick(nodes(file)), pick(CONDITIONS)));
    }

    /** What was rejected or approved is asked for again. */
    private void retry(String file, String id) {
        MatchResult flow = pick(flows(file));
        redirect(file, flow, id);
        add(file, flow, choice(id, id + "d") + named(id + "d", id, flow.group(3)) + flow(id, flow.group(2), "${x}"));
    }

    private void retarget(String file) {
        redirect(file, pick(flows(file)), pick(nodes(file)));
    }

    private void redirect(String file, MatchResult flow, String target) {
        files.put(
                file,
                files.get(file)
                        .replace(
                                flow.group(),
                                flow.group()
                                        .replace(
                                                "targetRef=\"" + flow.group(3) + "\"",
                                                "targetRef=\"" + target + "\"")));
    }

    /** Into the scope of a flow, or into the process. */
    private void add(String file, MatchResult near, String elements) {
        String text = files.get(file);
        int at = near == null
                ? text.lastIndexOf("</bpmn:process>")
                : text.indexOf("<bpmn:sequenceFlow id=\"" + near.group(1) + "\"");
        files.put(file, text.substring(0, at) + elements + text.substring(at));
    }

    private void replaceOne(String file, String pattern, String other) {
        List<MatchResult> found =
                Pattern.compile(pattern).matcher(files.get(file)).results().toList();
        if (!found.isEmpty()) {
            MatchResult one = pick(found);
            files.put(
                    file,
                    files.get(file).substring(0, one.start())
                            + other
                            + files.get(file).substring(one.end()));
        }
    }

    private List<MatchResult> flows(String file) {
        return FLOW.matcher(files.get(file)).results().toList();
    }

    private List<String> nodes(String file) {
        return NODE.matcher(files.get(file)).results().map(one -> one.group(1)).toList();
    }

    private static String choice(String id, String standard) {
        return "<bpmn:exclusiveGateway id=\"" + id + "\" default=\"" + standard + "\"/>";
    }

    private String flow(String from, String to) {
        return named("f" + made++, from, to);
    }

    private static String named(String id, String from, String to) {
        return "<bpmn:sequenceFlow id=\"" + id + "\" sourceRef=\"" + from + "\" targetRef=\"" + to + "\"/>";
    }

    private String flow(String from, String to, String condition) {
        return "<bpmn:sequenceFlow id=\"f" + made++ + "\" sourceRef=\"" + from + "\" targetRef=\"" + to
                + "\"><bpmn:conditionExpression>" + condition + "</bpmn:conditionExpression></bpmn:sequenceFlow>";
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
