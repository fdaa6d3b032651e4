package dev.countersign.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Of every rule at least one set that breaks it and no other: the shipped set, with one thing changed. */
final class RuleSamples {

    record Sample(ModelRule rule, String what, UnaryOperator<ModelSet> change) {
        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static final String APPROVAL = "processes/record-approval.bpmn";
    private static final String STEP = "processes/signature-step.bpmn";
    private static final String EXTRA = "processes/extra.bpmn";
    private static final String TABLE = "processes/table.dmn";
    private static final String HEAD =
            "<bpmn:definitions targetNamespace=\"https://example.org/models\" xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
                    + " xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" id=\"head\">";

    private final List<Sample> samples = new ArrayList<>();

    static List<Sample> all() {
        RuleSamples made = new RuleSamples();
        made.files();
        made.words();
        made.code();
        made.references();
        made.flow();
        made.concurrency();
        made.signatures();
        made.step();
        made.decisions();
        made.notices();
        return made.samples;
    }

    private void files() {
        add(ModelRule.RESOURCE_NAME, "an archive", set -> ModelSets.with(set, "processes/all.zip", "PK"));
        add(ModelRule.SIZE, "more than a mebibyte", set -> ModelSets.with(set, EXTRA, " ".repeat((1 << 20) + 1)));
        add(ModelRule.NOT_XML, "an element that is not closed", set -> ModelSets.with(set, EXTRA, "<a><b></a>"));
        add(
                ModelRule.DOCUMENT_TYPE,
                "an entity",
                set -> ModelSets.with(set, EXTRA, "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"));
        add(
                ModelRule.ENCODING,
                "Latin-1",
                set -> ModelSets.with(set, EXTRA, "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"));
        add(ModelRule.NESTING, "41 levels", set -> ModelSets.with(set, EXTRA, "<a>".repeat(41) + "</a>".repeat(41)));
        add(ModelRule.ROOT, "another document", set -> ModelSets.with(set, EXTRA, "<html/>"));
        for (String file : List.of(APPROVAL, STEP)) {
            add(
                    ModelRule.SCHEMA,
                    "no target namespace",
                    set -> ModelSets.with(
                            set, file, ModelSets.text(set, file).replaceFirst(" targetNamespace=\"[^\"]*\"", "")));
        }
        approval(
                ModelRule.SCHEMA,
                "an event's flow after its trigger",
                "<bpmn:endEvent id=\"effective\"",
                "<bpmn:boundaryEvent id=\"late\" attachedToRef=\"approval\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition><bpmn:outgoing>too_late</bpmn:outgoing></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"over\" /><bpmn:endEvent id=\"over\"/><bpmn:endEvent id=\"effective\"");
        approval(ModelRule.INSTRUCTION, "a processing instruction", "<bpmn:process ", "<?run it?><bpmn:process ");
        add(
                ModelRule.FORM,
                "a form with another word",
                set -> ModelSets.with(
                        set,
                        "forms/rework.html",
                        ModelSets.text(set, "forms/rework.html").replace("Title", "Name")));
        add(ModelRule.FORM, "a form of its own", set -> ModelSets.with(set, "forms/own.html", "<form></form>"));
    }

