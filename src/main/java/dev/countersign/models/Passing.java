package dev.countersign.models;

import dev.countersign.models.RequiredSignatures.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a process hands to what it calls, and takes back: constants and copies, and for a signature exactly what it needs. */
final class Passing {

    private static final String AUTHOR = "author";
    private static final Map<String, String> SIGNATURE_INPUTS =
            Map.of("recordId", "recordId", "recordVersion", "recordVersion", AUTHOR, AUTHOR);
    private static final Set<String> SIGNATURE_CONSTANTS = Set.of("planStep", "stepName", "role");
    private static final Map<String, String> DECISION = Map.of("decision", "decision");

    private final ProcessModel process;
    private final List<Step> steps;
    private final Findings findings;

    /** @param steps every step that a plan of this process may have */
    Passing(ProcessModel process, List<Step> steps, Findings findings) {
        this.process = process;
        this.steps = steps;
        this.findings = findings;
    }

    /** The constant step that a signature is for; empty if there is none. */
    static String planStep(FlowNode call) {
        return constant(call, "planStep");
    }

    private static String constant(FlowNode call, String target) {
        return inputs(call).stream()
                .filter(input -> input.get("target").equals(target))
                .map(input -> input.get("sourceExpression"))
                .findFirst()
                .orElse("");
    }

    private static List<Element> inputs(FlowNode call) {
        return call.element()
                .children("bpmn:extensionElements")
                .flatMap(extensions -> extensions.children("camunda:in"))
                .toList();
    }

    private static List<Element> outputs(FlowNode call) {
        return call.element()
                .children("bpmn:extensionElements")
                .flatMap(extensions -> extensions.children("camunda:out"))
                .toList();
    }

    static boolean givesBackDecision(FlowNode call) {
        return outputs(call).stream().anyMatch(output -> output.get("target").equals("decision"));
    }

    void check(FlowNode call) {
        boolean signature = call.called().equals(ProcessModel.SIGNATURE_STEP);
        Map<String, String> copies = new HashMap<>();
        for (Element input : inputs(call)) {
            if (input.has("businessKey") && input.attributes().size() == 1) {
                continue;
            }
            input(call, input, signature, copies);
        }
        Map<String, String> given = new HashMap<>();
        for (Element output : outputs(call)) {
            String source = output.get("source");
            String target = output.get("target");
            boolean isDecision = source.equals("decision") && target.equals("decision");
            if (given.put(target, source) != null
                    || source.isEmpty()
                    || !isDecision && (signature || ReservedVariables.contains(target))) {
                refuseVariable(output, call, target);
            }
        }
        if (signature) {
            signature(call, copies, given);
        }
    }

    private void input(FlowNode call, Element input, boolean signature, Map<String, String> copies) {
        String target = input.get("target");
        String source = input.get("source");
        boolean constant = input.has("sourceExpression") && !input.has("source");
        boolean copy = input.has("source") && !input.has("sourceExpression");
        boolean repeated = copies.put(target, source) != null;
        boolean mayBe = ReservedVariables.contains(target)
                ? signature && constant && SIGNATURE_CONSTANTS.contains(target)
                        || copy && source.equals(target) && ReservedVariables.HANDED_DOWN.contains(target)
                : !signature;
        if (repeated || input.has("businessKey") || constant == copy || target.isEmpty() || !mayBe) {
            refuseVariable(input, call, target);
        }
    }

    private void refuseVariable(Element mapping, FlowNode call, String target) {
        findings.add(
                ModelRule.RESERVED_VARIABLE,
                process.resource(),
                mapping,
                "The call " + call.id() + " sets “" + target
                        + "” twice, from elsewhere, or although it is not for models to set.");
    }

    private void signature(FlowNode call, Map<String, String> copies, Map<String, String> given) {
        boolean complete = copies.entrySet().containsAll(SIGNATURE_INPUTS.entrySet())
                && given.equals(DECISION)
                && !constant(call, "stepName").isEmpty();
        if (!complete) {
            findings.add(
                    ModelRule.SIGNATURE_CALL,
                    process.resource(),
                    call.element(),
                    "The call " + call.id()
                            + " lacks one of the inputs recordId, recordVersion, author and stepName, or the output decision.");
        }
        String code = planStep(call);
        String role = constant(call, "role");
        boolean planned = steps.stream().anyMatch(step -> step.code().equals(code) && role.equals(step.role()));
        if (!planned) {
            findings.add(
                    ModelRule.PLAN_STEP,
                    process.resource(),
                    call.element(),
                    "The call " + call.id() + " asks role “" + SecureXml.shortened(role) + "” for step “"
                            + SecureXml.shortened(code) + "” (planned: " + planned() + ").");
        }
    }

    private String planned() {
        return String.join(
                ", ",
                steps.stream().map(step -> step.code() + " by " + step.role()).toList());
    }
}
