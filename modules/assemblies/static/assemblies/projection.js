// The whole screen for the room; Escape leaves it, as everywhere.
const button = document.querySelector('[data-fullscreen]');
if (button && document.fullscreenEnabled) {
  button.hidden = false;
  button.addEventListener('click', () => document.documentElement.requestFullscreen());
}
