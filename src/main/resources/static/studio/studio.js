// The process studio: the set of process models that runs, drawn as a draft. What the gate finds is said while one draws; what is kept is
// kept on the server for this person alone; what is proposed goes the way of every record.
import { show } from "./properties.js";
import { tryOut } from "./tried.js";

const page = document.querySelector("[data-studio]");
const words = page.dataset;
const at = name => page.querySelector(`[data-${name}]`);
const canChange = words.change === "true";

const templates = await Promise.all(words.templates.split(" ").map(async name =>
  (await fetch(`/assets/studio/element-templates/${name}`)).json()));
const moddle = await (await fetch("/assets/studio/camunda-bpmn-moddle/resources/camunda.json")).json();

const modeler = new window.BpmnJS({ container: at("canvas"), moddleExtensions: { camunda: moddle } });

/** The set as it is now: texts by name. */
let set = new Map();
let current;
let dirty = false;
let checking = new AbortController();

const csrf = async () => (await (await fetch("/api/session")).json()).csrf;

const call = async (method, path, body, signal) => {
  const token = method === "GET" ? null : await csrf();
  const answer = await fetch(path, {
    method, signal,
    headers: { ...(token ? { [token.headerName]: token.token } : {}), ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const json = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw Object.assign(new Error(json.detail ?? `${answer.status}`), { problem: json });
  }
  return json;
};

const say = (text, bad) => {
  const line = at("said");
  line.textContent = text;
  line.className = bad ? "alert" : "note";
  line.hidden = !text;
};

const resources = () => [...set].map(([name, text]) => ({ name, text }));

/* Findings */

const marked = [];

const unmark = () => {
  modeler.get("overlays").remove({ type: "finding" });
  for (const id of marked.splice(0)) {
    if (modeler.get("elementRegistry").get(id)) {
      modeler.get("canvas").removeMarker(id, "finding");
    }
  }
};

const mark = findings => {
  unmark();
  const counts = new Map();
  for (const one of findings.filter(found => found.resource === current && found.element)) {
    counts.set(one.element, (counts.get(one.element) ?? 0) + 1);
  }
  for (const [id, count] of counts) {
    if (!modeler.get("elementRegistry").get(id)) {
      continue;
    }
    marked.push(id);
    modeler.get("canvas").addMarker(id, "finding");
    const badge = Object.assign(document.createElement("span"), { className: "found", textContent: `✕ ${count}` });
    modeler.get("overlays").add(id, "finding", { position: { top: -12, left: -8 }, html: badge });
  }
};

const go = async finding => {
  if (finding.resource !== current && set.has(finding.resource)) {
    await open(finding.resource);
  }
  const element = finding.element && modeler.get("elementRegistry").get(finding.element);
  if (element) {
    modeler.get("canvas").scrollToElement(element, 120);
    modeler.get("selection").select(element);
  }
};

const list = findings => {
  at("findings").replaceChildren(...findings.map(finding => {
    const item = document.createElement("li");
    const where = Object.assign(document.createElement("button"), {
      type: "button", className: "link", textContent: finding.element ?? finding.resource,
    });
    where.addEventListener("click", () => go(finding));
    const rule = Object.assign(document.createElement("code"), { textContent: finding.rule });
    const message = Object.assign(document.createElement("span"), { textContent: finding.message });
    const remedy = Object.assign(document.createElement("span"), { className: "quiet", textContent: finding.remedy });
    item.append(rule, " ", where, document.createElement("br"), message, document.createElement("br"), remedy);
    return item;
  }));
  const state = at("state");
  state.className = findings.length ? "mark rejected" : "mark valid";
  state.textContent = findings.length ? words.refused.replace("{0}", findings.length) : words.accepted;
};

const check = async () => {
  checking.abort();
  checking = new AbortController();
  at("state").className = "mark waiting";
  at("state").textContent = words.checking;
  try {
    const { findings } = await call("POST", "/api/models/check", { models: resources() }, checking.signal);
    list(findings);
    mark(findings);
  } catch (problem) {
    if (problem.name !== "AbortError") {
      at("state").className = "mark rejected";
      at("state").textContent = words.unchecked;
      say(problem.message, true);
    }
  }
};

let soon;
const checkSoon = () => {
  clearTimeout(soon);
  soon = setTimeout(check, 500);
};

/* Dry run */

let tried;

/** What no run reached is dashed, until something is drawn. */
const markMissed = () => {
  const registry = modeler.get("elementRegistry");
  registry.forEach(one => modeler.get("canvas").removeMarker(one, "missed"));
  for (const part of tried?.models.find(model => model.resource === current)?.parts ?? []) {
    if (part.runs === 0 && registry.get(part.id)) {
      modeler.get("canvas").addMarker(part.id, "missed");
    }
  }
};

const dryRun = async () => {
  at("try").disabled = true;
  tried = await tryOut(resources(), at("tried"), at("tried").dataset, { go });
  markMissed();
  at("try").disabled = false;
};

/* Drawing */

/** Whole, and beside the palette where there is one. */
const fit = () => {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport", "auto");
  if (canChange) {
    canvas.zoom(canvas.zoom() * 0.9, "auto");
    canvas.scroll({ dx: 50, dy: 0 });
  }
};

/** Drawings first: forms are looked at seldom. */
const inOrder = () => [...set.keys()].sort((one, other) =>
  other.endsWith(".bpmn") - one.endsWith(".bpmn") || one.localeCompare(other));

const open = async name => {
  current = name;
  for (const tab of at("tabs").children) {
    tab.setAttribute("aria-pressed", String(tab.dataset.name === name));
  }
  const drawn = name.endsWith(".bpmn");
  at("drawing").hidden = !drawn;
  at("text").hidden = drawn;
  if (!drawn) {
    at("text").textContent = set.get(name);
    return;
  }
  const { warnings } = await modeler.importXML(set.get(name));
  fit();
  say(warnings.map(one => one.message).join(" "), true);
  markMissed();
  panel(modeler.get("canvas").getRootElement());
};

/** While a drawing is read there is nothing to show yet. */
const panel = element => element.businessObject && show(at("properties"), modeler, element, templates, chosen => {
  modeler.get("selection").select(chosen);
  panel(chosen);
});

const tabs = () => at("tabs").replaceChildren(...inOrder().map(name => {
  const tab = Object.assign(document.createElement("button"), { type: "button", textContent: name.replace(/^(processes|forms)\//, "") });
  tab.dataset.name = name;
  tab.setAttribute("aria-pressed", "false");
  tab.addEventListener("click", () => open(name));
  return tab;
}));

const changed = async () => {
  // what was found before is no longer said of what is drawn now
  at("state").className = "mark waiting";
  at("state").textContent = words.checking;
  const { xml } = await modeler.saveXML({ format: true });
  set.set(current, xml);
  dirty = true;
  tried = undefined;
  markMissed();
  at("tried").hidden = true;
  at("kept").textContent = words.unkept;
  checkSoon();
};

modeler.on("commandStack.changed", changed);
modeler.on("selection.changed", ({ newSelection }) =>
  panel(newSelection.length === 1 ? newSelection[0] : modeler.get("canvas").getRootElement()));
modeler.on("elements.changed", ({ elements }) => {
  const [selected] = modeler.get("selection").get();
  if (selected && elements.includes(selected) && !at("properties").contains(document.activeElement)) {
    panel(selected);
  }
});

/* Draft */

const load = async () => {
  const draft = canChange ? await call("GET", "/api/models/draft") : {};
  const from = draft.resources ? draft : await call("GET", "/api/models/set");
  set = new Map(from.resources.map(one => [one.name, one.text]));
  dirty = false;
  at("kept").textContent = draft.keptAt ? words.kept.replace("{0}", new Date(draft.keptAt).toLocaleString()) : words.running;
  tabs();
  await open(set.has(current) ? current : [...set.keys()].find(name => name.endsWith("record-approval.bpmn")) ?? inOrder()[0]);
  await check();
};

const guarded = work => async event => {
  event?.preventDefault();
  try {
    say("");
    await work();
  } catch (problem) {
    const errors = (problem.problem?.errors ?? []).map(one => one.detail).join(" ");
    say([problem.message, errors].filter(Boolean).join(" "), true);
  }
};

const keep = guarded(async () => {
  const { keptAt } = await call("PUT", "/api/models/draft", { resources: resources() });
  dirty = false;
  at("kept").textContent = words.kept.replace("{0}", new Date(keptAt).toLocaleString());
});

const discard = guarded(async () => {
  if (!dirty || window.confirm(words.sure)) {
    await call("DELETE", "/api/models/draft");
    await load();
  }
});

const propose = guarded(async () => {
  const form = new FormData(at("propose"));
  const { recordId } = await call("POST", "/api/models/changes", {
    title: form.get("title"), reason: form.get("reason") || null, resources: resources(),
  });
  dirty = false;
  await call("DELETE", "/api/models/draft");
  at("propose").reset();
  say(words.proposed.replace("{0}", recordId));
  at("kept").textContent = words.running;
});

const read = guarded(async () => {
  for (const file of at("file").files) {
    const folder = file.name.endsWith(".html") ? "forms/" : "processes/";
    set.set(folder + file.name, await file.text());
    current = folder + file.name;
  }
  dirty = true;
  at("file").value = "";
  at("kept").textContent = words.unkept;
  tabs();
  await open(current);
  await check();
});

const save = guarded(async () => {
  const link = Object.assign(document.createElement("a"), {
    href: URL.createObjectURL(new Blob([set.get(current)], { type: "application/xml" })),
    download: current.split("/").pop(),
  });
  link.click();
  URL.revokeObjectURL(link.href);
});

at("download").addEventListener("click", save);
at("try").addEventListener("click", dryRun);
if (canChange) {
  at("keep").addEventListener("click", keep);
  at("discard").addEventListener("click", discard);
  at("propose").addEventListener("submit", propose);
  at("file").addEventListener("change", read);
  window.addEventListener("beforeunload", event => dirty && event.preventDefault());
}

await guarded(load)();
page.dataset.ready = "true";
