// Hostile and benign HTML through `mingchuang html clean`, shown in Chromium
// without any CSP: nothing may execute, nothing benign may be lost, cleaning
// twice is cleaning once.  Uncleaned vectors that are known to execute show
// that the runner would see it.
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build, sleep } from '../http/lib.mjs';
import { Figures, each, filter, rowsOf } from './lib.mjs';

const TABS = 3;
const CONTROLS = 60;	// vectors shown uncleaned
const SETTLE = 40;	// ms for what a page does by itself
const LIMIT = 4000;	// ms for a page that never ends

// Says what would run even if nothing calls a function that we watch.
const REPORT = "script-src 'none'; object-src 'none'; base-uri 'none'; " +
	"form-action 'none'; frame-src 'none'";

// In each frame, before anything else.
function watch() {
	const hit = (kind, what) => {
		(window.__hits ??= []).push(`${kind} ${String(what).slice(0, 100)}`);
	};
	for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
		try {
			Object.defineProperty(window, name, {
				value: (x) => hit('call', `${name} ${x}`) });
		} catch { /* this frame allows nothing at all */ }
	document.addEventListener('securitypolicyviolation', (e) => {
		if (/^(script-src|object-src|base-uri|frame-src|form-action)/
			.test(e.effectiveDirective))
			hit('csp', `${e.effectiveDirective} ${e.blockedURI} ${e.sample}`);
	}, true);
}

// Every handler's event, then a click on all that can be clicked.
function provoke() {
	const attempt = (f) => { try { f(); } catch { /* the next one */ } };
	for (const el of [...document.querySelectorAll('*')].slice(0, 80))
		for (const { name } of el.attributes)
			if (/^on./i.test(name))
				attempt(() => el.dispatchEvent(new Event(
					name.slice(2).toLowerCase(), { cancelable: true })));
	const clickable = 'a,area,button,input,form,summary,label,[href],[action],' +
		'[formaction]';
	for (const el of [...document.querySelectorAll(clickable)].slice(0, 25))
		attempt(() => el.tagName === 'FORM' ? el.requestSubmit() : el.click ?
			el.click() : el.dispatchEvent(new MouseEvent('click', { bubbles: true })));
}

const shown = (html) => '<!doctype html><html><head><meta charset="utf-8">' +
	`<title>t</title></head><body><div id="content">${html}</div></body></html>`;

// Serves the texts of a map under /v/ID.
async function host(texts) {
	const server = http.createServer((rq, rp) => {
		const id = decodeURIComponent(rq.url.split('?')[0].slice(3));
		if (!rq.url.startsWith('/v/') || !texts.has(id))
			return rp.writeHead(404, { 'content-type': 'text/plain' }).end('x');
		rp.writeHead(200, { 'content-type': 'text/html; charset=utf-8',
			'content-security-policy-report-only': REPORT });
		return rp.end(shown(texts.get(id)));
	}).listen(0, '127.0.0.1');
	await new Promise((done) => server.once('listening', done));
	return { server, base: `http://127.0.0.1:${server.address().port}` };
}

async function openTab(browser, base) {
	const context = await browser.newContext();
	await context.addInitScript(watch);
	const page = await context.newPage();
	page.hits = [];
	page.on('dialog', (d) => {
		page.hits.push(`dialog ${d.message().slice(0, 60)}`);
		d.dismiss().catch(() => {});
	});
	context.on('page', (other) => other !== page && other.close().catch(() => {}));
	await context.route('**/*', (route) => {
		const rq = route.request();
		if (rq.resourceType() === 'script') {
			page.hits.push(`script-request ${rq.url().slice(0, 100)}`);
			return route.fulfill({ contentType: 'text/javascript',
				body: 'alert("ext")' });
		}
		return rq.url().startsWith(base) ? route.continue() : route.abort();
	});
	return page;
}

// Resolves in LIMIT, whatever the page does.
const limited = (promise) => Promise.race([promise.catch(() => null),
	sleep(LIMIT).then(() => 'late')]);

async function collect(page) {
	for (const frame of page.frames().slice(0, 6))
		page.hits.push(...(await limited(frame.evaluate(
			() => window.__hits ?? [])) ?? []));
}

// What a fragment did: lines of "call", "dialog", "csp", "script-request".
async function show(page, url) {
	page.hits = [];
	await limited(page.goto(url, { timeout: LIMIT, waitUntil: 'load' }));
	await sleep(SETTLE);
	await collect(page);
	for (const frame of page.frames().slice(0, 6))
		await limited(frame.evaluate(provoke));
	await sleep(SETTLE);
	await collect(page);
	return page.hits;
}

const executed = (hits) => hits.some((h) =>
	/^(call|dialog|script-request|csp script-src)/.test(h));

async function showAll(browser, texts) {
	const { server, base } = await host(texts);
	const tabs = [];
	for (let i = 0; i < TABS; i++) tabs.push(await openTab(browser, base));
	let done = 0;
	const results = await each([...texts.keys()], TABS, async (id, tab) => {
		const hits = await show(tabs[tab], `${base}/v/${encodeURIComponent(id)}`);
		// A tab remembers: a new one for whatever comes next.
		if (++done % 300 < TABS || hits.length > 0) {
			await tabs[tab].context().close().catch(() => {});
			tabs[tab] = await openTab(browser, base);
		}
		if (done % 1000 === 0) console.log(`  html: ${done} of ${texts.size} shown`);
		return [id, hits];
	});
	for (const tab of tabs) await tab.context().close();
	server.close();
	return new Map(results);
}

async function clean(rows) {
	const texts = new Map(), broken = [], unstable = [];
	await each(rows, TABS, async ({ id, input }) => {
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
		for (const a of ['href', 'src'])
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

	const control = vectors.filter((row) => row.raw === 'executes')
		.filter((_, i, all) => i % Math.ceil(all.length / CONTROLS) === 0);
	const seen = await showAll(browser, new Map(control.map((row) =>
		[row.id, row.input])));
	const caught = [...seen.values()].filter(executed).length;
	f.put('uncleaned ones that the runner sees execute',
		`${caught} of ${control.length}`, 'most', caught > control.length / 2);

	const hits = await showAll(browser, bad.texts);
	f.fails('vectors executed, cleaned, without CSP',
		[...hits].filter(([, h]) => executed(h)), vectors.length,
		([id, h]) => `${id} ${h[0]}`);

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
