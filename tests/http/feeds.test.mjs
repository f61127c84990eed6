// Feeds: what the site gives out, and what the clerk takes in from others.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { command, freshFolder, get, request, root, serve, until } from './lib.mjs';
import { Staff, makeSites, publish, run, signIn, siteOf, sql, write }
	from './site.mjs';

const NAMES = ['writer', 'first', 'second', 'third', 'keeper'];
const host = 'one.test';
const FORMATS = ['rss.xml', 'atom.xml', 'feed.json'];
const ITEM = '<item><guid isPermaLink="false">1</guid><title>外站消息</title>' +
	'<link>http://other.example/1</link><category>工会</category>' +
	'<description>&lt;p>正文&lt;script>x&lt;/script>&lt;/p></description></item>';

let server, sites, keeper, id;
const staff = {};
// The other site: what it answers next, and what it was asked.
const other = { status: 200, body: '', headers: {}, asked: [],
	held: Promise.resolve() };
let outside, feedUrl;

const page = (target, headers) => get(server, target, { host, headers });
const rows = (text) => sql(siteOf(sites), text).trim();
const form = (target, fields = {}) => request(server, 'POST', target, {
	host, headers: { cookie: keeper.cookie },
	body: new URLSearchParams({ _csrf: keeper.csrf, ...fields }) });
const rss = (items) => `<rss version="2.0"><channel><title>他站</title>${items
}</channel></rss>`;

before(async () => {
	outside = http.createServer((rq, rp) => {
		other.asked.push(rq.headers);
		other.held.then(() => {
			rp.writeHead(other.status, other.headers);
			rp.end(other.body);
		});
	}).listen(0, '127.0.0.1');
	await once(outside, 'listening');
	feedUrl = `http://127.0.0.1:${outside.address().port}/feed`;
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'feeds', '--site', 'one']);
	server = await serve({ sites, workers: 1, args: ['--fetch-allow',
		new URL(feedUrl).host] });
	for (const name of NAMES) staff[name] = await Staff.enter(server, name);
	keeper = await signIn(server, 'keeper');
	({ id } = await staff.writer.create({ title: 'A & B <三>', tags: ['工会'],
		body: '<p>全文 <a href="/news/">新闻</a> &amp; "引号" a="/x"</p>' }));
	await publish(staff, id);
});
after(async () => {
	await server?.stop();
	outside?.close();
});

const check = (program, args, input) => execFileSync(program, args,
	{ input, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });

test('each format holds the entry with its full text and whole addresses', async () => {
	for (const format of FORMATS) {
		const rp = await page(`/feed/${format}`);
		assert.equal(rp.status, 200, format);
		const { code, out } = await command(['feed', 'parse'], { input: rp.text });
		assert.equal(code, 0);
		const { feed, items: [item] } = JSON.parse(out);
		assert.equal(feed.title_text, '江城集团');
		assert.equal(item.title_text, 'A & B <三>', format);
		assert.match(item.link, new RegExp(`^http://one.test/news/notice/${id}.html$`));
		assert.match(item.content, /<a href="http:\/\/one.test\/news\/">/);
		assert.match(item.content, /a="\/x"|a=&quot;\/x/, 'text stays as it was');
		assert.match(item.id, new RegExp(`^tag:one\\.test,.*entry/${id}$`));
		assert.deepEqual(item.categories, ['工会']);
		const { published_at: at } = (await page(`/api/v1/live/${id}`)).json;
		assert.equal(Date.parse(item.published) / 1000, at, format);
	}
});

test('there is a feed of a column, a tag and a search', async () => {
	for (const place of ['/column/news', '/column/news/notice', '/tag/%E5%B7%A5%E4%BC%9A',
		'/search?q=%E5%85%A8%E6%96%87'])
		for (const format of FORMATS) {
			const rp = await page(`/feed/${format}${place}`);
			assert.equal(rp.status, 200, format + place);
			assert.ok(rp.text.includes(`/news/notice/${id}.html`), format + place);
		}
	assert.equal((await page('/feed/rss.xml/column/none')).status, 404);
	assert.equal((await page('/feed/rss.xml/tag/none')).status, 404);
});

