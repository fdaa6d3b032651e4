// Looks again while an export waits or runs, and shows what came of it in the place of what was there. Without it, one reloads.
const PAUSE = 1500;

function place(from) {
  return from.querySelector('[data-exports]');
}

async function again() {
  const answer = await fetch('/exports', { headers: { Accept: 'text/html' }, redirect: 'error' });
  if (!answer.ok) {
    return;
  }
  const fresh = place(new DOMParser().parseFromString(await answer.text(), 'text/html'));
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
    setTimeout(() => again().catch(later), PAUSE);
  }
}

later();
