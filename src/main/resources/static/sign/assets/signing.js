// The page works without this. It tells the frame's parent that a task was signed, moves the focus to an error, and keeps a
// second click from sending the form twice.
"use strict";
(() => {
  const framed = window.parent !== window;

  const signed = document.querySelector("[data-signed-task]");
  if (signed && framed) {
    window.parent.postMessage(
      { type: "countersign.signed", taskId: signed.dataset.signedTask }, signed.dataset.mainOrigin);
  }

  const alert = document.querySelector("[role=alert]");
  if (alert) {
    alert.focus();
    // going to the address's fragment, after this, takes the focus away
    window.addEventListener("load", () => alert.focus());
  }

  const form = document.querySelector("form.sign");
  if (form) {
    form.addEventListener("submit", () => {
      form.querySelector("button").disabled = true;
    });
    window.addEventListener("pageshow", () => {
      form.querySelector("button").disabled = false;
    });
  }
})();
