// 找错: a reader says what is wrong in a sentence of an article, gets a code;
// the keeper of the column finds it in the desk, decides, and the reader reads
// the reply.  Nothing tells who it was.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, post, serve } from './lib.mjs';
import { sendLetter } from './letters.mjs';
import { Staff, makeSites, publish, run, signIn, siteOf, sql } from './site.mjs';

const host = { host: 'one.test' };
const WORDS = { sentence: '会议总结了上半年的工作，部署了下半年的任务。',
	wrong: '应为“第三季度”。' };
const staff = {};
let server, sites, keeper, id, url, revision;

const db = (text) => sql(siteOf(sites), text).trim();
const visit = (target) => get(server, target, host);
const codeOf = (page) => page.text.match(/<strong>([0-9A-Z-]+)<\/strong>/)[1];
const send = (fields = {}) => sendLetter(server, `/correction?entry=${id}`,
	{ entry: id, revision, ...WORDS, ...fields });
const status = (code) =>
	post(server, '/correction/status', new URLSearchParams({ code }), host);
const deskGet = (target, who = keeper) =>
	get(server, target, { ...host, headers: { cookie: who.cookie } });
const decide = (receipt, fields) => post(server,
	`/desk/corrections/${receipt}/decide`,
	new URLSearchParams({ _csrf: keeper.csrf, ...fields }),
	{ ...host, headers: { cookie: keeper.cookie } });
const last = () => Number(db('SELECT coalesce(max(id), 0) FROM receipt'));

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'correction', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	keeper = await signIn(server, 'keeper');
	({ id } = await staff.writer.create());
	await publish(staff, id);
	url = `/news/notice/${id}.html`;
	revision = db(`SELECT revision FROM live WHERE entry = ${id}`);
});
after(() => server?.stop());

test('a report goes from the article to the keeper, and the reply to the reader', async () => {
	assert.match((await visit(url)).text,
		new RegExp(`href="/correction\\?entry=${id}"`));
	const page = await send();
	assert.equal(page.status, 200, page.text);
	const code = codeOf(page), receipt = last();
	assert.match((await status(code)).text, /已收到/);

	assert.match((await deskGet('/desk/corrections')).text,
		new RegExp(`/desk/corrections/${receipt}"`));
	const one = (await deskGet(`/desk/corrections/${receipt}`)).text;
	for (const text of [WORDS.sentence, '应为“第三季度”。',
		`/desk/entries/${id}/edit`, `href="${url}"`])
		assert.ok(one.includes(text), text);
	const bad = await decide(receipt, { outcome: 'corrected', reply: '谢' });
	assert.equal(bad.status, 422);
	assert.match(bad.text, />谢<\/textarea>/);
	assert.equal((await decide(receipt,
		{ outcome: 'corrected', reply: '已经更正，谢谢您。' })).status, 303);
	assert.match((await status(code)).text, /已处理[^]*已经更正，谢谢您。/);
	assert.doesNotMatch((await deskGet('/desk/corrections')).text,
		new RegExp(`/desk/corrections/${receipt}"`));
	assert.match((await deskGet('/desk/corrections?state=all')).text,
		new RegExp(`/desk/corrections/${receipt}"`));
});

test('what is kept is the page, its revision and the words; no address, no cookie', async () => {
	const page = await send();
	assert.equal(page.headers['set-cookie'], undefined);
	const content = JSON.parse(db(`SELECT content FROM receipt WHERE id = ${last()}`));
	assert.deepEqual(Object.keys(content).sort(),
		['entry', 'revision', 'sentence', 'url', 'wrong']);
	assert.equal(content.revision, Number(revision));
	assert.doesNotMatch(sql(siteOf(sites), '.dump receipt'), /127\.0\.0\.1/);
});

for (const [what, fields, wanted] of [
	['no sentence', { sentence: ' ' }, 422], ['no reason', { wrong: '' }, 422],
	['too long a sentence', { sentence: '字'.repeat(301) }, 422],
	['no revision', { revision: '' }, 422], ['no page', { entry: '999999' }, 404],
	['no number', { entry: '1; DROP' }, 404], ['wrong work', { _work: '1' }, 422],
	['no work', { _work: '' }, 422]])
	test(`${what}: refused, nothing kept, what was typed stays`, async () => {
		const before = last();
		const rp = await send(fields);
		assert.equal(rp.status, wanted, rp.text);
		assert.equal(last(), before);
		if (wanted === 422 && what !== 'no reason')
			assert.match(rp.text, /应为“第三季度”。<\/textarea>/);
	});

test('what readers write is text everywhere', async () => {
	await send({ wrong: '<script>alert(1)</script>' });
	const { text } = await deskGet(`/desk/corrections/${last()}`);
	assert.match(text, /&lt;script&gt;alert/);
	assert.doesNotMatch(text, /<script>alert/);
});

test('the desk says so when the page has changed since', async () => {
	await send({ revision: String(Number(revision) + 1000) });
	assert.match((await deskGet(`/desk/corrections/${last()}`)).text,
		/页面又更新过/);
});

test('contributors and visitors see no reports', async () => {
	assert.equal((await visit('/desk/corrections')).status, 303);
	const writer = await signIn(server, 'writer');
	assert.equal((await deskGet('/desk/corrections', writer)).status, 403);
	assert.equal((await deskGet(`/desk/corrections/${last()}`, writer)).status, 403);
});

test('a code of no report is unknown', async () => {
	assert.equal((await status('22222-22222')).status, 404);
	assert.equal((await status('')).status, 404);
});

test('a site that takes none says so, and its articles offer none', async () => {
	await staff.keeper.must('PUT', 'plugins/correction', { settings: { open: false } });
	assert.doesNotMatch((await visit(url)).text, /\/correction\?/);
	assert.match((await visit(`/correction?entry=${id}`)).text, /暂不接受找错/);
});
