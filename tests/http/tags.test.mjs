// Pages of tags: what is live with one, in pages, with feeds, in both kinds of
// characters and in the map of the site.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve } from './lib.mjs';
import { Staff, makeSites, publish, run } from './site.mjs';

const HOST = 'one.test';
const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'feeds', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const page = (target) => get(server, target, { host: HOST });
const at = (tag, rest = '') =>
	`/tags/${tag.split('/').map(encodeURIComponent).join('/')}/${rest}`;

async function published(title, tags) {
	const { id } = await staff.writer.create({ title, tags });
	await publish(staff, id);
	return id;
}

async function correct(id, fields) {
	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`, { base_revision: revision,
		...fields });
	await publish(staff, id);
}

test('an article leads to its tags, and they to it', async () => {
	const id = await published('消防演练', ['安全', '演练/消防', '100%']);
	const { text } = await page(`/news/notice/${id}.html`);
	for (const tag of ['安全', '演练/消防', '100%']) {
		assert.ok(text.includes(`href="${at(tag)}"`), tag);
		const rp = await page(at(tag));
		assert.equal(rp.status, 200, tag);
		assert.match(rp.text, /消防演练/);
	}
	assert.match((await page('/tags/')).text, /安全/);
});

test('drafts, other tags and withdrawn entries have no page', async () => {
	await staff.writer.create({ title: '草稿一篇', tags: ['只在草稿'] });
	assert.equal((await page(at('只在草稿'))).status, 404);
	assert.equal((await page(at('没有的标签'))).status, 404);
	const id = await published('要撤的稿', ['会撤下']);
	assert.equal((await page(at('会撤下'))).status, 200);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, { reason: '内容有误' });
	assert.equal((await page(at('会撤下'))).status, 404);
});

test('a correction moves an entry from one tag to another', async () => {
	const id = await published('改标签的稿', ['旧标签']);
	await correct(id, { tags: ['新标签'] });
	assert.equal((await page(at('旧标签'))).status, 404);
	assert.match((await page(at('新标签'))).text, /改标签的稿/);
});

test('an entry that moved to another column is listed at its new address',
	async () => {
	const id = await published('搬家的稿', ['搬家']);
	await correct(id, { column: 'news' });
	assert.match((await page(at('搬家'))).text, new RegExp(`href="/news/${id}\\.html"`));
});

test('many entries come in pages', async () => {
	for (let i = 1; i <= 21; i++) await published(`第${i}篇`, ['很多']);
	const first = await page(at('很多')), second = await page(at('很多', '?page=2'));
	assert.equal(first.text.match(/class="list-item"/g).length, 20);
	assert.equal(second.text.match(/class="list-item"/g).length, 1);
	assert.match(second.text, /第1篇/);
	assert.match(first.text, /rel="next" href="[^"]*\?page=2"/);
	for (const bad of ['3', '0', '-1', 'x', '2x', '99999999999999999999'])
		assert.equal((await page(at('很多', `?page=${bad}`))).status, 404, bad);
});

test('the page names its feeds, which hold the same', async () => {
	const { text } = await page(at('安全'));
	const feed = `/feed/rss.xml/tag/${encodeURIComponent('安全')}`;
	assert.ok(text.includes(`href="${feed}"`));
	const rp = await page(feed);
	assert.equal(rp.status, 200);
	assert.match(rp.text, /消防演练/);
	assert.ok(rp.text.includes(at('安全')), 'the feed leads to the page');
	assert.equal((await page(`/feed/rss.xml/tag/${encodeURIComponent('演练')}/` +
		encodeURIComponent('消防'))).status, 200);
});

test('the map of the site has tags that lead to more than one entry', async () => {
	assert.match((await page('/sitemap.xml')).text, /\/sitemap\/tags\.xml</);
	const { text } = await page('/sitemap/tags.xml');
	assert.ok(text.includes(at('很多')));
	assert.ok(!text.includes(at('安全')));
});

test('in traditional characters the address stays', async () => {
	const { status, text } = await page(`/zh-hant${at('很多')}`);
	assert.equal(status, 200);
	assert.match(text, /標籤：很多/);
});

test('programs ask for tags and their entries', async () => {
	const { tags } = (await page('/api/v1/tags?least=2')).json;
	assert.deepEqual(tags, [{ tag: '很多', entries: 21 }]);
	const target = `/api/v1/tags/${encodeURIComponent('很多')}?limit=15`;
	const one = (await page(target)).json;
	assert.equal(one.entries.length, 15);
	const two = (await page(`${target}&cursor=${one.next}`)).json;
	assert.equal(two.entries.length, 6);
	assert.equal(two.next, null);
	assert.equal((await page('/api/v1/tags?limit=0')).status, 422);
});

test('a tag that can be no address is refused when it is saved', async () => {
	for (const tag of ['a//b', '/a', 'a/', '..', 'a/./b', 'a\\b']) {
		const rp = await staff.writer.api('POST', 'entries', { column: 'news',
			title: '标签', body: '<p>一</p>', tags: ['好', tag] });
		assert.equal(rp.status, 422, tag);
		assert.equal(rp.json.code, 'tag.address');
		assert.equal(rp.json.field, 'tags');
		assert.ok(rp.json.detail.includes(tag), rp.json.detail);
	}
});

test('a tag with a slash has a page and feeds', async () => {
	const tag = 'TCP/IP';
	await published('网络', [tag]);
	const { text } = await page(at(tag));
	for (const file of ['rss.xml', 'atom.xml', 'feed.json']) {
		const [, href] = text.match(new RegExp(`href="(/feed/${file}/tag/[^"]*)"`));
		const rp = await page(href);
		assert.equal(rp.status, 200, href);
		assert.match(rp.text, /网络/);
	}
});

test('hostile names of tags are no page and no fault', async () => {
	for (const name of ['%3Cscript%3E', "'%20OR%201=1", '%E6%9C', 'x'.repeat(1500),
		'..', '%25', '*'])
		assert.ok([400, 404, 413].includes((await page(`/tags/${name}/`)).status), name);
});
