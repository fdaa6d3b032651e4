// A dry run of a set: asked for, waited for, told.
const csrf = async () => (await (await fetch("/api/session")).json()).csrf;

const line = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });

const list = texts => {
  const all = document.createElement("ul");
  all.append(...texts.map(text => line("li", text, "breaks")));
  return all;
};

/** The outcome of a dry run as it is told to people; what was not reached leads to its element. */
const told = (dryRun, go) => {
  const passed = dryRun.verdict === "passed";
  const parts = [line("p", dryRun.summary, passed ? "note" : "alert")];
  for (const texts of [dryRun.failures, dryRun.bounds, dryRun.refusals]) {
    if (texts.length) {
      parts.push(list(texts));
    }
  }
  const missed = dryRun.models.flatMap(model => model.parts.filter(part => part.runs === 0).map(part => ({ ...part, resource: model.resource })));
  if (missed.length) {
    const all = list([]);
    all.append(...missed.map(part => {
      const item = line("li", "", "breaks");
      const where = go ? Object.assign(line("button", part.name, "link"), { type: "button" }) : line("strong", part.name);
      where.addEventListener("click", () => go?.({ resource: part.resource, element: part.id }));
      item.append("○ ", where, ` ${part.resource}: ${part.why}`);
      return item;
    }));
    parts.push(all);
  }
  const runs = document.createElement("details");
  const steps = document.createElement("ol");
  steps.append(...dryRun.runs.map(run => line("li", `${run.process}: ${[...run.choices, run.end].join(" → ")}`, "breaks")));
  runs.append(line("summary", `${dryRun.runs.length} ×`), steps);
  return [...parts, runs];
};

/**
 * Runs a set and tells the outcome.
 * @param models [{name, text}]
 * @param into where it is told
 * @param words {trying, failed}
 * @returns the dry run; undefined if it was refused, which is told
 */
export const tryOut = async (models, into, words, { complete = false, go } = {}) => {
  into.hidden = false;
  into.setAttribute("aria-busy", "true");
  const wait = document.createElement("progress");
  wait.setAttribute("aria-label", words.trying);
  into.replaceChildren(line("p", words.trying, "quiet"), wait);
  try {
    const token = await csrf();
    const answer = await fetch(`/api/models/dry-run${complete ? "?complete=true" : ""}`, {
      method: "POST",
      headers: { [token.headerName]: token.token, "Content-Type": "application/json" },
      body: JSON.stringify({ models }),
    });
    const json = await answer.json();
    if (!answer.ok) {
      into.replaceChildren(line("p", json.detail ?? words.failed, "alert"));
      return undefined;
    }
    into.replaceChildren(...told(json, go));
    return json;
  } catch {
    into.replaceChildren(line("p", words.failed, "alert"));
    return undefined;
  } finally {
    into.removeAttribute("aria-busy");
  }
};
