/* As a webpack build: one arrow function, an ES6 class that extends an ES5 one, a source map nobody has. */
(()=>{var e={d:(e,t)=>{for(var n in t)Object.defineProperty(e,n,{enumerable:!0,get:t[n]})}};
const $ = H5P.jQuery;
class Choix extends H5P.EssaiQuestion {
  constructor(params, contentId, extras = {}) {
    super('choix');
    this.params = $.extend(true, { media: {}, behaviour: { confirm: false }, l10n: { check: 'Check' } }, params);
    this.contentId = contentId;
    this.extras = extras;
    this.chosen = extras.previousState?.chosen ?? null;
    this.fieldset = document.createElement('fieldset');
    this.fieldset.innerHTML = `<legend>${this.params.question}</legend>`;
    this.params.answers.forEach((answer, index) => this.fieldset.append(this.option(answer, index)));
    if (this.params.media?.type?.library) {
      const box = document.createElement('div');
      this.media = H5P.newRunnable(this.params.media.type, contentId, $(box), false);
      this.media.on('loaded', () => this.trigger('resize'));
      this.register('image', box);
    }
    this.register('introduction', this.fieldset);
    this.addButton('check-answer', this.params.l10n.check, () => this.check(), this.params.behaviour.confirm ? 'Vraiment ?' : '');
  }
  option(answer, index) {
    const label = document.createElement('label');
    label.innerHTML = `<input type="radio" name="${this.extras.subContentId || this.contentId}" value="${index}"> ${answer.text}`;
    label.firstChild.checked = this.chosen === index;
    label.firstChild.addEventListener('change', () => {
      this.chosen = index;
      this.triggerXAPI('interacted');
    });
    return label;
  }
  check() {
    const event = this.createXAPIEventTemplate('answered');
    this.describe(event);
    event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, this.getScore() === 1);
    event.data.statement.result.response = String(this.chosen);
    this.trigger(event);
  }
  describe(event) {
    const definition = event.getVerifiedStatementValue(['object', 'definition']);
    $.extend(definition, {
      interactionType: 'choice',
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      description: { 'en-US': this.params.question },
      correctResponsesPattern: ['0'],
      choices: this.params.answers.map((answer, id) => ({ id: String(id), description: { 'en-US': answer.text } })),
    });
  }
  getAnswerGiven() { return this.chosen !== null; }
  getScore() { return this.chosen !== null && this.params.answers[this.chosen].correct ? 1 : 0; }
  getMaxScore() { return 1; }
  getTitle() { return H5P.createTitle((this.extras.metadata && this.extras.metadata.title) || 'Choix'); }
  showSolutions() { this.fieldset.classList.add('solutions'); }
  resetTask() { this.chosen = null; this.fieldset.querySelectorAll('input').forEach((input) => { input.checked = false; }); }
  getCurrentState() { return { chosen: this.chosen }; }
  getXAPIData() {
    const event = this.createXAPIEventTemplate('answered');
    this.describe(event);
    return { statement: event.data.statement };
  }
}
H5P.EssaiChoix = Choix})();
//# sourceMappingURL=choix.js.map
