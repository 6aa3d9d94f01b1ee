// Follows a file that is being read, then shows its report.
const EVERY = 1500;
const place = document.querySelector("[data-import-progress]");

async function follow() {
  const answer = await fetch(place.dataset.importProgress, { credentials: "same-origin" });
  if (!answer.ok) return;
  place.innerHTML = await answer.text();
  const moving = place.querySelector("progress") !== null;
  if (moving) setTimeout(follow, EVERY);
  else location.reload();
}

if (place) setTimeout(follow, EVERY);
