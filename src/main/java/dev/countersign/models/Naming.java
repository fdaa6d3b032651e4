package dev.countersign.models;

import dev.countersign.models.Allowed.Shape;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** First look at a file: every element, attribute and text is one that the release names, with a value of its form. */
final class Naming {

    /** What engines run: told by name, because a modeler should know that it is code. */
    private static final Set<String> CODE = Set.of(
            "bpmn:scriptTask",
            "bpmn:script",
            "bpmn:sendTask",
            "bpmn:ioSpecification",
            "camunda:executionListener",
            "camunda:taskListener",
            "camunda:script",
            "camunda:connector",
            "camunda:inputOutput",
            "camunda:field",
            "camunda:formData",
            "camunda:errorEventDefinition",
            "camunda:class",
            "camunda:expression",
            "camunda:type",
            "camunda:topic",
            "camunda:resource",
            "camunda:variableMappingClass",
            "camunda:variableMappingDelegateExpression",
            "scriptFormat",
            "language",
            "dmn:invocation",
            "dmn:businessKnowledgeModel",
            "dmn:functionDefinition",
            "dmn:context",
            "camunda:collection");

    private static final Set<String> CODE_IN_EXTENSIONS = Set.of("bpmn:extensionElements");

    private static final Pattern ASYNCHRONOUS = Pattern.compile(
            "camunda:(?:async|asyncBefore|asyncAfter|exclusive|jobPriority|taskPriority|failedJobRetryTimeCycle)");

    private final String resource;
    private final Allowed allowed;
    private final Findings findings;
    private final Set<String> ids = new HashSet<>();

    Naming(String resource, Allowed allowed, Findings findings) {
        this.resource = resource;
        this.allowed = allowed;
        this.findings = findings;
    }

    /** False if the file holds another kind of document. */
    boolean check(Element root) {
        if (!root.name().equals(allowed.root())) {
            findings.add(
                    ModelRule.ROOT,
                    resource,
                    root,
                    "The file's root is " + SecureXml.shortened(root.name()) + ", not " + allowed.root() + ".");
            return false;
        }
        walk(root);
        root.all().forEach(this::demandReferences);
        return true;
    }

    private void walk(Element element) {
        Optional<Shape> shape = allowed.of(element);
        if (shape.isEmpty()) {
            refuseElement(element);
            return;
        }
        if (!element.id().isEmpty() && !ids.add(element.id())) {
            findings.add(
                    ModelRule.DUPLICATE_ID,
                    resource,
                    element,
                    "The id " + SecureXml.shortened(element.id()) + " is used more than once.");
        }
        element.attributes().forEach(attribute -> attribute(element, shape.get(), attribute));
        if (!Templates.isCurrent(element)) {
            findings.add(
                    ModelRule.TEMPLATE,
                    resource,
                    element,
                    "The template " + element.get("camunda:modelerTemplate") + " has no version "
                            + SecureXml.shortened(element.get("camunda:modelerTemplateVersion")) + " in this release.");
        }
        text(element, shape.get());
        for (Element child : element.children()) {
            if (shape.get().children().contains(child.name())) {
                walk(child);
            } else {
                refuseElement(child);
            }
        }
    }

    private void refuseElement(Element element) {
        String name = SecureXml.shortened(element.name());
        Element parent = element.parent();
        String where = parent == null ? "" : " in " + parent.name();
        ModelRule rule = Namespaces.isForeign(element.name())
                ? ModelRule.FOREIGN_EXTENSION
                : ASYNCHRONOUS.matcher(element.name()).matches()
                        ? ModelRule.ASYNCHRONOUS
                        : CODE.contains(element.name()) ? ModelRule.CODE : ModelRule.ELEMENT;
        if (CODE_IN_EXTENSIONS.contains(element.name()) && !element.children().isEmpty()) {
            element.children().forEach(this::refuseElement);
            return;
        }
        findings.add(rule, resource, element, "The element " + name + where + " is not accepted.");
    }

    private void attribute(Element element, Shape shape, Element.Attribute attribute) {
        ValueForm form = shape.attributes().get(attribute.name());
        String name = SecureXml.shortened(attribute.name());
        if (form != null) {
            value(element, "The attribute " + name + " of " + element.name(), form, attribute.value());
            return;
        }
        ModelRule rule = Namespaces.isForeign(attribute.name())
                ? ModelRule.FOREIGN_EXTENSION
                : ASYNCHRONOUS.matcher(attribute.name()).matches()
                        ? ModelRule.ASYNCHRONOUS
                        : CODE.contains(attribute.name()) ? ModelRule.CODE : ModelRule.ATTRIBUTE;
        findings.add(rule, resource, element, "The attribute " + name + " of " + element.name() + " is not accepted.");
    }

    private void text(Element element, Shape shape) {
        String text = element.text().toString().strip();
        ValueForm form = shape.text();
        if (form != null) {
            value(element, "The text of " + element.name(), form, text);
        } else if (!text.isEmpty()) {
            findings.add(
                    ModelRule.VALUE,
                    resource,
                    element,
                    "The element " + element.name() + " has a text: “" + SecureXml.shortened(text) + "”.");
        }
    }

    private void value(Element element, String what, ValueForm form, String value) {
        if (!form.holds(value)) {
            findings.add(
                    form.rule(value),
                    resource,
                    element,
                    what + " is “" + SecureXml.shortened(value) + "” (expected: " + form.words() + ").");
        }
    }

    private void demandReferences(Element element) {
        Optional<Shape> shape = allowed.of(element);
        if (shape.isEmpty()) {
            return;
        }
        shape.get().attributes().forEach((name, form) -> {
            if (element.has(name)) {
                reference(element, form, element.get(name));
            }
        });
        if (shape.get().text() == ValueForm.REFERENCE) {
            reference(element, ValueForm.REFERENCE, element.text().toString().strip());
        }
    }

    private void reference(Element element, ValueForm form, String value) {
        String id = form == ValueForm.LOCAL_REFERENCE && value.startsWith("#") ? value.substring(1) : value;
        if ((form == ValueForm.REFERENCE || form == ValueForm.LOCAL_REFERENCE)
                && form.holds(value)
                && !ids.contains(id)) {
            findings.add(
                    ModelRule.REFERENCE,
                    resource,
                    element,
                    "The element " + element.name() + " refers to " + SecureXml.shortened(id)
                            + ", which is not in the file.");
        }
    }
}
