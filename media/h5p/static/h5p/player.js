/*
 * Runs first in the player document: makes the opaque frame livable for H5P's core, waits for the learner's
 * state, starts the content, and tells the page what happens. Protocol: see relay.js.
 */
(function () {
  'use strict';

  const stage = JSON.parse(document.getElementById('stage').textContent);
  const cid = `cid-${stage.contentId}`;
  const framed = window.parent !== window;
  const GIVE_UP_AFTER = 1000;
  const ASK_AGAIN = 500;
  /* What some content types say anew of the state that they are given back. */
  const SAID_ANEW = /\/(answered|completed|interacted)$/;
  /* Attributes that are read aloud or shown as they are, and what the parameters are escaped with. */
  const SHOWN = new Set(['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder']);
  const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#039;': '’', '&#39;': '’', '&amp;': '&' };
  let started = false;
  let restoring = false;
  let followed = false;
  let spoke = false;

  /* An opaque origin has no storage: reading `localStorage` throws, and the core's start with it. */
  function memoryStorage() {
    const kept = new Map();
    const store = {
      getItem: (key) => (kept.has(String(key)) ? kept.get(String(key)) : null),
      setItem: (key, value) => void kept.set(String(key), String(value)),
      removeItem: (key) => void kept.delete(String(key)),
      clear: () => kept.clear(),
      key: (index) => [...kept.keys()][index] ?? null,
    };
    return new Proxy(store, {
      get: (target, name) => (name === 'length' ? kept.size : target[name] ?? target.getItem(name) ?? undefined),
      set: (target, name, value) => { target.setItem(name, value); return true; },
      deleteProperty: (target, name) => { target.removeItem(name); return true; },
    });
  }

  /* Parameters are escaped for HTML (`l&#039;eau`), and content types also put them where nothing decodes them. */
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    const shown = SHOWN.has(String(name).toLowerCase());
    setAttribute.call(this, name, shown ? String(value).replace(/&(lt|gt|quot|#0?39|amp);/g, (one) => ENTITIES[one]) : value);
  };

  function works(name) {
    try {
      return Boolean(window[name]);
    } catch {
      return false;
    }
  }

  for (const name of ['localStorage', 'sessionStorage']) {
    if (!works(name)) Object.defineProperty(window, name, { value: memoryStorage(), configurable: true });
  }
  try {
    void document.cookie;
  } catch {
    Object.defineProperty(document, 'cookie', { get: () => '', set: () => {}, configurable: true });
  }

  function tell(message) {
    if (framed) window.parent.postMessage({ pv: message.pv, contentId: stage.contentId, ...message }, '*');
  }

  const waiting = document.getElementById('waiting');

  function fail(id) {
    waiting.textContent = waiting.dataset.failed;
    waiting.hidden = false;
    tell({ pv: 'error', id });
  }

  window.H5PIntegration = stage.integration;
  window.H5P = { preventInit: true };

  function listen() {
    H5P.externalDispatcher.on('xAPI', (event) => {
      const { statement } = event.data;
      if (!followed || (restoring && SAID_ANEW.test(statement.verb?.id))) return;
      spoke = spoke || !String(statement.object?.id).includes('subContentId=');
      tell({ pv: 'statement', statement: JSON.parse(JSON.stringify(statement)) });
      saveSoon();
    });
    /* The core's answer is an address of its own plugins' sites; old types ask it all the same. */
    const contentPath = H5P.getContentPath;
    H5P.getContentPath = (id) => H5PIntegration.contents[`cid-${id}`]?.contentUrl ?? contentPath(id);
    const keep = H5P.setUserData;
    H5P.setUserData = function (contentId, dataType, data, extras) {
      keep.call(this, contentId, dataType, data, extras);
      if (followed && dataType === 'state' && !(extras && extras.subContentId)) tellState(data);
    };
  }

  let lastState;

  function tellState(data) {
    const state = JSON.stringify(data);
    if (state === undefined || state === lastState) return;
    lastState = state;
    tell({ pv: 'state', state });
  }

  let soon;

  function saveSoon() {
    clearTimeout(soon);
    soon = setTimeout(saveNow, 250);
  }

  function saveNow() {
    for (const instance of (H5P.instances || []).slice(0, 1)) {
      if (typeof instance.getCurrentState !== 'function') continue;
      const state = instance.getCurrentState();
      if (state !== undefined) H5P.setUserData(instance.contentId, 'state', state, { deleteOnChange: true });
    }
  }

  function followHeight() {
    const box = document.querySelector('.h5p-iframe');
    let told = 0;
    const measure = () => {
      if (document.fullscreenElement) return;
      const height = Math.ceil(Math.max(box.getBoundingClientRect().height, endOfDialog()));
      if (height && height !== told) tell({ pv: 'height', height: (told = height) });
    };
    new ResizeObserver(measure).observe(box);
    new MutationObserver(() => requestAnimationFrame(measure)).observe(document.body, { childList: true });
    measure();
  }

  /* The core lays some dialogs over the body, which is no taller than the content. */
  function endOfDialog() {
    const dialog = document.querySelector('body > .h5p-confirmation-dialog-background > .h5p-confirmation-dialog-popup');
    return dialog ? dialog.offsetTop + dialog.offsetHeight + 16 : 0;
  }

  /*
   * Content types lay themselves out when told so. Not at every new height, which the frame takes from them: some
   * build their parts again, and the keyboard's focus would be lost.
   */
  function followWidth() {
    let width = window.innerWidth;
    const layOut = () => H5P.instances?.forEach((instance) => H5P.trigger(instance, 'resize'));
    window.addEventListener('resize', () => {
      if (window.innerWidth === width && !document.fullscreenElement) return;
      width = window.innerWidth;
      layOut();
    });
    document.addEventListener('fullscreenchange', layOut);
  }

  /*
   * A film, a picture to explore, a column of texts say nothing of themselves: that they were opened is said for
   * them. A type that says so later says it with another verb.
   */
  function sayOpened() {
    if (!followed || spoke) return;
    const [instance] = H5P.instances;
    const event = new H5P.XAPIEvent();
    event.setActor();
    event.setVerb('experienced');
    event.setObject(instance);
    event.setContext(instance);
    tell({ pv: 'statement', statement: JSON.parse(JSON.stringify(event.data.statement)) });
  }

  /* The only words of the core that are written in its code. */
  function nameResetDialog() {
    const title = document.querySelector('.h5p-content-user-data-reset-dialog h2');
    if (title) title.textContent = H5P.t('contentChangedTitle');
  }

  function start(state) {
    if (started) return;
    started = true;
    waiting.hidden = true;
    if (typeof state === 'string' && state) {
      H5PIntegration.contents[cid].contentUserData = { 0: { state } };
      if (state !== 'RESET') lastState = state;
    } else {
      H5PIntegration.contents[cid].contentUserData = { 0: {} };
    }
    H5P.jQuery(() => {
      try {
        restoring = Boolean(lastState);
        H5P.init(document.body);
        restoring = false;
        H5P.preventInit = false;
        if (!H5P.instances.length) throw new Error('nothing started');
        nameResetDialog();
        followHeight();
        followWidth();
        tell({ pv: 'started' });
        sayOpened();
      } catch (error) {
        fail('player.start');
        throw error;
      }
    });
  }

  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !event.data || typeof event.data !== 'object') return;
    if (event.data.pv === 'start') {
      if (!started) followed = Boolean(event.data.followed);
      start(event.data.state);
    } else if (event.data.pv === 'save' && started) {
      saveNow();
    }
  });

  function ask() {
    if (started) return;
    tell({ pv: 'ready' });
    setTimeout(ask, ASK_AGAIN);
  }

  function loadScript(address) {
    return new Promise((resolve) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    });
  }

  /* One file that is not JavaScript keeps the whole bundle from running: then each file has its chance. */
  async function loadOneByOne() {
    if (window.h5pBundleReady) return;
    for (const address of stage.fallback) await loadScript(address);
  }

  document.addEventListener('DOMContentLoaded', async () => {
    if (!window.H5P.externalDispatcher) {
      fail('player.core');
      return;
    }
    listen();
    await loadOneByOne();
    if (!framed) {
      start(null);
      return;
    }
    waiting.hidden = false;
    ask();
    if (!stage.waits) setTimeout(() => start(null), GIVE_UP_AFTER);
  });
  window.addEventListener('pagehide', () => { if (started) saveNow(); });
})();
