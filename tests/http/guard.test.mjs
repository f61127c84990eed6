// A plugin that has a say in what is submitted: while it is out of order
// nothing passes it by, and what people give wrongly doesn't put it there.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot, standing } from './hostile.mjs';
import { command, freshFolder, request, serve } from './lib.mjs';
import { Staff, makeSites, run, signIn, siteOf, sql } from './site.mjs';

const ours = freshFolder('plugins');
const staff = {};
let env, server, sites;

function write(name, guards, init) {
	const folder = path.join(ours, 'plugins', name);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'plugin.lua'), `return { name = "${name}",
		title = "把关员", version = "1.0.0", api = 1, guards = { ${guards} } }`);
	fs.writeFileSync(path.join(folder, 'init.lua'),
		`local plugin <const> = ...\n${init}`);
}

async function start() {
	await server?.stop();
	server = await serve({ sites, env });
	for (const name of ['writer', 'keeper'])
		staff[name] = await Staff.enter(server, name);
}

const submit = (id) => staff.writer.api('POST', `entries/${id}/submit`,
	{ secrecy_checked: true });
const plugin = (verb, name) => staff.keeper.must('POST',
	`plugins/${name}/${verb}`, {});

// Nothing was submitted; the sentence names the plugin and who can help.
async function stopped(id) {
	const rp = await submit(id);
	assert.equal(rp.status, 503, rp.text);
	assert.equal(rp.json.code, 'entry.unguarded');
	assert.match(rp.text, /把关员/);
	assert.match(rp.text, /网站主管/);
	assert.equal((await staff.writer.read(id)).state, 'draft');
}

before(async () => {
	write('guardian', '"entry.submit"', `plugin:hook("entry.submit", function()
		error("out of order")
	end)`);
	write('reader', '"entry.validate"', `plugin:hook("entry.validate", function(event)
		if event.entry.content.title == "难" then error("out of order") end
	end)`);
	env = { MINGCHUANG_ROOT: makeRoot(ours) };
	sites = await makeSites();
	for (const name of ['wordcheck', 'guardian', 'reader'])
		await run(sites, ['plugin', 'enable', name, '--site', 'one'], '', env);
	await start();
});
after(() => server?.stop());

test('what can not be checked is not submitted, failing or out of use',
	async () => {
		const { id } = await staff.writer.create();
		for (let i = 0; i < 5; i++) await stopped(id);
		assert.equal((await standing(staff.keeper, 'guardian')).state,
			'quarantined');
		const keeper = await signIn(server, 'keeper');
		const bench = await request(server, 'GET', '/desk/', { host: 'one.test',
			headers: { cookie: keeper.cookie } });
		assert.match(bench.text, /id="faulty"[^]*plugins\/guardian/);
		const writer = await signIn(server, 'writer');
		assert.doesNotMatch((await request(server, 'GET', '/desk/', {
			host: 'one.test', headers: { cookie: writer.cookie } })).text,
		/id="faulty"/);
		assert.match(server.log, /entry\.submit refused: plugin guardian/);
		assert.equal(sql(siteOf(sites), `SELECT count(*) FROM audit
			WHERE act = 'entry.submit' AND object = 'entry ${id}'
			AND result = 'entry.unguarded'`).trim(), '5');
	});

test('nor when it can not even be loaded any more', async () => {
	write('guardian', '"entry.submit"', 'syntax error here');
	await start();
	const { id } = await staff.writer.create();
	await stopped(id);
});

test('nor when its manifest says no more that it is to be asked, or nothing',
	async () => {
		write('guardian', '', 'plugin:hook("entry.submit", function() end)');
		await start();
		const { id } = await staff.writer.create();
		await stopped(id);
		assert.match(server.log, /'guards' has to name entry\.submit/);
		fs.rmSync(path.join(ours, 'plugins/guardian/plugin.lua'));
		await start();
		const rp = await submit(id);
		assert.equal(rp.json.code, 'entry.unguarded', rp.text);
	});

test('one that is whole and has nothing to say any more stops nothing',
	async () => {
		write('guardian', '', '');
		await start();
		const { id } = await staff.writer.create();
		assert.equal((await submit(id)).status, 200);
		assert.equal(sql(siteOf(sites),
			"SELECT count(*) FROM plugin_guard WHERE plugin = 'guardian'").trim(),
		'0');
	});

test('what its manifest says holds though its code never ran', async () => {
	write('guardian', '"entry.submit"', 'syntax error here');
	await start();
	await stopped((await staff.writer.create()).id);
});

test('the keeper switches it off, and work goes on', async () => {
	const { id } = await staff.writer.create();
	await plugin('disable', 'guardian');
	assert.equal((await submit(id)).status, 200);
});

test('what people write is kept where its check fails, and asked again',
	async () => {
		const { id } = await staff.writer.create({ title: '难' });
		await stopped(id);
		await plugin('disable', 'reader');
		assert.equal((await submit(id)).status, 200);
	});

test('a text that is no UTF-8 is told so, and the plugin is none the worse',
	async () => {
		for (let i = 0; i < 5; i++) {
			const done = await command(['words', 'check', '--site', 'one'],
				{ sites, input: Buffer.from('ff62', 'hex'),
					env: { ...env, LANG: 'zh_CN.UTF-8' } });
			assert.equal(done.code, 1, done.err);
			assert.match(done.err, /不是 UTF-8 编码/);
			assert.equal(done.out, '');
		}
		assert.equal((await standing(staff.keeper, 'wordcheck')).state, 'on');
	});

test('commands that fail are nothing to the server', async () => {
	for (let i = 0; i < 5; i++)
		assert.equal((await command(['words', 'import', '--site', 'one', '-'],
			{ sites, input: Buffer.from('61ff', 'hex'), env })).code, 1);
	assert.equal((await standing(staff.keeper, 'wordcheck')).failure, null);
});

test('a list as spreadsheets write it in China is read', async () => {
	const gbk = Buffer.from('b4cacce50a', 'hex');	// 词体
	assert.match(await run(sites, ['words', 'import', '--site', 'one',
		'--list', 'excel', '-'], gbk, env), /took in 1/);
	assert.equal(sql(siteOf(sites), `SELECT r.rule FROM wordcheck_rule r
		JOIN wordcheck_list l ON l.id = r.list WHERE l.name = 'excel'`).trim(),
	'词体');
});
