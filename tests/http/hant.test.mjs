// The view in traditional characters, and what every article's head and foot
// tell: canonical address, share card, QR code.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { command, get, post, root, serve } from './lib.mjs';
import { Staff, makeSites, publish, run, signIn } from './site.mjs';

const BODY = '<p>头发和发展，后来与皇后。<a href="/news/">新闻</a>' +
	'<a href="https://example.cn/发/">外面</a></p>' +
	'<pre>代码里的发</pre><p title="标题里的发">完</p>';
const staff = {};
let server, sites, id, url;

const visit = (target, headers) =>
	get(server, target, { host: 'one.test', headers });

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'qa', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	({ id } = await staff.writer.create({ title: '党建工作与发展规划',
		summary: '摘要里的头发', body: BODY }));
	await publish(staff, id);
	url = `/news/notice/${id}.html`;
});
after(() => server?.stop());

test('texts and titles are traditional, word by word; addresses and code are not', async () => {
	const { status, text, headers } = await visit(`/zh-hant${url}`);
	assert.equal(status, 200);
	assert.match(headers['cache-control'], /public/);
	assert.match(text, /<html lang="zh-Hant">/);
	assert.match(text, /<title>黨建工作與發展規劃/);
	assert.match(text, /頭髮和發展，後來與皇后。/);
	assert.match(text, /<pre>代码里的发<\/pre>/);
	assert.match(text, /href="https:\/\/example\.cn\/发\/"|href="https:\/\/example\.cn\/%E5%8F%91\/"/);
	assert.match(text, /<meta name="description" content="摘要裡的頭髮">/);
});

