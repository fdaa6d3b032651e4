// What can be said about one value before it is sent. It saves a way; what is accepted is decided by the server alone.
"use strict";
import { has, word } from "./words.js";

/** What is wrong with the value of one field; null if nothing is. */
export const complaint = (schema, required, value) => {
  if (value === undefined) return required ? word("missing") : null;
  if (schema.enum && !schema.enum.includes(value)) return word("one-of");
  if (typeof value === "string") return ofText(schema, value);
  if (typeof value === "number") return ofNumber(schema, value);
  return null;
};

const ofText = (schema, value) => {
  if (schema.type === "number" || schema.type === "integer") return word("number");
  const length = [...value].length;
  if (value.trim() === "" && schema.pattern === "\\S") return word("blank");
  if (length < (schema.minLength ?? 0)) return word("short", schema.minLength);
  if (length > (schema.maxLength ?? Infinity)) return word("long", schema.maxLength, length);
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(value)) return [word("pattern"), hint(schema)].filter(Boolean).join(" ");
  return null;
};

const ofNumber = (schema, value) => {
  if (value < (schema.minimum ?? -Infinity)) return word("small", schema.minimum);
  if (value > (schema.maximum ?? Infinity)) return word("big", schema.maximum);
  return null;
};

/** What helps to write it: the schema's own words, else those for its kind. */
export const hint = schema =>
  schema.description ?? (schema.named && has(`hint.${schema.named}`) ? word(`hint.${schema.named}`) : null);

/** What is wrong with how many there are. */
export const countComplaint = (schema, count) => {
  if (count < (schema.minItems ?? 0)) return word("few-items", schema.minItems);
  if (count > (schema.maxItems ?? Infinity)) return word("many-items", schema.maxItems);
  return null;
};
