// Hostile and benign HTML through `mingchuang html clean`, shown in Chromium
// without any CSP: nothing may execute, nothing benign may be lost, cleaning
// twice is cleaning once.  Uncleaned vectors that are known to execute show
// that the runner would see it.
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, sleep } from '../http/lib.mjs';
import { Figures, each, filter, rowsOf } from './lib.mjs';

const FILTERS = 2;	// commands at a time
const TABS = 2;
const BATCH = 20;	// fragments in a page, each in a frame of its own
const CONTROLS = 60;	// vectors shown uncleaned
const SETTLE = 100;	// ms for what a page does by itself
const LIMIT = 8000;	// ms for a page that never ends

// Says what would run even if nothing calls a function that we watch.
const REPORT = "script-src 'none'; object-src 'none'; base-uri 'none'; " +
	"form-action 'none'; frame-src 'none'";

// In each frame, before anything else.
function watch() {
	const hit = (kind, what) => {
		window.__hit?.(kind, String(what).slice(0, 100));
	};
	for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
		try {
			Object.defineProperty(window, name, {
				value: (x) => hit('call', `${name} ${x}`) });
		} catch { /* this frame allows nothing at all */ }
	if (window === window.top) return;
	document.addEventListener('securitypolicyviolation', (e) => {
		if (/^(script-src|object-src|base-uri|frame-src|form-action)/
			.test(e.effectiveDirective))
			hit('csp', `${e.effectiveDirective} ${e.blockedURI} ${e.sample}`);
	}, true);
}

// In all frames: every handler's event, then a click on all that can be
// clicked.
function provoke() {
	const attempt = (f) => { try { f(); } catch { /* the next one */ } };
	const clickable = 'a,area,button,input,form,summary,label,[href],[action],' +
		'[formaction]';
	for (const frame of document.querySelectorAll('iframe')) {
		const inside = frame.contentDocument;
		if (!inside) continue;
		for (const el of [...inside.querySelectorAll('*')].slice(0, 80))
			for (const { name } of el.attributes)
				if (/^on./i.test(name))
					attempt(() => el.dispatchEvent(new Event(
						name.slice(2).toLowerCase(), { cancelable: true })));
		for (const el of [...inside.querySelectorAll(clickable)].slice(0, 25))
			attempt(() => el.tagName === 'FORM' ? el.requestSubmit() : el.click ?
				el.click() : el.dispatchEvent(new MouseEvent('click',
					{ bubbles: true })));
	}
}

const shown = (html) => '<!doctype html><html><head><meta charset="utf-8">' +
	`<title>t</title></head><body><div id="content">${html}</div></body></html>`;

// Serves the texts of a map under /v/ID, and pages of frames with some.
async function host(texts) {
	const type = 'text/html; charset=utf-8';
	const server = http.createServer((rq, rp) => {
		const { pathname, searchParams } = new URL(rq.url, 'http://x');
		const id = decodeURIComponent(pathname.slice(3));
		if (pathname === '/frames')
			return rp.writeHead(200, { 'content-type': type }).end(
				shown(searchParams.getAll('id').map((one) =>
					`<iframe src="/v/${encodeURIComponent(one)}"></iframe>`).join('')));
		if (!pathname.startsWith('/v/') || !texts.has(id))
			return rp.writeHead(404, { 'content-type': 'text/plain' }).end('x');
		return rp.writeHead(200, { 'content-type': type,
			'content-security-policy-report-only': REPORT })
			.end(shown(texts.get(id)));
	}).listen(0, '127.0.0.1');
	await new Promise((done) => server.once('listening', done));
	return { server, base: `http://127.0.0.1:${server.address().port}` };
}

async function openTab(browser, base) {
	const context = await browser.newContext();
	const page = await context.newPage();
	const idOf = (frame) => {
		const { pathname } = new URL(frame?.url() || 'about:blank');
		return pathname.startsWith('/v/') ? decodeURIComponent(
			pathname.slice(3)) : '';
	};
	const note = (frame, what) => page.hits.push([idOf(frame), what]);
	page.hits = [];
	await context.exposeBinding('__hit', ({ frame }, kind, what) =>
		note(frame, `${kind} ${what}`));
	await context.addInitScript(watch);
	page.on('dialog', (d) => {
		note(null, `dialog ${d.message().slice(0, 60)}`);
		d.dismiss().catch(() => {});
	});
	context.on('page', (other) => other !== page && other.close().catch(() => {}));
	await context.route('**/*', (route) => {
		const rq = route.request();
		if (rq.resourceType() === 'script') {
			note(rq.frame(), `script-request ${rq.url().slice(0, 100)}`);
			return route.fulfill({ contentType: 'text/javascript',
				body: 'alert("ext")' });
		}
		return rq.url().startsWith(base) ? route.continue() : route.abort();
	});
	return page;
}

// Resolves in LIMIT, whatever the page does: false if it took longer.
const limited = (promise) => Promise.race([promise.then(() => true, () => false),
	sleep(LIMIT).then(() => false)]);

