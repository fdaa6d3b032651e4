// What a JSON Schema says about a part of a record, as far as a form needs to know. The server judges by the whole of it.
"use strict";

/** Reads schemas of one document, whose references lead into it. */
export const reader = root => {
  const resolved = schema => {
    if (!schema.$ref) return schema;
    const steps = schema.$ref.replace(/^#\//, "").split("/").map(one => one.replaceAll("~1", "/").replaceAll("~0", "~"));
    const target = steps.reduce((at, step) => at?.[step], root);
    if (!target) throw new Error(`the schema has no ${schema.$ref}`);
    return { ...target, ...schema, $ref: undefined, named: steps.at(-1) };
  };
  return { resolved };
};

/** How a value is asked for: object, list, choice, truth, number, day, short, line or text (long). */
export const kind = schema => {
  if (schema.type === "object") return "object";
  if (schema.type === "array") return "list";
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "truth";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.named === "date") return "day";
  if ((schema.maxLength ?? Infinity) > 1000 && !isCode(schema)) return "text";
  return isCode(schema) || schema.maxLength <= 40 ? "short" : "line";
};

const isCode = schema => schema.pattern !== undefined && schema.pattern !== "\\S" && (schema.maxLength ?? 0) <= 64;

export const isLeaf = schema => !["object", "list"].includes(kind(schema));

/** What follows another value of the same list: OQ-001, OQ-002; nothing if it does not fit what the schema says. */
export const following = (schema, before) => {
  if (schema.type !== "string" || !schema.pattern) return undefined;
  const next = before === undefined || before === ""
    ? "1"
    : before.replace(/\d+(?=\D*$)/, digits => String(Number(digits) + 1).padStart(digits.length, "0"));
  return next !== before && new RegExp(schema.pattern, "u").test(next) && next.length <= (schema.maxLength ?? Infinity)
    ? next : undefined;
};
