// The portal in Chromium, on the demo sites: what every kind of page must be
// on a desktop and on a phone, and what a visitor does with it.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, request } from '../http/lib.mjs';
import { DEMO, NARROW, WIDE, address, arrive, assertAxe, assertFits,
	assertNoFault, assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';

const KINDS = ['home', 'column', 'article', 'page', 'missing', 'withdrawn'];
const STATUS = { missing: 404, withdrawn: 410 };
const KEEPER = { jiangcheng: 'tangyue', ganggou: 'hanbo' };
const REASON = '所附数据有误，更正后重新发布';
const MINUTE = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/;
const PAGED = '/open/';		// jiangcheng's column of more than one page

const targets = {}, shown = new Map();
let browser, server, passwords;

async function withdraw(site, id) {
	const host = hostOf(site), user = KEEPER[site];
	const session = await request(server, 'POST', '/api/v1/session', { host,
		body: { user, password: passwords[user] } });
	assert.equal(session.status, 200, session.text);
	const rp = await request(server, 'POST', `/api/v1/entries/${id}/withdraw`, {
		host, headers: { authorization: `Bearer ${session.json.token}` },
		body: { reason: REASON } });
	assert.equal(rp.status, 200, rp.text);
}

before(async () => {
	[browser, { server, passwords }] =
		await Promise.all([openBrowser(), serveDemo()]);
	for (const site of DEMO) {
		const entries = await liveEntries(server, hostOf(site));
		const news = entries.filter((e) => e.column === 'news');
		const withdrawn = news.at(-1);
		await withdraw(site, withdrawn.id);
		targets[site] = { home: '/', column: '/news/',
			article: news.find((e) => e.cover).url,
			page: entries.find((e) => e.type === 'page').url,
			missing: '/news/no-such-column/', withdrawn: withdrawn.url };
	}
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function visit(site, target, options) {
	const page = await openPage(browser, options);
	page.reply = await page.goto(address(server, hostOf(site), target),
		{ waitUntil: 'load' });
	return page;
}

const follow = (page, link) => arrive(page, () => link.click());

// A page of the table, opened once; its tests only look at it.
function look(site, kind, width) {
	const key = `${site}_${kind}_${width}`;
	if (!shown.has(key))
		shown.set(key, visit(site, targets[site][kind], { width }));
	return shown.get(key);
}

const html = async (site, kind) =>
	(await get(server, targets[site][kind], { host: hostOf(site) })).text;

const meta = (page, name) => page.evaluate((n) =>
	document.querySelector(`meta[name="${n}"]`)?.content ?? null, name);

for (const site of DEMO) for (const kind of KINDS) {
	for (const width of [WIDE, NARROW]) {
		const title = `${site}, ${kind} at ${width} px`;
		test(`${title}: nothing to scroll sideways`, async () => {
			await assertFits(await look(site, kind, width));
		});
		test(`${title}: axe finds nothing`, async () => {
			await assertAxe(await look(site, kind, width));
		});
		test(`${title}: nothing in the console`, async () => {
			const page = await look(site, kind, width);
			assert.equal(page.reply.status(), STATUS[kind] ?? 200);
			await shoot(page, `${site}_${kind}_${width === WIDE ? 'd' : 'm'}`);
			await assertNoFault(page);
		});
	}
	test(`${site}, ${kind}: the markup is valid`, async () => {
		await assertValid(await html(site, kind));
	});
	test(`${site}, ${kind}: the footer says who answers for the site`, async () => {
		const page = await look(site, kind, WIDE);
		const text = await page.locator('footer').innerText();
		for (const wanted of [/主办单位：\S+/, /联系方式：\S+/,
			/网站标识码：\d{10}/, /ICP备\d+号/, /公网安备\d+号/])
			assert.match(text, wanted);
	});
	test(`${site}, ${kind}: meta tags name the site`, async () => {
		const page = await look(site, kind, WIDE);
		assert.ok((await page.title()).includes(await meta(page, 'SiteName')));
		assert.equal(await meta(page, 'SiteDomain'), hostOf(site));
		assert.match(await meta(page, 'SiteIDCode'), /^\d{10}$/);
	});
}

for (const site of DEMO) {
	test(`${site}: meta tags describe a column`, async () => {
		const page = await look(site, 'column', WIDE);
		for (const name of ['ColumnName', 'ColumnDescription',
			'ColumnKeywords', 'ColumnType'])
			assert.ok(await meta(page, name), name);
	});

	test(`${site}: meta tags describe an article`, async () => {
		const page = await look(site, 'article', WIDE);
		assert.equal(await meta(page, 'ArticleTitle'),
			await page.locator('h1').innerText());
		assert.match(await meta(page, 'PubDate'), MINUTE);
		assert.ok(await meta(page, 'ContentSource'));
		assert.equal(await meta(page, 'Url'), page.url());
	});

	test(`${site}: an article tells its date, source and editor`, async () => {
		const page = await look(site, 'article', WIDE);
		assert.match(await page.locator('.article-facts time').innerText(), MINUTE);
		assert.match(await page.locator('.article-facts').innerText(), /来源：\S/);
		assert.match(await page.locator('.article').innerText(), /责任编辑：\S/);
	});

	test(`${site}: each line of a column has its date to the minute`, async () => {
		const page = await look(site, 'column', WIDE);
		const dates = await page.locator('main time').allInnerTexts();
		assert.ok(dates.length >= 5);
		for (const date of dates) assert.match(date, MINUTE);
	});

	test(`${site}: the breadcrumb leads back to the column and home`, async () => {
		const page = await visit(site, targets[site].article);
		const crumbs = page.locator('.breadcrumb');
		assert.deepEqual((await crumbs.locator('a').evaluateAll((all) =>
			all.map((a) => a.getAttribute('href')))), ['/', '/news/']);
		await follow(page, crumbs.locator('a').last());
		assert.equal(new URL(page.url()).pathname, '/news/');
		await page.context().close();
	});

	test(`${site}: previous and next lead there and back`, async () => {
		const page = await visit(site, targets[site].article);
		const start = page.url();
		const [there, back] = await page.locator('.neighbours [rel=prev]')
			.count() ? ['prev', 'next'] : ['next', 'prev'];
		await follow(page, page.locator(`.neighbours [rel=${there}]`));
		assert.notEqual(page.url(), start);
		await follow(page, page.locator(`.neighbours [rel=${back}]`));
		assert.equal(page.url(), start);
		await page.context().close();
	});

	test(`${site}: the withdrawn page says when and why, without the text`, async () => {
		const page = await look(site, 'withdrawn', WIDE);
		const text = await page.locator('main').innerText();
		assert.ok(text.includes(REASON));
		assert.match(text, /\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
		assert.equal(await page.locator('.text').count(), 0);
	});

	test(`${site}: the first Tab shows the skip link, which leads to the text`, async () => {
		const page = await visit(site, '/');
		await page.keyboard.press('Tab');
		const skip = page.locator('a.skip:focus');
		const box = await skip.boundingBox();
		assert.ok(box.x >= 0 && box.y >= 0 && box.height > 1, JSON.stringify(box));
		await page.keyboard.press('Enter');
		await page.locator('#main:focus').waitFor();
		await page.context().close();
	});

	for (const width of [WIDE, NARROW])
		test(`${site}: the keyboard reaches the menu at ${width} px and opens a column`, async () => {
			const page = await visit(site, '/', { width });
			const link = page.locator('.site-nav a[href="/party/"]');
			for (let i = 0; i < 20; i++) {
				await page.keyboard.press('Tab');
				if (await link.evaluate((a) => a === document.activeElement)) break;
			}
			const seen = await link.evaluate((a) => {
				const box = a.getBoundingClientRect();
				return a.matches(':focus-visible') && box.left >= 0 &&
					box.right <= innerWidth && parseFloat(
					getComputedStyle(a).outlineWidth) >= 2;
			});
			assert.ok(seen, 'the focused link can be seen');
			await arrive(page, () => page.keyboard.press('Enter'));
			assert.equal(new URL(page.url()).pathname, '/party/');
			await page.context().close();
		});

	test(`${site}: without JavaScript the portal can be read`, async () => {
		const page = await visit(site, '/', { javaScriptEnabled: false });
		assert.equal(await page.locator('.js-only:visible').count(), 0);
		await shoot(page, `${site}_plain_d`);
		await follow(page, page.locator('.site-nav a[href="/news/"]'));
		await follow(page, page.locator('main .list-link').first());
		assert.ok((await page.locator('.text').innerText()).length > 50);
		assert.equal(await page.locator('.js-only:visible').count(), 0);
		await page.context().close();
	});

	test(`${site}: on paper there is the text and no menu`, async () => {
		const page = await visit(site, targets[site].article);
		await page.emulateMedia({ media: 'print' });
		for (const gone of ['.site-nav', '.breadcrumb', '.tools', '.aside',
			'.neighbours', '.topbar'])
			assert.equal(await page.locator(gone).isVisible(), false, gone);
		for (const kept of ['h1', '.text', '.article-facts', '.statements'])
			assert.equal(await page.locator(kept).isVisible(), true, kept);
		await shoot(page, `${site}_print_d`);
		await page.context().close();
	});
}

for (const width of [WIDE, NARROW]) {
	const elder = width === WIDE ? 'elder_d' : 'elder_m';
	test(`elder mode at ${width} px is larger, fits, and is remembered`, async () => {
		const page = await visit('jiangcheng', '/', { width });
		const size = () => page.evaluate(() =>
			parseFloat(getComputedStyle(document.documentElement).fontSize));
		const before = await size();
		const button = page.locator('[data-elder]');
		await button.click();
		assert.equal(await button.getAttribute('aria-pressed'), 'true');
		assert.equal(await size(), before * 1.5);
		await assertFits(page);
		await shoot(page, `jiangcheng_home_${elder}`);
		await page.goto(address(server, hostOf('jiangcheng'),
			targets.jiangcheng.article));
		assert.equal(await size(), before * 1.5);
		await assertFits(page);
		await shoot(page, `jiangcheng_article_${elder}`);
		await button.click();
		await page.reload();
		assert.equal(await size(), before);
		await assertNoFault(page);
		await page.context().close();
	});

	test(`elder mode at ${width} px: axe finds nothing`, async () => {
		const page = await visit('jiangcheng', '/', { width });
		await page.locator('[data-elder]').click();
		await assertAxe(page);
		await page.context().close();
	});
}

test('a long column goes on over pages', async () => {
	const page = await visit('jiangcheng', PAGED);
	const titles = () => page.locator('main .list-title').allInnerTexts();
	const first = await titles();
	await shoot(page, 'jiangcheng_paging_d');
	await follow(page, page.locator('.paging [rel=next]'));
	assert.match(page.url(), /\/open\/\?page=2$/);
	const second = await titles();
	assert.ok(second.length > 0);
	assert.ok(second.every((title) => !first.includes(title)));
	assert.equal(await page.locator('.paging [aria-current=page]').innerText(), '2');
	assert.equal(await page.locator('.paging [rel=next]').count(), 0);
	await follow(page, page.locator('.paging [rel=prev]'));
	assert.match(page.url(), /\/open\/$/);
	assert.deepEqual(await titles(), first);
	await page.context().close();
});

test('the reading tools make the text larger and remember it', async () => {
	const page = await visit('jiangcheng', targets.jiangcheng.article);
	const size = () => page.locator('.text').evaluate((text) =>
		parseFloat(getComputedStyle(text).fontSize));
	const before = await size();
	await page.locator('[data-size="1"]').click();
	const larger = await size();
	assert.ok(larger > before);
	await page.reload();
	assert.equal(await size(), larger);
	await page.context().close();
});

test('the other language is chosen and stays', async () => {
	const page = await visit('jiangcheng', '/news/');
	await follow(page, page.locator('.topbar a[lang=en]'));
	assert.match(page.url(), /\/news\/$/);
	assert.equal(await page.locator('html').getAttribute('lang'), 'en');
	assert.match(await page.locator('.site-nav').innerText(), /Home/);
	await assertAxe(page);
	await page.context().close();
});
