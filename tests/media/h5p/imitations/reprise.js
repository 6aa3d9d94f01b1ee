/* Habits of several official types: parts built again at each resize, labels put in attributes, answers said anew. */
var H5P = H5P || {};

(function ($) {
  H5P.EssaiReprise = function (params, id, extras) {
    H5P.EventDispatcher.call(this);
    var self = this;
    this.contentId = id;
    this.lines = 0;
    this.built = 0;
    this.previous = extras && extras.previousState;
    this.getCurrentState = function () { return { lines: self.lines }; };
    this.on('resize', function () { self.build(); });
    this.params = params;
  };
  H5P.EssaiReprise.prototype = Object.create(H5P.EventDispatcher.prototype);
  H5P.EssaiReprise.prototype.constructor = H5P.EssaiReprise;
  H5P.EssaiReprise.prototype.build = function () {
    var self = this;
    this.built += 1;
    this.$box.empty().attr('data-built', this.built);
    $('<button>', { text: 'Poser', 'aria-label': this.params.label }).appendTo(this.$box).on('click', function () {
      self.lines += 1;
      self.$lines.append('<p>Une ligne de plus</p>');
    });
    $('<button>', { text: 'Vider' }).appendTo(this.$box).on('click', function () {
      var dialog = new H5P.ConfirmationDialog({
        headerText: 'Vider la zone ?', dialogText: self.params.question, cancelText: 'Annuler', confirmText: 'Vider',
      });
      dialog.appendTo(document.body);
      dialog.show(0);
      dialog.on('confirmed', function () { self.$lines.empty(); });
    });
  };
  H5P.EssaiReprise.prototype.attach = function ($container) {
    $.parseHTML('<p>Loutre</p>');
    this.$box = $('<div class="boite">').appendTo($container);
    this.$lines = $('<div class="lignes">').appendTo($container);
    this.build();
    if (this.previous) this.triggerXAPIScored(1, 1, 'answered', true, true);
    this.setActivityStarted();
  };
})(H5P.jQuery);
