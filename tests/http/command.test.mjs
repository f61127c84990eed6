// Commands that change something say in one line what they did, unless they
// are asked to be quiet; what they say of mistakes is never left out.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { command, freshFolder, program, root, serve } from './lib.mjs';

const PASSWORD = 'Qing7-shan.Zai\n';

// The commands in an order in which each can be done; FILE is a backup.
const steps = (name, file) => [
	[['site', 'create', name, '--title', '江城集团', '--host',
		`${name}.test,www.${name}.test`],
	`made the site ${name} at ${name}.test,www.${name}.test`],
	[['column', 'create', '--site', name, '--path', 'news', '--title', '新闻'],
		`made the column news of the site ${name}`],
	[['user', 'add', `${name}-chen`, '--role', `contributor@${name}`,
		'--password-stdin'],
	`added the user ${name}-chen: contributor on the site ${name}`],
	[['user', 'grant', `${name}-chen`, '--role', 'editor', '--role',
		`column_keeper@${name}:news`],
	`gave the user ${name}-chen the role: editor on all sites\n` +
		`gave the user ${name}-chen the role: column_keeper in the column ` +
		`news of the site ${name}`],
	[['user', 'reset', `${name}-chen`, '--password-stdin'],
		`gave the user ${name}-chen a new password`],
	[['user', 'disable', `${name}-chen`], `disabled the user ${name}-chen`],
	[['user', 'enable', `${name}-chen`], `enabled the user ${name}-chen`],
	[['plugin', 'enable', 'hello', '--site', name],
		`enabled the plugin hello for the site ${name}`],
	[['plugin', 'disable', 'hello', '--site', name],
		`disabled the plugin hello for the site ${name}`],
	[['backup', name, file], `wrote the site ${name} to ${file}`],
	[['restore', file, '--as', `${name}-two`],
		`restored the site ${name}-two at ${name}-two.localhost; nobody has ` +
		'a role on it yet: mingchuang user grant NAME --role ' +
		`site_keeper@${name}-two`],
	[['site', 'remove', `${name}-two`, '--again', `${name}-two`,
		'--no-backup'], `removed the site ${name}-two`],
];

async function runAll(name, words, sites) {
	const file = path.join(sites, `${name}.tar.gz`);
	for (const [i, [args, line]] of steps(name, file).entries()) {
		const input = args[1] === 'reset' ? 'Lan7-tian.Bai\n' : PASSWORD;
		const done = await command(words(args, i), { sites, input });
		assert.equal(done.code, 0, `${args.join(' ')}: ${done.err}`);
		assert.equal(done.out, words(args, i).includes('--quiet') ? '' :
			`${line}\n`);
	}
}

test('each command says in a line what it did', { timeout: 600000 }, () =>
	runAll('one', (args) => args, freshFolder()));

test('with --quiet, before or behind the command, it says nothing',
	{ timeout: 600000 }, () => runAll('two', (args, i) =>
		i % 2 ? ['--quiet', ...args] : [...args, '--quiet'], freshFolder()));

test('a refusal is told all the same, and nothing is said to be done',
	async () => {
	const sites = freshFolder();
	for (const words of [[], ['--quiet']]) {
		const done = await command([...words, 'column', 'create', '--site',
			'nowhere', '--path', 'news', '--title', '新闻'], { sites });
		assert.equal(done.code, 1);
		assert.equal(done.out, '');
		assert.match(done.err, /nowhere/);
	}
});

test('help shows examples, and each of them works on the demo sites',
	{ timeout: 600000 }, async () => {
	const sites = freshFolder();
	assert.equal((await command(['demo'], { sites })).code, 0);
	const { out } = await command(['help']);
	const examples = out.split('examples:\n')[1].trim().split('\n')
		.map((line) => line.trim());
	assert.ok(examples.length >= 12);
	for (const group of ['words', 'search', 'feed', 'plugin'])
		assert.match((await command(['help', group])).out,
			new RegExp(`^usage: mingchuang ${group}[^]*\nexamples:\n  mingchuang ${group} `));
	for (const line of examples) {
		// A backup goes to a folder of this test.
		const text = line.replace(/^mingchuang /, '"$PROGRAM" ')
			.replace(/ (\S+\.tar\.gz)$/, ' "$SITES/$1"');
		const done = spawnSync('sh', ['-c', text], { cwd: root, encoding: 'utf8',
			env: { ...process.env, PROGRAM: program, SITES: sites } });
		assert.equal(done.status, 0, `${line}: ${done.stdout}${done.stderr}`);
		assert.notEqual(done.stdout, '', line);
	}
});

