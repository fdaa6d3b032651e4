package dev.countersign.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Models that try to reach the canary: every payload at every place of a model that evaluates something, and what runs code otherwise. */
final class HostileModels {

    private static final String CLASS = Canary.class.getName();

    /** What reaches the canary, if it is evaluated. */
    static final List<String> PAYLOADS = List.of(
            "canary.touch()",
            "canary.touch(1)",
            "canary.feather",
            "canary['feather']",
            "canary[\"touch\"]()",
            "true ? canary.touch() : 1",
            "empty canary.feather",
            "not (canary.feather eq 'x')",
            "canary.touch().concat('x')",
            "''.getClass().forName('" + CLASS + "').getMethod('touchStatic').invoke(null)",
            "''['class'].forName('" + CLASS + "').getMethod('touchStatic').invoke(null)",
            "execution.getClass().forName('" + CLASS + "').getMethod('touchStatic').invoke(null)",
            "execution.processEngineServices.processEngineConfiguration.beans['canary'].touch()",
            "execution.getProcessEngineServices().getProcessEngineConfiguration().getBeans().get('canary').touch()");

    /** Where an expression stands in a model; {@code %s} is the expression. */
    private static final Map<String, String> PLACES = places();

    private HostileModels() {}

    /** BPMN files by a name that says what they try. */
    static Map<String, String> all() {
        Map<String, String> models = new LinkedHashMap<>();
        PLACES.forEach((place, body) -> {
            for (int i = 0; i < PAYLOADS.size(); i++) {
                String expression = (i % 2 == 0 ? "${" : "#{") + PAYLOADS.get(i) + "}";
                models.put(place + " with " + PAYLOADS.get(i), model(body.replace("%s", escaped(expression))));
            }
        });
        otherCode().forEach((name, body) -> models.put(name, model(body)));
        return models;
    }

    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        places.put("expression of a service task", task("<serviceTask id='t' camunda:expression='%s'/>"));
        places.put("delegate expression", task("<serviceTask id='t' camunda:delegateExpression='%s'/>"));
        places.put("send task", task("<sendTask id='t' camunda:expression='%s'/>"));
        places.put("business rule task", task("<businessRuleTask id='t' camunda:expression='%s'/>"));
        places.put(
                "input parameter",
                task(manual("<camunda:inputOutput><camunda:inputParameter name='x'>%s"
                        + "</camunda:inputParameter></camunda:inputOutput>")));
        places.put(
                "output parameter",
                task(manual("<camunda:inputOutput><camunda:outputParameter name='x'>%s"
                        + "</camunda:outputParameter></camunda:inputOutput>")));
        places.put(
                "list parameter",
                task(
                        manual(
                                "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:list>"
                                        + "<camunda:value>%s</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput>")));
        places.put(
                "map parameter",
                task(
                        manual(
                                "<camunda:inputOutput><camunda:inputParameter name='x'><camunda:map>"
                                        + "<camunda:entry key='k'>%s</camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput>")));
        places.put("execution listener", task(manual("<camunda:executionListener event='start' expression='%s'/>")));
        places.put(
                "delegate of a listener",
                task(manual("<camunda:executionListener event='end' delegateExpression='%s'/>")));
        places.put("assignee", task("<userTask id='t' camunda:assignee='%s'/>"));
        places.put("candidate groups", task("<userTask id='t' camunda:candidateGroups='%s'/>"));
        places.put("due date", task("<userTask id='t' camunda:dueDate='%s'/>"));
        places.put("priority", task("<userTask id='t' camunda:priority='%s'/>"));
        places.put(
                "task listener",
                task("<userTask id='t'><extensionElements>"
                        + "<camunda:taskListener event='create' expression='%s'/></extensionElements></userTask>"));
        places.put(
                "condition",
                "<startEvent id='s'/><exclusiveGateway id='g' default='d'/><sequenceFlow id='f' sourceRef='s' targetRef='g'/>"
                        + "<endEvent id='e'/><sequenceFlow id='d' sourceRef='g' targetRef='e'/>"
                        + "<endEvent id='e2'/><sequenceFlow id='c' sourceRef='g' targetRef='e2'>"
                        + "<conditionExpression xsi:type='tFormalExpression'>%s</conditionExpression></sequenceFlow>");
        places.put("called element", task("<callActivity id='t' calledElement='%s'/>"));
        places.put(
                "timer",
                task(
                        "<intermediateCatchEvent id='t'><timerEventDefinition><timeDuration"
                                + " xsi:type='tFormalExpression'>%s</timeDuration></timerEventDefinition></intermediateCatchEvent>"));
        places.put(
                "loop",
                task(
                        "<manualTask id='t'><multiInstanceLoopCharacteristics isSequential='true'><loopCardinality"
                                + " xsi:type='tFormalExpression'>%s</loopCardinality></multiInstanceLoopCharacteristics></manualTask>"));
        places.put(
                "collection",
                task("<manualTask id='t'><multiInstanceLoopCharacteristics isSequential='true'"
                        + " camunda:collection='%s'/></manualTask>"));
        places.put(
                "condition of an event",
                task(
                        "<intermediateCatchEvent id='t'><conditionalEventDefinition><condition"
                                + " xsi:type='tFormalExpression'>%s</condition></conditionalEventDefinition></intermediateCatchEvent>"));
        return places;
    }

    private static Map<String, String> otherCode() {
        Map<String, String> models = new LinkedHashMap<>();
        UnaryOperator<String> listener =
                attribute -> task(manual("<camunda:executionListener event='start' " + attribute + "/>"));
        models.put("class of a service task", task("<serviceTask id='t' camunda:class='" + CLASS + "'/>"));
        models.put("class of a send task", task("<sendTask id='t' camunda:class='" + CLASS + "'/>"));
        models.put("class of a business rule task", task("<businessRuleTask id='t' camunda:class='" + CLASS + "'/>"));
        models.put("class of a listener", listener.apply("class='" + CLASS + "'"));
        models.put(
                "class of a task listener",
                task("<userTask id='t'><extensionElements><camunda:taskListener event='create' class='" + CLASS
                        + "'/></extensionElements></userTask>"));
        models.put(
                "class of a message that is thrown",
                task("<intermediateThrowEvent id='t'><messageEventDefinition camunda:class='" + CLASS
                        + "'/></intermediateThrowEvent>"));
        models.put(
                "expression of a message that is thrown",
                task("<intermediateThrowEvent id='t'><messageEventDefinition camunda:expression='${canary.touch()}'/>"
                        + "</intermediateThrowEvent>"));
        models.put(
                "script task in the expression language",
                task("<scriptTask id='t' scriptFormat='juel'><script>${canary.touch()}</script></scriptTask>"));
        models.put(
                "script of a listener",
                task(manual(
                        "<camunda:executionListener event='start'><camunda:script scriptFormat='juel'>${canary.touch()}"
                                + "</camunda:script></camunda:executionListener>")));
        models.put(
                "script of an input parameter",
                task(manual("<camunda:inputOutput><camunda:inputParameter name='x'><camunda:script scriptFormat='juel'>"
                        + "${canary.touch()}</camunda:script></camunda:inputParameter></camunda:inputOutput>")));
        models.put(
                "script of a condition",
                "<startEvent id='s'/><exclusiveGateway id='g' default='d'/><sequenceFlow id='f' sourceRef='s' targetRef='g'/>"
                        + "<endEvent id='e'/><sequenceFlow id='d' sourceRef='g' targetRef='e'/>"
                        + "<endEvent id='e2'/><sequenceFlow id='c' sourceRef='g' targetRef='e2'><conditionExpression"
                        + " xsi:type='tFormalExpression' language='juel'>${canary.touch()}</conditionExpression></sequenceFlow>");
        return models;
    }

    private static String task(String element) {
        return "<startEvent id='s'/><sequenceFlow id='f' sourceRef='s' targetRef='t'/>" + element
                + "<sequenceFlow id='g' sourceRef='t' targetRef='e'/><endEvent id='e'/>";
    }

    private static String manual(String extension) {
        return "<manualTask id='t'><extensionElements>" + extension + "</extensionElements></manualTask>";
    }

    private static String model(String body) {
        return "<?xml version='1.0' encoding='UTF-8'?><definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"
                + " targetNamespace='hostile'><process id='hostile' isExecutable='true' camunda:historyTimeToLive='1'>"
                + body
                + "</process></definitions>";
    }

    static String escaped(String expression) {
        return expression
                .replace("&", "&amp;")
                .replace("'", "&apos;")
                .replace("\"", "&quot;")
                .replace("<", "&lt;");
    }

    /** For a message. */
    static List<String> places(List<String> names) {
        List<String> places = new ArrayList<>(names);
        places.replaceAll(name -> name.replaceFirst(" with .*", ""));
        return places.stream().distinct().toList();
    }
}
