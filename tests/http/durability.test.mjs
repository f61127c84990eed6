// What must not be lost or stop: writes that were acknowledged, when workers
// are killed; reading, when a database is locked or the disk is full.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { freshFolder, get, serve, until } from './lib.mjs';
import { Staff, TITLE, holdLock, hubOf, makeSites, publish, signIn, siteOf }
	from './site.mjs';

const WRITERS = 4;
const KILLS = 3;
const BETWEEN = 20;	// writes acknowledged between one kill and the next
const HAN = /\p{Script=Han}/u;

async function makeServer(sites) {
	const server = await serve({ sites: await makeSites(sites) });
	try {
		const staff = {};
		for (const name of ['writer', 'first', 'second', 'third'])
			staff[name] = await Staff.enter(server, name);
		const live = await staff.writer.create();
		await publish(staff, live.id);
		return { server, staff, url: `/news/notice/${live.id}.html` };
	} catch (error) {
		await server.stop();
		throw error;
	}
}

// A write that had to be refused, and said so in a sentence.
function assertBusy(rp) {
	assert.equal(rp.status, 503, rp.text);
	assert.match(rp.headers['content-type'], /^application\/problem\+json/);
	assert.match(rp.json.code, /^(db|disk)\.[a-z]+$/);
	assert.match(rp.json.detail, HAN);
	assert.ok(Number(rp.headers['retry-after']) > 0);
}

async function assertReads(server, url) {
	for (const target of ['/', '/news/notice/', url, '/api/v1/live', '/healthz'])
		assert.equal((await get(server, target, { host: 'one.test' })).status,
			200, target);
}

const fields = { column: 'news/notice', title: TITLE };

describe('workers that are killed', () => {
	let server, staff, url;
	before(async () => { ({ server, staff, url } = await makeServer()); });
	after(() => server?.stop());

	test('are replaced, and every acknowledged write is there afterwards', { timeout: 600000 }, async () => {
		const kept = new Map();
		let stop = false, number = 0;
		const write = async () => {
			while (!stop) {
				const title = `第${++number}篇`;
				const rp = await staff.writer.api('POST', 'entries',
					{ ...fields, title }).catch(() => null);
				if (rp?.status === 201) kept.set(rp.json.id, [title, rp.json.hash]);
				else assert.ok(rp === null || rp.status === 503, rp?.text);
			}
		};
		const writers = Array.from({ length: WRITERS }, write);
		const killed = [];
		for (let i = 0; i < KILLS; i++) {
			const least = kept.size + BETWEEN;
			await until(() => kept.size >= least, 'writes');
			const [pid] = await until(() => server.workers.length > 0 &&
				server.workers, 'workers');
			process.kill(pid, 'SIGKILL');
			killed.push(pid);
		}
		const least = kept.size + BETWEEN;
		await until(() => kept.size >= least, 'writes after the last kill');
		stop = true;
		await Promise.all(writers);
		await until(() => server.workers.length === 2 &&
			!server.workers.some((pid) => killed.includes(pid)), 'new workers');
		for (const [id, [title, hash]] of kept) {
			const entry = await staff.writer.read(id);
			assert.equal(entry.content.title, title);
			assert.equal(entry.hash, hash);
		}
		await assertReads(server, url);
	});
});

describe('a database that another process has locked', () => {
	let server, staff, url;
	before(async () => { ({ server, staff, url } = await makeServer()); });
	after(() => server?.stop());

	test('of a site: reads go on while a write waits, which is told to come again', { timeout: 600000 }, async () => {
		const release = await holdLock(siteOf(server.sites));
		// Whether all reads were answered while a write waited.
		const waited = async () => {
			let answered = false;
			const write = staff.writer.api('POST', 'entries', fields)
				.then((rp) => { answered = true; return rp; });
			await assertReads(server, url);
			const during = !answered;
			assertBusy(await write);
			return during;
		};
		try {
			await until(waited, 'reads while a write waits');
			assert.equal((await staff.writer.api('GET', 'entries')).status, 200);
		} finally {
			await release();
		}
		assert.equal((await staff.writer.api('POST', 'entries', fields)).status, 201);
	});

	test('of all sites: nobody can sign in, visitors and staff read on', { timeout: 600000 }, async () => {
		const { cookie } = await signIn(server, 'writer');
		const release = await holdLock(hubOf(server.sites));
		try {
			const rp = await get(server, '/desk/entries', {
				host: 'one.test', headers: { cookie } });
			assert.equal(rp.status, 200);
			await assertReads(server, url);
			const body = { user: 'first', password: 'wrong' };
			assertBusy(await new Staff().api.call({ server, host: 'one.test' },
				'POST', 'session', body));
		} finally {
			await release();
		}
		await Staff.enter(server, 'first');
	});
});

describe('a full disk', () => {
	// No file of a process may grow beyond a size: any user can set that.
	const limit = (server, size) => server.workers.forEach((pid) =>
		execFileSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`]));

	test('files that cannot grow: writes get 503 with a sentence, reads go on', { timeout: 600000 }, async (t) => {
		const { server, staff, url } = await makeServer();
		t.after(() => server.stop());
		const { workers } = server;
		limit(server, 1);
		for (let i = 0; i < 8; i++)
			assertBusy(await staff.writer.api('POST', 'entries', fields));
		await assertReads(server, url);
		const big = Buffer.alloc(1 << 20, 'x');
		const kept = await staff.writer.api('POST', 'media', big, {
			headers: { 'content-type': 'multipart/form-data; boundary=XX' } });
		assertBusy(kept);
		assert.equal(kept.json.title, '磁盘已满');
		limit(server, 'unlimited');
		assert.equal((await staff.writer.api('POST', 'entries', fields)).status, 201);
		assert.deepEqual(server.workers, workers, 'a worker died');
	});

	test('a file system without room: writes get 503, reads go on', { timeout: 600000 }, async (t) => {
		const folder = freshFolder('small');
		try {
			execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', folder],
				{ stdio: 'ignore' });
		} catch {
			t.skip('mounting needs root');
			return;
		}
		let server;
		try {
			const made = await makeServer(path.join(folder, 'sites'));
			({ server } = made);
			const { staff, url } = made;
			const stuffing = path.join(folder, 'stuffing');
			const block = Buffer.alloc(4096);
			const fd = fs.openSync(stuffing, 'w');
			assert.throws(() => { for (;;) fs.writeSync(fd, block); }, { code: 'ENOSPC' });
			fs.closeSync(fd);
			const body = `<p>${'文'.repeat(200000)}</p>`;
			assertBusy(await staff.writer.api('POST', 'entries', { ...fields, body }));
			await assertReads(server, url);
			assert.equal((await staff.writer.api('GET', 'entries')).status, 200);
			fs.rmSync(stuffing);
			assert.equal((await staff.writer.api('POST', 'entries', fields)).status, 201);
		} finally {
			await server?.stop();
			execFileSync('umount', [folder]);
		}
	});
});