test('Atom is what RFC 4287 asks for', async () => {
	for (const place of ['', '/column/news', '/column/news/notice']) {
		const { text } = await page(`/feed/atom.xml${place}`);
		const file = path.join(freshFolder('atom'), 'atom.xml');
		fs.writeFileSync(file, text);
		check('jing', ['-c', path.join(root, 'tests/data/atom.rnc'), file]);
	}
});

test('XML is whole, and says of itself where it is', async () => {
	for (const target of ['/feed/rss.xml', '/feed/atom.xml', '/feed/columns.opml',
		'/sitemap.xml', '/sitemap/1.xml', '/sitemap/news.xml',
		'/sitemap/columns.xml']) {
		const rp = await page(target);
		assert.equal(rp.status, 200, target);
		check('xmllint', ['--noout', '-'], rp.text);
	}
	const { text } = await page('/feed/rss.xml');
	assert.match(text, /<atom:link rel="self"[^>]* href="http:\/\/one.test\/feed\/rss.xml"/);
	assert.match(text, /<pubDate>\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0800</);
	assert.equal((text.match(/<guid /g) ?? []).length, 1);
});

test('a feed that is known already is not sent again', async () => {
	const { headers: { etag } } = await page('/feed/rss.xml');
	assert.ok(etag);
	const again = await page('/feed/rss.xml', { 'if-none-match': etag });
	assert.equal(again.status, 304);
	assert.equal(again.text, '');
});

test('the map names every entry, and robots.txt the map', async () => {
	assert.match((await page('/sitemap.xml')).text, /\/sitemap\/1\.xml</);
	assert.match((await page('/sitemap/1.xml')).text,
		new RegExp(`<loc>http://one.test/news/notice/${id}.html</loc><lastmod>`));
	assert.match((await page('/sitemap/news.xml')).text, /<news:title>A &amp; B &lt;三&gt;</);
	assert.equal((await page('/sitemap/2.xml')).status, 404);
	assert.equal((await page('/sitemap/0.xml')).status, 404);
	assert.match((await page('/robots.txt')).text,
		/^Sitemap: http:\/\/one\.test\/sitemap\.xml$/m);
	assert.doesNotMatch((await get(server, '/robots.txt', { host: 'two.test' })).text,
		/Sitemap/);
});

test('pages name their feeds for readers to find', async () => {
	assert.match((await page('/')).text,
		/<link rel="alternate" href="\/feed\/rss\.xml" type="application\/rss\+xml"/);
	assert.match((await page('/news/')).text, /href="\/feed\/atom\.xml\/column\/news"/);
});

test('addresses inside are refused with a sentence, and nothing is written', async () => {
	for (const url of ['http://127.0.0.1/', 'http://192.168.1.1/x', 'ftp://a.cn/',
		'http://u:p@a.cn/', 'http://2130706433/', 'http://a.cn:22/']) {
		const rp = await form('/desk/feeds', { url, name: '他站', column: 'news',
			hours: '1' });
		assert.equal(rp.status, 422, url);
		assert.match(rp.text, /class="bad"/);
		assert.ok(rp.text.includes(`value="${url}"`), 'what was typed stays');
	}
	assert.equal(rows('SELECT count(*) FROM feeds_source'), '0');
});

test('only keepers of the site subscribe', async () => {
	const writer = await signIn(server, 'writer');
	const rp = await request(server, 'POST', '/desk/feeds', { host,
		headers: { cookie: writer.cookie }, body: new URLSearchParams({
			_csrf: writer.csrf, url: feedUrl, name: 'x', column: 'news', hours: '1' }) });
	assert.equal(rp.status, 403);
	assert.equal(rows('SELECT count(*) FROM feeds_source'), '0');
});

