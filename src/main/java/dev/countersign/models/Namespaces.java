package dev.countersign.models;

import java.util.Map;

/** The vocabularies a model may use, each with the prefix by which the gate names it. Whatever else there is belongs to another engine. */
final class Namespaces {

    private static final Map<String, String> PREFIXES = Map.ofEntries(
            Map.entry("http://www.omg.org/spec/BPMN/20100524/MODEL", "bpmn:"),
            Map.entry("http://www.omg.org/spec/BPMN/20100524/DI", "bpmndi:"),
            Map.entry("http://www.omg.org/spec/DD/20100524/DC", "dc:"),
            Map.entry("http://www.omg.org/spec/DD/20100524/DI", "di:"),
            Map.entry("http://camunda.org/schema/1.0/bpmn", "camunda:"),
            Map.entry("http://camunda.org/schema/1.0/dmn", "camunda:"),
            Map.entry("http://camunda.org/schema/modeler/1.0", "modeler:"),
            Map.entry("http://bpmn.io/schema/bpmn/biocolor/1.0", "bioc:"),
            Map.entry("http://www.omg.org/spec/BPMN/non-normative/color/1.0", "color:"),
            Map.entry("http://www.w3.org/2001/XMLSchema-instance", "xsi:"),
            Map.entry("https://www.omg.org/spec/DMN/20191111/MODEL/", "dmn:"),
            Map.entry("https://www.omg.org/spec/DMN/20191111/DMNDI/", "dmndi:"),
            Map.entry("http://www.omg.org/spec/DMN/20180521/DC/", "dc:"),
            Map.entry("http://www.omg.org/spec/DMN/20180521/DI/", "di:"));

    /** Stands before a name whose vocabulary is not known. */
    static final String FOREIGN = "{";

    private Namespaces() {}

    /** The name as the gate writes it; of an unknown vocabulary {@code {address}name}. */
    static String name(String namespace, String local) {
        return namespace.isEmpty() ? local : PREFIXES.getOrDefault(namespace, FOREIGN + namespace + "}") + local;
    }

    static boolean isForeign(String name) {
        return name.startsWith(FOREIGN);
    }
}
