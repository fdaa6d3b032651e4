// The form of a record: made from its type's schema, filled, kept while somebody types, checked, sent.
"use strict";
import { draft } from "./drafts.js";
import { field } from "./fields.js";
import { attachments } from "./files.js";
import { part } from "./groups.js";
import { problems } from "./problems.js";
import { reader } from "./schema.js";
import { gotJson, multipart, newKey, send, session } from "./sending.js";
import { stale } from "./stale.js";
import { word } from "./words.js";

const page = document.querySelector("[data-writing]");
const find = name => page.querySelector(`[data-${name}]`);
const given = page.dataset;
const revised = given.record ? { version: Number(given.version), sha256: given.sha256 } : null;
const form = find("form");
const versionUrl = number => `/api/records/${given.record}/versions/${number}`;

const LINE = { type: "string", minLength: 1, maxLength: 500, pattern: "\\S" };
const TEXT = { type: "string", minLength: 1, maxLength: 2000, pattern: "\\S" };
const schema = JSON.parse(given.schema);
const title = field({ schema: LINE, name: word("title"), required: true, help: null });
const content = part({ schema, required: true, bare: true }, reader(schema));
const reason = revised ? field({ schema: TEXT, name: word("reason"), required: true, help: word("reason.help") }) : null;

// single fields stand together in a card, groups and lists have one each
let loose = find("head");
loose.append(title.element);
content.members.forEach(({ node }) => {
  if (node.element.classList.contains("field")) {
    if (!loose) {
      loose = document.createElement("div");
      loose.className = "card";
      find("fields").append(loose);
    }
    loose.append(node.element);
  } else {
    loose = null;
    find("fields").append(node.element);
  }
});
if (reason) {
  find("tail").append(reason.element);
  find("tail").hidden = false;
}

let base = revised;
let key = newKey();
let sending = false;
let said = null;
const kept = draft(given.draftKey, given.record ?? given.type);
const written = () => ({ title: title.value(), content: content.value(), reason: reason?.value(), base, keeps: files.keeps(), key });
const told = stored => {
  find("kept-said").textContent = stored ? word("kept", new Date().toLocaleTimeString()) : word("unkept");
};
const changed = () => {
  if (!form.dataset.ready) return;
  kept.keep(written, told);
  said?.refresh();
};

const keptFiles = JSON.parse(given.kept ?? "[]").map(file =>
  ({ ...file, version: base.version, from: `${versionUrl(base.version)}/attachments/${file.sha256}` }));
const files = attachments(find("files"), JSON.parse(given.rules), keptFiles, changed);
said = problems(find("problems"), path => ({ title, content, reason, attachments: files })[path[0]]?.at(path.slice(1)) ?? null);
const newer = revised ? stale(find("stale"), given.record, newest => {
  base = { version: newest.version, sha256: newest.sha256 };
  form.querySelector("[data-save='']").textContent = word("save.version", base.version + 1);
  changed();
  title.focus();
}) : null;

const isVersion = one => Number.isInteger(one?.version) && /^[0-9a-f]{64}$/.test(one.sha256);

/** Whether what was kept could be put into the form; what does not fit it is dropped. */
const restore = left => {
  try {
    if (revised ? !isVersion(left.base) : left.base !== null) throw new Error("written from no version");
    title.fill(left.title);
    content.fill(left.content);
    reason?.fill(left.reason);
    files.keepOnly(left.keeps);
    written();
  } catch {
    kept.forget();
    return false;
  }
  key = typeof left.key === "string" ? left.key : key;
  find("said").textContent = `${word("restored", new Date(left.at).toLocaleString())} ${word("restored.files")}`;
  find("restored").hidden = false;
  return true;
};

const begin = async () => {
  const left = await kept.load();
  if (left && restore(left)) {
    if (revised && left.base.sha256 !== revised.sha256) {
      base = left.base;
      await newer.show(base);
    }
  } else {
    title.fill(revised ? given.title : undefined);
    reason?.fill(undefined);
    content.fill(revised ? await gotJson(`${versionUrl(base.version)}/content`) : undefined);
  }
  form.dataset.ready = "true";
  busy(false);
};

const everything = () => [...title.check(true), ...content.check(true), ...files.check(), ...(reason?.check(true) ?? [])];