// Shows some fragments in one page; false if they could not all be provoked,
// because one of them led the page away or held it up.
async function show(page, base, ids) {
	const url = `${base}/frames?${ids.map((id) =>
		`id=${encodeURIComponent(id)}`).join('&')}`;
	page.hits = [];
	let whole = await limited(page.goto(url, { timeout: LIMIT, waitUntil: 'load' }));
	await sleep(SETTLE);
	whole &&= page.url() === url && await limited(page.evaluate(provoke));
	await sleep(SETTLE);
	return whole && page.url() === url;
}

const isExecution = (hit) =>
	/^(call|dialog|script-request|csp script-src)/.test(hit);

// What each fragment did that is an execution: id → lines.  `alone`: one in a
// page; otherwise those of a page are shown alone if anything comes up.
async function showAll(browser, texts, alone = false) {
	const { server, base } = await host(texts);
	const ids = [...texts.keys()], pages = [], hits = new Map(), again = [];
	while (ids.length > 0) pages.push(ids.splice(0, alone ? 1 : BATCH));
	const tabs = [];
	for (let i = 0; i < TABS; i++) tabs.push(await openTab(browser, base));
	await each(pages, TABS, async (some, tab) => {
		const whole = await show(tabs[tab], base, some);
		const found = tabs[tab].hits.map(([, what]) => what).filter(isExecution);
		if (alone && found.length > 0) hits.set(some[0], found);
		if (!alone && (!whole || found.length > 0)) again.push(...some);
		if (whole && found.length === 0) return;
		await limited(tabs[tab].context().close());
		tabs[tab] = await openTab(browser, base);
	});
	for (const tab of tabs) await limited(tab.context().close());
	server.close();
	if (again.length > 0) {
		console.log(`  html: ${again.length} of ${texts.size} are shown alone`);
		return showAll(browser, new Map(again.map((id) => [id, texts.get(id)])), true);
	}
	return hits;
}

async function clean(rows) {
	const texts = new Map(), broken = [], unstable = [];
	await each(rows, FILTERS, async ({ id, input }) => {
		const once = await filter(['html', 'clean'], input);
		if (once.code !== 0) broken.push(`${id} ended with ${once.code}`);
		texts.set(id, once.out);
		const twice = await filter(['html', 'clean'], once.out);
		if (twice.out !== once.out) unstable.push(id);
	});
	return { texts, broken, unstable };
}

// What the browser makes of a fragment: its tags, addresses and text.
const facts = (page, html) => page.evaluate((text) => {
	const box = new DOMParser().parseFromString(
		`<body>${text}`, 'text/html').body;
	const tags = {}, urls = [];
	for (const el of box.querySelectorAll('*')) {
		const name = el.localName;
		tags[name] = (tags[name] ?? 0) + 1;
		for (const a of ['href', 'src', 'cite'])
			if (el.hasAttribute(a)) urls.push(el.getAttribute(a));
	}
	return { tags, urls, text: box.textContent };
}, html);

const plain = (text) => text.replace(/\s+/g, ' ').trim();

// Why a benign row isn't kept; "" if it is.
function lost(row, got) {
	const tags = Object.entries(row.expect_tags)
		.filter(([name, n]) => (got.tags[name] ?? 0) < n).map(([name]) => name);
	const urls = row.expect_urls.filter((url) => !got.urls.includes(url));
	if (tags.length > 0) return `tags ${tags}`;
	if (urls.length > 0) return `addresses ${urls}`;
	return plain(got.text) === plain(row.expect_text) ? '' :
		`text ${JSON.stringify(plain(got.text).slice(0, 60))}`;
}

export async function trial() {
	const f = new Figures('html');
	const vectors = rowsOf('html/vectors.jsonl');
	const benign = rowsOf('html/benign.jsonl');
	const { chromium } = createRequire(path.join(build,
		'npm/tests/browser/package.json'))('playwright-core');
	const browser = await chromium.launch({
		executablePath: '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking',
			'--mute-audio', '--host-resolver-rules=' +
			'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
	});
	const bad = await clean(vectors), good = await clean(benign);
	f.fails('vectors that the cleaner fails on',
		[...bad.broken, ...good.broken], vectors.length + benign.length);
	f.fails('cleaning twice differs from once',
		[...bad.unstable, ...good.unstable], vectors.length + benign.length);

	console.log('  html: cleaned');
	const control = vectors.filter((row) => row.raw === 'executes')
		.filter((_, i, all) => i % Math.ceil(all.length / CONTROLS) === 0);
	const seen = await showAll(browser, new Map(control.map((row) =>
		[row.id, row.input])), true);
	f.put('uncleaned ones that the runner sees execute',
		`${seen.size} of ${control.length}`, 'most', seen.size > control.length / 2);

	const hits = await showAll(browser, bad.texts);
	f.fails('vectors executed, cleaned, without CSP',
		[...hits], vectors.length, ([id, h]) => `${id} ${h[0]}`);

	const strict = benign.filter((row) => row.strict);
	const page = await browser.newPage();
	const missing = [];
	for (const row of strict) {
		const why = lost(row, await facts(page, good.texts.get(row.id)));
		if (why !== '') missing.push(`${row.id} ${why}`);
	}
	f.fails('strict benign rows not kept', missing, strict.length);
	await browser.close();
	return f;
}
