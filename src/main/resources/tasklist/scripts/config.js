// Tasklist's own configuration, in place of the vendor's: the product's name, and keys for the hands that stay on the keyboard.
export default {
  app: {
    vendor: 'Countersign',
    name: 'Tasks'
  },
  disableWelcomeMessage: true,
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: 'Claim the open task' },
    focusFilter: { key: 'ctrl+shift+f', description: 'Go to the filters' },
    focusList: { key: 'ctrl+alt+l', description: 'Go to the list of tasks' },
    focusForm: { key: 'ctrl+alt+f', description: 'Go to the form of the open task' }
  }
};

// Whoever is signed out signs in on our own page: nobody types a password where AngularJS runs. It changes the address without
// an event, so the address is looked at.
setInterval(() => {
  if (window.location.hash.startsWith('#/login')) {
    window.location.replace('/login?expired');
  }
}, 250);
