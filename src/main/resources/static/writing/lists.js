// Lists: entries that are added, put in another order and removed; in rows where they have few fields, as cards where they have many.
"use strict";
import { countComplaint, hint } from "./checks.js";
import { entry } from "./entries.js";
import { following, isLeaf, kind } from "./schema.js";
import { make, newId, word } from "./words.js";

const ROW = 5;

export const list = ({ schema, name, required }, schemas, part) => {
  const items = schemas.resolved(schema.items);
  const one = items.title ?? word("item");
  const members = Object.entries(items.properties ?? {}).map(([member, each]) => [member, schemas.resolved(each)]);
  const leaves = members.every(([, each]) => isLeaf(each));
  const shape = isLeaf(items) ? "plain" : leaves && members.length <= ROW ? "row" : "roomy";
  const unique = schema["x-unique"];
  const id = newId();
  const entries = [];
  let error = null;

  const body = make("div", { class: `entries ${shape}` });
  const said = make("p", { class: "said quiet", role: "status" });
  const add = make("button", { type: "button", id, class: "add", onclick: () => insert(entries.length) }, word("add", one));
  const element = make("fieldset", { class: "list card" },
    make("legend", {}, name, ...(required ? [] : [" ", make("span", { class: "optional" }, word("optional"))])),
    hint(schema) ? make("p", { class: "help" }, hint(schema)) : null);
  if (shape === "row") {
    body.append(make("div", { class: "heads", "aria-hidden": "true" },
      ...members.map(([member, each]) => make("span", { class: `field of-${kind(each)}` }, each.title ?? member,
        (items.required ?? []).includes(member) ? "" : ` (${word("optional")})`)), make("span", { class: "does" })));
  }
  element.append(body, said, add);

  const renumber = () => {
    entries.forEach((each, at) => each.number(at + 1, entries.length));
    body.classList.toggle("empty", entries.length === 0);
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const say = (text, undo) => {
    said.replaceChildren(text);
    if (undo) said.append(" ", make("button", { type: "button", class: "link", onclick: undo }, word("undo")));
  };
  const place = (made, at) => {
    body.insertBefore(made.element, entries[at]?.element ?? null);
    entries.splice(at, 0, made);
  };
  const create = () => entry({
    node: part({ schema: schema.items, required: true, held: true, bare: true, name: one }, schemas),
    one, shape,
    does: {
      insert: made => insert(entries.indexOf(made) + 1),
      move: (made, by) => move(made, by),
      remove: made => remove(made),
    },
  });
  const insert = at => {
    const made = create();
    if (unique) {
      const taken = new Set(entries.map(each => each.node.value()?.[unique]));
      const id = following(Object.fromEntries(members)[unique], entries[at - 1]?.node.value()?.[unique] ?? "");
      if (id !== undefined && !taken.has(id)) made.node.fill({ [unique]: id });
    }
    place(made, at);
    say("");
    renumber();
    node.clear();
    made.node.focus();
  };
  const move = (made, by) => {
    const at = entries.indexOf(made);
    if (at + by < 0 || at + by >= entries.length) return;
    entries.splice(at, 1);
    made.element.remove();
    place(made, at + by);
    renumber();
    made.press(by);
    say(word("moved", made.name()));
  };
  const remove = made => {
    const at = entries.indexOf(made);
    entries.splice(at, 1);
    made.element.remove();
    say(word("removed", made.name()), () => {
      place(made, Math.min(at, entries.length));
      say("");
      renumber();
      made.node.focus();
    });
    renumber();
    said.querySelector("button").focus();
  };

  const node = {
    element,
    name,
    value() {
      return entries.length === 0 && !required ? undefined : entries.map(each => each.node.value());
    },
    fill(value) {
      entries.splice(0).forEach(each => each.element.remove());
      (value ?? (required ? Array(schema.minItems ?? 0).fill(undefined) : [])).forEach((each, at, all) => {
        const made = create();
        made.node.fill(each);
        made.open(all.length <= 3);
        place(made, entries.length);
      });
      say("");
      renumber();
    },
    check(whole) {
      node.clear();
      const count = required || entries.length > 0 ? countComplaint(schema, entries.length) : null;
      if (count && whole) node.show(count);
      return [...(count && whole ? [{ node, detail: count }] : []), ...entries.flatMap(each => each.node.check(whole)), ...twice()];
    },
    at: path => (path.length === 0 ? node : entries[Number(path[0])]?.node.at(path.slice(1)) ?? node),
    show(detail) {
      error ??= element.insertBefore(make("p", { class: "error", id: `${id}-error` }), body);
      error.textContent = detail;
      add.setAttribute("aria-describedby", `${id}-error`);
    },
    clear() {
      error?.remove();
      error = null;
      add.removeAttribute("aria-describedby");
    },
    wrong: () => error !== null,
    focus() {
      for (let hidden = element.closest("details"); hidden; hidden = hidden.parentElement.closest("details")) hidden.open = true;
      add.focus();
    },
  };
  /** Entries that have what another one has, where each needs its own. */
  const twice = () => {
    if (!unique && !schema.uniqueItems) return [];
    const seen = new Set();
    return entries.flatMap(each => {
      const value = unique ? each.node.value()?.[unique] : each.node.value();
      if (value === undefined || value === "" || !seen.has(value)) {
        seen.add(value);
        return [];
      }
      const at = each.node.at(unique ? [unique] : []);
      at.show(word("twice"));
      return [{ node: at, detail: word("twice") }];
    });
  };
  return node;
};
