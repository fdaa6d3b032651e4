// Looks again while an export waits or runs, and shows what came of it in the place of what was there: often at first, then less so. Without it,
// or where it fails, one reloads.
const LONGEST = 15000;
let pause = 1500;

function place(from) {
  return from.querySelector('[data-exports]');
}

async function again() {
  const answer = await fetch('/exports/progress', { headers: { Accept: 'text/html' }, redirect: 'error' });
  const fresh = answer.ok && place(new DOMParser().parseFromString(await answer.text(), 'text/html'));
  const shown = place(document);
  if (!fresh || !shown) {
    return;
  }
  const focused = document.activeElement && document.activeElement.id;
  shown.replaceWith(document.adoptNode(fresh));
  if (focused) {
    document.getElementById(focused)?.focus();
  }
  later();
}

function later() {
  if (place(document)?.dataset.exports === 'open') {
    setTimeout(() => again().catch(() => {}), pause);
    pause = Math.min(pause * 1.3, LONGEST);
  }
}

later();
