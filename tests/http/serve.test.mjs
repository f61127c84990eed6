// `mingchuang serve` with the whole program: its children, a fresh folder.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { children, get, isAlive, serve, until } from './lib.mjs';

let server;
before(async () => { server = await serve(); });
after(() => server.stop());

const clerk = (s) => children(s.child.pid).find((pid) => pid !== s.kore);

test('a fresh folder is answered from at once, by the real pipeline', async () => {
	assert.equal((await get(server, '/healthz')).status, 200);
	const rp = await get(server, '/nothing');
	assert.equal(rp.status, 404);
	assert.ok(rp.headers['content-security-policy']);
});

test('its private files are for its owner only', () => {
	for (const name of ['', 'upload', 'run.lock', 'kore.out'])
		assert.equal(fs.statSync(path.join(server.sites, '.run', name)).mode & 0o077, 0, name);
});

test('workers killed with their databases open are replaced by ones that answer', async () => {
	for (const pid of server.workers) process.kill(pid, 'SIGKILL');
	await until(() => get(server, '/healthz').then((rp) => rp.status === 200,
		() => false), 'an answer');
});

test('a clerk that is killed is started again', { timeout: 600000 }, async () => {
	const old = await until(() => clerk(server), 'the clerk');
	process.kill(old, 'SIGKILL');
	const young = await until(() => {
		const pid = clerk(server);
		return pid !== old && pid;
	}, 'another clerk');
	assert.ok(isAlive(young));
	await until(() => /the clerk ended \(signal 9\) and is started again in 1 s/
		.test(server.err), 'its news');
	assert.equal((await get(server, '/healthz')).status, 200);
});

test('the clerk ends with the command, even when that is killed', async () => {
	for (const signal of ['SIGTERM', 'SIGKILL']) {
		const one = await serve();
		const pid = await until(() => clerk(one), 'the clerk');
		await one.stop(signal);
		await until(() => !isAlive(pid), 'the end of the clerk');
	}
});
