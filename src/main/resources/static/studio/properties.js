// The panel beside the drawing: what the chosen element is called, does and is asked with. Every change can be undone.
import { apply, templateOf, valueOf, write } from "./templates.js";

const labels = document.querySelector("[data-studio]").dataset;

/** What a service task can do, as the release names it. */
const delegates = labels.delegates.split("|").map(one => {
  const [name, does] = one.split("=");
  return { name: `${name}: ${does}`, value: `\${${name}}` };
});

const field = (label, input, help) => {
  const id = `p-${Math.random().toString(36).slice(2)}`;
  const caption = Object.assign(document.createElement("label"), { textContent: label, htmlFor: id });
  input.id = id;
  const parts = [caption, input];
  if (help) {
    const text = Object.assign(document.createElement("p"), { className: "help", textContent: help, id: `${id}-help` });
    input.setAttribute("aria-describedby", text.id);
    parts.push(text);
  }
  return parts;
};

const line = (value, changed) => {
  const input = Object.assign(document.createElement("input"), { value: value ?? "" });
  input.addEventListener("change", () => changed(input.value.trim()));
  return input;
};

const text = (value, changed) => {
  const input = Object.assign(document.createElement("textarea"), { value: value ?? "", rows: 3 });
  input.addEventListener("change", () => changed(input.value.trim()));
  return input;
};

const choice = (value, choices, changed) => {
  const input = document.createElement("select");
  const known = choices.some(one => one.value === value);
  for (const one of known ? choices : [{ name: value || "…", value: value ?? "" }, ...choices]) {
    input.add(new Option(one.name, one.value, false, one.value === value));
  }
  input.addEventListener("change", () => changed(input.value));
  return input;
};

const templated = (modeler, element, template) => template.properties
  .filter(property => property.type !== "Hidden")
  .flatMap(property => {
    const value = valueOf(element, property.binding);
    const changed = next => write(modeler, element, property.binding, next);
    return field(property.label, property.type === "Dropdown" ? choice(value, property.choices, changed) : line(value, changed), property.description);
  });

const condition = (modeler, element) => {
  const business = element.businessObject;
  const changed = body => modeler.get("modeling").updateProperties(element, {
    conditionExpression: body ? modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body }) : undefined,
  });
  return field(labels.condition, line(business.conditionExpression?.body, changed), labels.conditionHelp);
};

const timer = (modeler, element, definition) => {
  const kinds = ["timeDuration", "timeDate"];
  const kind = kinds.find(one => definition[one]) ?? kinds[0];
  const changed = (as, body) => modeler.get("modeling").updateModdleProperties(element, definition, Object.fromEntries(
    kinds.map(one => [one, one === as && body ? modeler.get("bpmnFactory").create("bpmn:FormalExpression", { body }) : undefined])));
  const value = line(definition[kind]?.body, body => changed(kind, body));
  return [
    ...field(labels.timer, choice(kind, kinds.map(one => ({ name: labels[one], value: one })), as => changed(as, value.value))),
    ...field(labels.timerValue, value, labels.timerHelp),
  ];
};

const documentation = (modeler, element) => {
  const changed = body => modeler.get("modeling").updateProperties(element, {
    documentation: body ? [modeler.get("bpmnFactory").create("bpmn:Documentation", { text: body })] : [],
  });
  return field(labels.documentation, text(element.businessObject.documentation?.[0]?.text, changed));
};

const offers = (modeler, element, templates, chosen) => templates
  .filter(template => template.appliesTo.some(type => element.businessObject.$instanceOf(type)))
  .map(template => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: `${labels.make} ${template.name}`, title: template.description });
    button.addEventListener("click", () => chosen(apply(modeler, element, template)));
    return button;
  });

/** Fills the panel for an element. */
export const show = (panel, modeler, element, templates, chosen) => {
  const business = element.businessObject;
  const template = templateOf(element, templates);
  const heading = Object.assign(document.createElement("h2"), {
    textContent: template?.name ?? business.$type.replace(/^bpmn:/, "").replace(/([a-z])([A-Z])/g, "$1 $2"),
  });
  const parts = [heading];
  const modeling = modeler.get("modeling", false);
  if (element.type !== "label") {
    parts.push(...field(labels.name, line(business.name, name => modeling.updateProperties(element, { name: name || undefined }))));
    parts.push(...field(labels.id, line(business.id, id => {
      if (/^[A-Za-z_][\w.-]*$/.test(id) && !modeler.get("elementRegistry").get(id)) {
        modeling.updateProperties(element, { id });
      }
      show(panel, modeler, element, templates, chosen);
    })));
  }
  if (template) {
    parts.push(...templated(modeler, element, template));
  } else {
    if (business.$type === "bpmn:SequenceFlow") {
      parts.push(...condition(modeler, element));
    }
    if (business.$type === "bpmn:ServiceTask") {
      parts.push(...field(labels.delegate, choice(business.get("camunda:delegateExpression"), delegates,
        value => modeling.updateProperties(element, { "camunda:delegateExpression": value || undefined })), labels.delegateHelp));
    }
    const definition = business.eventDefinitions?.find(one => one.$type === "bpmn:TimerEventDefinition");
    if (definition) {
      parts.push(...timer(modeler, element, definition));
    }
    if (modeling) {
      parts.push(...offers(modeler, element, templates, chosen));
    }
  }
  parts.push(...documentation(modeler, element));
  const fields = Object.assign(document.createElement("fieldset"), { disabled: !modeling });
  fields.append(...parts);
  panel.replaceChildren(fields);
};