    private void words() {
        approval(
                ModelRule.FOREIGN_EXTENSION,
                "Zeebe's element",
                "<bpmn:outgoing>to_keep",
                "<zeebe:x xmlns:zeebe=\"http://camunda.org/schema/zeebe/1.0\"/><bpmn:outgoing>to_keep");
        approval(
                ModelRule.FOREIGN_EXTENSION,
                "Activiti's attribute",
                "<bpmn:serviceTask id=\"keep\"",
                "<bpmn:serviceTask xmlns:a=\"http://activiti.org/bpmn\" a:async=\"true\" id=\"keep\"");
        approval(
                ModelRule.ELEMENT,
                "a task without a kind",
                "<bpmn:endEvent id=\"effective\"",
                "<bpmn:task id=\"what\"/><bpmn:endEvent id=\"effective\"");
        approval(
                ModelRule.ATTRIBUTE,
                "who may start",
                "camunda:isStartableInTasklist=\"false\"",
                "camunda:candidateStarterGroups=\"all\"");
        approval(
                ModelRule.VALUE,
                "startable in Tasklist",
                "camunda:isStartableInTasklist=\"false\"",
                "camunda:isStartableInTasklist=\"true\"");
        for (String cycle : List.of("R/PT1H", "R5/PT1S", "R5/PT0M", "R1000/PT1H")) {
            approval(
                    ModelRule.VALUE,
                    "again and again, " + cycle,
                    "<bpmn:endEvent id=\"effective\"",
                    "<bpmn:boundaryEvent id=\"late\" attachedToRef=\"approval\" cancelActivity=\"false\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeCycle>"
                            + cycle
                            + "</bpmn:timeCycle></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"over\" /><bpmn:endEvent id=\"over\"/><bpmn:endEvent id=\"effective\"");
        }
        approval(ModelRule.EXPRESSION, "a call", "${reworker}", "${reworker.toString()}");
        approval(ModelRule.EXPRESSION, "a delegate as a value", "${reworker}", "${makeEffective}");
        approval(ModelRule.EXPRESSION, "an index", "${reworker}", "${reworker['class']}");
        approval(ModelRule.EXPRESSION, "the execution", "${reworkRole}", "${execution}");
        approval(
                ModelRule.EXPRESSION_PLACE,
                "an expression in a name",
                "name=\"Write a new version\"",
                "name=\"${personDrafted}\"");
        approval(ModelRule.EXPRESSION_PLACE, "an expression in a documentation", "Status in-review for", "#{x} for");
        approval(
                ModelRule.EXPRESSION_PLACE,
                "an expression handed to a step",
                "sourceExpression=\"Review\"",
                "sourceExpression=\"${x}\"");
        approval(
                ModelRule.TEMPLATE,
                "an old version",
                "<bpmn:userTask id=\"rework\"",
                "<bpmn:userTask camunda:modelerTemplate=\"dev.countersign.signature-step\" camunda:modelerTemplateVersion=\"9\" id=\"rework\"");
        approval(
                ModelRule.TEMPLATE,
                "another template",
                "<bpmn:userTask id=\"rework\"",
                "<bpmn:userTask camunda:modelerTemplate=\"somebody.else\" id=\"rework\"");
    }

    private void code() {
        String[] code = {
            "<camunda:executionListener event=\"start\" class=\"x.Y\"/>",
            "<camunda:executionListener event=\"start\" expression=\"${x}\"/>",
            "<camunda:taskListener event=\"create\" delegateExpression=\"${makeEffective}\"/>",
            "<camunda:connector><camunda:connectorId>http</camunda:connectorId></camunda:connector>",
            "<camunda:field name=\"x\" expression=\"${y}\"/>",
            "<camunda:formData><camunda:formField id=\"decision\" type=\"string\"/></camunda:formData>",
            "<camunda:errorEventDefinition id=\"e\" errorRef=\"e\" expression=\"${true}\"/>"
        };
        for (String one : code) {
            approval(
                    ModelRule.CODE,
                    one,
                    "<bpmn:outgoing>to_plan",
                    "<bpmn:extensionElements>" + one + "</bpmn:extensionElements><bpmn:outgoing>to_plan");
        }
        for (String attribute : new String[] {"class", "expression", "type", "topic"}) {
            approval(
                    ModelRule.CODE,
                    attribute,
                    "<bpmn:serviceTask id=\"keep\"",
                    "<bpmn:serviceTask camunda:" + attribute + "=\"x\" id=\"keep\"");
        }
        approval(
                ModelRule.CODE,
                "a script as a condition",
                "xsi:type=\"bpmn:tFormalExpression\">${personDrafted}",
                "xsi:type=\"bpmn:tFormalExpression\" language=\"javascript\">${personDrafted}");
        approval(
                ModelRule.CODE,
                "a script task",
                "<bpmn:endEvent id=\"effective\"",
                "<bpmn:scriptTask id=\"s\" scriptFormat=\"juel\"><bpmn:script>${x}</bpmn:script></bpmn:scriptTask><bpmn:endEvent id=\"effective\"");
        for (String attribute : new String[] {"asyncBefore", "asyncAfter", "exclusive", "jobPriority"}) {
            approval(
                    ModelRule.ASYNCHRONOUS,
                    attribute,
                    "<bpmn:serviceTask id=\"keep\"",
                    "<bpmn:serviceTask camunda:" + attribute + "=\"true\" id=\"keep\"");
        }
        step(
                ModelRule.ASYNCHRONOUS,
                "between two controls",
                "<bpmn:serviceTask id=\"binding\"",
                "<bpmn:serviceTask camunda:asyncBefore=\"true\" id=\"binding\"");
        approval(ModelRule.DELEGATE, "a bean of the application", "${keepRecord}", "${dataSource}");
        approval(ModelRule.DELEGATE, "a call of a delegate", "${keepRecord}", "${keepRecord.execute(execution)}");
        approval(
                ModelRule.DELEGATE,
                "a service task that calls nothing",
                " camunda:delegateExpression=\"${keepRecord}\"",
                "");
    }

