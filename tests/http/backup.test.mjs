// A site as one file: made while staff write, restored elsewhere with the
// same pages, refused when it's damaged, never half there; and the doctor.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { command, freshFolder, get, program, root, serve, sleep, until }
	from './lib.mjs';
import { BODY, Staff, addUser, holdLock, hubOf, makeSites, publish, run, siteOf,
	sql, write } from './site.mjs';

const KILLS = 12;
const BACKUPS = 3;
const NAMES = ['writer', 'first', 'second', 'third'];

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const change = write;

// All files below a folder, without what belongs to no site.
function tree(folder, inside = '') {
	return fs.readdirSync(path.join(folder, inside), { withFileTypes: true })
		.filter((e) => !['.generation', '.plugins', '.sign-ins', '.staging.lock', '.run'].includes(e.name) &&
			!/-(wal|shm)$/.test(e.name))
		.flatMap((e) => {
			const name = path.join(inside, e.name);
			return e.isDirectory() ? [`${name}/`, ...tree(folder, name)] : [name];
		}).sort();
}

const rows = (sites) => sql(hubOf(sites),
	'SELECT * FROM site; SELECT * FROM site_host; SELECT count(*) FROM audit');
const state = (sites) => `${tree(sites).join('\n')}\n${rows(sites)}`;

// A text file of its own content, so that each is another media.
function upload(staff, text) {
	const body = '--XX\r\nContent-Disposition: form-data; name="file"; ' +
		`filename="n.txt"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--XX--\r\n`;
	return staff.api('POST', 'media', Buffer.from(body), {
		headers: { 'content-type': 'multipart/form-data; boundary=XX' } });
}

async function enter(server) {
	const staff = {};
	for (const name of NAMES) staff[name] = await Staff.enter(server, name);
	return staff;
}

// A site with a live entry that shows a file, and files of its own.
async function makeServer() {
	const sites = await makeSites();
	const own = path.join(sites, 'one', 'static', '图片'.repeat(20));
	fs.mkdirSync(own, { recursive: true });
	fs.writeFileSync(path.join(own, `${'说明'.repeat(30)}.txt`), '自己的文件\n');
	fs.mkdirSync(path.join(sites, 'one', 'lang'));
	fs.writeFileSync(path.join(sites, 'one', 'lang', 'zh.lang'), 'x = 说明\n');
	fs.writeFileSync(path.join(sites, 'one', 'synonyms.txt'), '职代会 代表大会\n');
	fs.mkdirSync(path.join(sites, 'one', 'holidays'));
	fs.copyFileSync(path.join(root, 'core/data/holidays/2026.json'),
		path.join(sites, 'one', 'holidays', '2026.json'));
	const server = await serve({ sites });
	const staff = await enter(server);
	const { json: media } = await upload(staff.writer, '一份说明，供大家下载。');
	const entry = await staff.writer.create({
		body: `${BODY}<p><a href="${media.url}">说明</a></p>` });
	await publish(staff, entry.id);
	return { server, sites, staff, media,
		urls: ['/', '/news/', '/news/notice/', `/news/notice/${entry.id}.html`,
			'/api/v1/live', media.url] };
}

async function pages(server, urls, host) {
	const out = {};
	for (const url of urls) {
		const rp = await get(server, url, { host });
		assert.equal(rp.status, 200, `${host}${url}`);
		out[url] = rp.text;
	}
	return out;
}

// Once more where a day or a job of the clerk came in between.
async function alike(some, others) {
	let last;
	await until(async () => {
		last = [await some(), await others()];
		return isDeepStrictEqual(...last);
	}).catch(() => assert.deepEqual(...last));
}

async function refused(args, sites, sentence) {
	const done = await command(args, { sites, env: { LANG: 'C' } });
	assert.equal(done.code, 1, done.err);
	assert.match(done.err, sentence);
}

