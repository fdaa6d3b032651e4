// The page works without this. It shows how far a list is while it is being signed, and looks again when somebody comes back from a record.
"use strict";
(() => {
  const unread = document.querySelector("[data-unread]");
  if (unread) {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") {
        window.location.reload();
      }
    });
  }

  const place = document.querySelector("[data-progress]");
  if (!place) {
    return;
  }
  const shown = place.querySelector("[data-progress-shown]");
  const words = shown.querySelector("[data-words]");
  const bar = shown.querySelector("progress");
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { done, size, state } = await answer.json();
        bar.value = done;
        words.textContent = words.dataset.words.replace("{0}", done).replace("{1}", size);
        if (state === "ended" && "signing" in place.dataset) {
          window.location.reload();
          return;
        }
      }
    } catch (e) {
      // the answer to the form says what came of it
    }
    window.setTimeout(ask, 1000);
  };
  if ("signing" in place.dataset) {
    ask();
  } else {
    place.addEventListener("submit", () => {
      shown.hidden = false;
      ask();
    });
  }
})();
