// The doctor on what plugins and the clerk do; tests/http/backup.test.mjs has it
// on files, databases and records.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { command, freshFolder } from './lib.mjs';
import { makeSites, run, siteOf } from './site.mjs';

const ours = freshFolder('plugins');
let env, sites;

function write(name, init, manifest = '') {
	const folder = path.join(ours, 'plugins', name);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'plugin.lua'), `return { name = "${name}",
		title = "${name}", version = "1.0.0", api = 1, ${manifest} }`);
	fs.writeFileSync(path.join(folder, 'init.lua'), `local plugin <const> = ...\n${init}`);
	return folder;
}

const doctor = (more = {}) => command(['doctor'],
	{ sites, env: { ...env, LANG: 'C', ...more } });
const change = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000',
	siteOf(sites), text]);
const enable = (name) => run(sites, ['plugin', 'enable', name, '--site', 'one'],
	'', env);

before(async () => {
	write('sound', 'plugin:hook("doctor", function(event) ' +
		'table.insert(event.problems, "the well is dry") end)');
	write('faulty', 'plugin:hook("doctor", function() error("hic") end)');
	write('vanished', '');
	write('spoilt', '');
	env = { MINGCHUANG_ROOT: makeRoot(ours) };
	sites = await makeSites();
	for (const name of ['sound', 'faulty', 'vanished', 'spoilt', 'feeds'])
		await enable(name);
});

test('a plugin that works is fine, and says what it knows', async () => {
	const { code, out } = await doctor();
	assert.equal(code, 0, out);
	for (const name of ['desk', 'sound', 'vanished', 'feeds'])
		assert.match(out, new RegExp(`^ok {7}one: plugin ${name}$`, 'm'));
	assert.match(out, /^warning {2}one: the well is dry$/m);
});

test('one that fails again and again is told when it is out of use', async () => {
	for (let i = 0; i < 3; i++) await doctor();
	const { code, out } = await doctor();
	assert.equal(code, 1);
	assert.match(out, /^fault {4}one: A plugin failed again and again and is out of use \(faulty: [^)]*hic/m);
	await run(sites, ['plugin', 'release', 'faulty', '--site', 'one'], '', env);
	assert.equal((await doctor()).code, 0);
	await run(sites, ['plugin', 'disable', 'faulty', '--site', 'one'], '', env);
});

test('one that is gone or broken is named with what is wrong', async () => {
	fs.rmSync(path.join(env.MINGCHUANG_ROOT, 'plugins/vanished'));
	fs.writeFileSync(path.join(ours, 'plugins/spoilt/init.lua'), 'this is no Lua');
	const { code, out } = await doctor();
	assert.equal(code, 1);
	assert.match(out, /^fault {4}one: plugins\/vanished, which the site uses/m);
	assert.match(out, /^fault {4}one: A plugin can't be loaded \(spoilt: .*init\.lua/m);
});

test('feeds and jobs that fail, and texts that nobody reads, are told', async () => {
	change(`INSERT INTO feeds_source ("column", url, name, every, next_at, failures,
		problem, added_by, added_at) VALUES (1, 'http://a.example/rss', '他站', 3600,
		1, 4, '对方服务器答复了状态码 500。', '管', 1);
		INSERT INTO job (kind, object, due_at, attempts, failure) VALUES
		('plugin.feeds.fetch', 7, 99999999999, 5, 'no answer');
		INSERT INTO media (hash, name, type, kind, bytes, user, user_name, at) VALUES
		('${'ab'.repeat(32)}', 'a.pdf', 'application/pdf', 'document', 1, 0, '', 1)`);
	const { out } = await doctor();
	assert.match(out, /^warning {2}one: .*他站.*http:\/\/a\.example\/rss.*4 .*状态码 500/m);
	assert.match(out, /^warning {2}one: A job fails again and again \(plugin\.feeds\.fetch 7: no answer\)/m);
	assert.match(out, /^warning {2}one: Attachments have no text yet \(waiting \+ unreadable: 1 \+ 0\)/m);
});

test('without pdftotext it says what to install', async () => {
	const bin = freshFolder('bin');
	const kore = execFileSync('sh', ['-c', 'command -v kore'], { encoding: 'utf8' }).trim();
	fs.symlinkSync(kore, path.join(bin, 'kore'));
	const { out } = await doctor({ PATH: bin });
	assert.match(out, /^warning {2}pdftotext: .*poppler-utils/m);
	assert.match(out, /^ok {7}kore: /m);
	assert.match((await doctor()).out, /^ok {7}pdftotext: /m);
});

test('it knows of which years the holidays are missing', async () => {
	const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
	const folder = path.join(sites, 'one/holidays');
	const file = path.join(folder, `${year + 1}.json`);
	const sample = JSON.parse(fs.readFileSync(path.join(env.MINGCHUANG_ROOT,
		'core/data/holidays/2026.json'), 'utf8').replaceAll('2026', `${year + 1}`));
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(file, JSON.stringify(sample));
	assert.match((await doctor()).out,
		new RegExp(`^ok {7}one: the holidays of ${year + 1} are known$`, 'm'));
	fs.rmSync(file);
	assert.match((await doctor()).out,
		new RegExp(`one: .*${year + 1}.*(known yet|weekends)`, 'm'));
});