test('a new item waits for review, with its source and link, and is not live', async () => {
	Object.assign(other, { body: rss(ITEM), headers: { etag: '"one"' } });
	const rp = await form('/desk/feeds', { url: feedUrl, name: '他站', column: 'news',
		hours: '1' });
	assert.equal(rp.status, 303, rp.text);
	// The clerk of the server itself does it.
	await until(() => rows('SELECT taken FROM feeds_source') === '1', 'the clerk');
	const { entries: [entry] } = await staff.first.must('GET', 'entries/queue')
		.catch(() => staff.first.must('GET', 'entries?state=review'));
	assert.equal(entry.title, '外站消息');
	const { content, author, state } = await staff.first.read(entry.id);
	assert.equal(state, 'review');
	assert.equal(content.source, '他站');
	assert.equal(content.source_link, 'http://other.example/1');
	assert.equal(content.body, '<p>正文</p>');
	assert.equal(author.id, 0);
	assert.equal((await page(`/news/${entry.id}.html`)).status, 404);
	// Nobody wrote it, so that each of the three reviewers may pass it; and
	// nobody has reviewed it for secrets, until the first of them says so.
	assert.equal((await staff.first.read(entry.id)).secrecy_checked, false);
	assert.equal(rows(`SELECT secrecy_checked FROM submission WHERE entry = ${entry.id}`), '0');
	const refused = await staff.first.approve(entry.id);
	assert.equal(refused.status, 422);
	assert.equal(refused.json.code, 'review.secrecy');
	assert.equal(refused.json.field, 'secrecy_checked');
	assert.equal((await staff.first.approve(entry.id, '同意',
		{ secrecy_checked: true })).status, 200);
	assert.equal((await staff.second.read(entry.id)).secrecy_checked, true);
	for (const name of ['second', 'third'])
		assert.equal((await staff[name].approve(entry.id)).status, 200, name);
	assert.match(rows(`SELECT group_concat(user_name) FROM audit WHERE act = 'entry.secrecy'`),
		/^\S+$/);
	assert.match((await page(`/news/${entry.id}.html`)).text,
		/href="http:\/\/other\.example\/1"/);
});

// The clerk has written down what it got: until then it would overwrite the
// time of the next wish.
const rested = () => until(() =>
	rows('SELECT next_at > unixepoch() FROM feeds_source') === '1', 'the row');

