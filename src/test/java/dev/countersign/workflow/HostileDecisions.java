package dev.countersign.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Decision models that try to reach the canary, a file or another server, or to take more room than there is. */
final class HostileDecisions {

    /** Calls the decision {@code hostile} of the set it is deployed with. */
    static final String CALLER = "<?xml version='1.0' encoding='UTF-8'?><definitions"
            + " xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:camunda='http://camunda.org/schema/1.0/bpmn'"
            + " targetNamespace='hostile'><process id='hostile' isExecutable='true' camunda:historyTimeToLive='1'>"
            + "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>"
            + "<businessRuleTask id='t' camunda:decisionRef='hostile' camunda:decisionRefBinding='deployment'"
            + " camunda:mapDecisionResult='singleEntry' camunda:resultVariable='found'/>"
            + "<sequenceFlow id='g' sourceRef='t' targetRef='e'/><endEvent id='e'/></process></definitions>";

    private static final String CLASS = Canary.class.getName();

    /** Where a decision holds an expression; first its language, then the expression. */
    private static final Map<String, String> PLACES = Map.of(
            "input expression",
            "<decisionTable id='t'><input id='i'><inputExpression id='x' expressionLanguage='%s'><text>%s</text>"
                    + "</inputExpression></input><output id='o'/><rule id='r'><inputEntry id='c'><text>1</text></inputEntry>"
                    + "<outputEntry id='q'><text>1</text></outputEntry></rule></decisionTable>",
            "input entry",
            "<decisionTable id='t'><input id='i'><inputExpression id='x'><text>1</text></inputExpression></input>"
                    + "<output id='o'/><rule id='r'><inputEntry id='c' expressionLanguage='%s'><text>%s</text></inputEntry>"
                    + "<outputEntry id='q'><text>1</text></outputEntry></rule></decisionTable>",
            "output entry",
            "<decisionTable id='t'><output id='o'/><rule id='r'><outputEntry id='q' expressionLanguage='%s'>"
                    + "<text>%s</text></outputEntry></rule></decisionTable>",
            "literal expression",
            "<variable id='v' name='found'/><literalExpression id='l' expressionLanguage='%s'><text>%s</text>"
                    + "</literalExpression>");

    private HostileDecisions() {}

    /** DMN files by a name that says what they try: those that the engine would run. */
    static Map<String, String> running() {
        Map<String, String> models = new LinkedHashMap<>();
        PLACES.forEach((place, body) -> {
            for (int one : List.of(0, 3, 9, 12)) {
                String payload = HostileModels.PAYLOADS.get(one);
                models.put("juel in " + place + " with " + payload, model("", body, "juel", "${" + payload + "}"));
            }
            models.put(
                    "language of the document for " + place + " with juel",
                    model(
                            " expressionLanguage='juel'",
                            body.replace(" expressionLanguage='%s'", "%s"),
                            "",
                            "${''.getClass().forName('" + CLASS + "').getMethod('touchStatic').invoke(null)}"));
            scripts()
                    .forEach((language, script) -> models.put(
                            language + " in " + place + " with a script", model("", body, language, script)));
            functions()
                    .forEach(function ->
                            models.put("feel in " + place + " with " + function, model("", body, "feel", function)));
        });
        return models;
    }

    /** One of each place, in the language of expressions. */
    static Map<String, String> few() {
        Map<String, String> models = running();
        models.keySet()
                .removeIf(
                        name -> !name.startsWith("language of the document") && !name.endsWith("with canary.touch()"));
        models.keySet().removeIf(name -> name.startsWith("feel"));
        return models;
    }

    /** What is no attack: its findings would say nothing about the others'. */
    static String harmless() {
        return model(
                "",
                "<decisionTable id='t'><output id='o' name='found'/><rule id='r'><outputEntry id='q'><text>%s%s</text>"
                        + "</outputEntry></rule></decisionTable>",
                "",
                "1");
    }

