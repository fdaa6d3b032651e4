// One field: its label, what it is typed or chosen in, its help and what is wrong with it.
"use strict";
import { complaint, hint } from "./checks.js";
import { kind } from "./schema.js";
import { make, newId, word } from "./words.js";

const options = (schema, required) => {
  const named = kind(schema) === "truth" ? [["true", word("yes")], ["false", word("no")]] : schema.enum.map(one => [String(one), String(one)]);
  return [make("option", { value: "" }, required ? word("choose") : "–"), ...named.map(([value, text]) => make("option", { value }, text))];
};

const control = (schema, id, required) => {
  const common = { id, "aria-required": required ? "true" : null, dir: "auto" };
  switch (kind(schema)) {
    case "choice": case "truth": return make("select", { ...common, dir: null }, ...options(schema, required));
    case "text": return make("textarea", { ...common, rows: 2 });
    case "day": return make("input", { ...common, type: "date", dir: null, max: "9999-12-31" });
    case "number": return make("input", { ...common, inputmode: "decimal" });
    default: return make("input", { ...common, type: "text" });
  }
};

const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** A decimal number as its sign, its digits and where they stand, in one way only; null of what is none in JSON. */
const decimal = text => {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const [, sign, whole, part = "", power = "0"] = found;
  const digits = (whole + part).replace(/^0+/, "");
  const kept = digits.replace(/0+$/, "");
  return kept === "" ? "0" : `${sign}${kept}e${Number(power) - part.length + digits.length - kept.length}`;
};

/** The number, if it is one that arrives as it was typed: no digit lost, none added. */
const exact = text => {
  const typed = decimal(text.trim());
  const number = Number(text);
  return typed !== null && decimal(String(number)) === typed ? number : null;
};

const parsed = (schema, text) => {
  if (text === "") return undefined;
  if (kind(schema) === "truth") return text === "true";
  if (kind(schema) === "number") return exact(text) ?? text;
  return text;
};

/** @param held whether it is there even while nothing is in it, as an entry of a list is */
export const field = ({ schema, name, required, held = false, help = hint(schema) }) => {
  const id = newId();
  let input = control(schema, id, required);
  let original;
  let typed = false;
  let error = null;
  const label = make("label", { for: id }, name);
  if (!required) label.append(" ", make("span", { class: "optional" }, word("optional")));
  const element = make("div", { class: `field of-${kind(schema)}` }, label, input);
  if (help) element.append(make("p", { class: "help", id: `${id}-help` }, help));

  const describe = () => {
    const ids = [error ? `${id}-error` : null, help ? `${id}-help` : null].filter(Boolean).join(" ");
    if (ids) input.setAttribute("aria-describedby", ids);
    else input.removeAttribute("aria-describedby");
  };
  const node = {
    element,
    name,
    value() {
      // what nobody touched goes back as it came: a browser changes ends of lines
      if (!typed) return original ?? (held ? "" : undefined);
      return parsed(schema, input.value) ?? (held ? "" : undefined);
    },
    fill(value) {
      original = value;
      typed = false;
      const text = value === undefined ? "" : String(value);
      if (input.type === "text" && /[\r\n]/.test(text)) {
        const roomy = make("textarea", { id, rows: 2, dir: "auto", "aria-required": required ? "true" : null });
        input.replaceWith(roomy);
        input = roomy;
        describe();
      }
      input.value = text;
    },
    show(detail) {
      error ??= element.insertBefore(make("p", { class: "error", id: `${id}-error` }), input.nextSibling);
      error.textContent = detail;
      input.setAttribute("aria-invalid", "true");
      describe();
    },
    clear() {
      error?.remove();
      error = null;
      input.removeAttribute("aria-invalid");
      describe();
    },
    /** Says what is wrong; of what is missing only if all of it is asked. */
    check(whole) {
      const value = node.value() === "" ? undefined : node.value();
      const found = value === undefined && !whole ? null : complaint(schema, required || held, value);
      if (found) node.show(found);
      else node.clear();
      return found ? [{ node, detail: found }] : [];
    },
    wrong: () => error !== null,
    at: () => node,
    focus() {
      for (let hidden = element.closest("details"); hidden; hidden = hidden.parentElement.closest("details")) hidden.open = true;
      input.focus();
    },
  };
  element.addEventListener("input", () => {
    typed = true;
    if (error) node.check(true);
  });
  element.addEventListener("change", () => node.check(false));
  describe();
  return node;
};