test('it is asked politely, and nothing comes twice', async () => {
	other.asked.length = 0;
	// Nothing of a title or an address is kept; keys of earlier versions, in
	// which both stood, become such too.
	const plain = () => rows("SELECT count(*) FROM feeds_seen WHERE key NOT LIKE 'h:%'");
	assert.equal(rows('SELECT count(*) FROM feeds_seen'), '2');
	assert.equal(plain(), '0');
	write(siteOf(sites), `DELETE FROM feeds_seen;
		INSERT INTO feeds_seen VALUES ('link:http://other.example/1', 1, 1, 1)`);
	Object.assign(other, { status: 304, body: '' });
	await form('/desk/feeds/1/pause');
	await form('/desk/feeds/1/resume');
	await until(() => other.asked.length > 0, 'the clerk');
	await rested();
	assert.equal(other.asked[0]['if-none-match'], '"one"');
	assert.match(other.asked[0]['user-agent'], /^Mingchuang\//);
	Object.assign(other, { status: 200, body: rss(ITEM.replace('>1<', '>new id<') + ITEM) });
	const before = other.asked.length;
	await form('/desk/feeds/1/ask');
	await until(() => other.asked.length > before, 'the clerk');
	await rested();
	assert.equal(plain(), '0');
	assert.equal(rows('SELECT failures FROM feeds_source'), '0');
	assert.equal(rows('SELECT count(*) FROM entry WHERE title = \'外站消息\''), '1');
});

test('a wish that comes while it is asked is served right after', async () => {
	let release;
	Object.assign(other, { status: 200, body: rss(ITEM), headers: {},
		held: new Promise((resolve) => { release = resolve; }) });
	const before = other.asked.length;
	await form('/desk/feeds/1/ask');
	await until(() => other.asked.length === before + 1, 'the first');
	// The first has been asked and isn't answered.
	await form('/desk/feeds/1/ask');
	other.held = Promise.resolve();
	release();
	await until(() => other.asked.length === before + 2, 'the second');
	await rested();
	assert.equal(rows('SELECT wish FROM feeds_source'), '0');
});

test('an item without a title gets its first words, an empty one is told', async () => {
	const before = other.asked.length;
	other.body = rss('<item><guid isPermaLink="false">u1</guid><pubDate>2026/01/05 ' +
		'08:30</pubDate><description>&lt;p>职工书屋 &lt;b>开放&lt;/b>了&lt;/p>' +
		'</description></item><item><description>没有编号的一条</description></item>' +
		'<item><guid isPermaLink="false">u2</guid></item>');
	await form('/desk/feeds/1/ask');
	await until(() => other.asked.length > before, 'the clerk');
	await rested();
	const titles = rows(`SELECT json_extract(content, '$.title') FROM revision
		ORDER BY id DESC LIMIT 2`).split('\n').sort();
	assert.deepEqual(titles, ['没有编号的一条', '职工书屋 开放了']);
	assert.match(rows('SELECT problem FROM feeds_source'), /（u2）既没有标题/);
	// What came without a name of its own is known again, too.
	const count = rows('SELECT count(*) FROM entry'), asked = other.asked.length;
	await form('/desk/feeds/1/ask');
	await until(() => other.asked.length > asked, 'the clerk');
	await rested();
	assert.equal(rows('SELECT count(*) FROM entry'), count);
});

test('the command reads dates of the zone that it is told', async () => {
	const input = rss('<item><pubDate>2026-01-05 08:30</pubDate></item>');
	const dates = async (...zone) => {
		const done = await command(['feed', 'parse', ...zone], { input });
		return done.code === 0 ? JSON.parse(done.out).items[0].published : done.code;
	};
	assert.equal(await dates(), '2026-01-05T08:30:00Z');
	assert.equal(await dates('--zone', '+08:00'), '2026-01-05T00:30:00Z');
	assert.equal(await dates('--zone', '-05:30'), '2026-01-05T14:00:00Z');
	for (const zone of ['8', '+8:00', '+08:60', '+08:00x', '08:00+'])
		assert.equal(await dates('--zone', zone), 2, zone);
});

test('a failure is told in words, and the pause grows', async () => {
	Object.assign(other, { status: 500, body: '' });
	await form('/desk/feeds/1/ask');
	await until(() => rows('SELECT failures FROM feeds_source') === '1', 'the clerk');
	const shown = await get(server, '/desk/feeds', { host,
		headers: { cookie: keeper.cookie } });
	assert.match(shown.text, /对方服务器答复了状态码 500/);
	await form('/desk/feeds/1/ask');
	await until(() => rows('SELECT failures FROM feeds_source') === '2', 'the clerk');
	assert.ok(Number(rows('SELECT next_at - asked_at FROM feeds_source')) >= 7200);
	Object.assign(other, { status: 410 });
	await form('/desk/feeds/1/ask');
	await until(() => rows('SELECT paused FROM feeds_source') === '1', 'the pause');
});

test('a source that is removed leaves what was taken', async () => {
	assert.equal((await form('/desk/feeds/1/remove')).status, 303);
	assert.equal(rows('SELECT count(*) FROM feeds_source'), '0');
	assert.equal(rows('SELECT count(*) FROM entry WHERE title = \'外站消息\''), '1');
	assert.equal((await form('/desk/feeds/1/remove')).status, 404);
});
