// Pages of terms and people in a browser: nothing is wider than the window, no
// fault of access or markup, and what one chooses is what one sees.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { request } from '../http/lib.mjs';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';

const HOST = hostOf('jiangcheng');
const SMALL = 320;
let browser, server;
const pages = {};

before(async () => {
	({ server } = await serveDemo());
	browser = await openBrowser();
	const live = await liveEntries(server, HOST);
	const urlOf = (title) => live.find((e) => e.title === title).url;
	const term = urlOf('集体合同');
	Object.assign(pages, { wall: '/model/', years: '/showcase/years',
		person: urlOf('沈如松'), team: urlOf('江城地铁四号线抢修组'),
		terms: '/encyclopedia/', letter: '/encyclopedia/index?letter=G',
		nothing: '/encyclopedia/index?q=%E6%97%A0', term,
		versions: term.replace('.html', '/versions') });
});
after(async () => {
	await browser?.close();
	await server?.stop();
});

const open = async (target, width = WIDE) => {
	const page = await openPage(browser, { width });
	const reply = await page.goto(address(server, HOST, target));
	assert.equal(reply.status(), 200, target);
	return page;
};

for (const name of ['wall', 'years', 'person', 'team', 'terms', 'letter',
	'nothing', 'term', 'versions'])
	test(`${name}: fits, has no fault, is valid`, async () => {
		for (const width of [WIDE, NARROW, SMALL]) {
			const page = await open(pages[name], width);
			await assertFits(page);
			await assertAxe(page);
			await assertNoFault(page);
			if (width !== SMALL) await shoot(page, `${name}_${width}`);
			await page.context().close();
		}
		const { text } = await request(server, 'GET', pages[name], { host: HOST });
		await assertValid(text);
	});

test('filters of the wall show who fits', async () => {
	const page = await open('/model/');
	assert.equal(await page.locator('.person-card').count(), 8);
	await page.selectOption('select[name=level]', '国家级');
	await page.selectOption('select[name=kind]', '集体');
	await arrive(page, () => page.click('.wall-filter button'));
	assert.match(page.url(), /showcase\/wall\?/);
	assert.deepEqual(await page.locator('.person-name a').allInnerTexts(),
		['江城地铁四号线抢修组']);
	await page.context().close();
});

test('the whole card leads to the person', async () => {
	const page = await open('/model/');
	await arrive(page, () => page.locator('.person-card').first()
		.click({ position: { x: 8, y: 8 } }));
	assert.match(page.url(), /\/model\/\d+\.html/);
	assert.equal(await page.locator('h1').count(), 1);
	await page.context().close();
});

test('a term is found by pinyin, and its text leads on to others', async () => {
	const page = await open('/encyclopedia/');
	await page.fill('#terms-q', 'jitihe');
	await arrive(page, () => page.press('#terms-q', 'Enter'));
	assert.match(page.url(), /q=jitihe/);
	await arrive(page, () => page.click('.terms-item a'));
	assert.match(page.url(), /\/encyclopedia\/\d+\.html/);
	assert.equal(await page.locator('h1').innerText(), '集体合同');
	const links = page.locator('.text a.term-link');
	const words = await links.allInnerTexts();
	assert.ok(words.includes('职工代表大会'), words.join());
	assert.equal(new Set(words).size, words.length);
	assert.ok(!words.includes('集体合同'));
	await arrive(page, () => links.first().click());
	assert.notEqual(new URL(page.url()).pathname, pages.term);
	await page.context().close();
});

test('the home page has people and the term of the day', async () => {
	const page = await open('/');
	for (const title of ['劳模风采', '每日一词'])
		assert.equal(await page.locator('h2', { hasText: title }).count(), 1, title);
	await assertFits(page);
	await page.context().close();
});
