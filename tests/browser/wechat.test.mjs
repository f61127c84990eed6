// WeChat's own browser, as far as Chromium can stand in for it: its name, its
// widths, a phone's screen; letters enlarged as its settings do (Android: every
// text by a factor; iOS: text-size-adjust on <body>); nothing that its engine
// (XWeb, Chrome 107) doesn't know; and what it makes a card of.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get } from '../http/lib.mjs';
import { address, assertFits, assertNoFault, hostOf, liveEntries, openBrowser,
	openPage, serveDemo, shoot } from './lib.mjs';

const AGENT = 'Mozilla/5.0 (Linux; Android 13; V2245A; wv) AppleWebKit/537.36 ' +
	'(KHTML, like Gecko) Version/4.0 Chrome/107.0.5304.141 Mobile Safari/537.36 ' +
	'XWEB/5317 MMWEBSDK/20230805 MicroMessenger/8.0.42.2460(0x28002A35) ' +
	'WeChat/arm64 Weixin NetType/WIFI Language/zh_CN ABI/arm64';
// Every kind of page on the narrowest phone, the first ones on the others.
const KINDS_AT = { 360: 99, 390: 3, 430: 3 };
const LARGEST = 1.4;		// of WeChat's eight sizes of letters
const SITES = { chihong: 'jiangcheng', zhusha: 'shuili' };
const targets = {};
let browser, server;