    /** And those that an engine would not get as far as to run. */
    static Map<String, String> all() {
        Map<String, String> models = new LinkedHashMap<>(running());
        String plain = "<decisionTable id='t'><output id='o'/><rule id='r'><outputEntry id='q'><text>%s%s</text>"
                + "</outputEntry></rule></decisionTable>";
        String good = model("", plain, "", "1").replaceFirst("<\\?xml .*?\\?>", "");
        models.put(
                "a file as an entity",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + good.replace(">1<", ">&x;<"));
        models.put("another server's entity", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/steal.dtd'>" + good);
        models.put("a parameter entity", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:9/p'> %p;]>" + good);
        models.put(
                "entities of entities",
                "<!DOCTYPE a [<!ENTITY a 'ha'>" + entities() + "]>" + good.replace(">1<", ">&z9;<"));
        models.put("ten mebibytes", good.replace(">1<", ">" + "1".repeat(10 << 20) + "<"));
        models.put("deep nesting", good.replace("<decision ", "<decision>".repeat(5_000) + "<decision "));
        models.put("deep parentheses", good.replace(">1<", ">" + "(".repeat(20_000) + "1" + ")".repeat(20_000) + "<"));
        models.put("many lists", good.replace(">1<", ">" + "[".repeat(20_000) + "<"));
        models.put(
                "an import",
                good.replace(
                        "<decision ",
                        "<import namespace='n' locationURI='file:///etc/passwd'"
                                + " importType='http://www.w3.org/2001/XMLSchema'/><decision "));
        models.put(
                "an included file",
                good.replace(
                        ">1<",
                        "><xi:include xmlns:xi='http://www.w3.org/2001/XInclude'"
                                + " href='file:///etc/passwd' parse='text'/><"));
        models.put("a stylesheet", "<?xml-stylesheet type='text/xsl' href='http://127.0.0.1:9/x.xsl'?>" + good);
        models.put(
                "a schema of somebody else's",
                good.replace(
                        " namespace='hostile'",
                        " namespace='hostile' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                                + " xsi:schemaLocation='https://www.omg.org/spec/DMN/20191111/MODEL/ http://127.0.0.1:9/x.xsd'"));
        models.put(
                "a decision of another address",
                good.replace(
                        "<decisionTable ",
                        "<informationRequirement id='ir'><requiredDecision href='http://127.0.0.1:9/d#hostile'/>"
                                + "</informationRequirement><decisionTable "));
        models.put(
                "an authority of another address",
                good.replace(
                        "<decisionTable ",
                        "<authorityRequirement id='ar'><requiredAuthority href='http://127.0.0.1:9/d#k'/>"
                                + "</authorityRequirement><decisionTable "));
        models.put(
                "a function of Java",
                good.replace(
                        "<decision ",
                        "<businessKnowledgeModel id='b' name='b'>"
                                + "<encapsulatedLogic kind='Java'><context><contextEntry><variable name='class'/><literalExpression>"
                                + "<text>\"" + CLASS
                                + "\"</text></literalExpression></contextEntry></context></encapsulatedLogic>"
                                + "</businessKnowledgeModel><decision "));
        models.put(
                "an invocation",
                model(
                        "",
                        "<invocation id='n'><literalExpression id='l'><text>b%s%s</text></literalExpression></invocation>",
                        "",
                        ""));
        models.put(
                "a listener",
                good.replace(
                        "<decisionTable ",
                        "<extensionElements><camunda:executionListener class='" + CLASS
                                + "' event='start'/></extensionElements><decisionTable "));
        models.put(
                "an expression of Camunda's",
                good.replace("<decision ", "<decision camunda:historyTimeToLive='${canary.touch()}' "));
        return models;
    }

    private static Map<String, String> scripts() {
        String java = "Java.type('" + CLASS + "').touchStatic()";
        return Map.of(
                "javascript",
                java,
                "ecmascript",
                java,
                "groovy",
                CLASS + ".touchStatic()",
                "python",
                "from dev.countersign.workflow import Canary; Canary.touchStatic()",
                "ruby",
                "Java::DevCountersignWorkflow::Canary.touchStatic",
                "graal.js",
                java);
    }

    private static List<String> functions() {
        String described = "\"class\": \"" + CLASS + "\", \"method signature\": \"touchStatic()\"";
        return List.of(
                "{touch: function() external {java: {"
                        + described.replace("\"class\"", "class").replace("\"method signature\"", "method signature")
                        + "}}, found: touch()}.found",
                "(function() external {java: {" + described + "}})()",
                "canary.touch()",
                "canary.feather",
                "get value(canary, \"feather\")");
    }

    private static String model(String ofDocument, String body, String language, String expression) {
        return "<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='ds' name='hostile' namespace='hostile'"
                + ofDocument
                + "><decision id='hostile' name='hostile'>"
                + body.formatted(language, HostileModels.escaped(expression))
                + "</decision></definitions>";
    }

    private static String entities() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            String before = i == 0 ? "&a;" : "&z" + (i - 1) + ";";
            all.append("<!ENTITY z")
                    .append(i)
                    .append(" '")
                    .append(before.repeat(10))
                    .append("'>");
        }
        return all.toString();
    }
}
