/*
 * Elder mode, high contrast and today's date, on every page.  Each mode is a
 * class of <html>, remembered in localStorage (early.js puts it back).
 */
const root = document.documentElement;

function remember(mode, on) {
  try {
    localStorage.setItem(`mc.${mode}`, on ? "on" : "off");
  } catch {
    // Storage is switched off: the mode lasts as long as the page.
  }
}

function switch_start(button, mode) {
  const show = () => {
    const on = root.classList.contains(mode);
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    remember(mode, root.classList.toggle(mode));
    show();
    document.dispatchEvent(new CustomEvent(`mc:${mode}`));
  });
  show();
}

for (const mode of ["elder", "contrast"]) {
  for (const button of document.querySelectorAll(`[data-${mode}]`)) {
    switch_start(button, mode);
  }
}

// The page may come from a cache, so only the reader's machine knows the day.
for (const place of document.querySelectorAll("[data-today]")) {
  const language = place.dataset.today === "en" ? "en-GB" : "zh-CN";
  const now = new Date();
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(now);
  const week = new Intl.DateTimeFormat(language, { weekday: "long" }).format(now);
  place.textContent = `${day} ${week}`;
}
