// The search over HTTP: page, suggestions, API, command, and what mustn't show.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { command, get, serve } from './lib.mjs';
import { Staff, makeSites, publish, run, signIn, siteOf, sql } from './site.mjs';

let server, sites;
const staff = {};
const host = 'one.test';
const page = (q, more = '') => get(server,
	`/search?q=${encodeURIComponent(q)}${more}`, { host });
const api = async (q, more = '') => (await get(server,
	`/api/v1/search?q=${encodeURIComponent(q)}${more}`, { host })).json;
const text = (html) => html.replace(/^[^]*<main/, '<main')
	.replace(/<\/main>[^]*$/, '').replace(/<[^>]*>/g, '');

async function article(fields) {
	const { id } = await staff.writer.create(fields);
	await publish(staff, id);
	return id;
}

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	await article({ title: '加强党建工作的意见', body: '<p>各支部要认真学习。</p>' });
	await article({ title: '简讯', body: '<p>党建共建<b>活动</b>启动。</p>' });
	await article({ title: '通知', body: '<p>5 < 7 &amp; <script>x</script>标记&lt;b&gt;</p>',
		column: 'news' });
});
after(() => server.stop());

test('titles come first, and words are marked in title and text', async () => {
	const rp = await page('党建');
	assert.equal(rp.status, 200);
	assert.match(rp.text, /加强<mark>党建<\/mark>工作的意见/);
	assert.match(rp.text, /<mark>党建<\/mark>共建活动启动/);
	assert.ok(rp.text.indexOf('工作的意见') < rp.text.indexOf('共建活动'));
	assert.match(text(rp.text), /共找到 2 条结果/);
	assert.match(rp.text, /name="robots" content="noindex"/);
	assert.equal(rp.headers['x-robots-tag'], 'noindex');
});

test('what is found is text, never markup', async () => {
	const rp = await page('标记');
	assert.match(rp.text, /<mark>标记<\/mark>&lt;b&gt;/);
	assert.equal((await page('"><script>alert(1)</script>')).text
		.includes('<script>alert'), false);
});

test('drafts are never found, withdrawn articles no longer', async () => {
	const { id } = await staff.writer.create({ title: '未审的秘密稿件' });
	assert.equal((await api('秘密稿件')).total, 0);
	await publish(staff, id);
	assert.equal((await api('秘密稿件')).total, 1);
	assert.match((await page('秘密稿件')).text, /未审的<mark>/);
	const rp = await staff.keeper.api('POST', `entries/${id}/withdraw`, {
		reason: '数据有误，需要撤下' });
	assert.equal(rp.status, 200, rp.text);
	assert.equal((await api('秘密稿件')).total, 0);
	assert.doesNotMatch(text((await page('秘密稿件')).text), /未审的/);
});

test('what stands in quotes is meant exactly, in quotes of every kind', async () => {
	await article({ title: '用职工互助 保障生活' });
	await article({ title: '动态', body: '<p>开展职工互助<b>保障</b>，聚力5G＋工业互联网。</p>' });
	for (const q of ['"互助 保障"', '“互助 保障”', '「職工互助　保障」', '＂互助 保障＂']) {
		const found = await api(q);
		assert.deepEqual(found.results.map((one) => one.title),
			['用职工互助 保障生活'], q);
		assert.equal(found.total, 1, q);
	}
	assert.equal((await api('互助 保障')).total, 2);
	assert.equal((await api('"互助保障，聚力5G+工业"')).total, 1);
	assert.equal((await api('５Ｇ 工业互联网')).total, 1);
	assert.match((await page('"互助 保障"')).text, /<mark>互助 保障<\/mark>/);
	assert.match(text((await page('"保障 互助"')).text),
		/没有与所输内容完全一致的结果/);
});

test('filters by column and day, in page and API', async () => {
	assert.equal((await api('党建', '&column=news/notice')).total, 2);
	assert.equal((await api('党建', '&column=news&type=page')).total, 0);
	assert.equal((await api('党建', '&from=2999-01-01')).total, 0);
	assert.equal((await api('党建', '&from=2020-01-01')).total, 2);
	assert.equal((await get(server, '/api/v1/search?q=a&from=yesterday',
		{ host })).json.field, 'from');
	assert.equal((await get(server, '/api/v1/search?q=a&column=none',
		{ host })).status, 404);
	assert.match((await page('党建', '&from=x&column=none')).text,
		/没有所选的栏目[^]*开始日期不是有效日期/);
});

test('a page leads to the next by its cursor', async () => {
	const first = await api('党建', '&limit=1');
	assert.equal(first.results.length, 1);
	const second = await api('党建', `&limit=1&cursor=${first.next}`);
	assert.equal(second.results.length, 1);
	assert.notEqual(second.results[0].id, first.results[0].id);
	assert.equal(second.next, undefined);
	assert.equal((await get(server, '/api/v1/search?q=a&cursor=zz', { host }))
		.status, 422);
	assert.equal((await page('党建', '&cursor=zz')).status, 200);
});

