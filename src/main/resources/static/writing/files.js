// Attachments: chosen or dropped, kept from the version before or taken out of it.
"use strict";
import { bytes, make, word } from "./words.js";

/** @param kept those of the version the form was filled from: {name, mediaType, length, sha256, from (where its bytes are), version} */
export const attachments = (section, rules, kept, changed) => {
  const shown = section.querySelector("[data-chosen]");
  const said = section.querySelector("[data-files-said]");
  const drop = section.querySelector("[data-drop]");
  const choose = section.querySelector("[data-choose]");
  const items = [];

  const say = text => { said.textContent = text; };
  const fault = (name, type, length) => {
    if (!type) return word("file.ending", name, Object.keys(rules.endings).join(", "));
    if (length === 0) return word("file.empty", name);
    if (length > rules.largest) return word("file.large", name, bytes(length), bytes(rules.largest));
    return null;
  };
  const show = (item, detail) => {
    item.error ??= item.element.appendChild(make("p", { class: "error" }));
    item.error.textContent = detail;
  };
  const remove = item => {
    const at = items.indexOf(item);
    items.splice(at, 1);
    item.element.remove();
    item.error = null;
    say(word("file.removed", item.name));
    (items[Math.min(at, items.length - 1)]?.element.querySelector("button") ?? choose).focus();
    changed();
  };
  const add = item => {
    item.element = make("li", {}, make("bdi", { class: "name" }, item.name), " ",
      make("span", { class: "quiet" }, `${bytes(item.length)} · ${item.from ? word("file.keeps", item.version) : word("file.new")}`), " ",
      make("button", { type: "button", class: "link", "aria-label": word("file.remove", item.name), onclick: () => remove(item) },
        word("file.remove", "").trim()));
    items.push(item);
    shown.append(item.element);
  };
  const take = files => {
    const added = [];
    for (const file of files) {
      // programs and systems name types in their own way: what a name ends in decides, and the server looks into the bytes
      const type = rules.endings[file.name.split(".").pop().toLowerCase()];
      const item = { name: file.name, mediaType: type ?? "", length: file.size, file };
      add(item);
      const wrong = fault(file.name, type, file.size);
      if (wrong) show(item, wrong);
      else added.push(file.name);
    }
    say(added.length > 0 ? word("file.added", added.join(", ")) : "");
    changed();
  };

  kept.forEach(add);
  choose.addEventListener("change", () => {
    take(choose.files);
    choose.value = "";
  });
  drop.addEventListener("dragover", event => {
    event.preventDefault();
    drop.classList.add("over");
  });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", event => {
    event.preventDefault();
    drop.classList.remove("over");
    take(event.dataTransfer.files);
  });

  const node = {
    name: section.querySelector("h2").textContent,
    check() {
      const names = new Set();
      const found = items.flatMap(item => {
        item.error?.remove();
        item.error = null;
        const detail = (item.file ? fault(item.name, item.mediaType, item.length) : null)
          ?? (names.has(item.name.toLowerCase()) ? word("file.name", item.name) : null);
        names.add(item.name.toLowerCase());
        if (!detail) return [];
        show(item, detail);
        return [{ node: reached(item), detail }];
      });
      const together = items.reduce((sum, item) => sum + item.length, 0);
      if (items.length > rules.most) found.push({ node, detail: word("file.many", rules.most) });
      if (together > rules.together) found.push({ node, detail: word("file.together", bytes(together), bytes(rules.together)) });
      return found;
    },
    at: path => (items[Number(path[0])] ? reached(items[Number(path[0])]) : node),
    show: say,
    clear: () => say(""),
    focus: () => choose.focus(),
    /** Every file with its bytes, in the order the server counts them; those kept are read from where they are. */
    async parts() {
      const parts = [];
      for (const item of items) {
        if (item.from && !item.file) {
          const answer = await fetch(item.from);
          if (!answer.ok) throw new Error(word("unkept.file", item.name));
          item.file = await answer.blob();
        }
        parts.push(new File([item.file], item.name, { type: item.mediaType }));
      }
      return parts;
    },
    keeps: () => items.filter(item => item.from).map(item => item.sha256),
    keepOnly: hashes => items.filter(item => item.from && !hashes.includes(item.sha256)).forEach(item => {
      items.splice(items.indexOf(item), 1);
      item.element.remove();
    }),
  };
  const reached = item => ({ name: item.name, wrong: () => item.error !== null && items.includes(item), show: detail => show(item, detail), focus: () => item.element.querySelector("button").focus() });
  return node;
};
