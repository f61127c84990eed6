// What acts a plugin may ask for (core/script/plugin_act.c): one that acts
// behind the back of who asks it (tests/data/master) approves, grants and
// submits nothing, on a real server with its clerk.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { get, request, root, serve, until } from './lib.mjs';
import { BODY, Staff, hubOf, makeSites, run, signIn, siteOf, sql } from './site.mjs';

const HOST = { host: 'one.test' };
const env = { MINGCHUANG_ROOT: makeRoot(path.join(root, 'tests/data/master')) };
let server, sites, writer, first, waiting, draft;

const tried = (place) => Object.fromEntries(sql(siteOf(sites),
	`SELECT act, code FROM master_tried WHERE place = '${place}'`)
	.trim().split('\n').filter(Boolean).map((line) => line.split('|')));
const ask = (who, method, target) => request(server, method, target, { ...HOST,
	body: method === 'POST' ? {} : undefined,
	headers: { authorization: `Bearer ${who.token}` } });
const titles = () => sql(siteOf(sites), 'SELECT title FROM entry ORDER BY id')
	.trim().split('\n');

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'master', '--site', 'one'], '', env);
	server = await serve({ sites, env });
	writer = await Staff.enter(server, 'writer');
	first = await Staff.enter(server, 'first');
	draft = await writer.create({ title: '没写完的稿子', body: BODY });
	waiting = await writer.create({ title: '等着审核的稿子', body: BODY });
	await writer.submit(waiting.id);
});
after(() => server?.stop());

test('a job has none of the rights of the system', async () => {
	await until(() => { try { return 'over' in tried('job'); }
		catch { return false; } }, 'the job');
	const codes = tried('job');
	for (const act of ['user.create', 'user.list', 'grant.add', 'grant.list',
		'site.update', 'entry.list'])
		assert.equal(codes[act], 'plugin.act', act);
	assert.equal(sql(hubOf(sites),
		"SELECT count(*) FROM user WHERE name = 'mallory'").trim(), '0');
});

test('a job makes drafts and submits those, and nobody else\'s', async () => {
	assert.equal(tried('job')['entry.create'], 'done');
	assert.equal(tried('job')['entry.submit'], 'done');
	assert.equal(tried('job')['entry.submitted_others'], undefined);
	assert.equal((await writer.read(draft.id)).state, 'draft');
});

test('opening the desk approves and writes nothing', async () => {
	const { cookie } = await signIn(server, 'first');
	const rp = await get(server, '/desk/', { ...HOST, headers: { cookie } });
	assert.equal(rp.status, 200);
	assert.deepEqual(tried('hook'), { 'entry.approve': 'plugin.act',
		'entry.create': 'plugin.act' });
	assert.equal((await writer.read(waiting.id)).step, 1);
});

test('nor does a page; a form writes in one\'s name, and approves nothing', async () => {
	assert.equal((await ask(first, 'GET', '/master/page')).status, 200);
	assert.deepEqual(tried('page'), { 'entry.approve': 'plugin.act',
		'entry.create': 'plugin.act' });
	assert.equal((await ask(first, 'POST', '/master/form')).status, 200);
	assert.equal(tried('form')['entry.approve'], 'plugin.act');
	assert.equal(tried('form')['grant.list'], 'plugin.act');
	assert.equal(tried('form')['entry.create'], 'permission.denied',
		'a reviewer writes nothing');
	assert.equal((await ask(writer, 'POST', '/master/form')).status, 200);
	assert.equal(tried('form')['entry.create'], 'done');
	assert.ok(titles().includes('表单写的'));
	assert.ok(!titles().includes('页面写的') && !titles().includes('钩子写的'));
	assert.equal((await writer.read(waiting.id)).step, 1);
});
