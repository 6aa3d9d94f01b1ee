// While e-mails leave, the line that says how far they are is read again; the page itself stays as it is.
const PAUSE = 2000;

async function read() {
  const shown = document.querySelector('[data-progress][data-running]');
  if (!shown) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-progress]');
    if (answer.ok && fresh) shown.replaceChildren(...fresh.childNodes);
    if (answer.ok && fresh && !fresh.hasAttribute('data-running')) delete shown.dataset.running;
  } catch {
    // The network is away: the next reading tells.
  }
  setTimeout(read, PAUSE);
}

setTimeout(read, PAUSE);