test('what is published meanwhile moves nothing between pages', async () => {
	for (let i = 1; i <= 5; i++) await article({ title: `翻页样例之${i}` });
	const first = await api('翻页样例', '&limit=2');
	await article({ title: '翻页样例之六' });
	const second = await api('翻页样例', `&limit=2&cursor=${first.next}`);
	const third = await api('翻页样例', `&limit=2&cursor=${second.next}`);
	assert.deepEqual([first, second, third].flatMap((one) =>
		one.results.map(({ title }) => title)),
	[5, 4, 3, 2, 1].map((i) => `翻页样例之${i}`));
	assert.equal(third.next, undefined);
});

test('columns are found by what they are called', async () => {
	const rp = await page('新聞中心');
	assert.match(rp.text, /栏目：\s*<a href="\/news\/">新闻中心<\/a>/);
	assert.deepEqual((await api('新闻', '&column=news')).columns, []);
});

test('pinyin and near misses lead to what was meant', async () => {
	for (const q of ['dangjian', 'dangjain', 'danjian', '党健'])
		assert.equal((await api(q)).suggestion, '党建', q);
	assert.equal((await api('党建')).suggestion, undefined);
	const rp = await page('当建工作');
	assert.match(rp.text, /您要找的是不是：<a href="[^"]*">党建工作<\/a>/);
});

test('words of the same meaning are the keeper\'s, in force at once', async () => {
	await article({ title: '困难帮扶办法' });
	const kept = async () => (await api('送温暖')).results.map((one) => one.title);
	assert.deepEqual(await kept(), []);
	const session = await signIn(server, 'keeper');
	const form = await get(server, '/desk/site',
		{ host, headers: { cookie: session.cookie } });
	assert.match(form.text, /<textarea[^>]* name="synonyms"/);
	await staff.keeper.must('PUT', 'site',
		{ synonyms: '# 工会用语\n送温暖 困难帮扶\n' });
	assert.deepEqual(await kept(), ['困难帮扶办法']);
	assert.match((await page('送温暖')).text, /<mark>困难帮扶<\/mark>办法/);
	const long = await staff.keeper.api('PUT', 'site',
		{ synonyms: '词'.repeat(4001) });
	assert.equal(long.status, 422);
	assert.match(long.text, /同义词/);
});

test('a query that says too much finds what it is about', async () => {
	const rp = await page('党建共建活动启动了没有');
	assert.match(rp.text, /<mark>党建共建活动启动<\/mark>/);
	assert.match(text(rp.text), /没有与所输内容完全一致/);
});

test('titles are suggested while one types', async () => {
	for (const q of ['党', 'dangj', 'jqdj']) {
		const { suggestions } = (await get(server,
			`/search/suggest?q=${encodeURIComponent(q)}`, { host })).json;
		assert.equal(suggestions[0]?.text, '加强党建工作的意见', q);
		assert.match(suggestions[0].url, /^\/news\/notice\/\d+\.html$/);
	}
});

test('empty and hostile queries are answered politely', async () => {
	for (const q of ['', ' ', '"', '“', '""', '「」', '"*"', '"党', '党""建', '的',
		'的 了 是', '，。', 'a', '"*:^()', 'a AND (b', '*', '党'.repeat(300),
		'x '.repeat(900), '🎉', '\u0001', "' OR 1=1 --"]) {
		const rp = await page(q);
		assert.equal(rp.status, 200, `${q.slice(0, 20)}: ${rp.status}`);
		assert.ok(rp.text.length < 100000);
	}
	assert.equal((await page('党'.repeat(10000))).status, 414);
	assert.match(text((await page('')).text), /请输入要查找的词/);
	assert.match(text((await page('没有这回事')).text), /没有找到/);
	assert.equal((await get(server, '/search?q=a%00b', { host })).status, 400);
	assert.equal((await get(server, '/search', { host })).status, 200);
});

test('the page cache keeps a search and forgets it when something is published',
	async () => {
		assert.equal((await api('新增内容')).total, 0);
		assert.equal((await api('新增内容')).total, 0);
		await article({ title: '新增内容' });
		assert.equal((await api('新增内容')).total, 1);
	});

test('the command gives the same, and the doctor knows a broken index',
	async () => {
		const found = JSON.parse(await run(sites, ['search', '--site', 'one',
			'党建']));
		assert.equal(found.total, 2);
		assert.equal((await command(['search', '没有这回事', '--site', 'one'],
			{ sites })).code, 1);
		assert.equal((await command(['search', '--site', 'one'],
			{ sites })).code, 2);
		assert.match((await command(['doctor'], { sites })).out,
			/ok +one: \d+ entries can be searched/);
		assert.match(await run(sites, ['search', 'rebuild', '--site', 'one']),
			/^\d+ entries indexed/);
		assert.equal((await api('党建')).total, 2);
		assert.equal(sql(siteOf(sites),
			'SELECT count(*) FROM search_doc WHERE sum IS NULL').trim(), '0');
	});