    private void references() {
        approval(ModelRule.DUPLICATE_ID, "two shapes", "id=\"keep_shape\"", "id=\"plan_shape\"");
        extra(
                ModelRule.MISSING_ID,
                "a flow without an id",
                "<bpmn:startEvent id=\"s\"/><bpmn:endEvent id=\"e\"/><bpmn:sequenceFlow sourceRef=\"s\" targetRef=\"e\"/>");
        approval(ModelRule.REFERENCE, "a shape of nothing", "bpmnElement=\"keep\"", "bpmnElement=\"kept\"");
        add(
                ModelRule.REFERENCE,
                "a process that is not there",
                set -> ModelSets.with(set, EXTRA, calling("extra", "nowhere")));
        extra(
                ModelRule.REFERENCE,
                "a decision that is not there",
                "<bpmn:startEvent id=\"s\"/><bpmn:businessRuleTask id=\"b\" camunda:decisionRef=\"table\" camunda:decisionRefBinding=\"deployment\" camunda:mapDecisionResult=\"singleEntry\" camunda:resultVariable=\"result\"/><bpmn:endEvent id=\"e\"/>"
                        + flows("s b", "b e"));
        approval(ModelRule.REFERENCE, "a form that is not there", "forms/rework.html", "forms/other.html");
        add(
                ModelRule.PROCESS,
                "another key than the file's",
                set -> ModelSets.with(
                        set,
                        EXTRA,
                        process("other", "<bpmn:startEvent id=\"s\"/><bpmn:endEvent id=\"e\"/>" + flows("s e"))));
        add(ModelRule.PROCESS, "no process", set -> ModelSets.with(set, EXTRA, HEAD + "</bpmn:definitions>"));
        approval(
                ModelRule.BINDING,
                "the newest step",
                "calledElement=\"signature-step\" camunda:calledElementBinding=\"deployment\"",
                "calledElement=\"signature-step\" camunda:calledElementBinding=\"latest\"");
        add(
                ModelRule.RESERVED_VARIABLE,
                "another record's id",
                set -> ModelSets.with(
                        ModelSets.with(
                                set,
                                EXTRA,
                                calling("extra", "other", "<camunda:in source=\"otherId\" target=\"recordId\" />")),
                        "processes/other.bpmn",
                        process("other", "<bpmn:startEvent id=\"s\"/><bpmn:endEvent id=\"e\"/>" + flows("s e"))));
        approval(
                ModelRule.RESERVED_VARIABLE,
                "a decision handed down",
                "<camunda:in source=\"recordId\" target=\"recordId\" />",
                "<camunda:in source=\"recordId\" target=\"recordId\" /><camunda:in sourceExpression=\"approve\" target=\"decision\" />");
        add(
                ModelRule.CALL_CYCLE,
                "two processes that call each other",
                set -> ModelSets.with(
                        ModelSets.with(set, EXTRA, calling("extra", "other")),
                        "processes/other.bpmn",
                        calling("other", "extra")));
        add(
                ModelRule.CALL_CYCLE,
                "a process that calls itself",
                set -> ModelSets.with(set, EXTRA, calling("extra", "extra")));
    }

