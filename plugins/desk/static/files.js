// Files of an entry's form: cover, attachments, and the library to choose from.
import { call, upload } from './api.js';
import { text } from './texts.js';

const LIBRARY_SHOWN = 60;
const changed = (node) =>
	node.dispatchEvent(new Event('input', { bubbles: true }));

function tell(words) {
	const place = document.getElementById('saved');
	if (place) place.textContent = words;
}

async function stored(file) {
	tell(text('uploading', { name: file.name }));
	try {
		const out = await upload(file);
		tell('');
		return out;
	} catch (fault) {
		tell(fault.message);
		return null;
	}
}

// ---- the library

function pictureButton(picture, choose) {
	const li = document.createElement('li');
	const button = document.createElement('button');
	const img = document.createElement('img');
	button.type = 'button';
	button.className = 'library-item';
	img.src = picture.url;
	img.alt = picture.alt || picture.name;
	img.loading = 'lazy';
	button.append(img, document.createTextNode(picture.name));
	button.addEventListener('click', () => choose(picture));
	li.append(button);
	return li;
}

// The chosen picture; null when the dialog was closed.
export async function chooseFromLibrary() {
	const dialog = document.getElementById('library');
	const list = dialog.querySelector('[data-library]');
	const { media } = await call('GET',
		`media?kind=picture&limit=${LIBRARY_SHOWN}`);
	return new Promise((done) => {
		let chosen = null;
		const choose = (picture) => {
			chosen = picture;
			dialog.close();
		};
		list.replaceChildren(...media.map((m) => pictureButton(m, choose)));
		if (media.length === 0) list.textContent = text('empty');
		dialog.addEventListener('close', () => done(chosen), { once: true });
		dialog.showModal();
	});
}

// ---- the cover

function setCover(part, media) {
	const picture = part.querySelector('[data-cover-picture]');
	const input = part.querySelector('.cover-hash');
	input.value = media?.hash ?? '';
	picture.hidden = !media;
	if (media) picture.src = media.url;
	changed(input);
}

function startCover(part) {
	const find = (name) => part.querySelector(`[data-cover-${name}]`);
	part.querySelector('.cover-hash').type = 'hidden';
	find('upload').addEventListener('click', () => find('input').click());
	find('input').addEventListener('change', async ({ target }) => {
		const media = target.files[0] && await stored(target.files[0]);
		if (media) setCover(part, media);
		target.value = '';
	});
	find('choose').addEventListener('click', async () => {
		const media = await chooseFromLibrary();
		if (media) setCover(part, media);
	});
	find('clear').addEventListener('click', () => setCover(part, null));
}

// ---- attachments

function fileRow(name, media) {
	const li = document.createElement('li');
	li.className = 'file';
	const hash = Object.assign(document.createElement('input'),
		{ type: 'hidden', name, value: media.hash });
	const shown = Object.assign(document.createElement('input'),
		{ className: 'file-name', name: `${name}_name`, value: media.name,
			maxLength: 120, ariaLabel: text('fileName') });
	const remove = Object.assign(document.createElement('button'),
		{ type: 'button', className: 'button button-small',
			textContent: text('remove') });
	remove.setAttribute('data-remove', '');
	li.append(hash, shown, remove);
	return li;
}

function startAttachments(field) {
	const list = field.querySelector('[data-files]');
	const input = field.querySelector('[data-attach-input]');
	field.querySelector('[data-attach]')
		.addEventListener('click', () => input.click());
	input.addEventListener('change', async () => {
		for (const file of input.files) {
			const media = await stored(file);
			if (media) list.append(fileRow(field.dataset.name, media));
		}
		input.value = '';
		changed(list);
	});
	list.addEventListener('click', ({ target }) => {
		if (!target.matches('[data-remove]')) return;
		target.closest('.file').remove();
		changed(list);
	});
}

for (const part of document.querySelectorAll('[data-cover]')) startCover(part);
for (const field of document.querySelectorAll('[data-kind=media_list]'))
	startAttachments(field);
for (const button of document.querySelectorAll('[data-close]'))
	button.addEventListener('click', () => button.closest('dialog').close());
