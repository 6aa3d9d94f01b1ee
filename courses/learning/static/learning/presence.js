/*
 * Tells the site, every minute that the lesson is in front of someone, where they are in it: they find that place
 * again on any device, and time counts where time completes a lesson. The site measures it by its own clock.
 */

const MINUTE = 60000;
const AWAY_AFTER = 10 * MINUTE;

const article = document.querySelector('[data-presence]');
let active = Date.now();

function place() {
  const seen = [...document.querySelectorAll('.lecon-blocs [id^="lieu-"]')].filter(
    (block) => block.getBoundingClientRect().top < innerHeight / 2,
  );
  return scrollY > 80 && seen.length ? seen.at(-1).id.slice('lieu-'.length) : '';
}

async function beat({ arriving = false, leaving = false } = {}) {
  const data = new FormData();
  data.set('place', arriving && location.hash.startsWith('#lieu-') ? location.hash.slice('#lieu-'.length) : place());
  data.set('csrfmiddlewaretoken', document.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '');
  if (arriving) data.set('arriving', '1');
  try {
    const response = await fetch(article.dataset.presence, {
      method: 'POST', body: data, credentials: 'same-origin', redirect: 'manual', keepalive: leaving,
    });
    if (!response.ok || leaving) return;
    document.dispatchEvent(new CustomEvent('pv:progress', { detail: await response.json() }));
  } catch {
    // Without a connection nothing is counted, and the place stays the last one known.
  }
}

function left() {
  return document.visibilityState === 'hidden' || Date.now() - active > AWAY_AFTER;
}

if (article) {
  for (const sign of ['pointerdown', 'pointermove', 'keydown', 'scroll', 'touchstart', 'focus']) {
    window.addEventListener(sign, () => { active = Date.now(); }, { passive: true });
  }
  beat({ arriving: true });
  setInterval(() => left() || beat(), MINUTE);
  document.addEventListener('visibilitychange', () => beat(
    document.visibilityState === 'hidden' ? { leaving: true } : { arriving: true },
  ));
}
