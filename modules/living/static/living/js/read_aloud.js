// Reads the short version with a French voice of the device, where there is one.

const french = () => speechSynthesis.getVoices().find((voice) => voice.lang.toLowerCase().startsWith("fr"));

function setUp(section) {
  const tools = section.querySelector("[data-read-aloud-tools]");
  const button = tools.querySelector("button");
  const text = section.querySelector("[data-read-aloud-text]");

  const show = (speaking) => {
    button.setAttribute("aria-pressed", String(speaking));
    button.textContent = speaking ? button.dataset.stop : button.dataset.listen;
  };

  const speak = () => {
    const words = new SpeechSynthesisUtterance(text.innerText);
    words.voice = french();
    words.lang = "fr-FR";
    words.rate = 0.95;
    words.onend = words.onerror = () => show(false);
    speechSynthesis.speak(words);
    show(true);
  };

  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      show(false);
    } else speak();
  });

  const offer = () => {
    if (french()) tools.hidden = false;
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speechSynthesis.cancel());
}

if ("speechSynthesis" in window) document.querySelectorAll("[data-read-aloud]").forEach(setUp);
