// The README's guide to plugins is true: what stands there is done as it
// stands, in a root of the program like the project's, and what it promises
// is there: a form in the desk, a listing, a page, a table.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { get, request, root, serve } from './lib.mjs';
import { makeRoot } from './hostile.mjs';
import { Staff, makeSites, publish, run, signIn } from './site.mjs';

const host = 'one.test';
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const guide = readme.split(/^## /m).find((part) => part.startsWith('A plugin'));
const script = /```sh\n([\s\S]*?)```/.exec(guide)[1];
const env = { MINGCHUANG_ROOT: makeRoot() };
let sites, server, staff, id;

before(async () => {
	execFileSync('sh', ['-e'], { cwd: env.MINGCHUANG_ROOT, input: script });
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'lesson', '--site', 'one'], '', env);
	server = await serve({ sites, env });
	staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

test('the guide has less than a hundred lines of code, and checks', async () => {
	const code = script.split('\n').filter((line) => line.trim() !== '' &&
		!/^(cat|END$|mkdir)/.test(line));
	assert.ok(code.length < 100, String(code.length));
	await run(sites, ['plugin', 'check', 'lesson'], '', env);
	await run(sites, ['plugin', 'test',
		path.join(env.MINGCHUANG_ROOT, 'plugins/lesson/tests/lesson.lua')], '', env);
});

test('the form of the type is in the desk', async () => {
	const { cookie } = await signIn(server, 'writer');
	const rp = await get(server, '/desk/entries/new?column=lesson', { host,
		headers: { cookie } });
	assert.equal(rp.status, 200);
	for (const label of ['主讲人', '上课日期', '地点'])
		assert.match(rp.text, new RegExp(label));
});

test('a course goes through three reviews to its listing and its page', async () => {
	({ id } = await staff.writer.create({ column: 'lesson', type: 'lesson',
		title: '怎样看懂工资条', teacher: '林老师', held: '2026-12-05',
		place: '一楼教室', body: '<p>自带最近一张工资条。</p>' }));
	assert.doesNotMatch((await get(server, '/lesson/', { host })).text, /工资条/);
	await publish(staff, id);
	assert.match((await get(server, '/lesson/', { host })).text, /怎样看懂工资条/);
	const page = await get(server, `/lesson/${id}.html`, { host });
	assert.match(page.text, /2026-12-05　主讲：林老师　一楼教室/);
	assert.match(page.text, /已有 0 人想参加/);
});

test('who means to come is counted in the table of the plugin', async () => {
	const come = () => request(server, 'POST', `/lesson/${id}/come`, { host });
	assert.equal((await come()).headers.location, `/lesson/${id}.html`);
	assert.match((await get(server, `/lesson/${id}.html`, { host })).text,
		/已有 1 人想参加/);
	await staff.keeper.must('PUT', 'plugins/lesson', { settings: { most: 2 } });
	await come();
	await come();
	const page = (await get(server, `/lesson/${id}.html`, { host })).text;
	assert.match(page, /已有 2 人想参加/);
	assert.doesNotMatch(page, /我想参加</);
	assert.equal((await request(server, 'POST', '/lesson/999/come',
		{ host })).status, 404);
});
