/*
 * Runs before the first paint (a plain script, in the head), so that a page in
 * elder mode does not show small and then jump.  Everything else is a module.
 */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    root.classList.toggle("elder", localStorage.getItem("mc.elder") === "on");
    var size = localStorage.getItem("mc.text");
    if (/^(small|large|larger)$/.test(size)) root.classList.add("text-" + size);
  } catch (e) {
    // Storage is switched off: the page is as it comes.
  }
})();
