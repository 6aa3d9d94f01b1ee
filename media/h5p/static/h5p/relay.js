/*
 * The page's side of an H5P player: hands it the learner's state, and sends on what it says.
 *
 * Messages, `pv` naming their kind. Player → page: ready, started, statement {statement}, state {state},
 * height {height}, error {id}. Page → player: start {state, followed}, save.
 * What is to be sent waits in localStorage until the site has answered, so that a lost connection loses nothing.
 */

import { Outbox } from './outbox.js';

const MAX_HEIGHT = 20000;
// What H5P takes as "this activity has changed since", and tells the learner.
const RESET = 'RESET';

class Activity {
  constructor(box) {
    this.box = box;
    this.frame = box.querySelector('iframe');
    this.status = box.querySelector('[data-h5p-status]');
    this.state = box.dataset.state;
    const { statementsUrl, stateUrl, contentId, owner = '', version = '0' } = box.dataset;
    const { stateCount = '0', stateBy = '', stateTurn = '0' } = box.dataset;
    this.followed = Boolean(statementsUrl || stateUrl);
    if (this.followed) {
      this.outbox = new Outbox({
        key: `pv:h5p:${owner}:${contentId}`,
        statementsUrl,
        stateUrl,
        version: Number(version),
        mark: { count: Number(stateCount), by: stateBy, turn: Number(stateTurn) },
        say: (word) => this.say(word),
      });
      // An answer that could not be sent before is newer than what the page was given.
      this.state = this.outbox.waitingState() ?? this.state ?? (this.outbox.leftBehind ? RESET : undefined);
      this.outbox.flush();
    }
  }

  hear(message) {
    const answers = {
      ready: () => this.tell({ pv: 'start', state: this.state ?? null, followed: this.followed }),
      height: () => this.resize(Number(message.height)),
      statement: () => this.outbox?.addStatement(message.statement),
      state: () => this.keepState(message.state),
      error: () => this.box.setAttribute('data-failed', String(message.id)),
      started: () => this.box.setAttribute('data-started', ''),
    };
    answers[message.pv]?.();
  }

  keepState(state) {
    if (typeof state !== 'string') return;
    this.state = state;
    this.outbox?.keepState(state);
  }

  resize(height) {
    if (height > 0) this.frame.height = String(Math.min(Math.ceil(height), MAX_HEIGHT));
  }

  tell(message) {
    this.frame.contentWindow.postMessage(message, '*');
  }

  say(word) {
    if (!this.status) return;
    this.status.textContent = word ? this.box.dataset[`said${word}`] ?? '' : '';
    this.status.hidden = !this.status.textContent;
  }

  leave() {
    this.outbox?.flush({ leaving: true });
  }
}

const started = globalThis.pvActivities ?? (globalThis.pvActivities = new Map());

function startAll(root = document) {
  for (const box of root.querySelectorAll('[data-h5p]')) {
    if (!started.has(box) && box.querySelector('iframe')) started.set(box, new Activity(box));
  }
}

function activityOf(source) {
  return [...started.values()].find((activity) => activity.frame.contentWindow === source);
}

window.addEventListener('message', (event) => {
  if (!event.data || typeof event.data !== 'object' || !event.source) return;
  startAll();
  activityOf(event.source)?.hear(event.data);
});
window.addEventListener('online', () => started.forEach((activity) => activity.outbox?.flush()));
window.addEventListener('pagehide', () => started.forEach((activity) => activity.leave()));
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') started.forEach((activity) => activity.tell({ pv: 'save' }));
});
document.addEventListener('htmx:load', (event) => startAll(event.target));
startAll();
