package dev.countersign.models;

/** Models of a given size, for measurements. */
public final class LargeModels {

    private LargeModels() {}

    /** The shipped set with an approval of so many flow nodes, every path of which passes all signatures. */
    public static ModelSet approvalOf(int nodes) {
        StringBuilder body = new StringBuilder("<bpmn:startEvent id=\"start\"/>")
                .append(RuleSamples.service("open", "putInReview"))
                .append("<bpmn:exclusiveGateway id=\"drafted\" default=\"by_program\"/>")
                .append(RuleSamples.signature("authorship", "authorship", "author", ""))
                .append(choice("authored"))
                .append("<bpmn:exclusiveGateway id=\"met\"/>")
                .append(RuleSamples.signature("review", "review", "qa-analyst", ""))
                .append(choice("reviewed"))
                .append(RuleSamples.signature("approval", "approval", "qa-manager", ""))
                .append(choice("approved"))
                .append(RuleSamples.service("release", "makeEffective"))
                .append("<bpmn:endEvent id=\"end\"/><bpmn:endEvent id=\"rejected\"/>");
        String last = "start";
        int tasks = nodes - 13;
        for (int i = 0; i < tasks; i++) {
            String task = "task_" + i;
            body.append("<bpmn:userTask id=\"").append(task).append("\"/>").append(flow(last, task, ""));
            last = task;
            if (i == tasks / 2) {
                body.append(flow(last, "open", "")).append(flow("open", "drafted", ""));
                body.append(flow("drafted", "authorship", "${personDrafted}"))
                        .append("<bpmn:sequenceFlow id=\"by_program\" sourceRef=\"drafted\" targetRef=\"met\"/>");
                body.append(decided("authorship", "authored", "met")).append(flow("met", "review", ""));
                body.append(decided("review", "reviewed", "approval"));
                last = "approval";
                body.append(flow("approval", "approved", "")).append(no("approved"));
                last = "approved_on";
                body.append("<bpmn:exclusiveGateway id=\"approved_on\"/>")
                        .append(flow("approved", "approved_on", "${decision == 'approve'}"));
            }
        }
        body.append(flow(last, "release", "")).append(flow("release", "end", ""));
        return ModelSets.with(
                ModelSets.shipped(),
                "processes/record-approval.bpmn",
                RuleSamples.process("record-approval", body.toString()));
    }

    private static String choice(String id) {
        return "<bpmn:exclusiveGateway id=\"" + id + "\" default=\"" + id + "_no\"/>";
    }

    private static String decided(String call, String gateway, String on) {
        return flow(call, gateway, "") + no(gateway) + flow(gateway, on, "${decision == 'approve'}");
    }

    private static String no(String gateway) {
        return "<bpmn:sequenceFlow id=\"" + gateway + "_no\" sourceRef=\"" + gateway + "\" targetRef=\"rejected\"/>";
    }

    private static String flow(String from, String to, String condition) {
        String inside =
                condition.isEmpty() ? "" : "<bpmn:conditionExpression>" + condition + "</bpmn:conditionExpression>";
        return "<bpmn:sequenceFlow id=\"" + from + "_to_" + to + "\" sourceRef=\"" + from + "\" targetRef=\"" + to
                + "\">" + inside + "</bpmn:sequenceFlow>";
    }
}
