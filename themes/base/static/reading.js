/*
 * Elder mode and today's date, on every page.  Elder mode is the class `elder`
 * on <html>, remembered in localStorage (early.js puts it back).
 */
const root = document.documentElement;

function remember(on) {
  try {
    localStorage.setItem("mc.elder", on ? "on" : "off");
  } catch {
    // Storage is switched off: the mode lasts as long as the page.
  }
}

for (const button of document.querySelectorAll("[data-elder]")) {
  const show = () => {
    const on = root.classList.contains("elder");
    button.setAttribute("aria-pressed", String(on));
  };
  button.addEventListener("click", () => {
    remember(root.classList.toggle("elder"));
    show();
    document.dispatchEvent(new CustomEvent("mc:elder"));
  });
  show();
}

// The page may come from a cache, so only the reader's machine knows the day.
for (const place of document.querySelectorAll("[data-today]")) {
  const language = place.dataset.today === "en" ? "en-GB" : "zh-CN";
  const now = new Date();
  const day = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(now);
  const week = new Intl.DateTimeFormat(language, { weekday: "long" }).format(now);
  place.textContent = `${day} ${week}`;
}
