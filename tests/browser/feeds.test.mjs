// Outside feeds in the desk, as a keeper works with them: on a desktop and on
// a phone, accessible, valid, with faults in plain words.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, openBrowser, openPage, shoot } from './lib.mjs';
import { serve } from '../http/lib.mjs';
import { makeSites, run, signIn, siteOf, sql } from '../http/site.mjs';

const HOST = 'one.test';
let browser, server, sites, cookie;

before(async () => {
	browser = await openBrowser();
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'feeds', '--site', 'one']);
	// No clerk: nobody asks the addresses that are typed here.
	server = await serve({ sites, workers: 1, args: ['--no-clerk'] });
	({ cookie } = await signIn(server, 'keeper'));
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function open(width) {
	const page = await openPage(browser, { width });
	const [name, value] = cookie.split(/=(.*)/);
	await page.context().addCookies([{ name, value, domain: HOST, path: '/' }]);
	await page.goto(address(server, HOST, '/desk/feeds'));
	return page;
}

const press = (page, target) => arrive(page, () => page.click(target));

async function fill(page, url) {
	await page.fill('#url', url);
	await page.fill('#name', '江城日报');
	await press(page, 'form.form button');
}

test('an address inside is refused beside its field, and what was typed stays', async () => {
	const page = await open(WIDE);
	await fill(page, 'http://192.168.0.10/rss.xml');
	assert.match(await page.innerText('#url-bad'), /内部网络/);
	assert.equal(await page.inputValue('#url'), 'http://192.168.0.10/rss.xml');
	await assertAxe(page);
	await shoot(page, 'feeds_refused_1280');
	await page.context().close();
});

for (const width of [WIDE, NARROW])
	test(`feeds are added, paused and removed, ${width} px wide`, async () => {
		const page = await open(width);
		await fill(page, `https://www.example.com/rss-${width}.xml`);
		assert.match(await page.innerText('.message-good'), /已添加/);
		assert.match(await page.innerText('.table'), /还没有读取/);
		await press(page, 'button:has-text("暂停")');
		assert.match(await page.innerText('.table'), /已暂停/);
		const reply = await page.reload();
		await assertNoFault(page);
		await assertFits(page);
		await assertAxe(page);
		await assertValid(await reply.text());
		await shoot(page, `feeds_${width}`);
		await press(page, 'button:has-text("删除")');
		assert.match(await page.innerText('main'), /还没有订阅外部来源/);
		assert.equal(sql(siteOf(sites), 'SELECT count(*) FROM feeds_source').trim(), '0');
		await page.context().close();
	});
