/* Reads, as content types do, what the core and its host promise. */
H5P.EssaiSonde = function (params, contentId, extras) {
  H5P.EventDispatcher.call(this);
  var self = this;
  this.attach = function ($container) {
    var content = H5PIntegration.contents['cid-' + contentId];
    var data = { extras: extras, framed: H5P.isFramed, opaque: self.origin, metadata: content.metadata };
    data.words = ['fullscreen', 'close', 'confirmLabel', 'contentChanged'].map(function (key) { return H5P.t(key); });
    data.missing = params.names.filter(function (name) { return typeof H5P[name] === 'undefined'; });
    data.library = H5P.getLibraryPath(self.libraryInfo.versionedNameNoSpaces);
    data.path = H5P.getPath('images/a.png', contentId);
    data.remote = H5P.getPath('https://ailleurs.example/a.png', contentId);
    data.iri = content.url;
    data.stored = (function () {
      localStorage.setItem('essai', '1'); localStorage.autre = 2; sessionStorage.setItem('essai', '3');
      return [localStorage.getItem('essai'), localStorage.autre, sessionStorage.essai, localStorage.absent === undefined, document.cookie];
    })();
    H5P.setUserData(contentId, 'bookmark', { page: 3 }, { deleteOnChange: true });
    H5P.getUserData(contentId, 'bookmark', function (error, value) { data.bookmark = [error || null, value || null]; });
    H5P.setFinished(contentId, 1, 1);
    data.copyrights = H5P.getCopyrights(self, params, contentId, content.metadata) || '';
    data.shuffled = H5P.shuffleArray([1, 2, 3]).length;
    data.uuid = H5P.createUUID();
    data.config = H5P.getLibraryConfig('H5P.EssaiSonde');
    window.location.hash = '#h5pbookid=1&chapter=2';
    data.hash = window.location.hash;
    data.reach = (function () { try { return String(window.parent.document.title); } catch (error) { return error.name; } })();
    $container.html('<pre class="sonde"></pre><img alt="" class="donnees"><img alt="" class="goutte"><canvas></canvas>');
    $container.find('.sonde').text(JSON.stringify(data));
    $container.find('.donnees').attr('src', 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==');
    var canvas = $container.find('canvas').get(0);
    canvas.toBlob(function (blob) { $container.find('.goutte').attr('src', URL.createObjectURL(blob)); });
  };
};
H5P.EssaiSonde.prototype = Object.create(H5P.EventDispatcher.prototype);
