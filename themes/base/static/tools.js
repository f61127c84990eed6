/*
 * Reading aids of an article: size of the text, printing, reading aloud where
 * the machine has a voice for the page's language, and wide tables and
 * listings that the keyboard can scroll.
 */
const SIZES = ["small", "", "large", "larger"];
const root = document.documentElement;

function size_now() {
  const at = SIZES.findIndex(
    (name) => name && root.classList.contains(`text-${name}`));
  return at < 0 ? SIZES.indexOf("") : at;
}

function size_set(at) {
  for (const name of SIZES) if (name) root.classList.remove(`text-${name}`);
  if (SIZES[at]) root.classList.add(`text-${SIZES[at]}`);
  try {
    localStorage.setItem("mc.text", SIZES[at]);
  } catch {
    // Storage is switched off: the size lasts as long as the page.
  }
}

const sizers = document.querySelectorAll("[data-size]");

// Not `disabled`: the last step would take the focus away from its button.
function sizers_show() {
  for (const button of sizers) {
    const at = size_now() + Number(button.dataset.size);
    button.setAttribute("aria-disabled", String(!(at in SIZES)));
  }
}

for (const button of sizers) {
  button.addEventListener("click", () => {
    const at = size_now() + Number(button.dataset.size);
    if (at in SIZES) size_set(at);
    sizers_show();
  });
}
sizers_show();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}

// Of the text, which may be another than that of the buttons around it.
const text = document.querySelector("[data-text]");
const language_of = (place) => place.closest("[lang]").lang;

function voice_find() {
  const language = language_of(text).slice(0, 2).toLowerCase();
  return speechSynthesis.getVoices()
    .find((voice) => voice.lang.toLowerCase().startsWith(language));
}

function aloud_start(button, text) {
  const start = button.textContent;
  const stop = button.dataset.aloud;
  let run = 0;
  const quiet = () => {
    run += 1;
    speechSynthesis.cancel();
    button.textContent = start;
    button.setAttribute("aria-pressed", "false");
  };
  // Paragraph by paragraph: some engines fall silent in long texts.
  const speak = () => {
    const mine = (run += 1);
    const parts = text.innerText.split(/\n+/).filter((part) => part.trim());
    parts.forEach((part, i) => {
      const words = new SpeechSynthesisUtterance(part);
      words.voice = voice_find();
      words.lang = language_of(text);
      if (i === parts.length - 1) words.onend = () => mine === run && quiet();
      speechSynthesis.speak(words);
    });
    button.textContent = stop;
    button.setAttribute("aria-pressed", "true");
  };
  const offer = () => { button.hidden = !voice_find(); };
  const speaking = () => button.getAttribute("aria-pressed") === "true";
  button.addEventListener("click", () => (speaking() ? quiet() : speak()));
  speechSynthesis.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", quiet);
  offer();
}

const aloud = document.querySelector("[data-aloud]");
if (text && aloud && "speechSynthesis" in window) aloud_start(aloud, text);

for (const wide of text?.querySelectorAll("table, pre") ?? []) {
  if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
}
