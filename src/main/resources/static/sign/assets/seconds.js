// Counts the seconds of a code down; the page comes anew by itself when they are over.
"use strict";
(() => {
  const left = document.querySelector("#left");
  const end = Date.now() + 1000 * Number(left.textContent);
  setInterval(() => {
    left.textContent = Math.max(0, Math.ceil((end - Date.now()) / 1000));
  }, 1000);
})();
