/*
 * Keeps the outline true while the learner answers: what the site said of the record (`pv:progress`, sent by the
 * H5P relay) becomes states, words, links and gauges. Without it the page is right at its next opening.
 */

const STATES = ['done', 'current', 'open', 'locked'];

function showUnit(id, unit) {
  for (const line of document.querySelectorAll(`[data-unit="${id}"]`)) {
    line.classList.remove(...STATES);
    line.classList.add(unit.state);
    line.querySelector('[data-label]').textContent = unit.label;
    const reason = line.querySelector('[data-reason]');
    reason.textContent = unit.reason;
    reason.hidden = !unit.reason;
    openLink(line.querySelector('a'), unit);
  }
  for (const reason of document.querySelectorAll(`[data-unit-reason="${id}"]`)) reason.hidden = unit.state !== 'locked';
  for (const link of document.querySelectorAll(`[data-unit-link="${id}"]`)) {
    link.hidden = unit.state === 'locked';
    openLink(link, unit);
  }
}

function openLink(link, unit) {
  if (unit.state === 'locked') return;
  link.href = unit.url;
  link.removeAttribute('aria-disabled');
  link.removeAttribute('role');
}

function showCourse(id, course) {
  for (const place of document.querySelectorAll(`[data-course="${id}"]`)) {
    const gauge = place.querySelector('progress');
    if (gauge) gauge.value = course.percent;
    const words = place.querySelector('.jauge-legende');
    if (words) words.textContent = course.words;
  }
  for (const [chapter, words] of Object.entries(course.chapters)) {
    for (const place of document.querySelectorAll(`[data-chapter="${chapter}"]`)) place.textContent = words;
  }
  for (const [unit, told] of Object.entries(course.units)) showUnit(unit, told);
}

document.addEventListener('pv:progress', (event) => {
  for (const [id, course] of Object.entries(event.detail?.courses ?? {})) {
    if (document.querySelector(`[data-outline="${id}"]`)) showCourse(id, course);
  }
});

// Browsers that cannot show a closed outline on a wide screen by style alone.
if (!CSS.supports('selector(::details-content)') && matchMedia('(min-width: 56.01rem)').matches) {
  for (const fold of document.querySelectorAll('[data-outline-fold]')) fold.open = true;
}