test('help and mistakes are about the command that was meant', async () => {
	const usages = (text) => text.match(/^usage: /gm)?.length ?? 0;
	let rp = await command(['help', 'user', 'grant']);
	assert.equal(rp.code, 0);
	assert.match(rp.out, /^usage: mingchuang user grant /);
	assert.equal(usages(rp.out), 1);
	rp = await command(['user', 'reset']);
	assert.equal(usages(rp.err), 1, rp.err);
	rp = await command(['user', 'remove', 'chen']);
	assert.match(rp.err, /there is no command user remove/);
	assert.equal(usages(rp.err), 6, rp.err);
	for (const words of [['usr'], ['help', 'usr']]) {
		rp = await command(words);
		assert.notEqual(rp.code, 0);
		assert.equal(rp.err, 'mingchuang: there is no command usr\n' +
			'mingchuang: mingchuang help lists them\n');
	}
	assert.match((await command(['--version'])).out, /^mingchuang \d+\.\d+/);
});

test('accounts are listed with what they may do, and where', async () => {
	const sites = freshFolder();
	for (const [args] of steps('one', '').slice(0, 4))
		assert.equal((await command(args, { sites, input: PASSWORD })).code, 0);
	const list = async (...more) => (await command(['user', 'list', ...more],
		{ sites })).out;
	assert.equal(await list(), 'one-chen\tone-chen\tactive\t\t' +
		'contributor@one editor column_keeper@one:news\n');
	assert.equal(await list('--role', 'reviewer'), '');
	assert.equal((await command(['user', 'disable', 'one-chen'],
		{ sites })).code, 0);
	assert.match(await list('--text', 'chen'), /\tdisabled\t/);
	const none = await command(['user', 'disable', 'nobody'], { sites });
	assert.equal(none.code, 1);
	assert.match(none.err, /nobody/);
});

test('a role that there is not is wrong use, and the roles are told', async () => {
	const sites = freshFolder();
	await command(steps('one', '')[0][0], { sites });
	for (const args of [['add', 'chen', '--role', 'boss', '--password-stdin'],
		['add', 'chen', '--role', 'editor@one', '--role', 'reviewer0@one',
			'--password-stdin'], ['grant', 'chen', '--role', 'boss@one']]) {
		const rp = await command(['user', ...args], { sites, input: PASSWORD });
		assert.equal(rp.code, 2, rp.err);
		assert.match(rp.err, /boss|reviewer0/);
		assert.match(rp.err, /column_keeper/);
	}
	assert.equal((await command(['user', 'list'], { sites })).out, '');
});

test('a site is removed after its name was said twice, and a backup kept',
	async () => {
	const sites = freshFolder();
	for (const [args] of steps('one', '').slice(0, 3))
		assert.equal((await command(args, { sites, input: PASSWORD })).code, 0);
	const remove = (...more) => command(['site', 'remove', 'one', ...more],
		{ sites });
	for (const more of [[], ['--again', 'two']]) {
		const rp = await remove(...more);
		assert.equal(rp.code, 2);
		assert.match(rp.err, /--again one/);
	}
	fs.writeFileSync(path.join(sites, 'one/notes.txt'), 'mine');
	const server = await serve({ sites });
	const busy = await remove('--again', 'one');
	await server.stop();
	assert.equal(busy.code, 1);
	assert.match(busy.err, /a server runs/);
	assert.ok(fs.existsSync(path.join(sites, 'one/data/site.db')));

	const done = await remove('--again', 'one');
	assert.equal(done.code, 0, done.err);
	const [, file] = /wrote the site one to (\S+)\nremoved the site one\n/
		.exec(done.out);
	assert.match(path.basename(file), /^one-\d{8}-\d{4}\.tar\.gz$/);
	assert.match(done.err, /no part of the site/);
	assert.deepEqual(fs.readdirSync(path.join(sites, 'one')), ['notes.txt']);
	assert.equal((await command(['site', 'list'], { sites })).out, '');
	assert.match((await command(['user', 'list'], { sites })).out,
		/^one-chen\tone-chen\tactive\t\t\n$/);
	assert.equal((await remove('--again', 'one')).code, 1);
	fs.rmSync(path.join(sites, 'one'), { recursive: true });
	assert.equal((await command(['restore', file], { sites })).code, 0);
	assert.match((await command(['site', 'list'], { sites })).out, /^one\t/);
});

test('output that is lost is no success', () => {
	const full = fs.openSync('/dev/full', 'w');
	const { status, stderr } = spawnSync(program, ['help'],
		{ stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
	fs.closeSync(full);
	assert.equal(status, 1);
	assert.match(stderr, /output can't be written: No space left/);
});

test('a site that can not be made leaves nothing behind', async () => {
	const sites = freshFolder();
	const make = (...more) => command(['site', 'create', 'one', '--title', '一',
		'--host', 'one.test', ...more], { sites });
	assert.equal((await make('--theme', 'nope')).code, 1);
	assert.ok(!fs.existsSync(path.join(sites, 'one')));
	assert.equal((await make()).code, 0);
});
