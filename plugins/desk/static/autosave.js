// Keeps what is typed: every 20 seconds when something changed, and when the
// window or the editor is left.  A new entry with a title becomes a draft.
import { call } from './api.js';
import { text } from './texts.js';

const EVERY = 20000;
const MARKS = /[,，、;；]/;

const READ = {
	bool: (field) => field.querySelector('input').checked,
	tags: (field) => field.querySelector('input').value.split(MARKS)
		.map((tag) => tag.trim()).filter(Boolean),
	int: (field) => {
		const n = parseInt(field.querySelector('input').value, 10);
		return Number.isNaN(n) ? null : n;
	},
	media_list: (field) => [...field.querySelectorAll('.file')].map((row) => ({
		hash: row.querySelector('[type=hidden]').value,
		name: row.querySelector('.file-name').value })),
	items: (field) => [...field.querySelectorAll('[data-row]')]
		.map((row) => readAll(row, true))
		.filter((row) => Object.values(row)
			.some((v) => v !== '' && v !== null && v !== false)),
	other: (field) => field.querySelector('input,textarea,select').value,
};

// The values of the fields in a place; those within rows are the rows' affair.
function readAll(place, within) {
	const content = {};
	for (const field of place.querySelectorAll('[data-kind]'))
		if (!field.parentElement.closest('[data-rows]') === !within)
			content[field.dataset.name] =
				(READ[field.dataset.kind] ?? READ.other)(field);
	return content;
}

const contentOf = (form) => readAll(form, false);

class Autosave {
	constructor(form) {
		this.form = form;
		this.place = document.getElementById('saved');
		this.changed = false;
		this.busy = false;
		this.making = null;
		this.leaving = false;
	}

	start() {
		const { form } = this;
		form.addEventListener('input', () => {
			this.changed = true;
			this.place.textContent = text('unsaved');
		});
		form.addEventListener('submit', (event) => this.leave(event));
		window.addEventListener('blur', () => this.save());
		window.addEventListener('desk-blur', () => this.save());
		document.addEventListener('visibilitychange', () => this.save());
		window.addEventListener('beforeunload', (event) => {
			if (this.changed && !this.leaving) event.preventDefault();
		});
		setInterval(() => this.save(), EVERY);
	}

	async save() {
		if (!this.changed || this.busy || this.leaving) return;
		const content = contentOf(this.form);
		if (!this.form.dataset.id && !content.title?.trim()) return;
		this.busy = true;
		this.changed = false;
		this.place.textContent = text('saving');
		try {
			if (this.form.dataset.id) await this.keep(content);
			else await this.make(content);
			this.place.textContent = text('saved', {
				time: new Date().toTimeString().slice(0, 5) });
		} catch (fault) {
			this.changed = true;
			this.place.textContent = text('failed', { reason: fault.message });
		}
		this.busy = false;
	}

	// A draft that is being made is waited for: else the form would make
	// another one.
	leave(event) {
		const first = !this.leaving;
		this.leaving = true;
		if (!this.making) return;
		event.preventDefault();
		if (first) this.making.catch(() => {}).then(() =>
			this.form.requestSubmit(event.submitter));
	}

	keep(content) {
		const base = Number(this.form.elements.base_revision.value);
		return call('PUT', `entries/${this.form.dataset.id}/autosave`,
			{ base_revision: base, ...content });
	}

	async make(content) {
		this.making = this.create(content);
		await this.making.finally(() => { this.making = null; });
	}

	// From here on the form saves the draft that was made.
	async create(content) {
		const { form } = this;
		const made = await call('POST', 'entries',
			{ column: form.elements.column.value, type: form.dataset.type,
				...content });
		form.dataset.id = made.id;
		form.elements.base_revision.value = made.revision;
		form.action = `/desk/entries/${made.id}/edit`;
		history.replaceState(null, '', form.action);
	}
}

export function startAutosave(form) {
	if (form) new Autosave(form).start();
}
