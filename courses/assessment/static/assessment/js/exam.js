// Saves each answer as it is given, keeps what could not be sent, and follows the attempt's other tabs.
// The form works without this file: its buttons save and submit the whole of it.

const RETRY_AFTER = 4000;

class Exam {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-exam-status]");
    this.left = form.querySelector("[data-exam-left]");
    this.pending = new Map();
    this.sending = null;
    this.closed = false;
    form.addEventListener("change", (event) => this.changed(event.target));
    form.addEventListener("submit", () => { this.leaving = true; });
    addEventListener("online", () => this.flush());
    addEventListener("pageshow", (event) => { this.leaving = false; if (event.persisted) this.sync(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.sync(); });
    addEventListener("beforeunload", (event) => { if (this.pending.size && !this.leaving) event.preventDefault(); });
    this.watchDeadline();
    this.showCount();
    this.catchUp();
  }

  // On a slow line one answers before this script is there.
  catchUp() {
    for (const question of this.form.querySelectorAll("[data-question]")) {
      const inputs = Array.from(question.querySelectorAll("input[value]:not([type=hidden])"));
      if (inputs.some((input) => input.checked !== input.defaultChecked)) this.changed(question);
    }
  }

  keysOf(id) {
    const inputs = this.form.querySelectorAll(`[name="question-${id}"]:checked`);
    return Array.from(inputs, (input) => input.value);
  }

  changed(input) {
    const question = input.closest("[data-question]");
    if (!question || this.closed) return;
    const id = question.dataset.question;
    this.pending.set(id, this.keysOf(id));
    this.showCount();
    this.say("saving", this.form.dataset.saving);
    this.flush();
  }

  sync() {
    if (!this.closed) this.send({});
  }

  flush() {
    if (this.pending.size && !this.closed) this.send(Object.fromEntries(this.pending));
  }

  async send(answers) {
    if (this.sending) return;
    this.sending = answers;
    const reply = await this.post(answers);
    this.sending = null;
    if (reply === null) return this.wait();
    if (reply.error) return this.refused(reply);
    this.saved(answers, reply);
    this.flush();
  }

  async post(answers) {
    const version = Number(this.form.elements.version.value);
    try {
      const response = await fetch(this.form.dataset.answersUrl, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value,
        },
        body: JSON.stringify({ version, answers }),
      });
      return response.status >= 500 ? null : await response.json();
    } catch {
      return null;
    }
  }

  wait() {
    if (this.pending.size) this.say("offline", this.form.dataset.offline);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), RETRY_AFTER);
  }

  refused(reply) {
    this.say("refused", reply.message);
    if (reply.error !== "attempt-submitted" && reply.error !== "attempt-late") return;
    this.closed = true;
    this.pending.clear();
    for (const field of this.form.querySelectorAll("fieldset, button")) field.disabled = true;
    const link = document.createElement("a");
    link.href = this.form.dataset.resultUrl;
    link.textContent = document.title;
    this.status.append(" ", link);
  }

  saved(answers, reply) {
    this.form.elements.version.value = reply.version;
    for (const [id, keys] of Object.entries(answers)) {
      this.setBase(id, keys);
      if (String(this.pending.get(id)) === String(keys)) this.pending.delete(id);
    }
    for (const [id, keys] of Object.entries(reply.changed)) {
      if (!this.pending.has(id)) this.show(id, keys);
    }
    this.showCount();
    if (reply.message) this.say("info", reply.message);
    else if (Object.keys(answers).length && !this.pending.size) this.say("saved", this.form.dataset.saved);
  }

  setBase(id, keys) {
    const base = this.form.elements[`base-${id}`];
    if (base) base.value = keys.join(",");
  }

  show(id, keys) {
    for (const input of this.form.querySelectorAll(`[name="question-${id}"]`)) {
      input.checked = keys.includes(input.value);
    }
    this.setBase(id, keys);
  }

  showCount() {
    const questions = Array.from(this.form.querySelectorAll("[data-question]"));
    const answered = questions.filter((question) => this.keysOf(question.dataset.question).length).length;
    this.left.textContent = questions.length - answered;
  }

  say(state, text) {
    this.status.dataset.state = state;
    this.status.textContent = text;
  }

  watchDeadline() {
    if (!this.form.dataset.deadline) return;
    const left = new Date(this.form.dataset.deadline) - Date.now();
    // Loading the page again makes the server grade what is saved.
    setTimeout(() => { this.leaving = true; location.reload(); }, Math.min(Math.max(left, 0) + 1000, 2 ** 31 - 1));
  }
}

for (const form of document.querySelectorAll("[data-exam]")) new Exam(form);
