// Cleans what is pasted from Word, WPS, WeChat and other pages: structure stays
// (headings, lists, tables with merged cells, links, bold, alignment), dress
// goes.  What is stored is cleaned again by the server; this is for the eye of
// who writes, and for pictures, which only the clipboard has.

const GONE = 'script,style,meta,link,title,xml,template,iframe,object,embed,' +
	'svg,math,input,button,select,textarea';
const BLOCK = new Set(['P', 'DIV', 'UL', 'OL', 'TABLE', 'H1', 'H2', 'H3', 'H4',
	'H5', 'H6', 'BLOCKQUOTE', 'PRE', 'FIGURE', 'SECTION', 'ARTICLE', 'HR', 'DL']);
const KEPT = {
	A: ['href', 'title'], IMG: ['src', 'alt', 'width', 'height', 'data-picture'],
	TD: ['colspan', 'rowspan'], TH: ['colspan', 'rowspan', 'scope'],
	OL: ['start', 'type'],
};
const TAGS = new Set(['A', 'P', 'BR', 'STRONG', 'EM', 'U', 'S', 'SUB', 'SUP',
	'UL', 'OL', 'LI', 'TABLE', 'THEAD', 'TBODY', 'TFOOT', 'TR', 'TD', 'TH',
	'CAPTION', 'IMG', 'H2', 'H3', 'H4', 'H5', 'H6', 'BLOCKQUOTE', 'PRE', 'CODE',
	'HR', 'FIGURE', 'FIGCAPTION', 'MARK', 'SPAN', 'DL', 'DT', 'DD']);
const NAMES = { B: 'strong', I: 'em', STRIKE: 's', DEL: 's', INS: 'u', H1: 'h2',
	CENTER: 'p' };

const rename = (node, name) => {
	const fresh = node.ownerDocument.createElement(name);
	for (const { name: key, value } of [...node.attributes])
		if (/^[a-z-]+$/.test(key)) fresh.setAttribute(key, value);
	fresh.append(...node.childNodes);
	node.replaceWith(fresh);
	return fresh;
};

const unwrap = (node) => node.replaceWith(...node.childNodes);

