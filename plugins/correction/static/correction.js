/*
 * Who selects words in an article can report them at once: a button appears
 * beside the selection and takes it to the form, behind # of the address, which
 * browsers send to nobody.
 */
const link = document.querySelector("[data-correction]");
const text = document.querySelector("[data-text]");
const MAX = 300;

function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !text) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return null;
  const words = selection.toString().replace(/\s+/g, " ").trim();
  return words ? { words: [...words].slice(0, MAX).join(""), range } : null;
}

function address(words) {
  const to = new URL(link.href);
  to.hash = `text=${encodeURIComponent(words)}`;
  return to.href;
}

if (link && text) {
  const plain = link.href;
  const here = document.createElement("a");
  here.className = "correction-here";
  here.textContent = link.dataset.hint;
  here.rel = "nofollow";
  here.href = plain;
  here.hidden = true;
  document.body.append(here);

  const show = () => {
    const found = selected();
    here.hidden = !found;
    link.href = plain;
    if (!found) return;
    link.href = address(found.words);
    here.href = link.href;
    const box = found.range.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - 140);
    here.style.setProperty("left", `${Math.max(left, 8) + window.scrollX}px`);
    here.style.setProperty("top", `${box.bottom + window.scrollY + 8}px`);
  };
  document.addEventListener("selectionchange", show);
}
