// Previews: an unpublished text as the site's theme would show it, for those
// who may read it and for nobody else.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve } from './lib.mjs';
import { Staff, TITLE, makeSites, publish, run, signIn, sql, siteOf }
	from './site.mjs';

const HOST = 'one.test';
const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'topics',
		'--title', '专题', '--type', 'topic']);
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'about',
		'--title', '关于', '--type', 'page']);
	for (const plugin of ['qa', 'feeds', 'correction'])
		await run(sites, ['plugin', 'enable', plugin, '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'other', 'first', 'second', 'third', 'keeper',
		'system'])
		staff[name] = await Staff.enter(server, name);
	staff.stranger = await Staff.enter(server, 'stranger', 'two.test');
});
after(() => server?.stop());

const look = (name, id, query = '') => get(server,
	`/desk/entries/${id}/preview${query}`, { host: HOST,
		headers: { authorization: `Bearer ${staff[name].token}` } });

test('a draft looks as it will, says that it is one, and is kept nowhere',
	async () => {
	const { id } = await staff.writer.create({ tags: ['试看'] });
	const rp = await look('writer', id);
	assert.equal(rp.status, 200);
	assert.match(rp.text, new RegExp(`<h1 class="article-title">${TITLE}</h1>`));
	assert.match(rp.text, /会议总结了上半年/);
	assert.match(rp.text, /banner-preview[^]*尚未发布/);
	assert.match(rp.text, /<meta name="robots" content="noindex">/);
	assert.equal(rp.headers['cache-control'], 'no-store');
	assert.equal(rp.headers['x-robots-tag'], 'noindex');
	assert.doesNotMatch(rp.text, /zh-hant\/desk|\/qr\?path/);
});

test('only who may read the entry sees it', async () => {
	const { id } = await staff.writer.create();
	const visitor = await get(server, `/desk/entries/${id}/preview`, { host: HOST });
	assert.equal(visitor.status, 303);
	assert.match(visitor.headers.location, /^\/desk\/sign-in/);
	for (const name of ['other', 'stranger', 'system']) {
		const rp = await look(name, id);
		assert.ok([403, 404].includes(rp.status), `${name}: ${rp.status}`);
		assert.doesNotMatch(rp.text, /会议总结了上半年/);
	}
	assert.equal((await look('keeper', id)).status, 200);
	assert.equal((await look('writer', 99999)).status, 404);
});

test('beside a live text the new one is shown, or the revision that is asked for',
	async () => {
	const { id, revision } = await staff.writer.create();
	await publish(staff, id);
	await staff.writer.must('PUT', `entries/${id}`, { base_revision: revision,
		body: '<p>改过的文字</p>' });
	assert.match((await look('writer', id)).text, /改过的文字/);
	const old = await look('writer', id, `?revision=${revision}`);
	assert.match(old.text, /会议总结了上半年/);
	assert.match(old.text, /正在网站上发布/);
	assert.doesNotMatch((await get(server, `/news/notice/${id}.html`,
		{ host: HOST })).text, /改过的文字|banner-preview/);
	const foreign = await staff.writer.create();
	for (const bad of ['0', 'x', '', '999999', String(foreign.revision),
		'99999999999999999999'])
		assert.equal((await look('writer', id, `?revision=${bad}`)).status, 404, bad);
});

test('pages, topics and types of plugins have theirs', async () => {
	const make = (fields) => staff.writer.create(fields);
	const page = await make({ column: 'about', type: 'page', title: '机构简介' });
	assert.match((await look('writer', page.id)).text, /机构简介[^]*会议总结了/);
	const topic = await make({ column: 'topics', type: 'topic', title: '一条河',
		name: 'river', body: '', parts: [{ form: 'topic_text', title: '怎样参加',
			text: '周六集合。' }] });
	assert.match((await look('writer', topic.id)).text, /topic-title[^]*周六集合/);
	const column = sql(siteOf(sites), "SELECT path FROM \"column\" WHERE" +
		" type = 'question'").trim();
	const question = await make({ column, type: 'question', title: '食堂几点开门',
		question: '周日开吗？', body: '<p>开的。</p>' });
	const rp = await look('writer', question.id);
	assert.equal(rp.status, 200, rp.text);
	assert.match(rp.text, /qa-question[^]*周日开吗？/);
});

test('the desk leads to it', async () => {
	const { id, revision } = await staff.writer.create();
	const { cookie } = await signIn(server, 'writer');
	const desk = (target) => get(server, `/desk/entries/${id}${target}`, {
		host: HOST, headers: { cookie } });
	for (const target of ['', '/edit'])
		assert.match((await desk(target)).text,
			new RegExp(`href="/desk/entries/${id}/preview"`), target);
	assert.match((await desk(`/revisions/${revision}`)).text,
		new RegExp(`preview\\?revision=${revision}"`));
	assert.equal((await desk('/preview')).status, 200);
});

test('looking writes nothing', async () => {
	const { id } = await staff.writer.create();
	const tables = () => sql(siteOf(sites), 'SELECT (SELECT count(*) FROM live),' +
		' (SELECT count(*) FROM revision), (SELECT count(*) FROM ledger),' +
		' (SELECT max(updated_at) FROM entry)');
	const before = tables();
	assert.equal((await look('writer', id)).status, 200);
	assert.equal(tables(), before);
});
