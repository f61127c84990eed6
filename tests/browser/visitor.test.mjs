// What visitors use beside reading: pictures that fit the screen, the view in
// traditional characters, reports of errors; and the portal for every eye and
// screen: keyboard, contrast, zoom, narrow windows.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { until } from '../http/lib.mjs';
import { sql } from '../http/site.mjs';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, settle,
	shoot }
	from './lib.mjs';

const SITE = 'jiangcheng';
const FIRST_VIEW_MAX = 120 * 1024;	// bytes as they are sent
const LETTERS = 'correction';
let browser, server, article;

before(async () => {
	[browser, { server }] = await Promise.all([openBrowser(), serveDemo()]);
	const entries = await liveEntries(server, hostOf(SITE));
	article = entries.find((e) => e.column === 'news' && e.cover).url;
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function visit(target, options) {
	const page = await openPage(browser, options);
	page.reply = await page.goto(address(server, hostOf(SITE), target));
	return page;
}
const follow = (page, where) =>
	arrive(page, () => page.locator(where).first().click());
const text = (page, where) => page.locator(where).innerText();

// ---- the traditional view

for (const width of [WIDE, NARROW]) {
	const name = width === WIDE ? 'd' : 'm';
	test(`the traditional view at ${width} px: fits, axe finds nothing, links stay`, async () => {
		const page = await visit('/', { width });
		await follow(page, 'a[hreflang="zh-Hant"]');
		assert.match(page.url(), /\/zh-hant\/$/);
		assert.match(await text(page, '.site-nav'), /要聞動態/);
		await assertFits(page);
		await assertAxe(page);
		await shoot(page, `hant_home_${name}`);
		await follow(page, 'main .list-link');
		assert.match(page.url(), /\/zh-hant\/.*\.html$/);
		await assertAxe(page);
		await shoot(page, `hant_article_${name}`);
		await assertNoFault(page);
		await follow(page, 'a[hreflang="zh-Hans"]');
		assert.doesNotMatch(page.url(), /zh-hant/);
		await page.context().close();
	});
}

test('the traditional view is valid markup', async () => {
	const page = await openPage(browser);
	const rp = await page.goto(address(server, hostOf(SITE), `/zh-hant${article}`));
	await assertValid(await rp.text());
	await page.context().close();
});

// ---- reports of errors

test('who selects words in an article reports them in three steps', async () => {
	const page = await visit(article);
	const words = await page.locator('[data-text] p').first().evaluate((p) => {
		const range = document.createRange();
		range.setStart(p.firstChild, 0);
		range.setEnd(p.firstChild, Math.min(12, p.firstChild.length));
		document.getSelection().removeAllRanges();
		document.getSelection().addRange(range);
		return range.toString();
	});
	const here = page.locator('.correction-here');
	await here.waitFor();
	await shoot(page, `${LETTERS}_select_d`, { fullPage: false });
	await arrive(page, () => here.click());
	assert.match(page.url(), /\/correction\?entry=/);
	assert.equal(await page.locator('#correction-sentence').inputValue(), words);
	await assertAxe(page);
	await page.locator('#correction-wrong').fill('这里少了一个字。');
	await page.waitForFunction(() => document.querySelector('[name=_work]')?.value);
	await shoot(page, `${LETTERS}_form_d`);
	await follow(page, '.correction-form button');
	assert.ok(await page.locator('.correction-code').isVisible());
	await assertAxe(page);
	await shoot(page, `${LETTERS}_code_d`);
	await assertNoFault(page);
	await page.context().close();
});

test('without scripts the button leads to the form, which asks a question', async () => {
	const page = await visit(article, { javaScriptEnabled: false, width: NARROW });
	await follow(page, '[data-correction]');
	assert.match(await text(page, 'h1'), /找错/);
	assert.ok(await page.locator('#challenge-answer').isVisible());
	await page.locator('#correction-sentence').fill('江城');
	await page.locator('#correction-wrong').fill('应为别处。');
	await page.locator('#challenge-answer').fill('九百');
	await follow(page, '.correction-form button');
	assert.equal(await page.locator('#correction-wrong').inputValue(), '应为别处。');
	await shoot(page, `${LETTERS}_form_m`);
	await page.context().close();
});

// ---- pictures

const SITES = ['ganggou', 'jiangcheng', 'shuili'];
const unmade = (site) => Number(sql(path.join(server.sites, site, 'data/site.db'),
	"SELECT count(*) FROM media WHERE kind = 'picture' AND sizes IS NULL"));

const allUnmade = () => SITES.reduce((sum, site) => sum + unmade(site), 0);

// As long as it takes, while there is one more now and then, of any site.
async function pictures(site = SITE) {
	while (unmade(site) > 0) {
		const left = allUnmade();
		await until(() => allUnmade() < left, 'sizes of one more picture');
	}
}

// Loads the page as a first visitor does: { bytes, shift, kinds }.
async function firstView(target, width, site = SITE) {
	const page = await openPage(browser, { width });
	const devtools = await page.context().newCDPSession(page);
	let bytes = 0;
	await devtools.send('Network.enable');
	devtools.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
	await page.addInitScript(() => {
		window.shift = 0;
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) window.shift += entry.value;
		}).observe({ type: 'layout-shift', buffered: true });
	});
	await page.goto(address(server, hostOf(site), target));
	await settle(page);
	// Pictures within the window, which the document doesn't wait for.
	await page.waitForFunction(() => [...document.querySelectorAll('img[src]')]
		.every((i) => {
			const box = i.getBoundingClientRect();
			return i.complete || box.width === 0 || box.left >= innerWidth ||
				box.top >= innerHeight;
		}));
	const shift = await page.evaluate(() => window.shift);
	const kinds = await page.evaluate(() => [...document.images]
		.filter((i) => i.complete && i.currentSrc).map((i) => i.currentSrc));
	await page.context().close();
	return { bytes, shift, kinds };
}

