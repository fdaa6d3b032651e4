// What is wrong, on top as a list and beside each field; the first of them gets the focus.
"use strict";
import { make, word } from "./words.js";

const steps = pointer => pointer.split("/").slice(1).map(one => one.replaceAll("~1", "/").replaceAll("~0", "~"));

/** The name of a part and of the entries of lists it is in: Chapter 1, Step 2, Instruction. */
const place = node => {
  const names = [node.name || word("elsewhere")];
  for (let at = node.element?.closest(".entry"); at; at = at.parentElement.closest(".entry")) {
    if (at.getAttribute("aria-label") !== names[0]) names.unshift(at.getAttribute("aria-label"));
  }
  return names.join(", ");
};

/** @param at the node that a path of the record leads to; null if none does */
export const problems = (box, at) => {
  let open = [];
  const show = () => {
    box.replaceChildren(make("p", {}, make("strong", {}, word("problems", open.length))), make("ul", {}, ...open.map(one)));
    box.hidden = false;
  };
  const one = ({ node, detail }) => make("li", {},
    node ? make("button", { type: "button", class: "link", onclick: () => node.focus() }, place(node)) : null,
    node ? ": " : null, make("bdi", {}, detail));
  const list = found => {
    open = found;
    show();
    const first = found.find(each => each.node);
    if (first) first.node.focus();
    else box.focus();
  };
  return {
    list,
    /** One sentence about all of it. */
    tell(text) {
      open = [];
      box.replaceChildren(make("p", {}, text));
      box.hidden = false;
      box.focus();
    },
    /** What the server said: `errors: [{pointer, detail}]` beside their fields, its own sentence where there are none. */
    ofServer(problem) {
      const errors = problem?.errors ?? [];
      if (errors.length === 0) {
        this.tell(problem?.detail ?? word("broken"));
        return;
      }
      list(errors.map(({ pointer, detail }) => {
        const node = at(steps(pointer));
        node?.show(detail);
        return { node, detail };
      }));
    },
    /** Takes out what was put right meanwhile. */
    refresh() {
      const left = open.filter(({ node }) => node?.wrong?.() ?? true);
      if (left.length === open.length) return;
      open = left;
      if (open.length > 0) show();
      else this.clear();
    },
    clear() {
      open = [];
      box.hidden = true;
      box.replaceChildren();
    },
  };
};
