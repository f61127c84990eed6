/*
 * Turns the pictures by themselves, and lets one stop that.  Without this
 * script they are a row that scrolls, with links to each.  Nothing moves in
 * elder mode, where motion is unwanted, while the pointer or the focus is on
 * the pictures, or in a hidden page.
 */
const PERIOD_MS = 6000;
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
const elder = () => document.documentElement.classList.contains("elder");

function carousel_start(box) {
  const row = box.querySelector(".carousel-slides");
  const slides = [...row.children];
  const dots = [...box.querySelectorAll("a.dot")];
  const pause = box.querySelector("[data-pause]");
  let held = calm.matches || elder();

  const now = () => Math.round(row.scrollLeft / Math.max(1, row.clientWidth));
  const turn = (at) => row.scrollTo({
    left: slides[at].offsetLeft - row.offsetLeft,
    behavior: calm.matches || elder() ? "instant" : "smooth",
  });
  const show = () => {
    dots.forEach((dot, i) => {
      if (i === now()) dot.setAttribute("aria-current", "true");
      else dot.removeAttribute("aria-current");
    });
    pause.setAttribute("aria-pressed", String(held));
  };

  dots.forEach((dot, i) => dot.addEventListener("click", (event) => {
    event.preventDefault();
    held = true;
    turn(i);
    show();
  }));
  pause.addEventListener("click", () => {
    held = !held;
    show();
  });
  document.addEventListener("mc:elder", () => {
    held = held || elder();
    show();
  });
  row.addEventListener("scroll", show, { passive: true });
  setInterval(() => {
    if (held || document.hidden || box.matches(":hover, :focus-within")) return;
    turn((now() + 1) % slides.length);
  }, PERIOD_MS);
  show();
}

for (const box of document.querySelectorAll("[data-carousel]")) carousel_start(box);
