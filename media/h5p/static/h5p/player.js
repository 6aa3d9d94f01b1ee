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
  let started = false;
  let followed = false;

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
      if (!followed) return;
      tell({ pv: 'statement', statement: JSON.parse(JSON.stringify(event.data.statement)) });
      saveSoon();
    });
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
      const height = Math.ceil(box.getBoundingClientRect().height);
      if (height && height !== told) tell({ pv: 'height', height: (told = height) });
    };
    new ResizeObserver(measure).observe(box);
    /* Content types lay themselves out when told so. */
    window.addEventListener('resize', () => H5P.instances?.forEach((instance) => H5P.trigger(instance, 'resize')));
    measure();
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
        H5P.init(document.body);
        H5P.preventInit = false;
        if (!H5P.instances.length) throw new Error('nothing started');
        followHeight();
        tell({ pv: 'started' });
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
