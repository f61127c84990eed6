// What every staff page loads: htmx for filters and comparisons (each form works
// without it), and a word before something is lost for good.
import './vendor/htmx.org/dist/htmx.esm.min.js';

document.documentElement.classList.add('scripted');
for (const part of document.querySelectorAll('[data-scripted]'))
	part.hidden = false;
