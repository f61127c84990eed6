// The page cache: what visitors get is as fast as a file and as new as the
// last publication, on every worker, in every coding and language.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';
import { Raw, freshFolder, get, request, serve, until } from './lib.mjs';
import { Staff, TITLE, makeSites, publish, run, signIn, siteOf } from
	'./site.mjs';

const NAMES = ['writer', 'first', 'second', 'third', 'keeper'];
const host = 'one.test';
const ASKS = 24;	// fresh connections, enough to meet both workers

// Two workers; and one alone, where a change behind its back shows what comes
// from the cache.
let server, single, small;
const staff = {}, alone = {};
let id, url, aloneId, aloneUrl;

const page = (target, headers = {}, s = server) =>
	get(s, target, { host, headers });
const everywhere = (target, headers) =>
	Promise.all(Array.from({ length: ASKS }, () => page(target, headers)));

async function enter(s, to) {
	for (const name of NAMES) to[name] = await Staff.enter(s, name);
}

async function published(who) {
	const { id: made } = await who.writer.create();
	await publish(who, made);
	return [made, `/news/notice/${made}.html`];
}

before(async () => {
	server = await serve({ sites: await makeSites() });
	// Without the clerk: whatever it does makes pages anew.
	single = await serve({ sites: await makeSites(), workers: 1,
		args: ['--no-clerk'] });
	await enter(server, staff);
	await enter(single, alone);
	[id, url] = await published(staff);
	[aloneId, aloneUrl] = await published(alone);
});
after(async () => {
	await server?.stop();
	await single?.stop();
	await small?.stop();
});

// Writes to a database without telling anybody.
const behindItsBack = (s, sql) =>
	execFileSync('sqlite3', ['-cmd', '.timeout 60000', siteOf(s.sites), sql]);
const retitle = (title) => behindItsBack(single,
	`UPDATE live SET title = '${title}', content = json_set(content, '$.title',
	'${title}') WHERE entry = ${aloneId};`);

test('a page is made once and then kept; sessions neither see nor fill it', async () => {
	await page(aloneUrl, {}, single);
	retitle('甲甲甲甲');
	const kept = await page(aloneUrl, {}, single);
	assert.ok(kept.text.includes(TITLE) && !kept.text.includes('甲甲甲甲'));
	const { cookie } = await signIn(single, 'writer');
	const own = await page(aloneUrl, { cookie }, single);
	assert.ok(own.text.includes('甲甲甲甲'));
	assert.match(own.headers['cache-control'], /no-store/);
	const stale = await page(aloneUrl, { cookie: 'mc_session=none' }, single);
	assert.ok(stale.text.includes('甲甲甲甲'));
	assert.match(stale.headers['cache-control'], /private/);
	const token = await page(`/api/v1/live/${aloneId}`,
		{ authorization: 'Bearer none' }, single);
	assert.equal(token.json.title, '甲甲甲甲');
	const after = await page(aloneUrl, {}, single);
	assert.equal(after.text, kept.text);
	assert.match(after.headers['cache-control'], /public/);
});

test('any publication makes the pages of the site anew', async () => {
	await page('/', {}, single);
	await published(alone);
	const now = await page(aloneUrl, {}, single);
	assert.ok(now.text.includes('甲甲甲甲'));
	retitle(TITLE);
});

test('a query that a page does not declare changes nothing', async () => {
	await published(alone);
	const plain = await page(aloneUrl, {}, single);
	retitle('乙乙乙乙');
	const marked = await page(`${aloneUrl}?from=singlemessage&isappinstalled=0`,
		{}, single);
	assert.equal(marked.text, plain.text);
	retitle(TITLE);
});

test('the API refuses what it does not declare, kept or not', async () => {
	const target = '/api/v1/live?column=news/notice';
	assert.equal((await page(target)).status, 200);
	assert.equal((await page(`${target}&limit=1`)).status, 200);
	assert.equal((await page(`${target}&colour=red`)).status, 422);
	assert.equal((await page('/api/v1/live?limit=0')).status, 422);
});

test('query variants are not mixed', async () => {
	const short = () => page('/api/v1/live?limit=1', {}, single);
	const long = () => page('/api/v1/live?limit=2', {}, single);
	for (let i = 0; i < 2; i++) {
		assert.equal((await short()).json.entries.length, 1);
		assert.equal((await long()).json.entries.length, 2);
	}
	assert.equal((await page('/news/notice/?page=1')).status, 200);
	assert.equal((await page('/news/notice/?page=7')).status, 404);
	assert.equal((await page('/news/notice/?page=x')).status, 404);
	assert.equal((await page('/news/notice/')).status, 200);
});

test('hosts are not mixed', async () => {
	const one = await page('/');
	const two = await get(server, '/', { host: 'two.test' });
	assert.ok(one.text.includes('江城集团') && two.text.includes('江城分公司'));
	assert.equal((await page('/')).text, one.text);
});

