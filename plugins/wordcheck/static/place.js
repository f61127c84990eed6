// Where hits are in a page: the text of an element with the place of each of
// its characters, and highlights that leave its markup alone (CSS Custom
// Highlight API): nothing of them can be saved with the text.
const BLOCKS = new Set(['ADDRESS', 'ARTICLE', 'ASIDE', 'BLOCKQUOTE', 'BR', 'DD',
	'DIV', 'DL', 'DT', 'FIGCAPTION', 'FIGURE', 'H1', 'H2', 'H3', 'H4', 'H5',
	'H6', 'HR', 'LI', 'OL', 'P', 'PRE', 'SECTION', 'TABLE', 'TD', 'TH', 'TR',
	'UL']);
const COLORS = { block: '#fde2e2', warn: '#fdf0cf', note: '#e3eefb' };
const LINES = { block: '#a80d24', warn: '#8a5a00', note: '#0b57a4' };

// { text, places: [{ node, from, to, start }] }; start counts UTF-16 units.
export function read(root) {
	const places = [];
	let text = '';
	(function walk(node) {
		if (node.nodeType === 3) {
			places.push({ node, start: text.length });
			text += node.data;
			return;
		}
		if (node.nodeType !== 1 || node.nodeName === 'DEL') return;
		const block = BLOCKS.has(node.nodeName);
		if (block && text && !text.endsWith('\n')) text += '\n';
		for (const child of node.childNodes) walk(child);
		if (block && !text.endsWith('\n')) text += '\n';
	})(root);
	return { text, places };
}

// Characters (code points) to UTF-16 units, for hits in their order.
function* units(text, hits) {
	let at = 0, characters = 0;
	const to = (n) => {
		for (; characters < n && at < text.length; characters++)
			at += text.codePointAt(at) > 0xffff ? 2 : 1;
		return at;
	};
	for (const hit of hits)
		yield { hit, from: to(hit.start), to: to(hit.start + hit.length) };
}

function point(places, at, end) {
	let low = 0, high = places.length - 1;
	while (low < high) {
		const mid = Math.ceil((low + high) / 2);
		if (places[mid].start < at || (!end && places[mid].start === at))
			low = mid;
		else
			high = mid - 1;
	}
	const p = places[low];
	return p && [p.node, Math.max(0, Math.min(at - p.start, p.node.data.length))];
}

// [{ hit, range }]
export function ranges({ text, places }, hits) {
	const out = [];
	for (const { hit, from, to } of units(text, hits)) {
		const a = point(places, from, false), b = point(places, to, true);
		if (!a || !b) continue;
		const range = a[0].ownerDocument.createRange();
		range.setStart(...a);
		range.setEnd(...b);
		out.push({ hit, range });
	}
	return out;
}

const styled = new WeakSet();

function style(view) {
	if (styled.has(view.document)) return;
	styled.add(view.document);
	const sheet = new view.CSSStyleSheet();
	sheet.replaceSync(Object.keys(COLORS).map((severity) =>
		`::highlight(words-${severity}) { background-color: ${
			COLORS[severity]}; text-decoration: underline 2px ${
			LINES[severity]}; }`).join('\n'));
	view.document.adoptedStyleSheets.push(sheet);
}

// Shows the ranges in that window, in place of those shown before.
export function highlight(view, found) {
	if (!view.CSS?.highlights) return;
	style(view);
	for (const severity of Object.keys(COLORS)) {
		const mine = found.filter((f) => f.hit.severity === severity)
			.map((f) => f.range);
		if (mine.length > 0)
			view.CSS.highlights.set(`words-${severity}`,
				new view.Highlight(...mine));
		else
			view.CSS.highlights.delete(`words-${severity}`);
	}
}

// Hits of a field of text: the characters from and to, as UTF-16 units.
export const spans = (text, hits) => [...units(text, hits)];
