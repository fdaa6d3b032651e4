// What a person sees while choosing a password: how long it is, whether caps lock is on, and the password itself if asked for.
// Whether it is taken is decided by the server alone; nothing typed here leaves the page but by its form.
"use strict";
(() => {
  const SHORTEST = 15;
  const fields = [...document.querySelectorAll("[data-password]")];
  const chosen = document.getElementById("password");
  const meter = document.querySelector("[data-meter]");
  const show = document.querySelector("[data-show]");
  const capslock = document.querySelector("[data-capslock]");

  if (chosen && meter) {
    const bar = meter.querySelector("meter");
    const words = document.getElementById("passwordlength");
    const tell = () => {
      // counted as the server counts: one for each Unicode character of the normal form
      const characters = [...chosen.value.normalize("NFKC")];
      const alike = new Set(characters.map(c => c.toLowerCase())).size < 5;
      meter.hidden = characters.length === 0;
      bar.value = alike ? Math.min(characters.length, SHORTEST - 1) : characters.length;
      const text = characters.length < SHORTEST ? words.dataset.short
        : alike ? words.dataset.alike
        : characters.length < 22 ? words.dataset.enough : words.dataset.long;
      words.textContent = text.replace("{0}", characters.length);
    };
    chosen.addEventListener("input", tell);
    tell();
  }
  if (show) {
    const text = show.textContent;
    show.hidden = false;
    show.addEventListener("click", () => {
      const visible = show.getAttribute("aria-pressed") !== "true";
      show.setAttribute("aria-pressed", visible);
      show.textContent = visible ? show.dataset.hide : text;
      fields.forEach(field => { field.type = visible ? "text" : "password"; });
    });
    // what is sent, and what a browser remembers, is a password again
    const form = show.closest("form");
    if (form) form.addEventListener("submit", () => fields.forEach(field => { field.type = "password"; }));
  }
  if (capslock) {
    const look = event => {
      if (event.getModifierState) capslock.hidden = !event.getModifierState("CapsLock");
    };
    fields.forEach(field => {
      field.addEventListener("keyup", look);
      field.addEventListener("blur", () => { capslock.hidden = true; });
    });
  }
})();
