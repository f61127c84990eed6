// Containment: plugins and templates that mean harm (tests/data/hostile), on a
// real server with one worker.  Each is stopped, named in the log and in the
// desk, taken out of use after three failures in a row, and released by staff;
// the worker goes on answering.  How fast it does is for `make trial`.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { CORPUS, HOSTILE, makeHostileSites, makeRoot, standing }
	from './hostile.mjs';
import { command, get, post, serve } from './lib.mjs';
import { Staff, publish, run, siteOf, sql } from './site.mjs';

const BROKEN = ['manifest', 'startup'];	// while they are read
const REACH = ['bytecode', 'drafts', 'globals', 'handle', 'sql', 'strings'];
const GOOD = ['neighbour', 'stage'];
const ELSEWHERE = ['elsewhere', 'errors', 'hookloop'];	// have tests of their own
const RUNAWAY = HOSTILE.filter((name) =>
	![...BROKEN, ...REACH, ...GOOD, ...ELSEWHERE].includes(name));
const HOST = { host: 'one.test' };
const WILD = { host: 'wild.test' };	// its theme is hostile
const FAILURES = 3;

let server, staff, id, env;

before(async () => {
	env = { MINGCHUANG_ROOT: makeRoot(CORPUS) };
	const plugins = HOSTILE.filter((name) => !BROKEN.includes(name));
	const sites = await makeHostileSites(env, plugins);
	await run(sites, ['site', 'create', 'wild', '--title', '野地',
		'--host', 'wild.test', '--theme', 'hostile'], '', env);
	await run(sites, ['plugin', 'enable', 'stage', '--site', 'wild'], '', env);
	server = await serve({ sites, env, workers: 1 });
	staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	({ id } = await staff.writer.create());
	await publish(staff, id);
});
after(() => server?.stop());

const visit = (name) => get(server, `/hostile/${name}`, HOST);
const release = (name) =>
	staff.keeper.must('POST', `plugins/${name}/release`, {});
const inLog = (text) => server.log.includes(text);

test('the corpus is what the tests know', () => {
	assert.ok(RUNAWAY.length > 20, RUNAWAY);
	for (const name of [...BROKEN, ...REACH, ...GOOD, ...ELSEWHERE])
		assert.ok(HOSTILE.includes(name), name);
});

for (const name of RUNAWAY)
	test(`${name} is stopped, named, taken out of use and released`, async () => {
		for (let i = 1; i <= FAILURES; i++) {
			assert.equal((await visit(name)).status, 500, `visit ${i}`);
			const now = await standing(staff.keeper, name);
			assert.equal(now.state, i < FAILURES ? 'on' : 'quarantined');
			assert.match(now.failure.name, /^script\.(budget|failed)$/);
		}
		const { failure } = await standing(staff.keeper, name);
		assert.ok(failure.since > 0 && failure.where.startsWith(name), failure);
		assert.ok(failure.detail.length > 0);
		assert.equal((await visit(name)).status, 404, 'its route is gone');
		assert.ok(inLog(`plugin ${name}, site one, ${name}`), 'named in the log');
		assert.ok(inLog(`plugin ${name} is out of use on site one`));
		await release(name);
		assert.equal((await standing(staff.keeper, name)).state, 'on');
		assert.notEqual((await visit(name)).status, 404, 'it is back');
	});

for (const name of REACH)
	test(`${name} gets hold of nothing`, async () => {
		const rp = await visit(name);
		assert.equal(rp.status, 200, rp.text);
		assert.deepEqual(rp.json, []);
	});

test('nor do forms, which may write, reach beyond their own tables', async () => {
	const before = sql(siteOf(server.sites), 'SELECT sql FROM sqlite_master');
	const rp = await post(server, '/hostile/sql', new URLSearchParams({ a: 1 }),
		HOST);
	assert.equal(rp.status, 200, rp.text);
	assert.deepEqual(rp.json, []);
	assert.equal(sql(siteOf(server.sites), 'SELECT sql FROM sqlite_master'),
		before);
	assert.equal((await visit('neighbour')).json, '暗号');
	assert.ok(!existsSync('/tmp/hostile.db'));
});

test('a plugin can lead to no other site', async () => {
	const rp = await visit('elsewhere');
	assert.equal(rp.status, 500);
	assert.equal(rp.headers.location, undefined);
	assert.ok(inLog('plugin.redirect'));
});

for (const name of BROKEN)
	test(`${name} ends while it is read, and can't be enabled`, async () => {
		const now = await standing(staff.keeper, name);
		assert.equal(now.state, 'broken');
		assert.match(now.problem, new RegExp(`plugins/${name}/\\w+\\.lua:2`));
		const rp = await staff.keeper.api('POST', `plugins/${name}/enable`, {});
		assert.equal(rp.status, 409, rp.text);
		assert.equal(rp.json.code, 'plugin.broken');
		const checked = await command(['plugin', 'check', name],
			{ sites: server.sites, env });
		assert.equal(checked.code, 1);
		assert.match(checked.err, new RegExp(`plugins/${name}/\\w+\\.lua:2`));
	});

test('pages go on without the part of plugins whose hooks fail', async () => {
	for (const target of ['/', '/news/notice/', `/news/notice/${id}.html`])
		for (let i = 0; i < FAILURES; i++)
			assert.equal((await get(server, target, HOST)).status, 200, target);
	for (const name of ['errors', 'hookloop']) {
		const { state, failure } = await standing(staff.keeper, name);
		assert.equal(state, 'quarantined', name);
		assert.match(failure.where, /^(home|entry|column|head)\./);
	}
});

for (const name of ['loop', 'memory', 'sort', 'pattern', 'gsub', 'concat',
	'output', 'trap', 'include', 'circle'])
	test(`a theme's template is stopped: ${name}`, async () => {
		const rp = await get(server, `/hostile/theme/${name}`, WILD);
		assert.equal(rp.status, 500, rp.text);
		assert.match(server.log,
			new RegExp(`GET /hostile/theme/${name}: script\\.(budget|failed)`));
		await run(server.sites, ['plugin', 'release', 'stage', '--site', 'wild'],
			'', env);
	});

test('a template sees nothing but what it is given', async () => {
	const rp = await get(server, '/hostile/theme/reach', WILD);
	assert.match(rp.text, /<p>found 0<\/p>/);
});

test('a template that never ends rests after three times', async () => {
	const again = () => run(server.sites,
		['plugin', 'release', 'stage', '--site', 'wild'], '', env);
	for (let i = 0; i < FAILURES; i++) {
		await get(server, '/hostile/theme/loop', WILD);
		await again();
	}
	const rp = await get(server, '/hostile/theme/loop', WILD);
	assert.equal(rp.status, 503, rp.text);
	assert.ok(inLog('template loop of site wild rests'));
	assert.equal((await get(server, '/', WILD)).status, 200);
});

// While one asks for plugins that run away, another reads pages: the two share
// the worker's loop.  Between two answers no more than one run of a plugin,
// which its budget ends, can come.
test('others are answered in between, in their order', async () => {
	for (const name of ['loop', 'pattern', 'memory', 'trap']) await release(name);
	let reading = true, during = 0;
	const attack = (async () => {
		for (let i = 0; i < FAILURES; i++)
			for (const name of ['loop', 'pattern', 'memory', 'trap'])
				await visit(name);
		reading = false;
	})();
	while (reading) {
		const rp = await get(server, `/news/notice/${id}.html`, HOST);
		assert.equal(rp.status, 200);
		during++;
	}
	await attack;
	assert.ok(during >= FAILURES, `${during} answers meanwhile`);
	assert.equal(server.workers.length, 1);
});
