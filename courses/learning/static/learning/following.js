// Asks for a part of the page again while it moves: `data-follow` is its address, and is gone once all is done.
const EVERY = 2000;

async function follow() {
  const part = document.querySelector('[data-follow]');
  if (!part) return;
  try {
    const answer = await fetch(part.dataset.follow, { headers: { 'X-Requested-With': 'fetch' } });
    if (answer.ok) part.outerHTML = await answer.text();
  } catch {
    // The connection is gone for now; the next turn asks again.
  }
  setTimeout(follow, EVERY);
}

setTimeout(follow, EVERY);
