// Commands that change something say in one line what they did, unless they
// are asked to be quiet; what they say of mistakes is never left out.
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { command, freshFolder } from './lib.mjs';

const PASSWORD = 'Qing7-shan.Zai\n';

// The commands in an order in which each can be done; FILE is a backup.
const steps = (name, file) => [
	[['site', 'create', name, '--title', '江城集团', '--host',
		`${name}.test,www.${name}.test`],
	`made the site ${name} at ${name}.test,www.${name}.test`],
	[['column', 'create', '--site', name, '--path', 'news', '--title', '新闻'],
		`made the column news of the site ${name}`],
	[['user', 'add', `${name}-chen`, '--role', `contributor@${name}`,
		'--password-stdin'], `added the user ${name}-chen`],
	[['user', 'reset', `${name}-chen`, '--password-stdin'],
		`gave the user ${name}-chen a new password`],
	[['plugin', 'enable', 'hello', '--site', name],
		`enabled the plugin hello for the site ${name}`],
	[['plugin', 'disable', 'hello', '--site', name],
		`disabled the plugin hello for the site ${name}`],
	[['backup', name, file], `wrote the site ${name} to ${file}`],
	[['restore', file, '--as', `${name}-two`],
		`restored the site ${name}-two at ${name}-two.localhost`],
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

test('each command says in a line what it did', { timeout: 60000 }, () =>
	runAll('one', (args) => args, freshFolder()));

test('with --quiet, before or behind the command, it says nothing',
	{ timeout: 60000 }, () => runAll('two', (args, i) =>
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
