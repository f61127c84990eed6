// What browser tests share: headless Chromium that resolves no name but the
// sites' own, pages that remember their faults, axe, html-validate, and
// screenshots in tests/browser/out/ (to be looked at: a broken layout scores
// no faults).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { DEADLINE, build, command, freshFolder, request, root, serve, sleep }
	from '../http/lib.mjs';

const packages = createRequire(path.join(build,
	'npm/tests/browser/package.json'));
const { chromium } = packages('playwright-core');
const AXE = fs.readFileSync(packages.resolve('axe-core/axe.min.js'), 'utf8');

export const OUT = path.join(root, 'tests/browser/out');
export const WIDE = 1280, NARROW = 390;
const HEIGHT = { [WIDE]: 900, [NARROW]: 844 };

export async function openBrowser() {
	fs.mkdirSync(OUT, { recursive: true });
	return chromium.launch({
		executablePath: '/usr/bin/chromium', timeout: DEADLINE,
		// What Chromium holds of the network decides which pictures it
		// loads ahead, and it warns of a slow one: it's told, not measured.
		args: ['--lang=zh-CN', '--no-sandbox', '--disable-background-networking',
			'--disable-dev-shm-usage', '--force-effective-connection-type=4G',
			'--host-resolver-rules=' +
			'MAP *.localhost 127.0.0.1, MAP *.test 127.0.0.1, ' +
			'MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
	});
}

const isDocument = (page, request) => request.isNavigationRequest() &&
	request.frame() === page.mainFrame();

// Faults are counted from the console: events of CSP miss frames.  That the
// document itself has an error status is the test's business; which loads
// were documents is known for sure only when they are over.
function watch(page) {
	page.faults = [];
	page.failed = [];
	page.documents = new Set();
	page.flying = new Map();
	page.on('request', (r) => {
		if (!['image', 'media'].includes(r.resourceType())) page.flying.set(r, r.url());
	});
	// What the document before it was asking for ends with it.
	page.on('response', (reply) => {
		const request = reply.request();
		if (!isDocument(page, request)) return;
		page.documents.add(reply.url());
		for (const other of page.flying.keys())
			if (other !== request) page.flying.delete(other);
	});
	page.on('requestfinished', (r) => page.flying.delete(r));
	page.on('requestfailed', (r) => page.flying.delete(r));
	page.on('console', (message) => {
		if (!['error', 'warning'].includes(message.type())) return;
		const text = message.text(), url = message.location().url.split('#')[0];
		if (/Failed to load resource/.test(text)) page.failed.push({ text, url });
		else page.faults.push(`${text} (${url})`);
	});
	page.on('pageerror', (error) => page.faults.push(String(error)));
	page.on('dialog', (dialog) => {
		page.faults.push(`dialog: ${dialog.message()}`);
		dialog.dismiss().catch(() => {});
	});
}

// A page in a context of its own: nothing is shared with any other.
export async function openPage(browser, { width = WIDE, ...options } = {}) {
	const context = await browser.newContext({ locale: 'zh-CN',
		timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
		viewport: { width, height: HEIGHT[width] ?? 900 }, ...options });
	context.setDefaultTimeout(DEADLINE);
	context.on('page', watch);
	return steady(await context.newPage());
}

// Chromium sometimes drops a navigation that begins while the one before it
// is still being committed (net::ERR_ABORTED); asked again it comes.
function steady(page) {
	for (const name of ['goto', 'reload']) {
		const go = page[name].bind(page);
		page[name] = async (...args) => {
			for (let tries = 20; ; tries--) {
				try {
					return await go(...args);
				} catch (error) {
					if (tries === 1 || !String(error).includes('ERR_ABORTED'))
						throw error;
				}
				await sleep(100);
			}
		};
	}
	return page;
}

// Does what leads to another document, and waits until that has loaded: the
// reply that brought it.  A click alone may be over before the old document
// is gone, or when the new one is half read.
export async function arrive(page, act) {
	await page.waitForLoadState('load');
	const [reply] = await Promise.all([
		page.waitForResponse((r) => isDocument(page, r.request()) &&
			(r.status() < 300 || r.status() >= 400)),
		page.waitForEvent('load'), act()]);
	return reply;
}

export const address = (server, host, target = '/') =>
	`http://${host}:${server.port}${target}`;

// Pictures that wait until one scrolls to them come now; names of those that
// don't come.
export const loadPictures = (page) => page.evaluate(async () => {
	const missing = [];
	for (const picture of document.querySelectorAll('img[src]')) {
		picture.loading = 'eager';
		await picture.decode().catch(() => missing.push(picture.src));
	}
	return missing;
});

// NAME.png of the whole page, or what `options` says.
export async function shoot(page, name, options = {}) {
	await loadPictures(page);
	const file = path.join(OUT, `${name}.png`);
	await page.screenshot({ path: file, fullPage: true,
		animations: 'disabled', ...options });
	return file;
}

// Chromium doesn't always tell of the end of a picture that is taken out of
// the page while it loads, so "networkidle" may never come: pictures are
// waited for by decoding them, everything else by its request.
export async function settle(page) {
	const deadline = Date.now() + DEADLINE;
	await page.waitForLoadState('load');
	do {
		await page.evaluate(() => document.fonts.ready.then(() =>
			new Promise((done) => requestAnimationFrame(() =>
				requestAnimationFrame(() => done())))));
	} while (page.flying.size > 0 && Date.now() < deadline);
	assert.deepEqual([...page.flying.values()], [], 'still loading');
}

export async function assertNoFault(page) {
	assert.deepEqual(await loadPictures(page), []);
	await settle(page);
	const failed = page.failed.filter(({ url }) => !page.documents.has(url));
	assert.deepEqual([...page.faults,
		...failed.map(({ text, url }) => `${text} (${url})`)], []);
}

// Nothing is wider than the window, or what is has its own scroll bar.
export async function assertFits(page) {
	const found = await page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		if (scrollWidth <= clientWidth) return [];
		return [...document.querySelectorAll('body *')]
			.filter((e) => e.getBoundingClientRect().right > clientWidth + 1)
			.slice(0, 5).map((e) => `${e.tagName} ${e.className}`);
	});
	assert.deepEqual(found, []);
}