describe('a backup', () => {
	let server, sites, staff, media, urls, folder, file;
	before(async () => {
		({ server, sites, staff, media, urls } = await makeServer());
		folder = freshFolder('backup');
		file = path.join(folder, 'one.tar.gz');
		await run(sites, ['backup', 'one', file]);
	});
	after(() => server?.stop());

	test('is one file for its owner, which nothing overwrites by chance', async () => {
		assert.equal(fs.statSync(file).mode & 0o777, 0o600);
		assert.deepEqual(fs.readdirSync(folder), ['one.tar.gz']);
		assert.ok(!fs.existsSync(path.join(sites, '.staging')));
		const bytes = fs.readFileSync(file);
		await refused(['backup', 'one', file], sites, /exists already/);
		assert.deepEqual(fs.readFileSync(file), bytes);
		await run(sites, ['backup', 'one', file, '--force']);
		await refused(['backup', 'none', `${file}.x`], sites, /no site/);
		await refused(['backup', 'one', path.join(folder, 'no/one')], sites, /no\/one/);
		assert.deepEqual(fs.readdirSync(folder), ['one.tar.gz']);
	});

	test('of a site without files of its own is whole as well', async () => {
		const sites = freshFolder();
		const archive = path.join(sites, 'bare.tar.gz');
		await run(sites, ['site', 'create', 'bare', '--title', '空站',
			'--host', 'bare.test']);
		await run(sites, ['backup', 'bare', archive]);
		await run(sites, ['restore', archive, '--as', 'again']);
		assert.match(await run(sites, ['site', 'list']), /^again\t/m);
	});

	test('restored elsewhere shows the same pages byte for byte', { timeout: 600000 }, async () => {
		const elsewhere = freshFolder();
		const told = await command(['restore', file], { sites: elsewhere });
		assert.equal(told.code, 0, told.err);
		assert.equal(told.out, 'restored the site one at one.test; nobody has a ' +
			'role on it yet: mingchuang user grant NAME --role site_keeper@one\n');
		assert.match(told.err, /people of the site have no account here/);
		assert.deepEqual(tree(elsewhere), ['.secret', 'hub.db', ...tree(sites)
			.filter((name) => name.startsWith('one/'))]);
		const other = await serve({ sites: elsewhere });
		try {
			await alike(() => pages(other, urls, 'one.test'),
				() => pages(server, urls, 'one.test'));
		} finally {
			await other.stop();
		}
	});

	test('restored as another name is served at once, beside the first', { timeout: 600000 }, async () => {
		const done = await command(['restore', file, '--as', 'copy'], { sites });
		assert.equal(done.code, 0, done.err);
		assert.equal(done.out, 'restored the site copy at copy.localhost; nobody has a ' +
			'role on it yet: mingchuang user grant NAME --role site_keeper@copy\n');
		assert.match(done.err, /one\.test is another site's here/);
		await alike(async () => Object.fromEntries(Object.entries(
			await pages(server, urls, 'copy.localhost')).map(([url, text]) =>
			[url, text.replaceAll('copy.localhost', 'one.test')])),
		() => pages(server, urls, 'one.test'));
		// Who wrote here wrote there: the same hub.
		const authors = 'SELECT id, author, author_name FROM entry; ' +
			'SELECT user, user_name FROM revision ORDER BY id';
		assert.equal(sql(siteOf(sites, 'copy'), authors),
			sql(siteOf(sites, 'one'), authors));
	});

	test('does not replace a site or take a host, and changes nothing then', async () => {
		const was = state(sites);
		await refused(['restore', file], sites, /site one exists already/);
		await refused(['restore', file, '--as', 'two'], sites, /two exists/);
		await refused(['restore', file, '--as', '../x'], sites, /name consists/);
		await refused(['restore', `${file}.none`], sites, /can't be read/);
		const third = freshFolder();
		await run(third, ['site', 'create', 'b', '--title', '乙', '--host', 'one.test']);
		await refused(['restore', file], third, /one\.test is another site's/);
		assert.ok(!fs.existsSync(path.join(third, 'one')));
		fs.mkdirSync(path.join(third, 'c'));
		await refused(['restore', file, '--as', 'c'], third, /c exists already/);
		assert.deepEqual(fs.readdirSync(path.join(third, 'c')), []);
		assert.equal(state(sites), was);
	});

	test('gives rows the numbers that people have on the other server', async () => {
		const elsewhere = freshFolder();
		// Number 1 is somebody else there; "writer" has another number.
		await addUser(elsewhere, 'chance', 'security_admin');
		await addUser(elsewhere, 'somebody', 'audit_admin');
		await addUser(elsewhere, 'writer', 'system_admin');
		await run(elsewhere, ['restore', file]);
		const writer = Number(sql(hubOf(elsewhere),
			"SELECT id FROM user WHERE name = 'writer'"));
		const db = siteOf(elsewhere);
		assert.equal(Number(sql(db, 'SELECT DISTINCT author FROM entry')), writer);
		assert.equal(Number(sql(db, 'SELECT DISTINCT user FROM media')), writer);
		assert.equal(Number(sql(db, 'SELECT count(*) FROM review WHERE user > 0')), 0);
		assert.equal(Number(sql(db, 'SELECT count(DISTINCT user) FROM review')), 3);
		assert.equal(sql(db, 'SELECT user_name FROM review ORDER BY id'),
			sql(siteOf(sites), 'SELECT user_name FROM review ORDER BY id'));
		assert.throws(() => change(db, 'UPDATE revision SET user = 1'), /immutable/);
	});

	test('taken while staff write and delete holds all that was acknowledged', { timeout: 600000 }, async () => {
		const kept = new Map(), files = new Set();
		let stop = false, number = 0;
		const write = async () => {
			while (!stop) {
				const title = `第${++number}篇`;
				const { id } = await staff.writer.must('POST', 'entries',
					{ column: 'news/notice', title });
				kept.set(id, title);
				const rp = await upload(staff.writer, `文件${number}`.repeat(500));
				assert.equal(rp.status, 201, rp.text);
				if (number % 2) files.add(rp.json.hash);
				else await staff.writer.api('DELETE', `media/${rp.json.hash}`);
			}
		};
		const writers = [write(), write()];
		const made = [];
		for (let i = 0; i < BACKUPS; i++) {
			const least = kept.size + 10;
			await until(() => kept.size >= least, 'writes');
			const known = new Map(kept), media = new Set(files);
			const target = path.join(folder, `busy${i}.tar.gz`);
			await run(sites, ['backup', 'one', target]);
			made.push({ target, known, media });
		}
		stop = true;
		await Promise.all(writers);
		for (const { target, known, media } of made) {
			const elsewhere = freshFolder();
			await run(elsewhere, ['restore', target]);
			const titles = new Map(sql(siteOf(elsewhere),
				'SELECT id, title FROM entry').trim().split('\n')
				.map((line) => line.split('|')).map(([id, t]) => [Number(id), t]));
			for (const [id, title] of known) assert.equal(titles.get(id), title);
			for (const hash of media)
				assert.equal(sha256(fs.readFileSync(path.join(elsewhere,
					'one/data/media', hash.slice(0, 2), hash))), hash);
		}
	});

	test('goes on without a lost file, says so, and can be restored', async () => {
		const elsewhere = freshFolder();
		await run(elsewhere, ['restore', file]);
		const name = `data/media/${media.hash.slice(0, 2)}/${media.hash}`;
		fs.rmSync(path.join(elsewhere, 'one', name));
		const target = path.join(folder, 'lost.tar.gz');
		const done = await command(['backup', 'one', target], { sites: elsewhere });
		assert.equal(done.code, 0, done.err);
		assert.ok(done.err.includes(name), done.err);
		const again = await command(['restore', target, '--as', 'again'],
			{ sites: elsewhere });
		assert.equal(again.code, 0, again.err);
		assert.ok(again.err.includes(name), again.err);
	});
});

describe('an archive that is not whole', () => {
	let server, sites, media, folder, file, work;
	before(async () => {
		({ server, sites, media } = await makeServer());
		await server.stop();
		folder = freshFolder('backup');
		file = path.join(folder, 'one.tar.gz');
		await run(sites, ['backup', 'one', file]);
		work = path.join(folder, 'bad.tar.gz');
	});

	// Unpacks the good one, changes it and packs it again.
	function repack(alter, options = [], members = ['one']) {
		const to = freshFolder('unpacked');
		execFileSync('tar', ['-xzf', file, '-C', to]);
		const inside = path.join(to, 'one');
		alter(inside, (name) => path.join(inside, name));
		execFileSync('tar', ['-czf', work, '--format=gnu', '-C', to, ...options,
			...members], { stdio: ['ignore', 'ignore', 'ignore'] });
	}

	// site.db changed, and backup.json made to fit it.
	function altered(text, manifest = {}) {
		return (inside, at) => {
			const db = at('data/site.db');
			change(db, text);
			change(db, 'PRAGMA wal_checkpoint(TRUNCATE)');
			for (const end of ['-wal', '-shm'])
				fs.rmSync(db + end, { force: true });
			const json = JSON.parse(fs.readFileSync(at('backup.json')));
			fs.writeFileSync(at('backup.json'), JSON.stringify({ ...json,
				site_db: sha256(fs.readFileSync(db)), ...manifest }));
		};
	}

	const mediaAt = () => `data/media/${media.hash.slice(0, 2)}/${media.hash}`;
	const nothing = () => {};

	const cases = {
		'with a file of nobody': [() => repack((inside, at) =>
			fs.writeFileSync(at('data/other'), 'x')), /doesn't belong there: one\/data\/other/],
		'with a symbolic link': [() => repack((inside, at) =>
			fs.symlinkSync('/etc/passwd', at('static/link'))), /doesn't belong there: one\/static\/link/],
		'with a hard link': [() => repack((inside, at) =>
			fs.linkSync(at('data/site.db'), at('static/link.db'))), /doesn't belong/],
		'with a pipe': [() => repack((inside, at) =>
			execFileSync('mkfifo', [at('static/pipe')])), /doesn't belong/],
		'with a way out': [() => repack((inside, at) => fs.writeFileSync(at('static/x'), 'x'),
			['-P', '--transform', 's,^one/static/x,one/static/../../../x,']), /doesn't belong/],
		'with an absolute name': [() => repack((inside, at) => fs.writeFileSync(at('static/x'), 'x'),
			['-P', '--transform', 's,^one/static/x,/tmp/mingchuang-x,']), /doesn't belong/],
		'with two folders': [() => repack((inside) =>
			fs.cpSync(path.join(inside, 'static'), path.join(inside, '../three/static'),
				{ recursive: true }), [], ['one', 'three']), /doesn't belong there: three/],
		'with a member twice': [() => repack(nothing, [],
			['one', 'one/backup.json']), /doesn't belong/],
		'of pax headers': [() => repack(nothing, ['--format=pax']), /doesn't belong|no whole file/],
		'without backup.json': [() => repack((inside, at) =>
			fs.rmSync(at('backup.json'))), /no whole file/],
		'without site.db': [() => repack((inside, at) =>
			fs.rmSync(at('data/site.db'))), /no whole file/],
		'of another name than it says': [() => repack(nothing,
			['--transform', 's,^one,uno,']), /no whole file/],
		'of a newer format': [() => repack(altered('SELECT 1', { format: 99 })), /newer version/],
		'of a newer schema': [() => repack(altered("INSERT INTO migration VALUES ('site', 998, 0)",
			{ schema: 998 })), /newer version/],
		'with another site.db': [() => repack((inside, at) =>
			change(at('data/site.db'), "UPDATE setting SET value = '\"x\"'")), /site\.db/],
		'with a site.db that is none': [() => repack((inside, at) => {
			fs.writeFileSync(at('data/site.db'), 'x'.repeat(8192));
			const json = JSON.parse(fs.readFileSync(at('backup.json')));
			json.site_db = sha256(fs.readFileSync(at('data/site.db')));
			fs.writeFileSync(at('backup.json'), JSON.stringify(json));
		}), /damaged/],
		'with a row that names another one in vain': [() => repack(altered(
			'UPDATE entry SET "column" = 999')), /isn't there \(entry/],
		'with an altered ledger': [() => repack(altered(
			"DROP TRIGGER ledger_no_update; UPDATE ledger SET title = '改'")), /public record/],
		'without a file of its media': [() => repack((inside, at) =>
			fs.rmSync(at(mediaAt()))), /is missing/],
		'with another file of its media': [() => repack((inside, at) =>
			fs.writeFileSync(at(mediaAt()), 'x')), /isn't what was stored/],
		'that is empty': [() => fs.writeFileSync(work, ''), /no whole file/],
		'that is something else': [() => fs.writeFileSync(work, 'x'.repeat(5000)), /no whole file/],
		'that is plain tar': [() => fs.writeFileSync(work,
			execFileSync('gzip', ['-dc', file], { maxBuffer: 1 << 28 })), /no whole file/],
	};
	for (const [name, [make, sentence]] of Object.entries(cases))
		test(`${name}: refused, nothing has changed`, async () => {
			make();
			const was = state(sites);
			await refused(['restore', work, '--as', 'new'], sites, sentence);
			assert.equal(state(sites), was);
			assert.ok(!fs.existsSync('/tmp/mingchuang-x'));
		});

	test('cut short or with a flipped bit, wherever: refused', { timeout: 600000 }, async () => {
		const good = fs.readFileSync(file);
		const was = state(sites);
		for (let i = 0; i < 10; i++) {
			const at = Math.floor(good.length * i / 10);
			fs.writeFileSync(work, good.subarray(0, at));
			await refused(['restore', work, '--as', 'new'], sites, /./);
			const bad = Buffer.from(good);
			bad[Math.max(at, 10)] ^= 4;
			fs.writeFileSync(work, bad);
			await refused(['restore', work, '--as', 'new'], sites, /./);
		}
		assert.equal(state(sites), was);
	});
});

describe('a killed command', () => {
	let sites, folder, file;
	before(async () => {
		const made = await makeServer();
		({ sites } = made);
		await made.server.stop();
		folder = freshFolder('backup');
		file = path.join(folder, 'one.tar.gz');
		await run(sites, ['backup', 'one', file]);
	});

	const start = (...args) => spawn(program, ['--sites', sites, ...args],
		{ stdio: 'ignore' });
	async function kill(child, signal = 'SIGKILL') {
		const ended = child.exitCode === null && once(child, 'exit');
		child.kill(signal);
		await ended;
	}
	const known = (name) => sql(hubOf(sites),
		`SELECT count(*) FROM site WHERE name = '${name}'`).trim() === '1';

	test('restore, at any moment: the site is whole or not there, and can be restored', { timeout: 600000 }, async () => {
		for (let i = 0; i < KILLS; i++) {
			const name = `k${i}`;
			const child = start('restore', file, '--as', name);
			await sleep(i * 4);
			await kill(child);
			const again = await command(['restore', file, '--as', name], { sites });
			assert.equal(again.code, known(name) && /exists/.test(again.err) ? 1 : 0,
				again.err);
			assert.deepEqual(tree(path.join(sites, name))
				.filter((f) => f !== 'data/.restoring'), tree(path.join(sites, 'one')));
		}
		assert.ok(!fs.existsSync(path.join(sites, '.staging')));
		assert.equal((await command(['doctor'], { sites })).code, 0);
	});

	test('restore, all but its row: no folder; half of its archive: nothing', { timeout: 600000 }, async () => {
		const was = tree(sites);
		const release = await holdLock(hubOf(sites));
		const child = start('restore', file, '--as', 'waits');
		try {
			await until(() => fs.existsSync(path.join(sites,
				'.staging/one/data/.restoring')), 'the folder');
			await kill(child);
		} finally {
			await release();
		}
		assert.ok(!fs.existsSync(path.join(sites, 'waits')) && !known('waits'));
		const pipe = path.join(folder, 'pipe');
		execFileSync('mkfifo', [pipe]);
		const reader = start('restore', pipe, '--as', 'waits');
		const fd = fs.openSync(pipe, 'w');
		const good = fs.readFileSync(file);
		fs.writeSync(fd, good, 0, Math.floor(good.length / 2));
		await kill(reader);
		fs.closeSync(fd);
		assert.ok(!fs.existsSync(path.join(sites, 'waits')) && !known('waits'));
		await run(sites, ['restore', file, '--as', 'waits']);
		assert.deepEqual(tree(sites).filter((f) => !f.startsWith('waits/')), was);
	});

	test('restore, between folder and row: told by the doctor, replaced by the next', async () => {
		const half = path.join(sites, 'half');
		fs.mkdirSync(path.join(half, 'data'), { recursive: true });
		for (const name of ['data/.restoring', 'data/site.db', 'old'])
			fs.writeFileSync(path.join(half, name), '');
		assert.match((await command(['doctor'], { sites, env: { LANG: 'C' } })).out,
			/warning {2}half: .*run the restore again/);
		await run(sites, ['restore', file, '--as', 'half']);
		assert.deepEqual(tree(half), tree(path.join(sites, 'one')));
	});

	test('backup, interrupted: leaves nothing behind', { timeout: 600000 }, async () => {
		fs.mkdirSync(path.join(sites, 'one/static'), { recursive: true });
		// Without an end that this test could see, and no room on the disk.
		const big = path.join(sites, 'one/static/big');
		fs.writeFileSync(big, '');
		fs.truncateSync(big, 64 * 2 ** 30);
		const target = path.join(folder, 'stopped.tar.gz');
		const child = start('backup', 'one', target);
		await until(() => fs.existsSync(`${target}.part`), 'the archive');
		const [code] = await Promise.all([once(child, 'exit').then(([c]) => c),
			kill(child, 'SIGTERM')]);
		fs.rmSync(big);
		assert.equal(code, 1);
		assert.ok(!fs.readdirSync(folder).some((f) => f.startsWith('stopped')));
		assert.ok(!fs.existsSync(path.join(sites, '.staging')));
	});
});

describe('the doctor', () => {
	let sites, media;
	const doctor = () => command(['doctor'], { sites, env: { LANG: 'C' } });
	before(async () => {
		const made = await makeServer();
		({ sites, media } = made);
		await made.server.stop();
	});

	test('finds nothing in a house that is in order', async () => {
		const { code, out } = await doctor();
		assert.equal(code, 0, out);
		assert.deepEqual(out.trim().split('\n').filter((l) => !l.startsWith('ok ')), []);
		for (const thing of ['kore: 4.1', 'module', 'disk', 'hub.db', 'one: 1 media',
			'one: 1 rows of the ledger', 'two: theme', 'one: schema'])
			assert.ok(out.includes(`ok       ${thing}`), `${thing}\n${out}`);
	});

	const damages = {
		'a removed media file': [() => fs.rmSync(fileOf()),
			/^fault {4}one: The file of the media [0-9a-f]{64} is missing/m],
		'an altered media file': [() => fs.appendFileSync(fileOf(), 'x'),
			/^fault {4}one: .* isn't what was stored/m],
		'a flipped row of the ledger': [() => change(siteOf(sites),
			"DROP TRIGGER ledger_no_update; UPDATE ledger SET title = '改'"),
		/^fault {4}one: The public record doesn't hold \(row, reason: 1, hash\)/m],
		'a folder that others may read': [() => fs.chmodSync(
			path.join(sites, 'one/data'), 0o755), /^fault {4}one: Others .*chmod/m],
		'a theme that is gone': [() => change(siteOf(sites),
			"INSERT OR REPLACE INTO setting VALUES ('theme', '\"gone\"')"),
		/^fault {4}one: themes\/gone, which the site uses/m],
		'a database that is gone': [() => fs.rmSync(siteOf(sites)),
			/^fault {4}one: The database can't be opened/m],
		'a damaged database': [() => {
			const fd = fs.openSync(siteOf(sites), 'r+');
			fs.writeSync(fd, Buffer.alloc(4096, 0x55), 0, 4096, 4096 * 3);
			fs.closeSync(fd);
		}, /^fault {4}one: The database (file )?is damaged/m],
	};
	const fileOf = () => path.join(sites, 'one/data/media',
		media.hash.slice(0, 2), media.hash);
	for (const [name, [damage, sentence]] of Object.entries(damages))
		test(`finds ${name}`, async () => {
			const folder = path.join(sites, 'one');
			const spare = freshFolder('spare');
			fs.cpSync(folder, spare, { recursive: true, preserveTimestamps: true });
			damage();
			try {
				const { code, out } = await doctor();
				assert.equal(code, 1, out);
				assert.match(out, sentence);
			} finally {
				fs.rmSync(folder, { recursive: true });
				fs.cpSync(spare, folder, { recursive: true });
				fs.chmodSync(path.join(folder, 'data'), 0o700);
			}
			assert.equal((await doctor()).code, 0);
		});

	test('warns of files without a row and of jobs that nobody does', async () => {
		const hash = 'ab'.repeat(32);
		const folder = path.join(sites, 'one/data/media/ab');
		fs.mkdirSync(folder, { recursive: true });
		fs.writeFileSync(path.join(folder, hash), 'x');
		change(siteOf(sites), "INSERT INTO job (kind, due_at) VALUES ('x', 1)");
		const { code, out } = await doctor();
		assert.equal(code, 0, out);
		assert.match(out, /^warning {2}one: data\/media\/ab\/abab.* belongs to no row/m);
		assert.match(out, /^warning {2}one: Jobs that should be done already: 1/m);
	});
});
