// Without scripts: each kind of page says what it has to say, offers nothing
// that needs a script, and every form of visitors can be sent and answered.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { answerOf } from '../http/letters.mjs';
import { NARROW, address, arrive, assertFits, hostOf, liveEntries, openBrowser,
	openPage, serveDemo } from './lib.mjs';

const SITES = ['jiangcheng', 'ganggou', 'shuili'];
const CODE = /^[2-9A-Z]{5}-[2-9A-Z]{5}$/;
let browser, server;
const entries = {};

before(async () => {
	[browser, { server }] = await Promise.all([openBrowser(), serveDemo()]);
	for (const site of SITES)
		entries[site] = await liveEntries(server, hostOf(site));
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function visit(site, target) {
	const page = await openPage(browser, { width: NARROW, javaScriptEnabled: false });
	page.reply = await page.goto(address(server, hostOf(site), target),
		{ waitUntil: 'load' });
	return page;
}
const leave = (page) => page.context().close();
const press = (page, what) => arrive(page, () => page.click(what));
const text = (page, where) => page.locator(where).first().innerText();

// What is seen and does nothing by itself.
const useless = (page) => page.evaluate(() => {
	const seen = (e) => e.checkVisibility();
	return [...document.querySelectorAll('button[type=button], .js-only, [data-tools]')]
		.filter(seen).map((e) => e.outerHTML.slice(0, 90))
		.concat([...document.forms].filter((f) => seen(f) &&
			![...f.elements].some((e) => e.type === 'submit' && seen(e)))
			.map((f) => `no button: ${f.outerHTML.slice(0, 90)}`));
});

// The pages of a site: one of each type with its column, and what stands by
// itself.
function targetsOf(site) {
	const own = { jiangcheng: ['/qa/ask', '/qa/status', '/qa/totals',
		'/disclosure/request', '/disclosure/request/status', '/disclosure/annual',
		'/correction/status'], shuili: ['/qa/ask'], ganggou: [] }[site];
	const kinds = new Map();
	for (const e of entries[site]) if (!kinds.has(e.type)) kinds.set(e.type, e);
	const tag = entries[site].find((e) => e.tags.length > 0).tags[0];
	return ['/', '/tags/', `/tags/${encodeURIComponent(tag)}/`, '/search',
		'/search?q=%E5%B7%A5', '/no/such/page/', '/zh-hant/', ...own,
		...[...kinds.values()].flatMap((e) => [e.url, `/${e.column}/`])];
}

for (const site of SITES) {
	test(`${site}: every kind of page is whole`, async () => {
		for (const target of targetsOf(site)) {
			const page = await visit(site, target);
			const missing = target === '/no/such/page/';
			assert.equal(page.reply.status(), missing ? 404 : 200, target);
			assert.equal(await page.locator('h1').count(), 1, target);
			assert.ok((await text(page, 'main')).trim().length > 20, target);
			assert.deepEqual(await useless(page), [], target);
			assert.ok(await page.locator('.site-nav a').first().isVisible(), target);
			await assertFits(page);
			await leave(page);
		}
	});

	test(`${site}: one searches from the home page`, async () => {
		const page = await visit(site, '/');
		await page.fill('#search-q', '工');
		await press(page, '.site-header .search-button');
		assert.match(page.url(), /\/search\?q=/);
		assert.ok(await page.locator('.found-item').count() > 0);
		await leave(page);
	});
}

async function answer(page) {
	const question = await text(page, 'label[for=challenge-answer]');
	await page.fill('#challenge-answer', String(answerOf({ question })));
}

test('a question is asked, and its code tells how it stands', async () => {
	const page = await visit('jiangcheng', '/qa/ask');
	await page.fill('#qa-title', '夜班补贴怎么算');
	await page.fill('#qa-text', '连续上了两周夜班，请问补贴按什么标准？');
	await page.selectOption('#qa-category', '劳动权益');
	await answer(page);
	await press(page, '.qa-form button');
	const code = await text(page, '.qa-code strong');
	assert.match(code, CODE);
	await page.goto(address(server, hostOf('jiangcheng'), '/qa/status'));
	await page.fill('#qa-code', code);
	await press(page, '.qa-form button');
	assert.match(await text(page, '.qa-state'), /已收到/);
	await leave(page);
});

test('an answer is voted useful', async () => {
	const { url } = entries.jiangcheng.find((e) => e.type === 'question');
	const page = await visit('jiangcheng', url);
	await press(page, '.qa-useful [value=yes]');
	assert.ok((await text(page, 'main')).length > 20);
	await leave(page);
});

test('an error is reported from the article', async () => {
	const { url } = entries.jiangcheng.find((e) => e.type === 'article');
	const page = await visit('jiangcheng', url);
	await press(page, '[data-correction]');
	await page.fill('#correction-sentence', '江城市职工服务中心');
	await page.fill('#correction-wrong', '这里应为全称。');
	await answer(page);
	await press(page, '.correction-form button');
	const code = await text(page, '.correction-code strong');
	assert.match(code, CODE);
	await page.goto(address(server, hostOf('jiangcheng'), '/correction/status'));
	await page.fill('#correction-code', code);
	await press(page, '.correction-form button');
	assert.match(await text(page, 'main'), /已收到/);
	await leave(page);
});

test('a disclosure is requested, and the catalogue is filtered', async () => {
	const page = await visit('jiangcheng', '/disclosure/request');
	await page.selectOption('#d-applicant', { index: 1 });
	await page.fill('#d-name', '陈安');
	await page.fill('#d-contact', 'chenan@example.org');
	await page.fill('#d-wish', '2025 年度职工服务经费的使用情况。');
	await page.selectOption('#d-form', { index: 1 });
	await page.check('[name=agreed]');
	await answer(page);
	await press(page, '.disclosure-form button');
	assert.match(await text(page, 'main'), /[2-9A-Z]{5}-[2-9A-Z]{5}/);
	await page.goto(address(server, hostOf('jiangcheng'), '/disclosure'));
	await page.selectOption('#d-category', { index: 1 });
	await press(page, 'main form button');
	assert.match(page.url(), /category=/);
	assert.equal(await page.locator('h1').count(), 1);
	await leave(page);
});

test('language and kind of characters are chosen by links', async () => {
	const page = await visit('shuili', '/');
	await press(page, '.topbar a[lang=en]');
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	await press(page, 'a[hreflang="zh-Hant"]');
	assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hant');
	await leave(page);
});
