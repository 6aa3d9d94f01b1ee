/*
 * Says who is writing, so that the site can tell a page that was sent twice from two pages that were open at once;
 * and counts the characters that are left, once they are few.
 */

import { uuid } from '../../h5p/outbox.js';

const FEW = 300;

for (const form of document.querySelectorAll('[data-foreseeing]')) {
  form.elements.writer.value = uuid();
  const field = form.elements.mots;
  const counted = form.querySelector('[data-count]');
  const aloud = form.querySelector('[data-count-said]');
  let before = 'many';
  const count = () => {
    const left = Number(field.dataset.most) - field.value.trim().length;
    const state = left < 0 ? 'over' : left > FEW ? 'many' : left ? 'few' : 'none';
    const words = left < 0 ? counted.dataset.over : counted.dataset.left;
    counted.textContent = state === 'many' ? '' : `${words} ${Math.abs(left).toLocaleString('fr')}`;
    counted.classList.toggle('trop', left < 0);
    // Read aloud when it changes nature, not at every letter.
    if (state !== before) aloud.textContent = counted.textContent;
    before = state;
  };
  field.addEventListener('input', count);
  count();
}
