// Notice and mourning: above every page while their time lasts, and no longer,
// although pages are kept.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve, until } from './lib.mjs';
import { Staff, makeSites } from './site.mjs';

let server, keeper;
const page = async (target = '/') =>
	(await get(server, target, { host: 'one.test' })).text;
const update = (fields) => keeper.api('PUT', 'site', fields);
const at = (seconds) => new Date(Date.now() + seconds * 1000).toISOString();

before(async () => {
	server = await serve({ sites: await makeSites() });
	keeper = await Staff.enter(server, 'keeper');
});
after(() => server?.stop());

test('without a setting nothing stands above the pages', async () => {
	const html = await page();
	assert.doesNotMatch(html, /class="banner/);
	assert.doesNotMatch(html, /class="mourning"/);
});

test('a notice is on every kind of page at once, escaped, with its link',
	async () => {
	await page();
	const rp = await update({ notice_text: '暴雨 <红色> 预警：今日停课',
		notice_link: '/news/' });
	assert.equal(rp.status, 200, rp.text);
	for (const target of ['/', '/news/', '/search', '/nowhere/']) {
		const html = await page(target);
		assert.match(html, /暴雨 &lt;红色&gt; 预警：今日停课/, target);
		assert.match(html, /class="banner-link" href="\/news\/"/);
	}
});

test('a link that could run code is not written', async () => {
	await update({ notice_link: 'javascript:alert(1)' });
	assert.doesNotMatch(await page(), /javascript:/);
	await update({ notice_text: '', notice_link: '' });
	assert.doesNotMatch(await page(), /class="banner/);
});

test('a notice comes and goes by its times, on kept pages too', async () => {
	const from = at(3);
	assert.equal((await update({ notice_text: '演练通知',
		notice_from: from })).status, 200);
	const early = await page();
	if (Date.now() < Math.floor(Date.parse(from) / 1000) * 1000)
		assert.doesNotMatch(early, /演练通知/);
	await until(async () => /演练通知/.test(await page()), 'the start');
	assert.equal((await update({ notice_until: at(2) })).status, 200);
	await until(async () => !/演练通知/.test(await page()), 'the end');
	await update({ notice_text: '', notice_from: '', notice_until: '' });
});

test('mourning makes the pages grey, with or without words', async () => {
	await update({ mourning_from: '2020-04-04 00:00' });
	assert.match(await page('/news/'), /<html[^>]* class="mourning"/);
	assert.doesNotMatch(await page(), /banner-mourning/);
	await update({ mourning_text: '深切哀悼' });
	assert.match(await page(), /banner-mourning[^]*深切哀悼/);
	await update({ mourning_until: '2020-04-05 00:00' });
	assert.doesNotMatch(await page(), /class="mourning"|深切哀悼/);
});

test('times that are none, and an end before its start, are refused',
	async () => {
	for (const [fields, code] of [
		[{ notice_from: '明天' }, 'setting.time'],
		[{ mourning_until: '2026-02-30 09:00' }, 'setting.time'],
		[{ notice_from: '2026-05-02 09:00', notice_until: '2026-05-02 09:00' },
			'setting.until']]) {
		const rp = await update(fields);
		assert.equal(rp.status, 422, rp.text);
		assert.equal(rp.json.code, code);
	}
	assert.equal((await keeper.must('GET', 'site')).settings.notice_from, '');
});