export async function assertAxe(page, options = {}) {
	await page.evaluate(AXE);
	const { violations } = await page.evaluate((o) => window.axe.run(document, o),
		options);
	assert.deepEqual(violations.map((v) => `${v.id}: ${v.help}: ` +
		v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(' | ')), []);
}

// Rules about taste in writing markup are left out: templates leave blank
// lines, and titles of articles are as long as they are.
let validator;
async function validate(html) {
	if (!validator) {
		const { HtmlValidate, StaticConfigLoader } = packages('html-validate');
		validator = new HtmlValidate(new StaticConfigLoader({
			extends: ['html-validate:recommended'],
			rules: { 'long-title': 'off', 'no-trailing-whitespace': 'off',
				'void-style': 'off', 'no-implicit-button-type': 'off' },
		}));
	}
	return validator.validateString(html);
}

export async function assertValid(html) {
	const report = await validate(html);
	assert.deepEqual(report.results.flatMap((r) => r.messages).map((m) =>
		`${m.line}: ${m.ruleId}: ${m.message}: ` +
		html.split('\n')[m.line - 1].slice(0, 160)), []);
}

// ---- the demo sites

export const DEMO = ['jiangcheng', 'ganggou'];
export const hostOf = (site) => `${site}.localhost`;

// A server with the demo sites: { server, passwords (by account) }.
export async function serveDemo() {
	const sites = freshFolder('demo');
	const made = await command(['demo'], { sites });
	assert.equal(made.code, 0, made.err);
	const accounts = fs.readFileSync(path.join(sites, '.demo-accounts'), 'utf8');
	const passwords = Object.fromEntries(accounts.trim().split('\n')
		.map((line) => line.split(/\s+/).slice(0, 2)));
	return { server: await serve({ sites }), passwords };
}

// The live entries of a site, newest first.
export async function liveEntries(server, host) {
	const all = [];
	let cursor = '';
	do {
		const { json } = await request(server, 'GET',
			`/api/v1/live?limit=100&cursor=${cursor}`, { host });
		all.push(...json.entries);
		cursor = json.next ?? '';
	} while (cursor);
	return all;
}