// Style as text: browsers drop mso-… from node.style.
const styleOf = (node, name) => new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`,
	'i').exec(node.getAttribute?.('style') ?? '')?.[1].trim() ?? '';

// ---- lists of Word: paragraphs that only look like items

const MARK = /^[\s\u00a0(（]*(\d+|[a-z]|[ivxlc]+|[一二三四五六七八九十百]+|[①-⑳])[\s\u00a0.)、．）]/i;

// Edge leaves the class and the mark as text, followed by a run of spaces.
const LOOSE = /^\s*([·•§●▪o]|\d+[.)、]|[a-z][.)]|[ivx]+[.)])\u00a0[\u00a0 ]+/i;

function looseItem(p) {
	const found = /MsoList/.test(p.className) && LOOSE.exec(p.textContent);
	if (!found) return null;
	let left = found[0].length;
	const walk = p.ownerDocument.createTreeWalker(p, NodeFilter.SHOW_TEXT);
	while (left > 0 && walk.nextNode()) {
		const cut = Math.min(left, walk.currentNode.data.length);
		walk.currentNode.data = walk.currentNode.data.slice(cut);
		left -= cut;
	}
	const inches = parseFloat(styleOf(p, 'margin-left')) || 0.5;
	return { p, level: Math.min(9, Math.max(1, Math.round(inches / 0.5))),
		ordered: MARK.test(found[1]) && found[1] !== 'o' };
}

function listItem(p) {
	const found = /level(\d)/i.exec(styleOf(p, 'mso-list'));
	if (!found) return looseItem(p);
	const ignored = [...p.querySelectorAll('span')]
		.find((s) => /ignore/i.test(styleOf(s, 'mso-list')));
	const mark = ignored?.textContent ?? '';
	ignored?.remove();
	return { p, level: Number(found[1]),
		ordered: MARK.test(`${mark} `) && !/^o\s/.test(mark) };
}

function placeItem(stack, item) {
	while (stack.length > item.level) stack.pop();
	while (stack.length < item.level) {
		const list = item.p.ownerDocument
			.createElement(item.ordered ? 'ol' : 'ul');
		const above = stack.at(-1);
		if (!above) item.p.before(list);
		else (above.lastElementChild ?? above.appendChild(
			item.p.ownerDocument.createElement('li'))).append(list);
		stack.push(list);
	}
	const li = item.p.ownerDocument.createElement('li');
	stack.at(-1).append(li);
	if (/^H\d$/.test(item.p.tagName)) {
		li.append(item.p);
		return;
	}
	li.append(...item.p.childNodes);
	item.p.remove();
}

// The element before it that holds anything.
function before(node) {
	let at = node.previousElementSibling;
	while (at && !at.querySelector('img,table') && !at.textContent.trim())
		at = at.previousElementSibling;
	return at;
}

function makeLists(body) {
	let stack = [], last = null;
	for (const p of [...body.querySelectorAll('p,h1,h2,h3,h4,h5,h6,div')]) {
		const item = listItem(p);
		if (!item) continue;
		if (!last || before(p) !== stack[0]) stack = [];
		placeItem(stack, item);
		last = item;
	}
}

// ---- dress to structure

function align(node) {
	const word = styleOf(node, 'text-align') || node.getAttribute('align') ||
		(node.tagName === 'CENTER' ? 'center' : '');
	const found = /^(center|right)$/i.exec(word);
	return found ? `ta-${found[1].toLowerCase()}` : '';
}

function emphasis(node) {
	const wrap = (name) => {
		const fresh = node.ownerDocument.createElement(name);
		fresh.append(...node.childNodes);
		node.append(fresh);
	};
	if (!node.textContent.trim()) return;
	if (/^(bold|[6-9]00)/i.test(styleOf(node, 'font-weight'))) wrap('strong');
	if (/italic/i.test(styleOf(node, 'font-style'))) wrap('em');
	if (/underline/i.test(styleOf(node, 'text-decoration'))) wrap('u');
	if (/line-through/i.test(styleOf(node, 'text-decoration'))) wrap('s');
}

const hasBlock = (node) => [...node.children].some((c) => BLOCK.has(c.tagName));

function shape(node) {
	const name = node.tagName;
	if (name === 'SPAN' || name === 'FONT') emphasis(node);
	if ((name === 'B' || name === 'STRONG') &&
		/normal|400/.test(styleOf(node, 'font-weight'))) return unwrap(node);
	if (['DIV', 'SECTION', 'ARTICLE', 'CENTER'].includes(name)) {
		if (hasBlock(node)) return unwrap(node);
		return strip(rename(node, 'p'));
	}
	if (NAMES[name]) return strip(rename(node, NAMES[name]));
	if (/^p$/i.test(name) && /^MsoTitle/i.test(node.className))
		return strip(rename(node, 'h2'));
	return strip(node);
}

// Unknown elements leave their text, known ones keep few attributes.
function strip(node) {
	const name = node.tagName;
	const place = /^(P|H\d|TD|TH|LI)$/.test(name) ? align(node) : '';
	if (!TAGS.has(name) || name === 'SPAN') return unwrap(node);
	for (const { name: key } of [...node.attributes])
		if (!KEPT[name]?.includes(key)) node.removeAttribute(key);
	if (place) node.className = place;
	if (name === 'A' && !/^(https?:|mailto:|tel:|\/|#)/i
		.test(node.getAttribute('href') ?? '')) unwrap(node);
}

function tidy(body) {
	for (const cell of body.querySelectorAll('td,th')) {
		const only = cell.children.length === 1 && cell.firstElementChild;
		if (only && only.tagName === 'P' && !only.className &&
			cell.textContent.trim() === only.textContent.trim()) unwrap(only);
	}
	for (const p of body.querySelectorAll('p,h2,h3,h4,h5,h6,strong,em,u,s,li,ol,ul'))
		if (!p.querySelector('img,table,hr') &&
			!p.textContent.replace(/[\s\u00a0\u200b]/g, '')) p.remove();
	const walk = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
	while (walk.nextNode())
		if (!walk.currentNode.parentElement.closest('pre'))
			walk.currentNode.data = walk.currentNode.data
				.replace(/\u200b/g, '').replace(/[\r\n\t ]+/g, ' ');
}

function dropComments(body) {
	const walk = body.ownerDocument.createTreeWalker(body,
		NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
	const found = [];
	while (walk.nextNode()) found.push(walk.currentNode);
	for (const node of found) node.remove();
}

// ---- pictures

// Each gets data-picture: its number among those that the clipboard must give.
function pictures(body) {
	const list = [];
	for (const img of body.querySelectorAll('img')) {
		const src = img.getAttribute('src') || img.dataset.src || '';
		if (/^\/media\//.test(src)) continue;
		img.setAttribute('data-picture', String(list.length));
		list.push(/^data:image\//i.test(src) ? src :
			/^https?:/i.test(src) ? 'web' : 'file');
		img.removeAttribute('src');
	}
	return list;
}

// { html, pictures }: pictures[n] is a data: address, "web" or "file".
export function cleanPasted(html) {
	const part = /<!--StartFragment-->([\s\S]*)<!--EndFragment-->/i.exec(html);
	const inTable = /<table[\s>][\s\S]*<!--StartFragment-->\s*<t[rd]/i.test(html);
	const page = new DOMParser().parseFromString(
		part && !inTable ? part[1] : html, 'text/html');
	const { body } = page;
	for (const node of body.querySelectorAll(GONE)) node.remove();
	for (const node of [...body.querySelectorAll('*')])
		if (/^[ow]:|^st1:|^v:/i.test(node.tagName)) unwrap(node);
	dropComments(body);
	makeLists(body);
	const list = pictures(body);
	for (const node of [...body.querySelectorAll('*')].reverse())
		if (node.isConnected) shape(node);
	tidy(body);
	return { html: body.innerHTML.trim(), pictures: list };
}
