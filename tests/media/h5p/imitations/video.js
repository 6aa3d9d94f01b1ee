/* As H5P.InteractiveVideo: a video of the content, questions that open over it, a score when it ends. */
H5P.EssaiVideo = (function ($) {
  function Video(params, id, extras) {
    var self = this;
    H5P.EventDispatcher.call(self);
    self.contentId = id;
    self.isTask = true;
    var opened = [];
    var previous = (extras && extras.previousState) || {};

    function open($container, interaction) {
      var $popup = $('<div class="h5p-interaction" role="dialog"/>').appendTo($container.find('.h5p-overlay'));
      var instance = H5P.newRunnable(interaction.action, id, undefined, undefined, { parent: self });
      opened.push(instance);
      instance.on('xAPI', function (event) {
        if (event.getVerb() === 'answered') { event.setVerb('answered'); self.trigger('resize'); }
      });
      instance.attach($popup);
      instance.trigger('resize');
    }

    self.attach = function ($container) {
      var $video = $('<video controls preload="auto" crossorigin="anonymous"/>');
      params.video.forEach(function (file) {
        $('<source>', { src: H5P.getPath(file.path, id), type: file.mime }).appendTo($video);
      });
      (params.tracks || []).forEach(function (file) {
        $('<track kind="captions" default>').attr('src', H5P.getPath(file.path, id)).appendTo($video);
      });
      $container.addClass('h5p-interactive-video').append($video, '<div class="h5p-overlay"/>');
      var video = $video.get(0);
      if (previous.progress) video.currentTime = previous.progress;
      video.addEventListener('loadedmetadata', function () {
        $container.attr('data-seconds', Math.round(video.duration));
        self.trigger('resize');
      });
      params.interactions.forEach(function (each) {
        $('<button type="button"/>').text(each.label).on('click', function () { open($container, each); }).appendTo($container);
      });
      $('<button type="button">Terminer</button>').on('click', function () {
        var completed = self.createXAPIEventTemplate('completed');
        completed.setScoredResult(self.getScore(), self.getMaxScore(), self, true, true);
        self.trigger(completed);
        new H5P.Dialog('bilan', 'Bilan', '<p>' + self.getScore() + '/' + self.getMaxScore() + '</p>', $container).open();
      }).appendTo($container);
      if (H5P.fullscreenSupported) {
        $('<button type="button">Plein écran</button>').on('click', function () { H5P.fullScreen($container, self); }).appendTo($container);
      }
      self.on('enterFullScreen', function () { $container.attr('data-full', 'yes'); });
      self.on('exitFullScreen', function () { $container.attr('data-full', 'no'); });
      self.setActivityStarted();
      self.triggerXAPI('interacted');
    };
    function sum(name) { return opened.reduce(function (total, each) { return total + each[name](); }, 0); }
    self.getScore = function () { return sum('getScore'); };
    self.getMaxScore = function () { return sum('getMaxScore'); };
    self.getCurrentState = function () { return { progress: 1, answers: opened.map(function (each) { return each.getCurrentState(); }) }; };
  }
  Video.prototype = Object.create(H5P.EventDispatcher.prototype);
  return Video;
})(H5P.jQuery);
