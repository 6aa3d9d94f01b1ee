/*
 * Keeps a reflection as it is typed: in the browser at once, on the site a moment later. What could not be sent
 * waits in localStorage and goes when the connection returns. Without it the form's button does the same.
 */

const PAUSE = 1200;

class Reflection {
  constructor(form) {
    this.form = form;
    this.field = form.querySelector('textarea');
    this.status = form.querySelector('[data-status]');
    this.key = `pv:reflection:${form.getAttribute('action')}`;
    this.restore();
    this.field.addEventListener('input', () => this.typed());
    this.field.addEventListener('blur', () => this.send());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.send({ asked: true });
    });
  }

  restore() {
    const waiting = this.stored();
    if (waiting === null || waiting === this.field.value) return;
    this.field.value = waiting;
    this.send({ asked: true });
  }

  stored(value) {
    try {
      if (value === undefined) return localStorage.getItem(this.key);
      if (value === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, value);
    } catch {
      // A full or forbidden storage: what is typed is still sent.
    }
    return null;
  }

  typed() {
    this.stored(this.field.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE);
  }

  async send({ asked = false } = {}) {
    clearTimeout(this.timer);
    const text = this.field.value;
    if (!asked && this.stored() === null) return;
    const sent = await this.post();
    if (sent && this.field.value === text) this.stored(null);
    this.status.textContent = this.form.dataset[sent ? 'saidKept' : 'saidWaiting'];
  }

  async post() {
    try {
      const response = await fetch(this.form.action, {
        method: 'POST',
        body: new FormData(this.form),
        headers: { 'X-Requested-With': 'fetch' },
        credentials: 'same-origin',
        redirect: 'manual',
      });
      return response.ok;
    } catch {
      return false;
    }
  }
}

const reflections = [...document.querySelectorAll('form[data-reflection]')].map((form) => new Reflection(form));
window.addEventListener('online', () => reflections.forEach((each) => each.send()));
