/*
 * “My speech”: how long the text lasts aloud as it is typed, and a timer of two minutes. The timer announces one
 * minute, thirty seconds and the end; the digits change in silence. Nothing moves but they.
 */

const WORD = /[\p{L}\p{N}]+(?:[’'-][\p{L}\p{N}]+)*/gu;
const TWO_MINUTES = 120;
const MOMENTS = new Map([[60, 'saidHalf'], [30, 'saidSoon'], [0, 'saidOver']]);

class Speech {
  constructor(place, text) {
    Object.assign(this, { place, text, left: TWO_MINUTES, ticking: null });
    const find = (name) => place.querySelector(`[data-speech-${name}]`);
    for (const name of ['words', 'advice', 'clock', 'time', 'bar', 'start', 'reset', 'said']) this[name] = find(name);
    this.clock.hidden = false;
    text.addEventListener('input', () => this.measure());
    this.start.addEventListener('click', () => (this.ticking ? this.pause() : this.run()));
    this.reset.addEventListener('click', () => this.stop());
    this.measure();
  }

  measure() {
    const { rate, short, long } = this.place.dataset;
    const count = (this.text.value.match(WORD) ?? []).length;
    const seconds = 5 * Math.round((count * 60) / rate / 5);
    this.words.textContent = this.place.dataset.saidWords
      .replace('{words}', count)
      .replace('{minutes}', Math.floor(seconds / 60))
      .replace('{seconds}', String(seconds % 60).padStart(2, '0'));
    let length = 'Right';
    if (!count) length = 'Empty';
    else if (seconds < short) length = 'Short';
    else if (seconds > long) length = 'Long';
    this.advice.textContent = this.place.dataset[`said${length}`];
  }

  run() {
    if (this.left <= 0) this.left = TWO_MINUTES;
    // The clock of the machine, not the count of ticks: a tab in the background ticks late.
    this.end = Date.now() + this.left * 1000;
    this.ticking = setInterval(() => this.tick(), 250);
    this.start.textContent = this.place.dataset.labelPause;
    this.say('saidStarted');
    this.show();
  }

  tick() {
    const before = this.left;
    this.left = Math.ceil((this.end - Date.now()) / 1000);
    if (this.left === before) return;
    for (const [moment, words] of MOMENTS) if (before > moment && this.left <= moment) this.say(words);
    this.show();
  }

  pause() {
    clearInterval(this.ticking);
    this.ticking = null;
    this.start.textContent = this.place.dataset.labelResume;
    this.say('saidPaused');
  }

  stop() {
    clearInterval(this.ticking);
    Object.assign(this, { ticking: null, left: TWO_MINUTES });
    this.start.textContent = this.place.dataset.labelStart;
    this.said.textContent = '';
    this.show();
  }

  say(words) {
    this.said.textContent = this.place.dataset[words];
  }

  show() {
    const over = this.left < 0 ? '+' : '';
    const seconds = Math.abs(this.left);
    this.time.textContent = `${over}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    this.time.classList.toggle('depasse', this.left < 0);
    this.bar.value = Math.min(TWO_MINUTES - this.left, TWO_MINUTES);
  }
}

const place = document.querySelector('[data-speech]');
const text = document.querySelector('[data-speech-text]');
if (place && text) new Speech(place, text);
