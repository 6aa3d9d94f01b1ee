/* As official question types are written: ES5, H5P.jQuery and H5P.EventDispatcher given to a closure. */
var H5P = H5P || {};

H5P.EssaiQuestion = (function ($, EventDispatcher) {
  'use strict';

  function Question(kind) {
    var self = this;
    var sections = {};
    var $wrapper;
    EventDispatcher.call(self);

    self.register = function (name, content) {
      sections[name] = $('<div/>', { 'class': 'h5p-question-' + name, append: content });
    };

    self.addButton = function (id, text, clicked, confirm) {
      var $button = $('<button/>', { type: 'button', 'class': 'h5p-question-' + id, text: text });
      $button.on('click', function (event) {
        if (!confirm) return clicked(event);
        var dialog = new H5P.ConfirmationDialog({ headerText: confirm, instance: self });
        dialog.on('confirmed', clicked);
        dialog.appendTo(document.body);
        dialog.show(event.target.offsetTop);
      });
      H5P.Tooltip($button.get(0));
      sections.buttons = (sections.buttons || $('<div/>')).append($button);
    };

    self.attach = function ($container) {
      $wrapper = $container.addClass('h5p-question h5p-' + kind);
      $.each(sections, function (name, $section) { $section.appendTo($container); });
      self.setActivityStarted();
      self.trigger('domChanged', { $target: $container, library: 'H5P.EssaiQuestion', key: 'newLibrary' }, { bubbles: true, external: true });
    };

    self.on('resize', function () { if ($wrapper) $wrapper.attr('data-width', $wrapper.width()); });
  }
  Question.prototype = Object.create(EventDispatcher.prototype);
  Question.prototype.constructor = Question;
  return Question;
})(H5P.jQuery, H5P.EventDispatcher);
