/* As H5P.Image: the address from H5P.getPath, and a resize once the picture is there. */
var H5P = H5P || {};

(function ($) {
  H5P.EssaiImage = function (params, id, extras) {
    H5P.EventDispatcher.call(this);
    this.params = $.extend(true, {}, { alt: '' }, params);
    this.contentId = id;
    this.extras = extras;
  };
  H5P.EssaiImage.prototype = Object.create(H5P.EventDispatcher.prototype);
  H5P.EssaiImage.prototype.constructor = H5P.EssaiImage;
  H5P.EssaiImage.prototype.attach = function ($wrapper) {
    var self = this;
    var metadata = this.extras && this.extras.metadata;
    this.$img = $('<img>', {
      width: '100%',
      alt: this.params.alt,
      title: metadata ? H5P.createTitle(metadata.title) : '',
      on: { load: function () { self.trigger('loaded', this); self.trigger('resize'); } },
    });
    H5P.setSource(this.$img[0], this.params.file, this.contentId);
    $wrapper.addClass('h5p-image').html(this.$img);
  };
})(H5P.jQuery);
