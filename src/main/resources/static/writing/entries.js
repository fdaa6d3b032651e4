// One entry of a list, with what can be done to it.
"use strict";
import { make, word } from "./words.js";

const SIGNS = { insert: "+", up: "↑", down: "↓", remove: "×" };
const NAMED = 60;

/** @param shape plain (one field), row (few fields beside each other) or roomy (a card that folds) */
export const entry = ({ node, one, shape, does }) => {
  let name = one;
  const button = (what, act) => make("button", { type: "button", class: `do ${what}`, onclick: act }, make("span", { "aria-hidden": "true" }, SIGNS[what]));
  const buttons = {
    insert: button("insert", () => does.insert(made)),
    up: button("up", () => does.move(made, -1)),
    down: button("down", () => does.move(made, 1)),
    remove: button("remove", () => does.remove(made)),
  };
  const acts = make("div", { class: "does" }, ...Object.values(buttons));
  const summary = shape === "roomy" ? make("summary", {}, make("span", { class: "called" })) : null;
  const fold = summary ? make("details", { open: true }, summary, node.element) : null;
  const element = make("div", { class: "entry", role: "group" }, fold ?? node.element, acts);

  /** What it is called while it is folded: its number and what its first fields say. */
  const title = () => {
    if (!summary) return;
    const value = node.value() ?? {};
    const texts = Object.values(value).filter(each => typeof each === "string" && each !== "").slice(0, 2).join(" · ");
    const called = [...texts].length > NAMED ? [...texts].slice(0, NAMED).join("") + "…" : texts;
    summary.firstChild.replaceChildren(name, make("bdi", { class: "quiet" }, called === "" ? "" : ` ${called}`));
  };
  if (fold) {
    fold.addEventListener("change", title);
    fold.addEventListener("toggle", title);
  }
  const made = {
    element,
    node,
    name: () => name,
    number(at, of) {
      name = `${one} ${at}`;
      element.setAttribute("aria-label", name);
      Object.entries(buttons).forEach(([what, each]) => each.setAttribute("aria-label", word(what, name)));
      buttons.up.disabled = at === 1;
      buttons.down.disabled = at === of;
      title();
    },
    open: yes => { if (fold) fold.open = yes; },
    /** The button that moved it keeps the focus, or the other one at the end of the way. */
    press(by) {
      const pressed = by < 0 ? buttons.up : buttons.down;
      (pressed.disabled ? (by < 0 ? buttons.down : buttons.up) : pressed).focus();
    },
  };
  return made;
};
