// Rows of a form: one more, and one less.  Without this the page has some blank
// rows to spare, and an emptied row goes when the form is saved.
const NUMBERED = ['id', 'name', 'for', 'aria-describedby'];

function empty(row) {
	for (const input of row.querySelectorAll('input, select, textarea'))
		if (input.type === 'checkbox') input.checked = false;
		else input.value = '';
	row.dispatchEvent(new Event('input', { bubbles: true }));
}

function renumber(row, n) {
	const from = row.dataset.row;
	row.dataset.row = n;
	row.setAttribute('aria-label', row.getAttribute('aria-label')
		.replace(from, n));
	for (const node of row.querySelectorAll('*'))
		for (const name of NUMBERED)
			if (node.hasAttribute(name))
				node.setAttribute(name, node.getAttribute(name)
					.replace(`-${from}-`, `-${n}-`));
}

function add(list) {
	const last = list.lastElementChild;
	const row = last.cloneNode(true);
	renumber(row, Number(last.dataset.row) + 1);
	row.hidden = false;
	for (const bad of row.querySelectorAll('.bad')) bad.remove();
	list.append(row);
	empty(row);
	row.querySelector('input, select, textarea')?.focus();
}

const isBlank = (row) => [...row.querySelectorAll('input, select, textarea')]
	.every((input) => input.type === 'checkbox' || input.type === 'file' ?
		!input.checked : input.value === '');

export function startRows() {
	for (const list of document.querySelectorAll('[data-rows]')) {
		const button = list.parentElement.querySelector('[data-row-add]');
		const shown = () => [...list.children].filter((row) => !row.hidden);
		const limit = () => {
			button.disabled = shown().length >= Number(list.dataset.max);
		};
		// One blank row is enough where more can be had.
		shown().filter(isBlank).slice(1).forEach((row) => { row.hidden = true; });
		button.addEventListener('click', () => {
			const spare = [...list.children].find((row) => row.hidden);
			if (spare) {
				spare.hidden = false;
				spare.querySelector('input, select, textarea')?.focus();
			} else {
				add(list);
			}
			limit();
		});
		list.addEventListener('click', (event) => {
			const row = event.target.closest('[data-row-clear]') ?
				event.target.closest('[data-row]') : null;
			if (!row) return;
			empty(row);
			row.hidden = true;
			button.focus();
			limit();
		});
		limit();
	}
}
