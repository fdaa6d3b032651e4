// The page of the check: the files that are chosen can also be run on trial.
import { tryOut } from "./tried.js";

const button = document.querySelector("[data-try]");
const files = document.querySelector("#files");
const into = document.querySelector("[data-tried]");

button.hidden = false;
button.addEventListener("click", async () => {
  if (!files.reportValidity()) {
    return;
  }
  const models = await Promise.all([...files.files].map(async file => ({
    name: (file.name.endsWith(".html") ? "forms/" : "processes/") + file.name, text: await file.text(),
  })));
  button.disabled = true;
  await tryOut(models, into, into.dataset, { complete: document.querySelector("input[name=complete]").checked });
  button.disabled = false;
});