before(async () => {
	[browser, { server }] = await Promise.all([openBrowser(), serveDemo()]);
	for (const [theme, site] of Object.entries(SITES)) {
		const all = await liveEntries(server, hostOf(site));
		const of = (type) => all.find((e) => e.type === type);
		targets[theme] = { home: '/',
			article: all.find((e) => e.type === 'article' && e.cover).url,
			ask: '/qa/ask', column: `/${of('article').column}/`,
			page: of('page').url, question: of('question').url,
			person: of('person').url, people: `/${of('person').column}/`,
			search: '/search?q=%E5%B7%A5', tag: '/tags/' };
	}
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function visit(theme, target, width) {
	const page = await openPage(browser, { width, userAgent: AGENT,
		isMobile: true, hasTouch: true, deviceScaleFactor: 3 });
	page.reply = await page.goto(address(server, hostOf(SITES[theme]), target),
		{ waitUntil: 'load' });
	assert.equal(page.reply.status(), 200, target);
	return page;
}
const leave = (page) => page.context().close();

// Names of the navigation that are torn into two lines.
const torn = (page) => page.evaluate(() =>
	[...document.querySelectorAll('.nav-link')].filter((e) => {
		const range = document.createRange();
		range.selectNodeContents(e);
		return new Set([...range.getClientRects()].map((r) =>
			Math.round(r.top))).size > 1;
	}).map((e) => e.textContent));

// Every text by a factor, as Android's WebView does; lengths stay.
const enlarge = (page, factor) => page.evaluate((f) => {
	const sizes = [...document.querySelectorAll('body, body *')].map((e) =>
		[e, parseFloat(getComputedStyle(e).fontSize)]);
	for (const [e, size] of sizes) e.style.fontSize = `${size * f}px`;
}, factor);

// Links and buttons that lie over one another can't be touched apart.
const overlaps = (page) => page.evaluate(() => {
	const all = [...document.querySelectorAll('a[href], button')]
		.filter((e) => e.checkVisibility() && !e.closest('.carousel, .card, .tiles'))
		.map((e) => [e, e.getBoundingClientRect()])
		.filter(([, r]) => r.width > 1 && r.bottom > 0);
	const found = [];
	for (let i = 1; i < all.length; i++) {
		const [a, p] = all[i - 1], [b, q] = all[i];
		if (!a.contains(b) && p.left + 2 < q.right && q.left + 2 < p.right &&
			p.top + 4 < q.bottom && q.top + 4 < p.bottom)
			found.push(`${a.textContent} / ${b.textContent}`.slice(0, 90));
	}
	return found;
});

for (const theme of Object.keys(SITES)) {
	for (const [width, most] of Object.entries(KINDS_AT)) {
		test(`${theme} at ${width} px: pages fit, with small letters and large`,
			async () => {
			for (const [kind, target] of Object.entries(targets[theme]).slice(0, most)) {
				const page = await visit(theme, target, Number(width));
				await assertFits(page);
				await assertNoFault(page);
				await page.evaluate(() => {
					document.body.style.webkitTextSizeAdjust = '140%';
				});
				await assertFits(page);
				await page.evaluate(() => {
					document.body.style.webkitTextSizeAdjust = '';
				});
				await enlarge(page, LARGEST);
				await assertFits(page);
				assert.deepEqual(await overlaps(page), [], `${kind} at ${width}`);
				assert.deepEqual(await torn(page), [], `${kind} at ${width}`);
				if (most > 3) await shoot(page, `wechat_${theme}_${kind}_large`);
				await leave(page);
			}
		});
	}

	test(`${theme}: a shared link has a title, words, an address and a picture`,
		async () => {
		const page = await visit(theme, targets[theme].article, 390);
		const card = await page.evaluate(() => Object.fromEntries(
			[...document.querySelectorAll('meta[property^="og:"]')]
				.map((m) => [m.getAttribute('property').slice(3), m.content])));
		assert.equal(card.title, await page.locator('h1').innerText());
		assert.equal(card.url, page.url());
		assert.ok(card.description.length > 5);
		assert.match(card.image, /^http:\/\/[^/]+\/(media|picture)\//);
		const size = await page.evaluate((src) => new Promise((done, fail) => {
			const i = new Image();
			i.onload = () => done([i.naturalWidth, i.naturalHeight]);
			i.onerror = fail;
			i.src = src;
		}), card.image);
		assert.ok(Math.min(...size) >= 300, `${size}: WeChat wants 300 px`);
		await leave(page);
	});
}

// Newer than Chrome 107.  What is merely left out by an older engine (balanced
// lines, trimmed punctuation) may be used.
const TOO_NEW = {
	css: [/color-mix\(/, /@container style/, /@starting-style/, /\bsubgrid\b/,
		/\bok(?:lch|lab)\(/, /\d[ds]v[hw]\b/, /\d(?:lh|rlh)\b/, /@scope\b/,
		/:popover-open/, /view-transition/, /light-dark\(/, /:user-(?:in)?valid/,
		/\blinear\(\s*[\d.]/, /anchor\(/, /@view-transition/, /\n\s*&/],
	js: [/\.to(?:Sorted|Reversed|Spliced)\(/, /\bgroupBy\(/, /withResolvers/,
		/canParse\(/, /\.showPopover/, /startViewTransition/, /\.isWellFormed/,
		/Array\.fromAsync/, /new Set\([^)]*\)\.(?:union|intersection)/,
		/\busing \w+ =/, /\/[^/\n]+\/[a-z]*v[a-z]*\.test/, /import .* with \{/,
		/checkVisibility/],
};

test('styles and scripts use nothing that its engine doesn\'t know', async () => {
	const seen = new Map();
	for (const [theme, kinds] of Object.entries(targets)) {
		for (const target of Object.values(kinds)) {
			const host = hostOf(SITES[theme]);
			const { text } = await get(server, target, { host });
			for (const [, url] of text.matchAll(/(?:href|src)="(\/assets\/[^"]+\.(?:css|js)[^"]*)"/g))
				if (!seen.has(url)) seen.set(url, (await get(server, url, { host })).text);
		}
	}
	assert.ok(seen.size >= 10, [...seen.keys()].join(' '));
	const found = [];
	for (const [url, text] of seen)
		for (const pattern of TOO_NEW[/\.css/.test(url) ? 'css' : 'js'])
			if (pattern.test(text)) found.push(`${url}: ${pattern}`);
	assert.deepEqual(found, []);
	assert.ok(TOO_NEW.css.some((p) => p.test('a { color: color-mix(in srgb, red, blue) }')));
});
