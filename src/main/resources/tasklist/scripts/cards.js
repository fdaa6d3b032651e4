// On each card of Tasklist's list: which record it is about, of which type, and its risk: a sensitive type or a standard one.

const german = (document.documentElement.lang || navigator.language || '').startsWith('de');
const words = german
  ? { record: 'Aufzeichnung', version: 'Version', sensitive: 'sensibel', standard: 'Standard' }
  : { record: 'Record', version: 'version', sensitive: 'sensitive', standard: 'standard' };
const FRESH = 5000;

let asked = 0;
let known = Promise.resolve(new Map());

/** One question for all cards that are drawn together; another for a task that is newer than the answer. */
const cards = anew => {
  if (anew || Date.now() - asked > FRESH) {
    asked = Date.now();
    known = fetch('/api/tasks/cards', { credentials: 'same-origin' })
      .then(answer => (answer.ok ? answer.json() : { items: [] }))
      .then(all => new Map(all.items.map(one => [one.taskId, one])))
      .catch(() => {
        asked = 0;
        return new Map();
      });
  }
  return known;
};

const told = (node, tag, text, name) => {
  const added = document.createElement(tag);
  added.className = name;
  added.textContent = text;
  node.append(added);
  return added;
};

export default {
  id: 'countersign.card',
  pluginPoint: 'tasklist.card',
  priority: 10,
  render: (node, { taskId }) => {
    const drawn = Date.now();
    cards(false).then(all => (all.has(taskId) || asked >= drawn ? all : cards(true))).then(all => {
      const card = all.get(taskId);
      if (!card || !node.isConnected) return;
      node.replaceChildren();
      // two lines: a card has no room for a third
      const first = told(node, 'div', `${card.type} · ${words.version} ${card.version}`, 'cs-card');
      told(first, 'span', card.sensitive ? ` ▲ ${words.sensitive}` : ` · ${words.standard}`, card.sensitive ? 'cs-card-sensitive' : 'cs-card-standard');
      told(node, 'div', `${words.record} ${card.recordId}`, 'cs-card');
    });
  }
};