    private void flow() {
        extra(
                ModelRule.START,
                "two starts",
                "<bpmn:startEvent id=\"s\"/><bpmn:startEvent id=\"t\"/><bpmn:exclusiveGateway id=\"g\"/><bpmn:endEvent id=\"e\"/>"
                        + flows("s g", "t g", "g e"));
        extra(
                ModelRule.START,
                "a start by message",
                "<bpmn:startEvent id=\"s\"><bpmn:messageEventDefinition id=\"m\"/></bpmn:startEvent><bpmn:endEvent id=\"e\"/>"
                        + flows("s e"));
        extra(
                ModelRule.UNREACHABLE,
                "an island",
                "<bpmn:startEvent id=\"s\"/><bpmn:endEvent id=\"e\"/><bpmn:userTask id=\"u\"/><bpmn:endEvent id=\"f\"/>"
                        + flows("s e", "u f"));
        extra(
                ModelRule.DEAD_END,
                "a task without a way on",
                "<bpmn:startEvent id=\"s\"/><bpmn:userTask id=\"u\"/>" + flows("s u"));
        extra(
                ModelRule.SPLIT,
                "a task with two ways on",
                "<bpmn:startEvent id=\"s\"/><bpmn:userTask id=\"u\"/><bpmn:endEvent id=\"e\"/><bpmn:endEvent id=\"f\"/>"
                        + flows("s u", "u e", "u f"));
        approval(
                ModelRule.SPLIT,
                "a condition without a gateway",
                "sourceRef=\"submitted\" targetRef=\"keep\" />",
                "sourceRef=\"submitted\" targetRef=\"keep\"><bpmn:conditionExpression>${x}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        String choice =
                "<bpmn:startEvent id=\"s\"/><bpmn:exclusiveGateway id=\"g\" %s/><bpmn:endEvent id=\"e\"/><bpmn:endEvent id=\"f\"/>"
                        + flows("s g")
                        + "<bpmn:sequenceFlow id=\"yes\" sourceRef=\"g\" targetRef=\"e\"><bpmn:conditionExpression>${x == 1}</bpmn:conditionExpression></bpmn:sequenceFlow>";
        extra(
                ModelRule.GATEWAY,
                "no default",
                choice.formatted("")
                        + "<bpmn:sequenceFlow id=\"no\" sourceRef=\"g\" targetRef=\"f\"><bpmn:conditionExpression>${x == 2}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        extra(ModelRule.GATEWAY, "the default has the condition", choice.formatted("default=\"yes\"") + flows("g f"));
    }