const busy = yes => {
  sending = yes;
  form.querySelectorAll("[data-save]").forEach(button => { button.disabled = yes; });
  find("progress").hidden = !yes;
};
const progress = share => {
  find("sent").value = Math.round(share * 100);
  // the bar tells how far it is; what is read out is only that it arrived
  find("share").textContent = word("uploading", Math.round(share * 100));
  if (share === 1) find("sending-said").textContent = word("uploaded");
};

/** Somebody else signed in meanwhile: nothing of this form is theirs to see, or to save. What was typed stays kept for who typed it. */
const leave = () => {
  page.hidden = true;
  window.location.reload();
};

const save = async start => {
  const who = await session();
  if (!who) return said.tell(word("signed-out"));
  if (who.userId !== given.person) return leave();
  const document = { type: given.type, title: title.value(), content: content.value(), ...(reason ? { reason: reason.value() } : {}) };
  if (files.keeps().length > 0) find("sending-said").textContent = word("fetching");
  let parts;
  try {
    parts = await files.parts();
  } catch (e) {
    return said.tell(e.message);
  }
  const headers = { [who.csrf.headerName]: who.csrf.token, "Idempotency-Key": key, ...(base ? { "If-Match": `"${base.sha256}"` } : {}) };
  const answer = await send(given.record ? `/api/records/${given.record}/versions` : "/api/records", multipart(document, parts), headers, progress);
  if (answer.status === 201) return accepted(answer.body, who, start);
  // what was refused left nothing behind: the next try is another call, unless this one may still be under way
  if ((answer.status === 503 || answer.status >= 400 && answer.status < 500) && answer.body?.code !== "idempotency-in-progress") key = newKey();
  if (answer.status === 401) return said.tell(word("signed-out"));
  if (answer.body?.code === "not-latest") return newer.show(base);
  if (answer.body?.code === "idempotency-key-reused") return said.tell(word("late"));
  return said.ofServer(answer.body);
};

const accepted = (receipt, who, start) => {
  kept.forget();
  find("restored").hidden = true;
  form.hidden = true;
  const done = find("saved");
  done.hidden = false;
  done.querySelector("h2").textContent = word("saved", receipt.version);
  find("hash").textContent = `SHA-256 ${receipt.sha256}`;
  find("open").href = `/records/${receipt.recordId}`;
  done.querySelector("h2").focus();
  const approval = find("start");
  if (approval) {
    approval.action = `/records/${receipt.recordId}/approval`;
    approval.elements.version.value = receipt.version;
    approval.elements._csrf.value = who.csrf.token;
    if (start) approval.submit();
  }
};

form.addEventListener("input", changed);
// what is saved is a version for ever: by its button, not by a key that was meant for the next field
form.addEventListener("keydown", event => {
  if (event.key === "Enter" && event.target.matches("input, select")) event.preventDefault();
});
// leaving a field may say what is wrong with it and move all below: not between the press of a button and its release
form.querySelectorAll("[data-save]").forEach(button => button.addEventListener("mousedown", event => event.preventDefault()));
form.addEventListener("submit", async event => {
  event.preventDefault();
  if (sending || !form.dataset.ready) return;
  said.clear();
  const found = everything();
  if (found.length > 0) {
    said.list(found);
    return;
  }
  busy(true);
  try {
    await save(event.submitter?.dataset.save === "start");
  } catch {
    said.tell(word("broken"));
  } finally {
    busy(false);
    find("sending-said").textContent = "";
    if (!form.hidden) changed();
  }
});
// encrypting takes a moment: the sooner a page that is left is told of, the surer it is done
["beforeunload", "pagehide"].forEach(left => window.addEventListener(left, () => kept.flush(written, told)));
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState === "hidden") return kept.flush(written, told);
  const who = await session().catch(() => null);
  if (who && who.userId !== given.person) leave();
});
document.querySelectorAll('form[action$="/logout"]').forEach(out => out.addEventListener("submit", () => kept.forget()));
find("anew").addEventListener("click", () => {
  kept.forget();
  window.location.reload();
});
begin().catch(e => {
  // an empty form would be taken for what the record holds, and saved over it
  form.hidden = true;
  said.tell(word("unfilled", e.message));
});
