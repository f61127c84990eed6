// The rich editor in place of the textareas of HTML.  Text has classes, never
// styles; pictures go to the library as they come.
import { startRows } from './rows.js';
import { upload } from './api.js';
import { chooseFromLibrary } from './files.js';
import { startAutosave } from './autosave.js';
import { cleanPasted } from './paste.js';
import { rtfPictures } from './rtf.js';
import { lang, text } from './texts.js';

const { hugerte } = window;
const zh = lang.startsWith('zh');
const BLOCKS = 'p,h2,h3,h4,h5,h6,td,th,li,div,figure';
const texts = document.getElementById('texts').dataset;

// What the translation lacks; names are as the editor's dialogs have them.
const MORE = { 'Browse files': '选择文件', 'Browse links': '选择链接',
	Link: '链接', Color: '颜色', 'UPPER CASE': '全部大写',
	'Capitalize Each Word': '每词首字母大写',
	'Capitalize first word': '首词首字母大写' };

// The translation is written for TinyMCE, whose names it calls.
async function translate() {
	if (!zh) return;
	window.tinymce = { addI18n: (_, words) => hugerte.addI18n('zh_CN', words) };
	await import('./vendor/tinymce-i18n/langs6/zh-Hans.js');
	hugerte.addI18n('zh_CN', MORE);
}

function bytesOf(address) {
	const [head, data] = address.split(',', 2);
	const type = /^data:(image\/[\w.+-]+)/i.exec(head)[1];
	const bin = /;base64/i.test(head) ? atob(data) : decodeURIComponent(data);
	return new Blob([Uint8Array.from(bin, (c) => c.charCodeAt(0))], { type });
}

const ENDINGS = { 'image/png': 'png', 'image/jpeg': 'jpg', 'image/gif': 'gif',
	'image/webp': 'webp' };

async function store(blob) {
	const ending = ENDINGS[blob.type];
	if (!ending) return null;
	return upload(blob, `paste-${Date.now()}.${ending}`).catch(() => null);
}

// Which bytes the clipboard has for each picture of the HTML.
function pictureBytes(list, rtf, files) {
	const fromRtf = rtf ? rtfPictures(rtf) : [];
	const images = files.filter((f) => f.type.startsWith('image/'));
	const wanted = list.filter((kind) => kind === 'file').length;
	let n = 0;
	return list.map((kind) => {
		if (kind === 'web') return null;
		if (kind !== 'file') return bytesOf(kind);
		const i = n++;
		return fromRtf[i] ?? (images.length === wanted ? images[i] : null);
	});
}

// Puts the stored pictures where they belong, marks where one is missing.
async function placePictures(html, bytes) {
	const body = new DOMParser().parseFromString(html, 'text/html').body;
	let lost = 0;
	for (const img of body.querySelectorAll('img[data-picture]')) {
		const blob = bytes[Number(img.dataset.picture)];
		const stored = blob && await store(blob);
		if (stored) {
			img.removeAttribute('data-picture');
			img.setAttribute('src', stored.url);
			img.alt = img.alt ?? '';
		} else {
			lost++;
			const mark = body.ownerDocument.createElement('mark');
			mark.textContent = text('picture');
			img.replaceWith(mark);
		}
	}
	return { html: body.innerHTML, lost };
}

async function paste(editor, data) {
	const files = [...data.files];
	const html = data.getData('text/html'), rtf = data.getData('text/rtf');
	const cleaned = html ? cleanPasted(html) :
		{ html: files.map((_, i) => `<p><img data-picture="${i}" alt=""></p>`)
			.join(''), pictures: files.map(() => 'file') };
	const bytes = html ? pictureBytes(cleaned.pictures, rtf, files) : files;
	if (bytes.some(Boolean))
		editor.notificationManager.open({ text: text('uploading', { name: '' }),
			type: 'info', timeout: 2000 });
	const placed = await placePictures(cleaned.html, bytes);
	editor.insertContent(placed.html);
	if (placed.lost > 0)
		editor.notificationManager.open({ type: 'warning',
			text: text('lost', { n: placed.lost }) });
}

function onPaste(editor, event) {
	const data = event.clipboardData;
	if (!data) return;
	const images = [...data.files].some((f) => f.type.startsWith('image/'));
	if (!data.types.includes('text/html') && !images) return;
	event.preventDefault();
	paste(editor, data);
}

const aligned = (place) => [{ selector: BLOCKS, classes: `ta-${place}` }];

function options(target) {
	return {
		target, suffix: '.min', promotion: false, branding: false,
		base_url: new URL('./vendor/hugerte', import.meta.url).pathname,
		elementpath: false, language: zh ? 'zh_CN' : 'en', menubar: false,
		min_height: 460, max_height: 900, autoresize_bottom_margin: 24,
		plugins: 'autolink autoresize code fullscreen image link lists ' +
			'searchreplace table wordcount',
		toolbar: 'undo redo | blocks | bold italic underline strikethrough | ' +
			'alignleft aligncenter alignright | bullist numlist blockquote | ' +
			'link image table | removeformat searchreplace code fullscreen',
		toolbar_mode: 'wrap',
		block_formats: zh ? '正文=p;标题=h2;小标题=h3;四级标题=h4' :
			'Text=p;Heading=h2;Subheading=h3;Heading 4=h4',
		formats: { alignleft: aligned('left'), aligncenter: aligned('center'),
			alignright: aligned('right'), underline: { inline: 'u' },
			strikethrough: { inline: 's' } },
		content_css: [texts.textCss, texts.tokenCss], body_class: 'text',
		iframe_aria_text: texts.body, valid_styles: { '*': '' },
		convert_urls: false, entity_encoding: 'raw', object_resizing: 'img',
		table_use_colgroups: false, table_sizing_mode: 'responsive',
		table_default_styles: {}, table_default_attributes: {},
		table_appearance_options: false, table_advtab: false,
		table_cell_advtab: false, table_row_advtab: false,
		table_resize_bars: false, image_dimensions: true,
		link_default_target: '', link_target_list: false,
		images_upload_handler: async (blob) => {
			const stored = await upload(blob.blob(), blob.filename());
			return stored.url;
		},
		file_picker_types: 'image',
		file_picker_callback: async (done) => {
			const picture = await chooseFromLibrary();
			if (picture) done(picture.url, { alt: picture.alt ?? '' });
		},
		setup: (editor) => {
			editor.on('paste', (event) => onPaste(editor, event), true);
			editor.on('change input undo redo', () => {
				editor.save();
				target.dispatchEvent(new Event('input', { bubbles: true }));
			});
			editor.on('blur', () => window.dispatchEvent(new Event('desk-blur')));
		},
	};
}

const areas = [...document.querySelectorAll('textarea[data-editor]')];
if (areas.length > 0) {
	await translate();
	for (const area of areas) await hugerte.init(options(area));
}
startRows();
startAutosave(document.getElementById('entry-form'));
