// Objects: a group of fields each, in the order of the schema.
"use strict";
import { hint } from "./checks.js";
import { field } from "./fields.js";
import { list } from "./lists.js";
import { kind } from "./schema.js";
import { make } from "./words.js";

/** The node of any part of a record. All nodes know value, fill, check, at (a path below them), show, clear, focus. */
export const part = (asked, schemas) => {
  const known = { ...asked, schema: schemas.resolved(asked.schema) };
  known.name ??= known.schema.title ?? "";
  switch (kind(known.schema)) {
    case "object": return group(known, schemas);
    case "list": return list(known, schemas, part);
    default: return field(known);
  }
};

/** @param bare without a frame of its own: the whole record, or an entry of a list that has one already */
const group = ({ schema, name, required, bare = false }, schemas) => {
  const members = Object.entries(schema.properties ?? {}).map(([member, one]) =>
    [member, part({ schema: one, required: (schema.required ?? []).includes(member) }, schemas)]);
  const help = bare ? null : hint(schema);
  const element = bare
    ? make("div", { class: "members" })
    : make("fieldset", { class: "group card" }, make("legend", {}, name), help ? make("p", { class: "help" }, help) : null);
  const inside = bare ? element : element.appendChild(make("div", { class: "members" }));
  members.forEach(([, one]) => inside.append(one.element));

  const node = {
    element,
    name,
    members: members.map(([member, one]) => ({ member, node: one })),
    value() {
      const filled = members.map(([member, one]) => [member, one.value()]).filter(([, value]) => value !== undefined);
      return filled.length === 0 && !required ? undefined : Object.fromEntries(filled);
    },
    fill: value => members.forEach(([member, one]) => one.fill(value?.[member])),
    check(whole) {
      // of an optional group nothing is missing while nothing is written in it
      if (node.value() === undefined) {
        node.clear();
        return [];
      }
      return members.flatMap(([, one]) => one.check(whole));
    },
    at: path => (path.length === 0 ? node : members.find(([member]) => member === path[0])?.[1].at(path.slice(1)) ?? node),
    show: detail => members[0]?.[1].show(detail),
    clear: () => members.forEach(([, one]) => one.clear()),
    focus: () => members[0]?.[1].focus(),
  };
  return node;
};
