/* As H5P.Column: sub-contents through H5P.newRunnable, events that bubble both ways, completed when all are. */
H5P.EssaiColonne = (function (EventDispatcher) {
  function Colonne(params, id, data) {
    var self = this;
    EventDispatcher.call(self);
    params = params || {};
    if (params.useSeparators === undefined) params.useSeparators = true;
    this.contentData = data;
    var instances = [];
    var wrapper;
    var previous = data && data.previousState;
    var done = {};
    var bubblingUpwards;

    function bubbleUp(origin, name, target) {
      origin.on(name, function (event) {
        bubblingUpwards = true;
        target.trigger(name, event);
        bubblingUpwards = false;
      });
    }

    function bubbleDown(origin, name, targets) {
      origin.on(name, function (event) {
        if (bubblingUpwards) return;
        for (var i = 0; i < targets.length; i++) targets[i].trigger(name, event);
      });
    }

    function track(index) {
      return function (event) {
        if (event.getVerb() !== 'answered' && event.getVerb() !== 'completed') return;
        if (done[index]) return;
        done[index] = true;
        var progressed = self.createXAPIEventTemplate('progressed');
        progressed.data.statement.object.definition.extensions['http://id.tincanapi.com/extension/ending-point'] = index + 1;
        self.trigger(progressed);
        if (Object.keys(done).length === instances.length) {
          var completed = self.createXAPIEventTemplate('completed');
          completed.setScoredResult(self.getScore(), self.getMaxScore(), self, true, self.getScore() === self.getMaxScore());
          self.trigger(completed);
        }
      };
    }

    function addRunnable(content, state, index) {
      var box = document.createElement('div');
      box.classList.add('h5p-column-content');
      var instance = H5P.newRunnable(content, id, H5P.jQuery(box), true, {
        parent: self, previousState: state, metadata: content.metadata,
      });
      bubbleUp(instance, 'resize', self);
      if (instance.getMaxScore) instance.on('xAPI', track(index));
      instances.push(instance);
      wrapper.appendChild(box);
    }

    self.attach = function ($container) {
      wrapper = document.createElement('div');
      (params.content || []).forEach(function (each, index) {
        addRunnable(each.content, previous && previous.instances ? previous.instances[index] : undefined, index);
      });
      bubbleDown(self, 'resize', instances);
      $container.addClass('h5p-column').html('').append(wrapper);
      self.setActivityStarted();
    };

    self.getCurrentState = function () {
      return { instances: instances.map(function (each) { return each.getCurrentState ? each.getCurrentState() : undefined; }) };
    };
    self.getXAPIData = function () {
      var event = self.createXAPIEventTemplate('answered');
      event.setScoredResult(self.getScore(), self.getMaxScore(), self, true, true);
      return {
        statement: event.data.statement,
        children: instances.map(function (each) { return each.getXAPIData && each.getXAPIData(); }).filter(Boolean),
      };
    };
    function sum(name) {
      return instances.reduce(function (total, each) { return total + (each[name] ? each[name]() : 0); }, 0);
    }
    self.getScore = function () { return sum('getScore'); };
    self.getMaxScore = function () { return sum('getMaxScore'); };
    self.getInstances = function () { return instances; };
    self.setActivityStarted();
  }
  Colonne.prototype = Object.create(EventDispatcher.prototype);
  Colonne.prototype.constructor = Colonne;
  return Colonne;
})(H5P.EventDispatcher);
