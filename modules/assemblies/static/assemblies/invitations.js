// While e-mails leave, what says how far they are is read again; what the coordinator ticked stays as it is.
const PAUSE = 2000;

function renew(fresh, selector) {
  const shown = document.querySelector(selector);
  const read = fresh.querySelector(selector);
  if (shown && read) shown.replaceChildren(...read.childNodes);
}

async function read() {
  const shown = document.querySelector('[data-progress][data-running]');
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-progress]');
    if (answer.ok && fresh) {
      if (!fresh.hasAttribute('data-running')) delete shown.dataset.running;
      renew(page, '[data-progress]');
      for (const cell of document.querySelectorAll('[data-state]')) renew(page, `[data-state="${cell.dataset.state}"]`);
    }
  } catch {
    // The network is away: the next reading tells.
  }
  setTimeout(read, PAUSE);
}

setTimeout(read, PAUSE);
