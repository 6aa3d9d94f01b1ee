/*
 * Keeps a reflection as it is typed: in the browser at once, on the site a moment later. What could not be sent
 * waits in localStorage and goes when the connection returns. Without it the form's button does the same.
 */

import { Draft, Shelf } from './draft.js';

class Reflection extends Draft {
  constructor(form) {
    super(form, new Shelf(`pv:reflection:${form.getAttribute('action')}`));
    const waiting = this.shelf.read();
    if (this.typedBefore()) {
      if (waiting !== null && !this.field.value.includes(waiting)) this.field.value = `${waiting}\n\n${this.field.value}`;
      this.typed();
    } else if (waiting !== null && waiting !== this.field.value) {
      this.field.value = waiting;
      this.send();
    }
  }

  keep() {
    this.shelf.write(this.field.value);
  }

  taken(text) {
    if (this.field.value === text) this.shelf.write(null);
    this.say(this.form.dataset.saidKept);
  }
}

for (const form of document.querySelectorAll('form[data-reflection]')) new Reflection(form);
