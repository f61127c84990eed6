// What inspections and searches read on every page (FIELD.md): tags of site,
// column and article, also where settings are missing; canonical addresses;
// columns that were moved; blank and stale columns.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, post, serve } from './lib.mjs';
import { Staff, makeSites, publish, run, siteOf, write } from './site.mjs';

const HOST = 'one.test', staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	for (const [path, title] of [['party', '党的建设'], ['topics', '专题专栏'],
		['letters', '网友来信']])
		await run(sites, ['column', 'create', '--site', 'one', '--path', path,
			'--title', title]);
	for (const name of ['feeds', 'qa', 'correction'])
		await run(sites, ['plugin', 'enable', name, '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const page = (target, options) => get(server, target, { host: HOST, ...options });

// {name: content} of the page's tags.
const tagsOf = (text) => Object.fromEntries(
	[...text.matchAll(/<meta name="([^"]+)" content="([^"]*)">/g)]
		.map(([, name, content]) => [name, content]));
const canonical = (text) =>
	/<link rel="canonical" href="([^"]*)">/.exec(text)?.[1];

async function published(fields) {
	const { id } = await staff.writer.create(fields);
	await publish(staff, id);
	return id;
}

const move = async (path, parent) => {
	const rp = await post(server, `/desk/columns/move/${path}`,
		new URLSearchParams({ parent }), { host: HOST,
			headers: { authorization: `Bearer ${staff.keeper.token}` } });
	assert.equal(rp.status, 303, rp.text);
};
const leads = async (from, to) => {
	const rp = await page(from);
	assert.equal(rp.status, 301, `${from}: ${rp.status}`);
	assert.equal(rp.headers.location, to);
	assert.equal((await page(to)).status, 200, to);
};

test('what is demanded of an article is there, whatever was left blank', async () => {
	const id = await published({ title: '只有标题和正文', tags: [] });
	const text = (await page(`/news/notice/${id}.html`)).text;
	const tags = tagsOf(text);
	assert.equal(tags.SiteName, '江城集团');
	assert.equal(tags.SiteDomain, HOST);
	assert.equal(tags.SiteIDCode, undefined);	// nobody gave one
	assert.equal(tags.ArticleTitle, '只有标题和正文');
	assert.equal(tags.ContentSource, '江城集团');
	assert.equal(tags.ColumnName, '通知公告');
	assert.equal(tags.ColumnType, '文章');
	assert.match(tags.PubDate, /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
	assert.equal(text.split(`>${tags.PubDate}<`).length, 2, 'shown as it is');
	assert.equal(tags.Url, `http://one.test/news/notice/${id}.html`);
	await staff.keeper.must('PUT', 'site', { sponsor: '江城集团总公司',
		site_code: '1234567890' });
	const other = await published({ title: '有标签', tags: ['安全', '演练'],
		source: '江城日报' });
	const more = tagsOf((await page(`/news/notice/${other}.html`)).text);
	assert.equal(more.Keywords, '安全,演练');
	assert.equal(more.ContentSource, '江城日报');
	assert.equal(more.SiteIDCode, '1234567890');
	assert.equal(tagsOf((await page(`/news/notice/${id}.html`)).text)
		.ContentSource, '江城集团总公司');
});

test('what is demanded of a column is there, whatever was left blank', async () => {
	const tags = tagsOf((await page('/news/')).text);
	assert.equal(tags.ColumnName, '新闻中心');
	assert.equal(tags.ColumnDescription, '新闻中心');
	assert.equal(tags.ColumnKeywords, '新闻中心');
	assert.equal(tags.ColumnType, '文章');
});

test('pages of plugins have the tags of the site and an address too', async () => {
	for (const target of ['/qa/ask', '/qa/status', '/qa/list', '/qa/totals']) {
		const rp = await page(target);
		assert.equal(rp.status, 200, target);
		const tags = tagsOf(rp.text);
		assert.equal(tags.SiteName, '江城集团', target);
		assert.equal(tags.SiteDomain, HOST, target);
		assert.equal(canonical(rp.text), `http://one.test${target}`);
		assert.match(rp.text, /<title>[^<]+ - 江城集团<\/title>/);
	}
	assert.equal(canonical((await page('/zh-hant/qa/ask')).text),
		'http://one.test/zh-hant/qa/ask');
});

test('each page of a list is an address of its own, and faults are none', async () => {
	const { text } = await page('/news/notice/');
	assert.equal(canonical(text), 'http://one.test/news/notice/');
	assert.equal(canonical((await page('/news/notice/?page=1&x=y')).text),
		'http://one.test/news/notice/');
	const ids = [];
	for (let n = 0; n < 21; n++)
		ids.push((await staff.writer.create({ title: `第 ${n} 条` })).id);
	for (const id of ids) await publish(staff, id);
	const second = await page('/news/notice/?page=2');
	assert.equal(second.status, 200);
	assert.equal(canonical(second.text), 'http://one.test/news/notice/?page=2');
	assert.match(second.text, /hreflang="zh-Hant" href="http:\/\/one\.test\/zh-hant\/news\/notice\/\?page=2"/);
	for (const target of ['/none/', '/news/notice/?page=99', '/news/notice/9999.html'])
		assert.equal(canonical((await page(target)).text), undefined, target);
});

test('whichever host was asked, the first one is named', async () => {
	await staff.keeper.must('PUT', 'site', { hosts: ['one.test', 'a.one.test'] });
	const rp = await page('/news/', { host: 'a.one.test' });
	assert.equal(canonical(rp.text), 'http://one.test/news/');
	assert.equal(tagsOf(rp.text).SiteDomain, 'one.test');
	assert.match((await page('/sitemap/columns.xml', { host: 'a.one.test' })).text,
		/<loc>http:\/\/one\.test\/news\/<\/loc>/);
	await staff.keeper.must('PUT', 'site', { hosts: ['one.test'] });
});

test('robots.txt keeps searches out of what is no page', async () => {
	const { text } = await page('/robots.txt');
	for (const path of ['/desk/', '/api/', '/search', '/zh-hant/search', '/lang/'])
		assert.ok(text.includes(`Disallow: ${path}\n`), path);
	assert.match(text, /\nSitemap: http:\/\/one\.test\/sitemap\.xml\n/);
});

test('a column that was moved leads to where it is, with all that is in it',
	async () => {
	const id = await published({ title: '搬家' });
	const topic = await published({ column: 'topics', type: 'topic',
		title: '江河', name: 'river', parts: [] });
	await move('news/notice', 'party');
	await leads('/news/notice/', '/party/notice/');
	await leads('/news/notice', '/party/notice/');
	await leads(`/news/notice/${id}.html`, `/party/notice/${id}.html`);
	await leads('/zh-hant/news/notice/', '/zh-hant/party/notice/');
	await leads('/feed/rss.xml/column/news/notice', '/feed/rss.xml/column/party/notice');
	await move('topics', 'news');
	await leads('/topics/', '/news/topics/');
	await leads('/topics/river/', '/news/topics/river/');
	await leads('/topics/river', '/news/topics/river/');
	assert.equal((await page('/topics/none/')).status, 404);
	assert.equal((await page('/feed/rss.xml/column/none')).status, 404);
	const map = (await page('/sitemap/news.xml')).text;
	assert.match(map, /\/news\/topics\/river\/</);
	assert.ok(!map.includes(`/${topic}.html`));
	// Twice, and what is above it; then back.
	await move('party', 'news');
	await leads('/news/notice/', '/news/party/notice/');
	await leads('/party/notice/', '/news/party/notice/');
	await move('news/party', '');
	await leads('/news/party/notice/', '/party/notice/');
	await leads('/news/notice/', '/party/notice/');
	await move('party/notice', 'news');
	assert.equal((await page('/news/notice/')).status, 200);
	await leads('/party/notice/', '/news/notice/');
	// A new column in the place of an old one is that.
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'topics',
		'--title', '新的专题']);
	assert.equal((await page('/topics/')).status, 200);
});

