// A change of process models, drawn: before and after, what differs marked by colour and sign, and what the dry run reached. The list in words
// says the same; choosing a sentence shows its element, choosing an element its sentences.
const page = document.querySelector("[data-change]");
const words = page.dataset;

const SIGNS = { added: "+", removed: "−", changed: "≠", moved: "↔", missed: "○", runs: "3×" };

const made = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const sign = (as, text = SIGNS[as]) => {
  const badge = made("span", { className: `sign ${as}`, textContent: text, title: words[as] });
  badge.setAttribute("aria-hidden", "true");
  return badge;
};

/** What is drawn for an id: definitions of events and repetitions are drawn with what they belong to. */
const drawnFor = (viewer, id) => viewer.get("elementRegistry").get(id) ?? viewer.get("elementRegistry").find(({ businessObject: one }) =>
  one?.eventDefinitions?.some(event => event.id === id) || one?.loopCharacteristics?.id === id);

const mark = (viewer, id, as) => {
  const element = drawnFor(viewer, id);
  if (!element) {
    return;
  }
  viewer.get("canvas").addMarker(element, `is-${as}`);
  badge(viewer, element, as);
};

/** Beside the middle of a path, at a corner of all else. */
const badge = (viewer, element, as, text) => {
  const middle = element.waypoints?.[Math.floor((element.waypoints.length - 1) / 2)];
  const next = middle && element.waypoints[Math.floor((element.waypoints.length - 1) / 2) + 1];
  const box = middle && { x: Math.min(...element.waypoints.map(one => one.x)), y: Math.min(...element.waypoints.map(one => one.y)) };
  const reach = as === "runs" || as === "missed";
  const wide = element.width > 60;
  const position = middle
    ? { left: (middle.x + next.x) / 2 - box.x - 9, top: (middle.y + next.y) / 2 - box.y - (reach ? -2 : 20) }
    : reach ? (wide ? { bottom: 10, right: 22 } : { top: -14, right: 6 }) : { top: -12, left: as === "moved" ? 12 : -8 };
  viewer.get("overlays").add(element.id, `mark-${as}`, { position, html: sign(as, text) });
};

const fit = viewer => viewer.get("canvas").zoom("fit-viewport", "auto");

/** Readable at once where the whole would be too small: from its left, in full height. */
const begin = viewer => {
  fit(viewer);
  const canvas = viewer.get("canvas");
  if (canvas.zoom() < 0.45) {
    canvas.zoom(0.6);
    const { inner } = canvas.viewbox();
    const { outer } = canvas.viewbox();
    canvas.viewbox({ x: inner.x - 20, y: inner.y - Math.max(20, (outer.height / 0.6 - inner.height) / 2), width: outer.width / 0.6, height: outer.height / 0.6 });
  }
};

const zooming = (viewer, into) => into.replaceChildren(...[["−", words.smaller, 0.8], ["+", words.larger, 1.25], ["⤢", words.whole, 0]].map(([text, label, factor]) => {
  const button = made("button", { type: "button", textContent: text, title: label });
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => factor ? viewer.get("canvas").zoom(viewer.get("canvas").zoom() * factor) : fit(viewer));
  return button;
}));

const legend = (section, kinds) => section.querySelector("[data-legend]").replaceChildren(
  ...kinds.map(as => made("span", {}, sign(as), words[as])));

const say = text => {
  const line = page.querySelector("[data-said]");
  line.textContent = text;
  line.className = "alert";
  line.hidden = false;
};

/** One side: a viewer, or a sentence why there is none. */
const side = async (section, name, xml, label) => {
  const figure = section.querySelector(`[data-side=${name}]`);
  figure.hidden = false;
  const container = figure.querySelector("[data-canvas]");
  const viewer = new window.BpmnJS({ container });
  try {
    await viewer.importXML(xml);
  } catch {
    container.replaceChildren(made("p", { className: "quiet", textContent: words.undrawn }));
    return undefined;
  }
  container.querySelector("svg")?.setAttribute("aria-label", label);
  container.querySelector("svg")?.setAttribute("role", "img");
  zooming(viewer, figure.querySelector(".zoom"));
  begin(viewer);
  return viewer;
};

