// Tasklist's own configuration, in place of the vendor's: the product's name, and keys for the hands that stay on the keyboard.

// Tasklist writes some menus before its texts are there and leaves their keys in them: the texts are fetched first, and the
// browser has them when Tasklist asks.
const bust = document.querySelector('script[src*="bust="]')?.src.split('bust=')[1] ?? '';
const languages = new Set(['en', (navigator.language || 'en').slice(0, 2)]);
await Promise.all([...languages]
  .filter(language => ['en', 'de'].includes(language))
  .map(language => fetch(`/camunda/app/tasklist/locales/${language}.json?bust=${bust}`, { credentials: 'same-origin' })
    .then(answer => answer.text())
    .catch(() => '')));

export default {
  app: {
    vendor: 'Countersign',
    name: 'Tasks'
  },
  disableWelcomeMessage: true,
  customScripts: ['scripts/cards.js'],
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: 'Claim the open task' },
    focusFilter: { key: 'ctrl+shift+f', description: 'Go to the filters' },
    focusList: { key: 'ctrl+alt+l', description: 'Go to the list of tasks' },
    focusForm: { key: 'ctrl+alt+f', description: 'Go to the form of the open task' }
  }
};

// Whoever is signed out signs in on our own page: nobody types a password where AngularJS runs. It changes the address without
// an event, so the address is looked at.
let leaving = false;
document.addEventListener('click', event => {
  leaving = leaving || event.target.closest?.('.account .logout a') != null;
}, true);
setInterval(() => {
  // the way to one's own signing, in the menu of whoever is signed in; written anew whenever Tasklist draws its menu
  const out = document.querySelector('.account .logout');
  if (out && !document.querySelector('.account .own-signing')) {
    out.insertAdjacentHTML('beforebegin', '<li class="own-signing"><a href="/account">My signing</a></li>');
  }
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace(leaving ? '/login?out' : '/login?expired');
  }
}, 250);
