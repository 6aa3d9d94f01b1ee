/*
 * What is being typed in a form: kept in the browser at once, sent to the site a moment later, and sent again
 * until the site has taken it. Reflections and notes are drafts; each says what it stores and what it does with
 * the site's answer.
 */

import { RETRY } from '../h5p/outbox.js';

const PAUSE = 1200;

/* One place of localStorage; a full or forbidden storage forgets, and what is typed is still sent. */
export class Shelf {
  constructor(key) {
    this.key = key;
  }

  read() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  write(text) {
    try {
      if (text === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, text);
    } catch {
      // Nothing more can be done here.
    }
  }
}

/* Posts a form's data; the answer, or null when nothing was received or taken. */
export async function post(url, data, { leaving = false } = {}) {
  try {
    return await fetch(url, {
      method: 'POST',
      body: data,
      headers: { 'X-Requested-With': 'fetch' },
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: leaving,
    });
  } catch {
    return null;
  }
}

export class Draft {
  constructor(form, shelf) {
    Object.assign(this, { form, shelf, tries: 0, sending: false });
    this.field = form.querySelector('textarea');
    this.status = form.querySelector('[data-status]');
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('blur', () => this.waits() && this.send());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
    window.addEventListener('online', () => this.waits() && this.send());
    window.addEventListener('pagehide', () => this.waits() && this.send({ leaving: true }));
  }

  waits() {
    return this.shelf.read() !== null;
  }

  /* On a slow line one writes before this script is there. A field that was not restored by the browser tells. */
  typedBefore() {
    return this.field.value !== this.field.defaultValue;
  }

  typed() {
    this.keep();
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  say(words) {
    if (words) this.status.textContent = words;
  }

  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending && !leaving) {
      this.later(PAUSE);
      return;
    }
    this.sending = true;
    const text = this.field.value;
    const response = await post(this.form.action, this.data(), { leaving });
    this.sending = false;
    if (response?.ok) {
      this.tries = 0;
      await this.taken(text, response);
    } else this.notTaken(response);
  }

  data() {
    return new FormData(this.form);
  }

  notTaken() {
    this.say(this.form.dataset.saidWaiting);
    this.later(RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
  }
}
