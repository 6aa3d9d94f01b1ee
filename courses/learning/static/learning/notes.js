/*
 * Keeps a note as it is typed. The page says which version it knew, so that the site can join what several pages
 * or devices wrote at the same time instead of losing one. What could not be sent waits in localStorage, one place
 * a page that was open, and leaves at the next visit. Without it the form's button does the same.
 */

import { uuid } from '../h5p/outbox.js';
import { Draft, post, Shelf } from './draft.js';

const REFUSED = new Set([400, 403, 404, 413]);
const writer = uuid();

class Note extends Draft {
  constructor(form) {
    const place = `pv:note:${form.dataset.owner}:${form.getAttribute('action')}:`;
    super(form, new Shelf(place + writer));
    this.place = place;
    this.known = form.elements.version.value;
    form.querySelector('[data-note-button]').hidden = true;
    if (this.typedBefore()) this.typed();
    this.sendLeftOver();
    window.addEventListener('online', () => this.sendLeftOver());
  }

  keep() {
    this.shelf.write(JSON.stringify({ text: this.field.value, known: this.known, writer }));
  }

  data(kept = { text: this.field.value, known: this.known, writer }) {
    const data = new FormData(this.form);
    data.set('text', kept.text);
    data.set('version', kept.known);
    data.set('writer', kept.writer);
    return data;
  }

  async taken(text, response) {
    const answer = await response.json();
    if (this.field.value === text) this.shelf.write(null);
    this.show(text, answer);
    this.say(answer.merged ? this.form.dataset.saidMerged : answer.words);
  }

  /* The site's text may hold more than what was sent; what was typed meanwhile stays at its end. */
  show(sent, answer) {
    const typed = this.field.value;
    const own = sent.trimStart();
    if (answer.text !== sent) {
      if (typed === sent) this.replace(answer.text);
      else if (answer.text.endsWith(own) && typed.trimStart().startsWith(own)) {
        this.replace(answer.text.slice(0, answer.text.length - own.length) + typed.trimStart());
      } else {
        // Not knowing the new version, the page has its next text joined to it by the site.
        this.later(0);
        return;
      }
    }
    this.known = answer.version;
    if (typed !== sent) this.typed();
  }

  replace(text) {
    const fromEnd = this.field.value.length - this.field.selectionEnd;
    this.field.value = text;
    if (document.activeElement === this.field) this.field.setSelectionRange(text.length - fromEnd, text.length - fromEnd);
  }

  notTaken(response) {
    if (response && (REFUSED.has(response.status) || response.type === 'opaqueredirect')) {
      this.say(this.form.dataset.saidRefused);
    } else super.notTaken(response);
  }

  /* What pages closed too early left behind: sent as theirs, so that nothing they did not know is undone. */
  async sendLeftOver() {
    for (const shelf of this.leftOver()) {
      const kept = shelf.read();
      const response = kept && (await post(this.form.action, this.data(JSON.parse(kept))));
      if (!response?.ok) {
        if (kept) this.say(this.form.dataset.saidWaiting);
        continue;
      }
      if (shelf.read() === kept) shelf.write(null);
      const answer = await response.json();
      if (this.waits()) continue;
      this.replace(answer.text);
      this.known = answer.version;
      this.say(answer.words);
    }
  }

  leftOver() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.place) && key !== this.shelf.key);
      return keys.map((key) => new Shelf(key));
    } catch {
      return [];
    }
  }
}

for (const form of document.querySelectorAll('form[data-note]')) new Note(form);

// “…/#mes-notes” opens the margin.
const margin = document.querySelector('[data-margin]');
if (margin && location.hash === '#mes-notes') margin.open = true;
