// Rows of a form: one more, one less, and another order.  Without this the page
// has some blank rows to spare, and an emptied row goes when it is saved.
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

// The order of the form is that of the numbers, so both rows change theirs.
function move(row, by, list) {
	const shown = [...list.children].filter((other) => !other.hidden);
	const other = shown[shown.indexOf(row) + by];
	if (!other) return;
	const [mine, theirs] = [row.dataset.row, other.dataset.row];
	renumber(row, 'moved');
	renumber(other, mine);
	renumber(row, theirs);
	if (by < 0) other.before(row);
	else other.after(row);
	row.dispatchEvent(new Event('input', { bubbles: true }));
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
			const mover = event.target.closest('[data-row-move]');
			if (mover) {
				move(mover.closest('[data-row]'), Number(mover.dataset.rowMove), list);
				mover.focus();
				return;
			}
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