    private void concurrency() {
        String fork =
                "<bpmn:startEvent id=\"s\"/><bpmn:parallelGateway id=\"f\"/><bpmn:userTask id=\"u\"/><bpmn:userTask id=\"v\"/>";
        extra(
                ModelRule.PARALLEL_BLOCK,
                "branches that end apart",
                fork + "<bpmn:endEvent id=\"e\"/><bpmn:endEvent id=\"x\"/>" + flows("s f", "f u", "f v", "u e", "v x"));
        extra(
                ModelRule.PARALLEL_BLOCK,
                "branches that meet in an exclusive gateway",
                fork + "<bpmn:exclusiveGateway id=\"g\"/><bpmn:endEvent id=\"e\"/>"
                        + flows("s f", "f u", "f v", "u g", "v g", "g e"));
        extra(
                ModelRule.CONCURRENT_CONTROL,
                "a version begins in a branch",
                fork.replace("<bpmn:userTask id=\"v\"/>", service("v", "putInReview"))
                        + "<bpmn:parallelGateway id=\"g\"/><bpmn:endEvent id=\"e\"/>"
                        + flows("s f", "f u", "f v", "u g", "v g", "g e"));
        extra(
                ModelRule.CONCURRENT_CONTROL,
                "a version begins beside",
                "<bpmn:startEvent id=\"s\"/><bpmn:userTask id=\"u\"/><bpmn:boundaryEvent id=\"b\" attachedToRef=\"u\" cancelActivity=\"false\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>"
                        + service("v", "putInReview") + "<bpmn:endEvent id=\"e\"/><bpmn:endEvent id=\"x\"/>"
                        + flows("s u", "u e", "b v", "v x"));
        extra(
                ModelRule.REPETITION,
                "a review by two that goes on after a rejection",
                "<bpmn:startEvent id=\"s\"/>"
                        + signature(
                                "c",
                                "review",
                                "qa-analyst",
                                "<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>")
                        + "<bpmn:endEvent id=\"e\"/>" + flows("s c", "c e"));
        add(
                ModelRule.REPETITION,
                "a number from a variable",
                set -> ModelSets.with(
                        set,
                        EXTRA,
                        process(
                                "extra",
                                "<bpmn:startEvent id=\"s\"/><bpmn:userTask id=\"u\"><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>${n}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask><bpmn:endEvent id=\"e\"/>"
                                        + flows("s u", "u e"))));
        add(ModelRule.TOO_COMPLEX, "more states than are looked at", RuleSamples::maze);
    }

