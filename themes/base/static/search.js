/*
 * Suggestions under a search field (data-suggest: their address) while one
 * types: a listbox as in the ARIA patterns.  Arrow keys choose, Enter goes
 * there, Escape closes.  Without this script the form works as it is.
 */
const WAIT = 180; // milliseconds without a key

function option(id, index, { text, url }) {
  const item = document.createElement("li");
  item.id = `${id}-${index}`;
  item.className = "suggest-item";
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.textContent = text;
  item.dataset.url = url;
  return item;
}

class Suggest {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.id = `${field.id}-list`;
    this.list.className = "suggest";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", field.placeholder);
    this.list.hidden = true;
    field.parentElement.append(this.list);
    for (const [name, value] of [["role", "combobox"],
      ["aria-autocomplete", "list"], ["aria-controls", this.list.id],
      ["aria-expanded", "false"]]) field.setAttribute(name, value);
    this.chosen = -1;
    field.addEventListener("input", () => this.later());
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // Before the field loses the focus, which closes the list.
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.go(event.target.closest("[data-url]"));
    });
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const q = this.field.value.trim();
    this.flying?.abort();
    if (!q) return this.close();
    this.flying = new AbortController();
    try {
      const answer = await fetch(
        `${this.field.dataset.suggest}?q=${encodeURIComponent(q)}`,
        { signal: this.flying.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      // Aborted, or no network: nothing is suggested.
    }
  }

  show(all) {
    this.list.replaceChildren(
      ...all.map((one, i) => option(this.list.id, i, one)));
    this.chosen = -1;
    this.field.removeAttribute("aria-activedescendant");
    const open = all.length > 0 && document.activeElement === this.field;
    this.list.hidden = !open;
    this.field.setAttribute("aria-expanded", String(open));
  }

  close() {
    clearTimeout(this.timer);
    this.flying?.abort();
    this.show([]);
  }

  choose(step) {
    const items = [...this.list.children];
    this.chosen = (this.chosen + step + items.length + 1) % (items.length + 1);
    items.forEach((item, i) => item.setAttribute("aria-selected",
      String(i === this.chosen)));
    const item = items[this.chosen];
    if (item) this.field.setAttribute("aria-activedescendant", item.id);
    else this.field.removeAttribute("aria-activedescendant");
    item?.scrollIntoView({ block: "nearest" });
  }

  go(item) {
    if (item) location.assign(item.dataset.url);
  }

  key(event) {
    if (event.isComposing || this.list.hidden) return;
    if (event.key === "ArrowDown") this.choose(1);
    else if (event.key === "ArrowUp") this.choose(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.list.children[this.chosen])
      this.go(this.list.children[this.chosen]);
    else return;
    event.preventDefault();
  }
}

for (const field of document.querySelectorAll("[data-suggest]"))
  new Suggest(field);