for (const site of SITES) for (const width of [WIDE, NARROW]) {
	test(`${site}, home at ${width} px: at most ${FIRST_VIEW_MAX} bytes, nothing moves`, async () => {
		await pictures(site);
		const { bytes, shift, kinds } = await firstView('/', width, site);
		console.log(`# ${site}, home at ${width} px: ${bytes} bytes, shift ${shift.toFixed(4)}`);
		assert.ok(bytes > 10000 && bytes <= FIRST_VIEW_MAX, String(bytes));
		assert.ok(shift < 0.01, String(shift));
		assert.ok(kinds.some((src) => src.endsWith('.webp')), kinds.join(' '));
	});
}

test('a phone gets a smaller picture than a desk, and nothing of an article moves', async () => {
	await pictures();
	const chosen = async (width) => {
		const { shift, kinds } = await firstView(article, width);
		assert.ok(shift < 0.01, String(shift));
		const src = kinds.find((s) => /\/(picture|media)\//.test(s));
		return Number(src.match(/\/(\d+)\.webp$/)?.[1] ?? Infinity);
	};
	assert.ok(await chosen(NARROW) < await chosen(WIDE));
});

// ---- every eye and screen

for (const target of ['/', '/news/', 'article', '/search?q=职工', '/qa/']) {
	const at = () => (target === 'article' ? article : target);
	test(`${target}: fits 320 px, and 640 px as a window at 200 % has`, async () => {
		for (const width of [320, 640]) {
			const page = await visit(at(), { width });
			await assertFits(page);
			await page.context().close();
		}
	});

	test(`${target}: elder mode fits 320 px`, async () => {
		const page = await visit(at(), { width: 320 });
		await page.locator('[data-elder]').click();
		await assertFits(page);
		await page.context().close();
	});

	test(`${target}: high contrast is chosen, remembered, and seven to one`, async () => {
		const page = await visit(at(), { width: NARROW });
		const button = page.locator('[data-contrast]');
		await button.click();
		assert.equal(await button.getAttribute('aria-pressed'), 'true');
		await page.reload();
		assert.equal(await button.getAttribute('aria-pressed'), 'true');
		await assertFits(page);
		await assertAxe(page, { rules: { 'color-contrast-enhanced': { enabled: true } } });
		await shoot(page, `contrast_${target.replace(/\W/g, '') || 'home'}_m`);
		await button.click();
		await page.reload();
		assert.equal(await page.locator('html.contrast').count(), 0);
		await page.context().close();
	});

	test(`${target}: in forced colours axe finds nothing and links are seen`, async () => {
		const page = await visit(at(), { forcedColors: 'active', contrast: 'more' });
		await assertAxe(page, { rules: { 'color-contrast': { enabled: false } } });
		await page.context().close();
	});

	test(`${target}: every link and button can be reached by keyboard, and is seen then`, async () => {
		const page = await visit(at());
		const unseen = [], reached = new Set();
		for (let i = 0; i < 40; i++) {
			await page.keyboard.press('Tab');
			const found = await page.evaluate(() => {
				const e = document.activeElement, style = getComputedStyle(e);
				return { name: e.outerHTML.slice(0, 90), body: e === document.body,
					ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
			});
			if (found.body) break;
			reached.add(found.name);
			if (!found.ring) unseen.push(found.name);
		}
		assert.ok(reached.size >= 10);
		assert.deepEqual(unseen, []);
		await page.context().close();
	});
}

test('who has a voice on the machine hears the article, paragraph by paragraph', async () => {
	const page = await openPage(browser);
	await page.addInitScript(() => {
		window.spoken = [];
		const voice = { lang: 'zh-CN', name: 'test' };
		window.SpeechSynthesisUtterance = function (words) { this.text = words; };
		Object.defineProperty(window, 'speechSynthesis', { value: {
			getVoices: () => [voice], cancel() {}, addEventListener() {},
			speak(u) { window.spoken.push(u.text); } } });
	});
	await page.goto(address(server, hostOf(SITE), article));
	const button = page.locator('[data-aloud]');
	await button.click();
	assert.equal(await button.getAttribute('aria-pressed'), 'true');
	const spoken = await page.evaluate(() => window.spoken);
	assert.ok(spoken.length > 1);
	assert.ok((await text(page, '[data-text]')).includes(spoken[0]));
	await button.click();
	assert.equal(await button.getAttribute('aria-pressed'), 'false');
	await page.context().close();
});
