/*
 * PorteVoix.Quiz: one question at a time, feedback for each answer, resumable.
 *
 * Written to the H5P content type API: constructor (params, contentId, extras), attach, getCurrentState,
 * and the question contract (getScore, getMaxScore, getAnswerGiven, showSolutions, resetTask, getXAPIData).
 * Texts of `params` come filtered by the host against semantics.json: they are HTML, and inserted as such.
 */
var PorteVoix = window.PorteVoix || {};
window.PorteVoix = PorteVoix;

PorteVoix.Quiz = (function () {
  'use strict';

  var DEFAULTS = {
    counter: 'Question @index / @total', hintSingle: '', hintMultiple: '', check: 'OK', next: '\u2192', finish: '\u2192',
    retry: '\u21ba', chooseFirst: '', right: '\u2713', wrong: '\u2717', yourChoice: '', expected: '\u2713', result: '@score / @total',
    passed: '', failed: '', review: ''
  };

  function create(tag, className, html) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (html !== undefined) node.innerHTML = html;
    return node;
  }

  function plain(html) {
    return create('div', '', html).textContent.trim();
  }

  function range(length) {
    return Array.from({ length: length }, function (_, index) { return index; });
  }

  function shuffled(items) {
    var copy = items.slice();
    for (var i = copy.length - 1; i > 0; i--) {
      var j = Math.floor(Math.random() * (i + 1));
      var kept = copy[i];
      copy[i] = copy[j];
      copy[j] = kept;
    }
    return copy;
  }

  function sameMembers(left, right) {
    return left.length === right.length && left.every(function (item) { return right.indexOf(item) !== -1; });
  }

  /* A question has no sub-content id of its own: its place in the quiz gives one that never changes. */
  function questionId(index) {
    return '00000000-0000-4000-8000-' + ('000000000000' + (index + 1).toString(16)).slice(-12);
  }

  function Quiz(params, contentId, extras) {
    H5P.EventDispatcher.call(this);
    extras = extras || {};
    this.contentId = contentId;
    this.questions = (params.questions || []).filter(function (question) {
      return question && question.choices && question.choices.length > 1;
    });
    this.intro = params.intro || '';
    this.passPercentage = params.passPercentage === undefined ? 60 : params.passPercentage;
    this.shuffles = params.shuffleChoices !== false;
    this.texts = Object.assign({}, DEFAULTS, params.l10n);
    this.metadata = extras.metadata || {};
    this.state = this.restore(extras.previousState) || this.fresh();
  }

  /* The core copies the enumerable members of the prototype: a class would lose its methods there. */
  Quiz.prototype = Object.assign(Object.create(H5P.EventDispatcher.prototype), {
    constructor: Quiz,

    fresh() {
      var quiz = this;
      return {
        at: 0,
        finished: false,
        answers: this.questions.map(function () { return []; }),
        checked: this.questions.map(function () { return false; }),
        order: this.questions.map(function (question) {
          var indexes = range(question.choices.length);
          return quiz.shuffles && question.type !== 'true_false' ? shuffled(indexes) : indexes;
        })
      };
    },

    /* The saved state, or null when it does not fit these questions. */
    restore(saved) {
      var questions = this.questions;
      if (!saved || !Array.isArray(saved.answers) || !Array.isArray(saved.order)) return null;
      var fits = saved.order.length === questions.length && saved.answers.length === questions.length &&
        saved.order.every(function (order, index) {
          return sameMembers(order, range(questions[index].choices.length));
        });
      if (!fits) return null;
      return {
        at: Math.min(Math.max(saved.at | 0, 0), questions.length - 1),
        finished: Boolean(saved.finished),
        answers: saved.answers,
        checked: questions.map(function (_, index) { return Boolean((saved.checked || [])[index]); }),
        order: saved.order
      };
    },

    getCurrentState() {
      return this.getAnswerGiven() ? this.state : {};
    },

    getAnswerGiven() {
      return this.state.answers.some(function (answer) { return answer.length > 0; });
    },

    getScore() {
      var quiz = this;
      return range(this.questions.length).filter(function (index) {
        return quiz.state.checked[index] && quiz.isRight(index);
      }).length;
    },

    getMaxScore() {
      return this.questions.length;
    },

    getTitle() {
      return H5P.createTitle(this.metadata.title || '');
    },

    showSolutions() {
      this.state.checked = this.state.checked.map(function () { return true; });
      this.state.finished = true;
      this.render();
    },

    resetTask() {
      this.state = this.fresh();
      this.activityStartTime = Date.now();
      this.render();
    },

    getXAPIData() {
      var event = this.createXAPIEventTemplate('completed');
      event.setScoredResult(this.getScore(), this.getMaxScore(), this, true, this.isPassed());
      var quiz = this;
      return {
        statement: event.data.statement,
        children: range(this.questions.length).map(function (index) {
          return { statement: quiz.answeredEvent(index).data.statement };
        })
      };
    },

    rightChoices(index) {
      var choices = this.questions[index].choices;
      return range(choices.length).filter(function (choice) { return choices[choice].correct; });
    },

    isRight(index) {
      return sameMembers(this.state.answers[index], this.rightChoices(index));
    },

    isMultiple(index) {
      return this.questions[index].type === 'multiple';
    },

    isPassed() {
      return this.getMaxScore() === 0 || this.getScore() * 100 >= this.passPercentage * this.getMaxScore();
    },

    answeredEvent(index) {
      var event = this.createXAPIEventTemplate('answered');
      var statement = event.data.statement;
      var quizId = statement.object.id;
      var question = this.questions[index];
      var right = this.isRight(index) ? 1 : 0;
      statement.object.id = quizId + '?subContentId=' + questionId(index);
      statement.object.definition = Object.assign({}, statement.object.definition, {
        type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
        interactionType: 'choice',
        name: { fr: plain(question.text).slice(0, 250) },
        description: { fr: plain(question.text) },
        correctResponsesPattern: [this.rightChoices(index).join('[,]')],
        choices: question.choices.map(function (choice, number) {
          return { id: String(number), description: { fr: plain(choice.text) } };
        })
      });
      statement.object.definition.extensions = Object.assign({}, statement.object.definition.extensions, {
        'http://h5p.org/x-api/h5p-subContentId': questionId(index)
      });
      statement.context = statement.context || {};
      statement.context.contextActivities = Object.assign({}, statement.context.contextActivities, {
        parent: [{ id: quizId, objectType: 'Activity' }]
      });
      event.setScoredResult(right, 1, this, true, right === 1);
      statement.result.response = this.state.answers[index].join('[,]');
      return event;
    },

    saveSoon() {
      this.triggerXAPI('interacted');
    },

    check(index) {
      if (this.state.answers[index].length === 0) {
        this.say(this.texts.chooseFirst);
        return;
      }
      this.state.checked[index] = true;
      this.trigger(this.answeredEvent(index));
      this.render();
      this.focusOn('.pv-quiz__verdict');
    },

    advance() {
      if (this.state.at + 1 < this.questions.length) {
        this.state.at += 1;
        this.render();
        this.saveSoon();
        this.focusOn('.pv-quiz__question');
      } else {
        this.finish();
      }
    },

    finish() {
      this.state.finished = true;
      this.render();
      this.triggerXAPIScored(this.getScore(), this.getMaxScore(), 'completed', true, this.isPassed());
      this.focusOn('.pv-quiz__result');
    },

    choose(index, choice, chosen) {
      var answer = this.state.answers[index].filter(function (other) { return other !== choice; });
      if (!this.isMultiple(index)) answer = [];
      this.state.answers[index] = chosen ? answer.concat(choice) : answer;
      this.say('');
      this.saveSoon();
    },

    attach($container) {
      this.root = $container.get ? $container.get(0) : $container;
      this.root.classList.add('pv-quiz');
      this.render();
      this.setActivityStarted();
    },

    render() {
      if (!this.root) return;
      this.root.textContent = '';
      if (this.state.finished) {
        this.drawResult();
      } else if (this.questions.length) {
        this.drawQuestion(this.state.at);
      }
      this.trigger('resize');
    },

    drawQuestion(index) {
      var question = this.questions[index];
      var checked = this.state.checked[index];
      if (index === 0 && this.intro) this.root.append(create('div', 'pv-quiz__intro', this.intro));
      this.root.append(this.gauge(index));
      var form = create('form', 'pv-quiz__form');
      form.noValidate = true;
      var field = create('fieldset', 'pv-quiz__field');
      var legend = create('legend', 'pv-quiz__question', question.text);
      legend.tabIndex = -1;
      field.append(legend);
      if (!checked && question.type !== 'true_false') field.append(this.hint(index));
      var quiz = this;
      this.state.order[index].forEach(function (choice) { field.append(quiz.drawChoice(index, choice)); });
      form.append(field);
      form.append(this.live());
      form.append(checked ? this.drawVerdict(index) : '', this.button(checked ? this.afterLabel() : this.texts.check));
      form.addEventListener('submit', function (event) {
        event.preventDefault();
        if (checked) quiz.advance(); else quiz.check(index);
      });
      this.root.append(form);
    },

    afterLabel() {
      return this.state.at + 1 < this.questions.length ? this.texts.next : this.texts.finish;
    },

    gauge(index) {
      var box = create('div', 'pv-quiz__gauge');
      var words = this.texts.counter.replace('@index', index + 1).replace('@total', this.questions.length);
      box.append(create('p', 'pv-quiz__counter', words));
      var dots = create('ol', 'pv-quiz__dots');
      dots.setAttribute('aria-hidden', 'true');
      var state = this.state;
      this.questions.forEach(function (_, number) {
        dots.append(create('li', state.checked[number] ? 'is-done' : number === index ? 'is-current' : ''));
      });
      box.append(dots);
      return box;
    },

    hint(index) {
      return create('p', 'pv-quiz__hint', this.isMultiple(index) ? this.texts.hintMultiple : this.texts.hintSingle);
    },

    drawChoice(index, choice) {
      var data = this.questions[index].choices[choice];
      var checked = this.state.checked[index];
      var chosen = this.state.answers[index].indexOf(choice) !== -1;
      var label = create('label', 'pv-quiz__choice');
      var input = create('input');
      input.type = this.isMultiple(index) ? 'checkbox' : 'radio';
      input.name = 'question-' + index;
      input.value = String(choice);
      input.checked = chosen;
      input.disabled = checked;
      var quiz = this;
      input.addEventListener('change', function () { quiz.choose(index, choice, input.checked); });
      var body = create('span', 'pv-quiz__body');
      body.append(create('span', 'pv-quiz__text', data.text));
      if (checked && (chosen || data.correct)) {
        label.classList.add(data.correct ? 'is-right' : 'is-wrong');
        body.append(this.mark(data, chosen));
        if (data.feedback) body.append(create('span', 'pv-quiz__feedback', data.feedback));
      }
      label.append(input, body);
      return label;
    },

    mark(data, chosen) {
      var words = [];
      if (chosen) words.push(this.texts.yourChoice);
      if (data.correct) words.push(this.texts.expected);
      return create('span', 'pv-quiz__mark', (data.correct ? '\u2713 ' : '\u2717 ') + words.join(' \u00b7 '));
    },

    drawVerdict(index) {
      var right = this.isRight(index);
      var box = create('div', 'pv-quiz__verdict ' + (right ? 'is-right' : 'is-wrong'));
      box.tabIndex = -1;
      box.append(create('p', 'pv-quiz__word', (right ? '\u2713 ' : '\u2717 ') + (right ? this.texts.right : this.texts.wrong)));
      var explanation = this.questions[index].explanation;
      if (explanation) box.append(create('div', 'pv-quiz__explanation', explanation));
      return box;
    },

    drawResult() {
      var score = this.getScore();
      var box = create('section', 'pv-quiz__result');
      box.tabIndex = -1;
      var words = this.texts.result.replace('@score', score).replace('@total', this.getMaxScore());
      box.append(create('p', 'pv-quiz__score', words));
      box.append(create('p', 'pv-quiz__after', this.isPassed() ? this.texts.passed : this.texts.failed));
      box.append(create('p', 'pv-quiz__title', this.texts.review));
      var list = create('ol', 'pv-quiz__review');
      var quiz = this;
      this.questions.forEach(function (question, index) { list.append(quiz.drawReview(question, index)); });
      box.append(list);
      var retry = this.button(this.texts.retry, 'button');
      retry.classList.add('is-light');
      retry.addEventListener('click', function () { quiz.retry(); });
      box.append(retry);
      this.root.append(box);
    },

    drawReview(question, index) {
      var right = this.isRight(index);
      var item = create('li', right ? 'is-right' : 'is-wrong');
      item.append(create('span', 'pv-quiz__sign', right ? '\u2713' : '\u2717'), create('span', '', plain(question.text)));
      var word = create('span', 'pv-quiz__hidden', ' ' + (right ? this.texts.right : this.texts.wrong));
      item.append(word);
      return item;
    },

    retry() {
      this.resetTask();
      this.triggerXAPI('attempted');
      this.saveSoon();
      this.focusOn('.pv-quiz__question');
    },

    button(words, type) {
      var button = create('button', 'pv-quiz__button', words);
      button.type = type || 'submit';
      return button;
    },

    live() {
      var box = create('p', 'pv-quiz__live');
      box.setAttribute('role', 'status');
      return box;
    },

    say(words) {
      var box = this.root && this.root.querySelector('.pv-quiz__live');
      if (box) box.innerHTML = words;
    },

    focusOn(selector) {
      var target = this.root.querySelector(selector);
      if (target) target.focus();
    }
  });

  return Quiz;
})();
