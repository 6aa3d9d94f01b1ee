/*
 * What one activity has to send: statements, each once, and the last state. Kept in localStorage until the site
 * has taken it. A statement gets its id and its time here, so that sending it twice records it once.
 */

const SOON = 250;
export const RETRY = [2000, 5000, 15000, 30000, 60000];
const AT_ONCE = 20;
const KEPT_DAYS = 14;
const SAID_FOR = 8000;
// Sent again, these would be refused again.
const HOPELESS = new Set([400, 404, 405, 409, 410, 413, 415, 422]);

export function uuid() {
  if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function csrfToken() {
  return document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '';
}

export class Outbox {
  /* mark: how many saves of the state there were when the page was made, and the page and number of the last. */
  constructor({ key, statementsUrl, stateUrl, version, mark = { count: 0 }, say }) {
    Object.assign(this, { key, statementsUrl, stateUrl, version });
    this.say = (word) => say(this.outdated ? 'Outdated' : word);
    this.base = mark.count;
    this.by = uuid();
    this.turn = 0;
    this.tries = 0;
    this.sending = false;
    this.atOnce = AT_ONCE;
    this.sentIds = new Set();
    this.kept = this.read();
    this.settle(mark);
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key)) ?? {};
      const limit = Date.now() - KEPT_DAYS * 86400000;
      const statements = (kept.statements ?? []).filter((each) => Date.parse(each.timestamp) > limit);
      return { ...kept, statements, state: kept.state ?? null };
    } catch {
      return { statements: [], state: null };
    }
  }

  /* What another visit left waiting counts only when nothing newer was saved meanwhile, here or elsewhere. */
  settle(mark) {
    const { state, version, base = mark.count, by, turn = 0 } = this.kept;
    if (state === null) return;
    if (version !== this.version) {
      this.leftBehind = true;
      this.kept.state = null;
    } else if (by && by === mark.by) {
      if (turn <= mark.turn) this.kept.state = null;
    } else if (base !== mark.count) {
      this.kept.state = null;
      this.say('Elsewhere');
      setTimeout(() => this.tries === 0 && this.say(''), SAID_FOR);
    }
    if (this.kept.state === null) this.write();
  }

  write() {
    try {
      // Another tab may have left statements of its own in the same place.
      const own = new Set(this.kept.statements.map((each) => each.id));
      const others = this.read().statements.filter((each) => !own.has(each.id) && !this.sentIds.has(each.id));
      const statements = [...others, ...this.kept.statements];
      if (statements.length === 0 && this.kept.state === null) localStorage.removeItem(this.key);
      else localStorage.setItem(this.key, JSON.stringify({ ...this.kept, statements }));
    } catch {
      // A full or forbidden storage leaves what is in memory, which is still sent.
    }
  }

  waitingState() {
    return this.kept.state ?? undefined;
  }

  addStatement(statement) {
    if (!this.statementsUrl || !statement || typeof statement !== 'object') return;
    this.kept.statements.push({ ...statement, id: uuid(), timestamp: new Date().toISOString() });
    this.changed();
  }

  keepState(state) {
    if (!this.stateUrl || this.outdated) return;
    this.turn += 1;
    const { version, base, by, turn } = this;
    Object.assign(this.kept, { state, version, base, by, turn });
    this.changed();
  }

  changed() {
    this.write();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), SOON);
  }

  /* Sends what waits; when leaving, at once and in a way that outlives the page. */
  async flush({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending && !leaving) return;
    if (leaving) {
      // Nothing runs after the page: both leave at once.
      this.sendStatements(true);
      this.sendState(true);
      return;
    }
    this.sending = true;
    try {
      const sent = (await this.sendStatements(leaving)) && (await this.sendState(leaving));
      if (sent) this.done();
    } finally {
      this.sending = false;
    }
  }

  done() {
    if (this.tries > 0) {
      this.say('Sent');
      setTimeout(() => this.tries === 0 && this.say(''), SAID_FOR);
    }
    this.tries = 0;
    if (this.kept.statements.length || this.kept.state !== null) this.changed();
  }

  async sendStatements(leaving) {
    const batch = this.kept.statements.slice(0, this.atOnce);
    if (!batch.length) return true;
    const answer = await this.post(this.statementsUrl, { statements: batch }, leaving);
    if (!answer) return false;
    // One refused statement must not take the others with it: they are sent again one by one.
    const alone = batch.length === 1;
    this.atOnce = answer.ok ? AT_ONCE : 1;
    if (!answer.ok && !alone) return true;
    batch.forEach((each) => this.sentIds.add(each.id));
    this.kept.statements = this.kept.statements.filter((each) => !this.sentIds.has(each.id));
    this.write();
    if (answer.ok) document.dispatchEvent(new CustomEvent('pv:progress', { detail: answer.body }));
    return true;
  }

  async sendState(leaving) {
    const { state, version, base, by, turn } = this.kept;
    if (state === null) return true;
    const answer = await this.post(this.stateUrl, { state, version, base, by, turn }, leaving);
    if (!answer) return false;
    this.base = answer.body?.base ?? this.base;
    // Another device went on since: what this one says would undo it.
    this.outdated = answer.status === 409;
    if (this.outdated) this.say('Outdated');
    if (this.outdated || this.kept.state === state) this.kept.state = null;
    this.write();
    return true;
  }

  /* The site's answer, or null when the same thing must be sent again later. */
  async post(url, body, leaving) {
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': csrfToken() },
        body: JSON.stringify(body),
        credentials: 'same-origin',
        redirect: 'manual',
        keepalive: leaving,
      });
      if (response.ok) return { ok: true, body: await response.json().catch(() => ({})) };
      if (HOPELESS.has(response.status)) return { ok: false, status: response.status };
      // Signed out, or not enrolled any more: kept until the page is opened again.
      if (response.type === 'opaqueredirect' || [401, 403].includes(response.status)) this.stop();
      else this.later();
    } catch {
      this.later();
    }
    return null;
  }

  stop() {
    this.say('Refused');
  }

  later() {
    this.say('Waiting');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY[Math.min(this.tries, RETRY.length - 1)]);
    this.tries += 1;
  }
}
