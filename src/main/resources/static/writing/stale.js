// Somebody else wrote a newer version meanwhile: what is different is shown above the form, which keeps what was typed.
"use strict";
import { got, gotJson } from "./sending.js";
import { make, word } from "./words.js";

/** @param goOn is told the newest version {version, sha256} once the person has seen the difference */
export const stale = (section, recordId, goOn) => {
  const difference = section.querySelector("[data-difference]");
  const go = section.querySelector("[data-go-on]");
  let newest = null;
  go.addEventListener("click", () => {
    section.hidden = true;
    goOn(newest);
  });
  /** What is different, as the page that compares versions shows it. */
  const compared = async from => {
    newest = (await gotJson(`/api/records/${recordId}`)).versions.at(-1);
    const page = await got(`/records/${recordId}/compare?from=${from.version}&to=${newest.version}`, { headers: { Accept: "text/html" } });
    // who is no longer signed in is led to another page, which compares nothing
    const changes = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("section[aria-labelledby=changes]");
    if (!changes) throw new Error(word("unanswered"));
    return changes.childNodes;
  };
  return {
    async show(from) {
      go.disabled = true;
      try {
        difference.replaceChildren(...await compared(from));
        go.disabled = false;
      } catch (e) {
        difference.replaceChildren(make("p", { class: "alert" }, word("uncompared", e.message)));
      }
      section.hidden = false;
      section.querySelector("h2").focus();
    },
  };
};