const marked = (viewers, { marked: marks }) => {
  for (const { id, as } of marks) {
    if (as !== "added") {
      viewers.before && mark(viewers.before, id, as);
    }
    if (as !== "removed") {
      viewers.after && mark(viewers.after, id, as);
    }
  }
};

const reached = (section, viewer, parts) => {
  const canvas = section.querySelector("[data-side=after] [data-canvas]");
  for (const { id, runs } of parts) {
    const element = drawnFor(viewer, id);
    if (element && runs === 0) {
      viewer.get("canvas").addMarker(element, "is-missed");
      badge(viewer, element, "missed");
    } else if (element && !element.waypoints) {
      badge(viewer, element, "runs", `${runs}×`);
    }
  }
  const shown = section.querySelector("[data-reach-shown]");
  const show = () => canvas.classList.toggle("shows-reach", shown.checked);
  section.querySelector("[data-reach]").hidden = false;
  shown.addEventListener("change", show);
  show();
};

/** Sentences and elements, each leading to the other. */
const connected = (section, viewers) => {
  const items = [...section.querySelectorAll("li[data-id]")].filter(item => item.dataset.id);
  const of = item => Object.entries(viewers).map(([name, viewer]) => [name, viewer, viewer && drawnFor(viewer, item.dataset.id)]).filter(([, , element]) => element);
  const choose = (elements, chosen) => {
    for (const viewer of Object.values(viewers).filter(Boolean)) {
      viewer.get("elementRegistry").forEach(one => viewer.get("canvas").removeMarker(one, "is-chosen"));
    }
    elements.forEach(([, viewer, element]) => viewer.get("canvas").addMarker(element, "is-chosen"));
    items.forEach(item => chosen.includes(item) ? item.setAttribute("aria-current", "true") : item.removeAttribute("aria-current"));
  };
  for (const item of items) {
    const found = of(item);
    if (!found.length) {
      continue;
    }
    const button = made("button", { type: "button", className: "link", textContent: item.textContent });
    item.replaceChildren(button);
    if (SIGNS[item.dataset.as]) {
      item.prepend(sign(item.dataset.as), " ");
    }
    button.addEventListener("click", () => {
      choose(found, [item]);
      found.forEach(([, viewer, element]) => viewer.get("canvas").scrollToElement(element, 80));
      section.querySelector(`[data-side=${found.at(-1)[0]}]`).scrollIntoView({ block: "nearest" });
    });
  }
  for (const viewer of Object.values(viewers).filter(Boolean)) {
    viewer.on("element.click", ({ element }) => {
      const told = items.filter(item => of(item).some(([, , one]) => one.id === element.id));
      choose(told.flatMap(of), told);
      told[0]?.scrollIntoView({ block: "nearest" });
    });
  }
};

const draw = async (section, drawing) => {
  section.querySelector("[data-drawing]").hidden = false;
  const changed = drawing.before !== drawing.after;
  const viewers = {
    before: drawing.before && changed ? await side(section, "before", drawing.before, `${drawing.name}, ${words.removed}`) : undefined,
    after: drawing.after ? await side(section, "after", drawing.after, drawing.name) : undefined,
  };
  marked(viewers, drawing);
  const kinds = ["added", "removed", "changed", "moved"].filter(as => drawing.marked.some(one => one.as === as));
  if (drawing.reached && viewers.after) {
    reached(section, viewers.after, drawing.reached);
    kinds.push(...(drawing.reached.some(one => one.runs === 0) ? ["missed"] : []), "runs");
  }
  legend(section, kinds);
  connected(section, viewers);
  section.dataset.drawn = "true";
};

try {
  const answer = await fetch(words.drawings);
  if (!answer.ok) {
    throw new Error(`${answer.status}`);
  }
  for (const drawing of await answer.json()) {
    const section = [...page.querySelectorAll("[data-resource]")].find(one => one.dataset.resource === drawing.name);
    if (drawing.before !== drawing.after) {
      await draw(section, drawing);
      continue;
    }
    const open = section.querySelector("[data-open]");
    open.hidden = false;
    open.addEventListener("click", () => {
      open.hidden = true;
      draw(section, drawing);
    });
  }
} catch {
  say(words.unloaded);
}
page.dataset.ready = "true";
