// What every staff page loads: htmx for filters and comparisons (each form works
// without it), and a word before something is lost for good.
import './vendor/htmx.org/dist/htmx.esm.min.js';

document.documentElement.classList.add('scripted');
for (const part of document.querySelectorAll('[data-scripted]'))
	part.hidden = false;

// On a phone the menu is a row that scrolls: begin at the page that is open.
const here = document.querySelector('.menu [aria-current]');
const row = here?.closest('ul');
if (row && row.scrollWidth > row.clientWidth)
	row.scrollLeft = here.offsetLeft - row.offsetLeft -
		(row.clientWidth - here.offsetWidth) / 2;