test('links lead on within the view; files and the desk are where they were', async () => {
	const { text } = await visit(`/zh-hant${url}`);
	const links = [...text.matchAll(/<(?:a|form)\b[^>]*?(?:href|action)="(\/[^"]*)"[^>]*>/g)];
	assert.ok(links.length > 10);
	for (const [tag, target] of links)
		assert.equal(target.startsWith('/zh-hant/'),
			!/hreflang="zh-Hans"/.test(tag) && !/^\/(media|assets|desk|lang)\//.test(target),
			tag);
	assert.doesNotMatch(text, /\/zh-hant\/(media|assets|picture|zh-hant)\//);
	for (const [, target] of links.slice(0, 12))
		assert.ok((await visit(target)).status < 400, target);
});

test('the plain page offers the other view, and each names both', async () => {
	const plain = (await visit(url)).text, hant = (await visit(`/zh-hant${url}`)).text;
	assert.match(plain, new RegExp(`<a [^>]*href="/zh-hant${url}" hreflang="zh-Hant"`));
	assert.match(hant, new RegExp(`<a [^>]*href="${url}" hreflang="zh-Hans" lang="zh-Hans"[^>]*>简体<`));
	assert.match(plain, new RegExp(`rel="canonical" href="http://one.test${url}"`));
	assert.match(hant, new RegExp(`rel="canonical" href="http://one.test/zh-hant${url}"`));
	for (const text of [plain, hant]) {
		assert.match(text, new RegExp(`hreflang="zh-Hans" href="http://one.test${url}"`));
		assert.match(text, new RegExp(`hreflang="zh-Hant" href="http://one.test/zh-hant${url}"`));
	}
});

test('a kept page of one view is never shown as the other', async () => {
	for (let i = 0; i < 4; i++) {
		assert.match((await visit(url)).text, /头发和发展/);
		assert.match((await visit(`/zh-hant${url}`)).text, /頭髮和發展/);
	}
});

test('the search finds the same, asked in either form', async () => {
	const found = async (target) => [...(await visit(target)).text
		.matchAll(/href="(?:\/zh-hant)?(\/news\/[^"]*\.html)"/g)].map((m) => m[1]);
	const q = (text) => `search?q=${encodeURIComponent(text)}`;
	const plain = await found(`/${q('党建')}`);
	assert.ok(plain.includes(url));
	assert.deepEqual(await found(`/zh-hant/${q('黨建')}`), plain);
	assert.deepEqual(await found(`/zh-hant/${q('党建')}`), plain);
});

test("what was typed stays as it was typed", async () => {
	const { text } = await visit(`/zh-hant/search?q=${encodeURIComponent('发展')}`);
	assert.match(text, /<input[^>]*name="q"[^>]*value="发展"/);
});

test('forms of visitors work in the view', async () => {
	const page = await visit('/zh-hant/qa/ask');
	assert.match(page.text, /<form[^>]*action="\/zh-hant\/qa\/ask"/);
	const rp = await post(server, '/zh-hant/qa/ask',
		new URLSearchParams({ title: '问' }), { host: 'one.test' });
	assert.equal(rp.status, 422);
	assert.match(rp.text, /<html lang="zh-Hant">/);
});

test('redirects stay in the view', async () => {
	for (const [from, to] of [['/zh-hant/news', '/zh-hant/news/'],
		[`/zh-hant/news/${id}.html`, `/zh-hant${url}`]]) {
		const rp = await visit(from);
		assert.equal(rp.status, 301);
		assert.equal(rp.headers.location, to);
	}
	assert.equal((await visit('/zh-hant')).status, 200);
});

for (const target of ['/zh-hant/desk/', '/zh-hant/desk', '/zh-hant/api/v1/live',
	'/zh-hant/assets/base.css', '/zh-hant/zh-hant/', '/zh-hant/healthz',
	'/zh-hant/no-such-page/', '/zh-hantnews/'])
	test(`${target} isn't there`, async () => {
		assert.equal((await visit(target)).status, 404);
	});

test('faults are told in the view', async () => {
	const { text } = await visit('/zh-hant/no-such-page/');
	assert.match(text, /<html lang="zh-Hant">/);
});

test('staff who are signed in see it, too', async () => {
	const { cookie } = await signIn(server, 'keeper');
	const rp = await visit(`/zh-hant${url}`, { cookie });
	assert.match(rp.text, /頭髮和發展/);
	assert.match(rp.headers['cache-control'], /no-store/);
});

test('no column can take the place of the view', async () => {
	for (const path of ['zh-hant', 'picture', 'qr']) {
		const done = await command(['column', 'create', '--site', 'one',
			'--path', path, '--title', '占用'], { sites });
		assert.equal(done.code, 1, done.err);
	}
});

// ---- what the page says of itself

test('the share card has title, summary and address', async () => {
	const { text } = await visit(url);
	const card = Object.fromEntries([...text.matchAll(
		/<meta property="og:(\w+)" content="([^"]*)">/g)].map((m) => m.slice(1)));
	assert.equal(card.title, '党建工作与发展规划');
	assert.equal(card.description, '摘要里的头发');
	assert.equal(card.type, 'article');
	assert.equal(card.url, `http://one.test${url}`);
});

test('without a summary and a cover the card has how the text begins and its first picture',
	async () => {
	const logo = fs.readFileSync(path.join(root, 'sites/jiangcheng/demo/media/bridge.png'));
	const file = await staff.writer.api('POST', 'media', Buffer.concat([
		Buffer.from('--XX\r\nContent-Disposition: form-data; name="file"; ' +
			'filename="b.png"\r\nContent-Type: image/png\r\n\r\n'), logo,
		Buffer.from('\r\n--XX--\r\n')]), { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
	assert.equal(file.status, 201, file.text);
	const { id } = await staff.writer.create({ summary: '', body: `<p>${'桥'.repeat(60)}。` +
		`</p><p><img src="${file.json.url}" alt="桥"></p><p>${'水'.repeat(60)}</p>` });
	await publish(staff, id);
	const { text } = await visit(`/news/notice/${id}.html`);
	const card = Object.fromEntries([...text.matchAll(
		/<meta property="og:(\w+)" content="([^"]*)">/g)].map((m) => m.slice(1)));
	assert.match(card.description, /^桥{60}。 水+…$/);
	assert.equal(card.image, `http://one.test${file.json.url}`);
});

test('in English what the site says itself is marked as Chinese', async () => {
	const { text } = await visit(url, { cookie: 'mc_lang=en' });
	assert.match(text, /<html lang="en"/);
	assert.match(text, /<div class="text" lang="zh-CN" data-text>/);
	assert.match(text, /class="article-title" lang="zh-CN">/);
	assert.doesNotMatch((await visit(url)).text, /class="text" lang=/);
});

test('the QR code is one picture of one path, for pages of this site only', async () => {
	const rp = await visit(`/qr?path=${encodeURIComponent(url)}`);
	assert.equal(rp.status, 200);
	assert.match(rp.headers['content-type'], /^image\/svg\+xml/);
	assert.match(rp.text, /^<svg [^>]*>(<path [^>]*\/>){2}<\/svg>\n$/);
	assert.match((await visit(url)).text, /<img class="page-code-picture" src="\/qr\?path=/);
	for (const path of ['', 'news/', '//evil.example/', 'https://evil.example/',
		'/desk/', '/api/v1/live', '/\\evil.example', `/${'a'.repeat(400)}`])
		assert.equal((await visit(`/qr?path=${encodeURIComponent(path)}`)).status, 404, path);
	assert.equal((await visit('/qr')).status, 404);
});

// ---- addresses that changed

test('what was withdrawn is gone in either view, and says so', async () => {
	const { id: other } = await staff.writer.create({ title: '将要撤回的通知' });
	await publish(staff, other);
	await staff.keeper.must('POST', `entries/${other}/withdraw`,
		{ reason: '所附数据有误，更正后重新发布' });
	for (const prefix of ['', '/zh-hant']) {
		const rp = await visit(`${prefix}/news/notice/${other}.html`);
		assert.equal(rp.status, 410);
		assert.match(rp.text, prefix ? /所附數據有誤/ : /所附数据有误/);
	}
});

test('a column that was moved leads to where it is, with all below and in either view', async () => {
	const { cookie, csrf } = await signIn(server, 'keeper');
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'party', '--title', '党建']);
	const rp = await post(server, '/desk/columns/move/news/notice',
		new URLSearchParams({ _csrf: csrf, parent: 'party' }),
	{ host: 'one.test', headers: { cookie } });
	assert.equal(rp.status, 303, rp.text);
	for (const [from, to] of [['/news/notice/', '/party/notice/'],
		['/news/notice', '/party/notice/'], [url, `/party/notice/${id}.html`],
		['/zh-hant/news/notice/', '/zh-hant/party/notice/']]) {
		const moved = await visit(from);
		assert.equal(moved.status, 301, from);
		assert.equal(moved.headers.location, to);
		assert.equal((await visit(to)).status, 200);
	}
	// A new column may have the old address.
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'news/notice', '--title', '新通知']);
	assert.equal((await visit('/news/notice/')).status, 200);
});