test('the chosen language is its own page, for that visitor alone', async () => {
	const zh = await page('/');
	const en = await page('/', { cookie: 'mc_lang=en' });
	assert.match(zh.text, /<html[^>]* lang="zh/);
	assert.match(en.text, /<html[^>]* lang="en/);
	for (let i = 0; i < 3; i++) {
		assert.equal((await page('/', { cookie: 'mc_lang=en; a=b' })).text, en.text);
		assert.equal((await page('/', { 'accept-language': 'en' })).text, zh.text);
		assert.equal((await page('/', { cookie: 'mc_lang=fr' })).text, zh.text);
	}
	assert.match(zh.headers.vary, /cookie/);
	assert.match(zh.headers['cache-control'], /public/);
	assert.match(en.headers['cache-control'], /private/);
});

test('caches in front may keep a page for less than a minute', async () => {
	for (const target of ['/', '/news/notice/', url, '/api/v1/live']) {
		const { headers } = await page(target);
		const [, seconds] = /s-maxage=(\d+)/.exec(headers['cache-control']);
		assert.ok(Number(seconds) <= 30, target);
		assert.match(headers['cache-control'], /^public, max-age=0,.*must-revalidate/);
		assert.match(headers.vary, /accept-encoding/);
		assert.equal(headers['set-cookie'], undefined);
		assert.ok(headers['content-security-policy']);
		assert.ok(Math.abs(Date.parse(headers.date) - Date.now()) < 60000);
	}
});

test('gzip and br hold the same text under other ETags', async () => {
	for (const target of ['/', url]) {
		const plain = await page(target);
		const gzip = await page(target, { 'accept-encoding': 'gzip, deflate' });
		const br = await page(target, { 'accept-encoding': 'gzip, deflate, br' });
		assert.equal(plain.headers['content-encoding'], undefined);
		assert.equal(gzip.headers['content-encoding'], 'gzip');
		assert.equal(br.headers['content-encoding'], 'br');
		assert.equal(zlib.gunzipSync(gzip.body).toString(), plain.text);
		assert.equal(zlib.brotliDecompressSync(br.body).toString(), plain.text);
		const tags = [plain, gzip, br].map((rp) => rp.headers.etag);
		assert.equal(new Set(tags).size, 3);
		assert.ok(tags.every((t) => /^"[^"]+"$/.test(t)), tags.join());
		assert.equal((await page(target, { 'accept-encoding': 'br;q=0, gzip;q=0' }))
			.headers['content-encoding'], undefined);
	}
});

test('static files are compressed too, and ranges are of the plain file', async () => {
	const asset = /"(\/assets\/[^"]+\.css[^"]*)"/.exec((await page('/')).text)[1];
	const plain = await page(asset);
	const br = await page(asset, { 'accept-encoding': 'br' });
	assert.equal(br.headers['content-encoding'], 'br');
	assert.equal(zlib.brotliDecompressSync(br.body).toString(), plain.text);
	assert.equal(br.headers['x-content-type-options'], 'nosniff');
	assert.match(br.headers['cache-control'], /immutable/);
	assert.equal((await page(asset, { 'accept-encoding': 'br',
		'if-none-match': br.headers.etag })).status, 304);
	assert.equal((await page(asset, {
		'if-modified-since': plain.headers['last-modified'] })).status, 304);
	const part = await page(asset, { 'accept-encoding': 'br', range: 'bytes=0-9',
		'if-range': plain.headers.etag });
	assert.equal(part.status, 206);
	assert.equal(part.text, plain.text.slice(0, 10));
	const { cookie } = await signIn(server, 'writer');
	const staffs = await page(asset, { cookie, 'accept-encoding': 'gzip' });
	assert.equal(zlib.gunzipSync(staffs.body).toString(), plain.text);
});

test('pages with a CSRF token are not compressed, other replies are', async () => {
	const { cookie } = await signIn(server, 'writer');
	const gzip = { 'accept-encoding': 'gzip' };
	const desk = await page('/desk/', { cookie, ...gzip });
	assert.equal(desk.status, 200);
	assert.equal(desk.headers['content-encoding'], undefined);
	const missing = await page('/no-such-page', gzip);
	assert.equal(missing.status, 404);
	assert.equal(missing.headers['content-encoding'], 'gzip');
	assert.match(missing.headers['cache-control'], /no-cache/);
	assert.match(zlib.gunzipSync(missing.body).toString(), /<html/);
});

test('304 for who has it, until it changes', async () => {
	const whole = await page(url, { 'accept-encoding': 'gzip' });
	const ask = { 'accept-encoding': 'gzip', 'if-none-match': whole.headers.etag };
	for (const rp of await everywhere(url, ask)) {
		assert.equal(rp.status, 304);
		assert.equal(rp.body.length, 0);
		assert.equal(rp.headers.etag, whole.headers.etag);
		assert.equal(rp.headers['content-length'], undefined);
	}
	assert.equal((await page(url, { ...ask, 'accept-encoding': 'br' })).status, 200);
	assert.equal((await page(url, { 'if-none-match': '"other"' })).status, 200);
});

test('HEAD says what GET would, without the body', async () => {
	for (const headers of [{}, { 'accept-encoding': 'br' }]) {
		const whole = await page(url, headers);
		const head = await request(server, 'HEAD', url, { host, headers });
		assert.equal(head.status, 200);
		assert.equal(head.body.length, 0);
		for (const name of ['etag', 'content-length', 'content-encoding', 'vary'])
			assert.equal(head.headers[name], whole.headers[name], name);
	}
});

test('one connection takes kept pages one after another, and ends when asked', async () => {
	const raw = await Raw.open(server);
	const ask = (method, more = '') => raw.send(
		`${method} ${url} HTTP/1.1\r\nhost: ${host}\r\n${more}\r\n`);
	const { length } = (await page(url)).body;
	for (let i = 1; i <= 3; i++) {
		const before = raw.length;
		await ask('GET');
		await raw.until((r) => r.length > before + length);
		assert.equal(raw.statuses.length, i);
	}
	await ask('HEAD');
	await raw.untilStatus(4);
	await ask('GET', 'connection: close\r\n');
	await raw.untilClosed();
	assert.equal(raw.statuses.length, 5);
	assert.match(raw.text, /\r\nconnection: close\r\n\r\n<!/i);
	assert.ok(raw.text.endsWith('</html>\n') || raw.text.trimEnd().endsWith('</html>'));
});

// Asks for a large page so often that it is sent from a file in memory, until
// it has had three dates: pages of one second stay as they were sent.
test('a page that many ask for stays whole, and its date goes on', async () => {
	const style = /href="([^"]+\.css[^"]*)"/.exec((await page('/')).text)[1];
	const first = (await page(style, {}, single)).body;
	const filesInMemory = () => single.workers.flatMap((pid) =>
		fs.readdirSync(`/proc/${pid}/fd`).map((fd) => {
			try {
				return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
			} catch {
				return '';	// closed meanwhile
			}
		})).filter((name) => name.startsWith('/memfd:reply'));
	const agent = new http.Agent({ keepAlive: true });
	const dates = [];
	let seen = false;
	assert.ok(first.length > 16384, `${style}: ${first.length}`);
	await until(async () => {
		const replies = await Promise.all(Array.from({ length: 48 }, () =>
			get(single, style, { host, agent })));
		assert.ok(replies.every((rp) => rp.body.equals(first)));
		dates.push(...replies.map((rp) => rp.headers.date));
		seen ||= filesInMemory().length > 0;
		return seen && new Set(dates).size >= 3;
	}, 'three dates and a file in memory');
	assert.ok(dates.every((date) => !Number.isNaN(Date.parse(date))));
	assert.ok(filesInMemory().length <= 32);
	agent.destroy();
});

test('what is published is seen on all workers', async () => {
	for (let round = 0; round < 3; round++) {
		await everywhere('/news/notice/');
		const [, made] = await published(staff);
		await until(async () => (await everywhere('/news/notice/'))
			.every((rp) => rp.text.includes(made)), made);
		assert.ok((await everywhere(made)).every((rp) => rp.status === 200));
	}
	assert.equal(server.workers.length, 2);
});

test('what is withdrawn is gone on all workers at once', async () => {
	await everywhere(url);
	const { etag } = (await page(url)).headers;
	await staff.keeper.must('POST', `entries/${id}/withdraw`,
		{ reason: '数据有误' });
	for (const rp of await everywhere(url, { 'if-none-match': etag }))
		assert.equal(rp.status, 410);
	for (const rp of await everywhere('/news/notice/'))
		assert.ok(!rp.text.includes(url));
	assert.equal((await page(`/api/v1/live/${id}`)).status, 410);
});

const rss = (pid) => Number(/VmRSS:\s+(\d+)/.exec(
	fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

test('memory is bounded under 5,000 pages', { timeout: 600000 }, async () => {
	const sites = freshFolder();
	await run(sites, ['site', 'create', 'only', '--title', '江城集团',
		'--host', 'only.test']);
	small = await serve({ sites, workers: 1, env: { MINGCHUANG_CACHE_MB: '4' } });
	// A single site answers to any host, and each is a page of its own.
	let bytes = 0;
	const ask = async (n) => {
		const rp = await get(small, '/', { host: `h${n}.test`,
			headers: { 'accept-encoding': 'gzip' } });
		assert.equal(rp.status, 200);
		bytes += zlib.gunzipSync(rp.body).length;
	};
	const askTo = async (end, n) => {
		for (; n < end; n += 50)
			await Promise.all(Array.from({ length: 50 }, (_, i) => ask(n + i)));
	};
	await askTo(1500, 0);
	const before = rss(small.workers[0]);
	bytes = 0;
	await askTo(5000, 1500);
	const grown = rss(small.workers[0]) - before;
	assert.ok(bytes > 6 << 20, `only ${bytes} bytes of pages`);
	assert.ok(grown < 4, `${grown} MB more after 3,500 pages more`);
});