    private void signatures() {
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "the reject branch leads on",
                "id=\"reviewed_no\" sourceRef=\"reviewed\" targetRef=\"reject\"",
                "id=\"reviewed_no\" sourceRef=\"reviewed\" targetRef=\"approval\"");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "around the review",
                "sourceRef=\"drafted\" targetRef=\"review\"",
                "sourceRef=\"drafted\" targetRef=\"approval\"");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "approved unless rejected for another reason",
                "${decision == 'approve'}",
                "${decision != 'refuse'}");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "a new version goes on to approval",
                "sourceRef=\"rework\" targetRef=\"open\"",
                "sourceRef=\"rework\" targetRef=\"approval\"");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "somebody could write the decision before the gateway reads it",
                "sourceRef=\"review\" targetRef=\"reviewed\" />",
                "sourceRef=\"review\" targetRef=\"pause\" /><bpmn:userTask id=\"pause\" /><bpmn:sequenceFlow id=\"on\" sourceRef=\"pause\" targetRef=\"reviewed\" />");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "the withdrawal makes it effective",
                "${withdrawRecord}",
                "${makeEffective}");
        approval(
                ModelRule.UNSIGNED_EFFECT,
                "a boundary event leads to the effect",
                "<bpmn:endEvent id=\"effective\"",
                "<bpmn:boundaryEvent id=\"late\" attachedToRef=\"approval\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent><bpmn:sequenceFlow id=\"too_late\" sourceRef=\"late\" targetRef=\"release\" /><bpmn:endEvent id=\"effective\"");
        add(
                ModelRule.EFFECT_BELOW,
                "an effect in a called process",
                set -> ModelSets.with(
                        ModelSets.with(
                                set,
                                EXTRA,
                                process(
                                        "extra",
                                        "<bpmn:startEvent id=\"s\"/>" + service("v", "planSignatures")
                                                + "<bpmn:endEvent id=\"e\"/>" + flows("s v", "v e"))),
                        "processes/other.bpmn",
                        calling("other", "extra")));
        approval(
                ModelRule.PLAN_STEP,
                "another role",
                "sourceExpression=\"qa-manager\"",
                "sourceExpression=\"qa-analyst\"");
        extra(
                ModelRule.AUTHORSHIP,
                "the author of a program's version",
                "<bpmn:startEvent id=\"s\"/>" + service("o", "putInReview") + signature("c", "authorship", "author", "")
                        + "<bpmn:endEvent id=\"e\"/>" + flows("s o", "o c", "c e"));
        approval(ModelRule.SIGNATURE_CALL, "no author", "<camunda:in source=\"author\" target=\"author\" />", "");
    }

    private void step() {
        step(
                ModelRule.STEP_CONTROLS,
                "the same control twice and another not at all",
                "${checkAuthority}",
                "${checkReauthentication}");
        step(
                ModelRule.STEP_CONTROLS,
                "around the last control",
                "sourceRef=\"binding\" targetRef=\"persistence\" />",
                "sourceRef=\"binding\" targetRef=\"skip\" /><bpmn:exclusiveGateway id=\"skip\" default=\"on\" /><bpmn:sequenceFlow id=\"on\" sourceRef=\"skip\" targetRef=\"persistence\" /><bpmn:sequenceFlow id=\"off\" sourceRef=\"skip\" targetRef=\"signed\"><bpmn:conditionExpression>${x}</bpmn:conditionExpression></bpmn:sequenceFlow>");
        approval(ModelRule.STEP_CONTROLS, "a control outside", "${withdrawRecord}", "${persistSignature}");
        step(
                ModelRule.STEP_WAITS,
                "a timer after the task",
                "<bpmn:sequenceFlow id=\"to_signed\" sourceRef=\"persistence\" targetRef=\"signed\" />",
                "<bpmn:intermediateCatchEvent id=\"pause\"><bpmn:timerEventDefinition id=\"t\"><bpmn:timeDuration>PT1S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent><bpmn:sequenceFlow id=\"to_signed\" sourceRef=\"persistence\" targetRef=\"pause\" /><bpmn:sequenceFlow id=\"on\" sourceRef=\"pause\" targetRef=\"signed\" />");
        step(ModelRule.STEP_TASK, "another form", "forms/signature.html", "forms/rework.html");
        approval(ModelRule.STEP_TASK, "the signing form elsewhere", "forms/rework.html", "forms/signature.html");
    }

    private void decisions() {
        add(
                ModelRule.DECISION_LANGUAGE,
                "a script",
                set -> ModelSets.with(set, TABLE, table("expressionLanguage=\"javascript\"", "1")));
        add(ModelRule.DECISION_EXPRESSION, "a function", set -> ModelSets.with(set, TABLE, table("", "now()")));
        add(
                ModelRule.DECISION_EXPRESSION,
                "a definition",
                set -> ModelSets.with(
                        set, TABLE, table("", "function(x) external {java: {class: \"java.lang.Runtime\"}}")));
    }

    private void notices() {
        extra(
                ModelRule.NOTICE,
                "a role that nobody can have",
                telling(notice("noticeTo", "visitors") + notice("noticeText", "Look")));
        extra(ModelRule.NOTICE, "no words", telling(notice("noticeTo", "author")));
        extra(
                ModelRule.NOTICE,
                "more words than 200 characters",
                telling(notice("noticeTo", "author") + notice("noticeText", "x".repeat(201))));
        extra(
                ModelRule.NOTICE,
                "the same input twice",
                telling(notice("noticeTo", "author") + notice("noticeTo", "qa-manager")));
        extra(
                ModelRule.NOTICE,
                "an input of another delegate",
                telling(notice("recordId", "another")).replace("${tellPeople}", "${planSignatures}"));
    }

    static String notice(String name, String value) {
        return "<camunda:inputParameter name=\"" + name + "\">" + value + "</camunda:inputParameter>";
    }

    static String telling(String inputs) {
        return "<bpmn:startEvent id=\"s\"/><bpmn:serviceTask id=\"t\" camunda:delegateExpression=\"${tellPeople}\">"
                + "<bpmn:extensionElements><camunda:inputOutput>" + inputs
                + "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask><bpmn:endEvent id=\"e\"/>"
                + flows("s t", "t e");
    }

    static String table(String attribute, String cell) {
        return "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" id=\"ds\" name=\"d\" namespace=\"n\"><decision id=\"d\" name=\"d\">"
                + "<decisionTable id=\"t\"><input id=\"i\"><inputExpression id=\"ie\" typeRef=\"string\"><text>kind</text></inputExpression></input>"
                + "<output id=\"o\" name=\"result\" typeRef=\"string\"/><rule id=\"r\"><inputEntry id=\"c\" "
                + attribute + "><text>" + cell
                + "</text></inputEntry><outputEntry id=\"oe\"><text>\"yes\"</text></outputEntry></rule></decisionTable></decision></definitions>";
    }

    /** Each process calls the next twice: the last is called more often than there is time to look at. */
    private static ModelSet maze(ModelSet set) {
        ModelSet larger = set;
        for (int i = 0; i < 18; i++) {
            String body = "<bpmn:startEvent id=\"s\"/>" + call("c", "maze-" + (i + 1), "")
                    + call("d", "maze-" + (i + 1), "") + "<bpmn:endEvent id=\"e\"/>" + flows("s c", "c d", "d e");
            larger = ModelSets.with(larger, "processes/maze-" + i + ".bpmn", process("maze-" + i, body));
        }
        return ModelSets.with(
                larger,
                "processes/maze-18.bpmn",
                process("maze-18", "<bpmn:startEvent id=\"s\"/><bpmn:endEvent id=\"e\"/>" + flows("s e")));
    }

    static String call(String id, String called, String inside) {
        return "<bpmn:callActivity id=\"" + id + "\" calledElement=\"" + called
                + "\" camunda:calledElementBinding=\"deployment\">" + inside + "</bpmn:callActivity>";
    }

    /** A call of the signature step with everything it needs. */
    static String signature(String id, String step, String role, String repetition) {
        return call(
                id,
                "signature-step",
                "<bpmn:extensionElements><camunda:in source=\"recordId\" target=\"recordId\"/><camunda:in source=\"recordVersion\" target=\"recordVersion\"/><camunda:in source=\"author\" target=\"author\"/><camunda:in sourceExpression=\""
                        + step
                        + "\" target=\"planStep\"/><camunda:in sourceExpression=\"Step\" target=\"stepName\"/><camunda:in sourceExpression=\""
                        + role
                        + "\" target=\"role\"/><camunda:out source=\"decision\" target=\"decision\"/></bpmn:extensionElements>"
                        + repetition);
    }

    static String process(String key, String body) {
        return HEAD + "<bpmn:process id=\"" + key + "\" isExecutable=\"true\">" + body
                + "</bpmn:process></bpmn:definitions>";
    }

    static String calling(String key, String called, String... mappings) {
        String inside = mappings.length == 0
                ? ""
                : "<bpmn:extensionElements>" + String.join("", mappings) + "</bpmn:extensionElements>";
        return process(
                key,
                "<bpmn:startEvent id=\"s\"/>" + call("c", called, inside) + "<bpmn:endEvent id=\"e\"/>"
                        + flows("s c", "c e"));
    }

    static String service(String id, String delegate) {
        return "<bpmn:serviceTask id=\"" + id + "\" camunda:delegateExpression=\"${" + delegate + "}\"/>";
    }

    static String flows(String... pairs) {
        StringBuilder flows = new StringBuilder();
        for (String pair : pairs) {
            String[] ends = pair.split(" ");
            flows.append("<bpmn:sequenceFlow id=\"")
                    .append(ends[0])
                    .append("_to_")
                    .append(ends[1])
                    .append("\" sourceRef=\"")
                    .append(ends[0])
                    .append("\" targetRef=\"")
                    .append(ends[1])
                    .append("\"/>");
        }
        return flows.toString();
    }

    private void extra(ModelRule rule, String what, String body) {
        add(rule, what, set -> ModelSets.with(set, EXTRA, process("extra", body)));
    }

    private void approval(ModelRule rule, String what, String old, String other) {
        change(APPROVAL, rule, what, old, other);
    }

    private void step(ModelRule rule, String what, String old, String other) {
        change(STEP, rule, what, old, other);
    }

    private void change(String file, ModelRule rule, String what, String old, String other) {
        add(rule, what, set -> {
            String text = ModelSets.text(set, file);
            assertThat(text).as(what).contains(old);
            return ModelSets.with(set, file, text.replace(old, other));
        });
    }

    private void add(ModelRule rule, String what, UnaryOperator<ModelSet> change) {
        samples.add(new Sample(rule, what, change));
    }
}
