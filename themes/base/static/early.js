/*
 * Runs before the first paint (a plain script, in the head), so that a page in
 * elder mode or high contrast does not show otherwise and then jump.  Everything else is a module.
 */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    ["elder", "contrast"].forEach(function (mode) {
      root.classList.toggle(mode, localStorage.getItem("mc." + mode) === "on");
    });
    var size = localStorage.getItem("mc.text");
    if (/^(small|large|larger)$/.test(size)) root.classList.add("text-" + size);
  } catch (e) {
    // Storage is switched off: the page is as it comes.
  }
})();