test('a withdrawn article is gone from the maps and says so at all addresses',
	async () => {
	const id = await published({ title: '撤下的', tags: ['撤下'] });
	const number = new RegExp(`/${id}\\.html<`);
	assert.match((await page('/sitemap/1.xml')).text, number);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, { reason: '有误' });
	for (const target of [`/news/notice/${id}.html`, `/party/notice/${id}.html`,
		`/zh-hant/news/notice/${id}.html`]) {
		const rp = await page(target);
		assert.equal(rp.status, 410, target);
		assert.equal(canonical(rp.text), undefined);
		assert.match(rp.headers['cache-control'], /no-cache|no-store/);
	}
	for (const map of ['/sitemap/1.xml', '/sitemap/news.xml', '/feed/rss.xml'])
		assert.doesNotMatch((await page(map)).text, number);
});

test('the keeper reads which columns are blank or stale, by profile', async () => {
	const bench = async () => (await page('/desk/', { headers: {
		authorization: `Bearer ${staff.keeper.token}` } })).text;
	const id = await published({ column: 'party', title: '很久以前' });
	await staff.keeper.must('PUT', 'site', { profile: 'institution' });
	assert.match(await bench(), /建议<\/span> 空白栏目 \d+ 个[^<]*网友来信/);
	assert.doesNotMatch(await bench(), /超过更新时限的栏目/);
	write(siteOf(sites), `UPDATE "column" SET freshness_days = 14 WHERE path = 'party';
		UPDATE place SET published_at = published_at - 40 * 86400 WHERE entry = ${id};`);
	await staff.keeper.must('PUT', 'site', { profile: 'government' });
	const text = await bench();
	assert.match(text, /必须<\/span> 空白栏目/);
	assert.match(text, /必须<\/span> 超过更新时限的栏目 1 个[^<]*党的建设（40 天）/);
	assert.doesNotMatch(text, /首页已有/);
	write(siteOf(sites), 'UPDATE place SET published_at = published_at - 40 * 86400;');
	await staff.keeper.must('PUT', 'site', { profile: 'party' });
	assert.match(await bench(), /必须<\/span> 首页已有 \d+ 天没有新稿件/);
});
