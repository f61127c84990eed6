// The word check beside a text: while it is written, and where it is reviewed.
// Hits come from the server, as the command and the submission see them.
import { highlight, ranges, read, spans } from './place.js';

const panel = document.getElementById('wordcheck');
const list = document.getElementById('wordcheck-hits');
const count = document.getElementById('wordcheck-count');
const texts = panel?.dataset ?? {};
const token = document.querySelector('meta[name=csrf]')?.content ?? '';
const form = document.getElementById('entry-form');
const PAUSE = 800;

const say = (key, args = {}) => (texts[key] ?? key)
	.replace(/\{(\w+)\}/g, (_, name) => args[name] ?? '');

async function ask(fields) {
	const body = new URLSearchParams();
	for (const [name, text] of Object.entries(fields))
		body.set(`text_${name}`, text);
	const reply = await fetch('/desk/words/check', { method: 'POST', body,
		credentials: 'same-origin', headers: { 'X-CSRF-Token': token,
			Accept: 'application/json' } });
	if (!reply.ok) throw new Error(`HTTP ${reply.status}`);
	return (await reply.json()).fields;
}

// ---- what there is to check: each source reads itself, finds its hits, shows
// and replaces them

const editorOf = (area) => window.hugerte?.get(area.id);

function editorSource(area, label) {
	let now = null, found = [];
	const root = () => editorOf(area)?.getBody();
	return { name: area.name, label,
		text: () => (now = root() ? read(root()) : { text: '', places: [] }).text,
		take(hits) {
			found = ranges(now, hits);
			if (root()) highlight(root().ownerDocument.defaultView, found);
		},
		go(hit) {
			const f = found.find((one) => one.hit === hit), editor = editorOf(area);
			if (!f) return;
			editor.focus();
			editor.selection.setRng(f.range);
			editor.selection.scrollIntoView();
		},
		replace(hit, by) {
			const f = found.find((one) => one.hit === hit), editor = editorOf(area);
			if (!f) return;
			editor.undoManager.transact(() => {
				editor.selection.setRng(f.range);
				editor.insertContent(editor.dom.encode(by));
			});
			editor.save();
			area.dispatchEvent(new Event('input', { bubbles: true }));
		} };
}

function inputSource(input, label) {
	let now = '', found = [];
	const span = (hit) => found.find((one) => one.hit === hit);
	return { name: input.name, label, text: () => (now = input.value),
		take: (hits) => { found = spans(now, hits); },
		go(hit) {
			input.focus();
			if (span(hit)) input.setSelectionRange(span(hit).from, span(hit).to);
		},
		replace(hit, by) {
			if (!span(hit)) return;
			input.setRangeText(by, span(hit).from, span(hit).to, 'end');
			input.dispatchEvent(new Event('input', { bubbles: true }));
		} };
}

// A text that is only read: all of them share the page's highlights.
const shown = new Map();
function shownSource(element, i) {
	let now = null, found = [];
	return { name: `shown${i}`, label: '', text: () => (now = read(element)).text,
		take(hits) {
			found = ranges(now, hits);
			shown.set(element, found);
			highlight(window, [...shown.values()].flat());
		},
		go(hit) {
			const f = found.find((one) => one.hit === hit);
			f?.range.startContainer.parentElement.scrollIntoView({ block: 'center' });
			if (f) getSelection().setBaseAndExtent(f.range.startContainer,
				f.range.startOffset, f.range.endContainer, f.range.endOffset);
		} };
}

const labelOf = (input) => document.querySelector(`label[for="${input.id}"]`)
	?.textContent.trim() ?? input.name;

function sources() {
	if (!form)
		return [...document.querySelectorAll('main .text')].map(shownSource);
	const out = [];
	for (const input of form.elements) {
		if (!input.name || input.name.startsWith('_')) continue;
		if (input.matches('textarea[data-editor]'))
			out.push(editorSource(input, labelOf(input)));
		else if (input.matches('textarea, input[type=text]'))
			out.push(inputSource(input, labelOf(input)));
	}
	return out;
}

// ---- the list

function button(text, work) {
	const b = document.createElement('button');
	b.type = 'button';
	b.className = 'button button-small';
	b.textContent = text;
	b.addEventListener('click', work);
	return b;
}

function item(source, hit) {
	const li = document.createElement('li');
	const tag = document.createElement('span');
	const quote = document.createElement('q');
	const reason = document.createElement('p');
	li.className = `word-hit word-${hit.severity}`;
	tag.className = 'tag';
	tag.textContent = say(hit.severity);
	quote.textContent = hit.text;
	reason.className = 'hint';
	reason.textContent = [source.label, hit.reason, hit.list_title]
		.filter(Boolean).join(' · ');
	li.append(tag, ' ', quote, reason, button(say('go'), () => source.go(hit)));
	if (hit.suggestion && source.replace)
		li.append(' ', button(say('replace', { by: hit.suggestion }), () => {
			source.replace(hit, hit.suggestion);
			later(0);
		}));
	return li;
}

function draw(all, fields) {
	const items = [];
	for (const source of all) {
		const hits = fields[source.name] ?? [];
		source.take(hits);
		for (const hit of hits) items.push(item(source, hit));
	}
	list.replaceChildren(...items);
	count.textContent = items.length > 0 ? say('found', { n: items.length }) :
		say('none');
}

// ---- when

let timer = 0, running = false, again = false;

// An editor that isn't there yet has no text, which says nothing of the hits.
const ready = () => [...form?.querySelectorAll('textarea[data-editor]') ?? []]
	.every((area) => editorOf(area)?.initialized);

async function run() {
	if (!ready()) {
		later(PAUSE);
		return;
	}
	if (running) {
		again = true;
		return;
	}
	running = true;
	const all = sources(), fields = {};
	for (const source of all) fields[source.name] = source.text();
	try {
		draw(all, await ask(fields));
	} catch {
		count.textContent = say('failed');
	}
	running = false;
	if (again) {
		again = false;
		later(PAUSE);
	}
}

function later(ms) {
	clearTimeout(timer);
	timer = setTimeout(run, ms);
}

// Beside the text where there is room.  The panel moves, never the editor: a
// frame that is moved loads anew.
function settle() {
	const card = panel.closest('.card'), first = form?.querySelector('.card');
	if (!card || !first || card === first) return;
	first.after(card);
	card.classList.add('word-panel');
	form.classList.add('word-form');
}

if (panel) {
	settle();
	form?.addEventListener('input', () => later(PAUSE));
	window.addEventListener('load', () => later(PAUSE));
	if (document.readyState === 'complete') later(PAUSE);
}
