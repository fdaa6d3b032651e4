// Element templates (processes/element-templates, the same files that Camunda Modeler reads): found on an element, and put on one.

/** The mappings of an element, which bpmn-js keeps as its extension elements. */
const mappings = element => element.businessObject.extensionElements?.values ?? [];

const inputs = element => mappings(element).find(one => one.$type === "camunda:InputOutput");

const find = (element, binding) => {
  switch (binding.type) {
    case "camunda:in":
      return mappings(element).find(one => one.$type === "camunda:In" && one.target === binding.target);
    case "camunda:in:businessKey":
      return mappings(element).find(one => one.$type === "camunda:In" && one.businessKey !== undefined);
    case "camunda:out":
      return mappings(element).find(one => one.$type === "camunda:Out" && one.source === binding.source);
    case "camunda:inputParameter":
      return inputs(element)?.inputParameters?.find(one => one.name === binding.name);
    default:
      return undefined;
  }
};

/** What an element has where a template binds a value; undefined if it has nothing there. */
export const valueOf = (element, binding) => {
  const found = find(element, binding);
  switch (binding.type) {
    case "property":
      return element.businessObject.get(binding.name);
    case "camunda:in":
      return binding.expression ? found?.sourceExpression : found?.source;
    case "camunda:in:businessKey":
      return found?.businessKey;
    case "camunda:out":
      return found?.target;
    case "camunda:inputParameter":
      return found?.value;
    default:
      return undefined;
  }
};

/** The template of an element: the one it names, or for a call of a process the one that calls it. */
export const templateOf = (element, templates) => {
  const business = element.businessObject;
  const named = templates.find(one => one.id === business.get("camunda:modelerTemplate"));
  return named ?? templates.find(one => one.elementType.value === business.$type
    && one.properties.some(property => property.binding.name === "calledElement" && property.value === business.calledElement));
};

/** Writes one bound value, so that it can be undone. */
export const write = (modeler, element, binding, value) => {
  const modeling = modeler.get("modeling");
  if (binding.type === "property") {
    modeling.updateProperties(element, { [binding.name]: value });
    return;
  }
  const found = find(element, binding);
  const attributes = {
    "camunda:in": binding.expression ? { sourceExpression: value } : { source: value },
    "camunda:in:businessKey": { businessKey: value },
    "camunda:out": { target: value },
    "camunda:inputParameter": { value },
  }[binding.type];
  if (found) {
    modeling.updateModdleProperties(element, found, attributes);
    return;
  }
  const factory = modeler.get("bpmnFactory");
  const extensions = element.businessObject.extensionElements ?? factory.create("bpmn:ExtensionElements", { values: [] });
  if (binding.type === "camunda:inputParameter") {
    const input = factory.create("camunda:InputParameter", { name: binding.name, ...attributes });
    const around = inputs(element) ?? factory.create("camunda:InputOutput", { inputParameters: [] });
    input.$parent = around;
    modeling.updateModdleProperties(element, around, { inputParameters: [...around.inputParameters ?? [], input] });
    add(modeling, element, extensions, around);
    return;
  }
  add(modeling, element, extensions, factory.create(binding.type === "camunda:out" ? "camunda:Out" : "camunda:In", {
    ...attributes,
    ...(binding.target ? { target: binding.target } : {}),
    ...(binding.type === "camunda:out" ? { source: binding.source } : {}),
  }));
};

/** Puts something among the extension elements, unless it is there. */
const add = (modeling, element, extensions, created) => {
  if (extensions.values.includes(created)) {
    return;
  }
  created.$parent = extensions;
  modeling.updateModdleProperties(element, extensions, { values: [...extensions.values, created] });
  modeling.updateProperties(element, { extensionElements: extensions });
};

/** Makes of an element what the template describes; what it has bound already stays where people may choose it. */
export const apply = (modeler, element, template) => {
  const type = template.elementType.value;
  const target = element.businessObject.$type === type
    ? element
    : modeler.get("bpmnReplace").replaceElement(element, { type });
  modeler.get("modeling").updateProperties(target, {
    "camunda:modelerTemplate": template.id,
    "camunda:modelerTemplateVersion": String(template.version),
  });
  for (const property of template.properties) {
    const has = valueOf(target, property.binding);
    if (property.type === "Hidden" || has === undefined || has === null || has === "") {
      write(modeler, target, property.binding, property.value);
    }
  }
  return target;
};
