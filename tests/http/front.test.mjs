// The front (core/web/kore/): every fault of Kore 4.1 that shows on the wire
// or in its processes, and the way round it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import path from 'node:path';
import test, { after, before, describe } from 'node:test';
import { Raw, command, exchange, freshFolder, get, isAlive, post, probe, request, serve,
	sleep, until } from './lib.mjs';

const GET = 'GET /hello HTTP/1.1\r\nHost: x\r\n\r\n';
const head = (line, ...fields) =>
	`${line} HTTP/1.1\r\n${['Host: x', ...fields].join('\r\n')}\r\n\r\n`;
const sha256 = (b) => crypto.createHash('sha256').update(b).digest('hex');
const asStaff = { cookie: 'mc_session=x' };
const rss = (pid) => Number(/RssAnon:\s+(\d+)/.exec(
	fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);
// How many requests the probe has begun to be slow with.
const begun = ({ sites }) => {
	const file = path.join(sites, 'begun');
	return fs.existsSync(file) ? fs.statSync(file).size : 0;
};
// Ends them all.
const enough = ({ sites }) => path.join(sites, 'enough');
const AGES = 600000;	// ms; nothing waits so long

let server;
before(async () => { server = await serve({ useProbe: true }); });
after(() => server.stop());

// A client that is refused sees one status and the end of the connection.
async function refused(bytes, status) {
	const raw = await exchange(server, bytes);
	assert.deepEqual(raw.statuses, [status]);
	assert.ok(raw.closed, 'the connection stays open');
	assert.equal(raw.error, null, 'the answer was cut by a reset');
	assert.match(raw.text, /\r\nconnection: close\r\n/);
	assert.match(raw.text, /\r\ndate: \w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT\r\n/);
}

describe('where a request ends', () => {
	test('a body longer than Content-Length is cut and the connection ends', async () => {
		const raw = await exchange(server,
			head('POST /echo', 'Content-Length: 1') + 'X' + 'Y'.repeat(5000));
		assert.deepEqual(raw.statuses, [200]);
		assert.match(raw.text, /"body_length":1,/);
		assert.ok(raw.closed);
		assert.equal(raw.error, null);
	});

	test('a flood behind a short body costs no memory', async () => {
		const before = server.workers.map(rss);
		const raw = await Raw.open(server);
		await raw.send(head('POST /slow?ms=400', 'Content-Length: 1') + 'X');
		const block = Buffer.alloc(1 << 20);
		for (let i = 0; i < 40 && !raw.closed; i++)
			await Promise.race([raw.send(block), sleep(100)]);
		const grown = server.workers.map((pid, i) => rss(pid) - before[i]);
		raw.end();
		assert.ok(Math.max(...grown) < 8192, `${grown} KB`);
	});

	test('of pipelined requests the first is answered and the rest told to come again', async () => {
		const raw = await exchange(server, GET + GET + GET);
		assert.deepEqual(raw.statuses, [200]);
		assert.ok(raw.closed);
		assert.match(raw.text, /\r\nconnection: close\r\n/);
	});

	for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS'])
		test(`a body on ${method} is never read as the next request`, async () => {
			const smuggled = 'GET /echo HTTP/1.1\r\nHost: smuggled\r\n\r\n';
			const raw = await Raw.open(server);
			await raw.send(head(`${method} /hello`,
				`Content-Length: ${smuggled.length}`));
			await raw.untilStatus();
			await raw.send(smuggled);
			await raw.untilClosed();
			assert.deepEqual(raw.statuses, [200]);
			assert.doesNotMatch(raw.text, /smuggled/);
		});

	test('Transfer-Encoding is 411, with Content-Length or without', async () => {
		const chunk = '5\r\nhello\r\n0\r\n\r\n';
		await refused(head('POST /echo', 'Transfer-Encoding: chunked') + chunk, 411);
		await refused(head('POST /echo', 'Transfer-Encoding: chunked',
			'Content-Length: 5') + chunk, 411);
	});

	test('odd and repeated Content-Length is 400', async () => {
		for (const value of ['-1', '+3', '0x3', '3;a', '1e1', '3 3', '', '３',
			'99999999999999999999999'])
			await refused(head('POST /echo', `Content-Length: ${value}`) + 'a=1', 400);
		await refused(head('POST /echo', 'Content-Length: 3',
			'Content-Length: 3') + 'a=1', 400);
		await refused(head('POST /echo', 'Content-Length : 3') + 'a=1', 400);
	});

	test('a request in random pieces on one connection is one request', async () => {
		const raw = await Raw.open(server);
		for (let i = 1; i <= 60; i++) {
			const body = crypto.randomBytes(Math.floor(Math.random() * 3000))
				.toString('hex');
			const bytes = i % 2 ? GET :
				head('POST /echo', `Content-Length: ${body.length}`) + body;
			for (let at = 0; at < bytes.length;) {
				const n = 1 + Math.floor(Math.random() * bytes.length);
				await raw.send(bytes.slice(at, at + n));
				if (Math.random() < 0.3) await sleep(1);
				at += n;
			}
			await raw.untilStatus(i);
			if (i % 2 === 0)
				await raw.until(() => raw.text.includes(sha256(body)));
		}
		assert.ok(raw.statuses.every((s) => s === 200));
		assert.ok(!raw.closed);
		raw.end();
	});
});

describe('what a head may hold', () => {
	test('two Hosts, none, a bad one: 400', async () => {
		await refused(head('GET /hello', 'Host: y'), 400);
		await refused('GET /hello HTTP/1.1\r\n\r\n', 400);
		for (const host of ['', 'a b', '.a', 'a..b', ':80', 'a:b', '中', '1.2.3',
			'[::1', 'a/b'])
			await refused(`GET /hello HTTP/1.1\r\nHost: ${host}\r\n\r\n`, 400);
	});

	test('Hostile: is a header like any other', async () => {
		const raw = await exchange(server, 'GET /echo HTTP/1.1\r\n' +
			'Hostile: evil\r\nHost: GOOD.cn:99\r\nConnection: close\r\n\r\n');
		assert.match(raw.text, /"host":"good\.cn"/);
		assert.match(raw.text, /\["hostile","evil"\]/);
	});

	test('folding, bare LF, bare CR, NUL, a blank before the colon: 400', async () => {
		for (const field of ['X: a\r\n b', 'X: a\r\n\tb', ' X: a', 'X: a\nY: b',
			'X: a\rb', 'X: a\0b', 'X : a', 'X', ': a', 'X\x01: a', 'X: a\x0bb'])
			await refused(head('GET /hello', field), 400);
		await refused('GET /hello HTTP/1.1\nHost: x\n\n', 400);
	});

	test('non-ASCII, TAB and empty values are accepted', async () => {
		const raw = await exchange(server, Buffer.concat([
			Buffer.from('GET /echo HTTP/1.1\r\nHost: x\r\nX-A: 中文\r\n' +
				'X-B: a\tb\r\nX-C:\r\nX-D: '),
			Buffer.from([0xd6, 0xd0]),
			Buffer.from('\r\nConnection: close\r\n\r\n')]));
		const { headers } = JSON.parse(raw.got.toString().split('\r\n\r\n')[1]);
		const value = Object.fromEntries(headers);
		assert.equal(value['x-a'], '中文');
		assert.equal(value['x-b'], 'a b');
		assert.equal(value['x-c'], '');
		assert.equal(value['x-d'], 'ÖÐ');
	});

	test('60 headers arrive, 101 are 431', async () => {
		const many = (n) => Array.from({ length: n }, (_, i) => `X-${i}: v`);
		const raw = await exchange(server,
			head('GET /echo', ...many(60), 'Connection: close'));
		assert.match(raw.text, /\["x-59","v"\]/);
		await refused(head('GET /echo', ...many(101)), 431);
	});

	test('a head of 8192 bytes is answered, a longer one is 431, a target of 5000 is 414', async () => {
		const short = head('GET /hello', 'Connection: close', 'Cookie: ');
		const fits = head('GET /hello', 'Connection: close',
			`Cookie: ${'a'.repeat(8192 - short.length)}`);
		assert.equal(fits.length, 8192);
		assert.deepEqual((await exchange(server, fits)).statuses, [200]);
		await refused(head('GET /hello', `Cookie: ${'a'.repeat(20000)}`), 431);
		await refused(head(`GET /${'a'.repeat(5000)}`), 414);
	});

	test('unknown methods are 501, other versions 505, no request line 400', async () => {
		await refused('BREW /hello HTTP/1.1\r\nHost: x\r\n\r\n', 501);
		await refused('get /hello HTTP/1.1\r\nHost: x\r\n\r\n', 501);
		await refused('GET /hello HTTP/2.0\r\nHost: x\r\n\r\n', 505);
		await refused('\x16\x03\x01\r\n\r\n', 400);
	});

	test('an absolute target is taken, one with another host than Host is 400', async () => {
		const raw = await exchange(server, 'GET http://a.cn/echo?b=1 HTTP/1.1\r\n' +
			'Host: a.cn\r\nConnection: close\r\n\r\n');
		assert.match(raw.text, /"target":"\/echo\?b=1","path":"\/echo","host":"a.cn"/);
		await refused('GET http://a.cn/ HTTP/1.1\r\nHost: b.cn\r\n\r\n', 400);
	});

	test('HTTP/1.0 without Host is answered and closed', async () => {
		const raw = await exchange(server, 'GET /hello HTTP/1.0\r\n\r\n');
		assert.deepEqual(raw.statuses, [200]);
		assert.ok(raw.closed);
	});

	test('bad paths and queries are 400', async () => {
		for (const target of ['/%00', '/a/../b', '/%2e%2e/b', '/%zz', '/%ff', '//a'])
			assert.deepEqual((await exchange(server,
				head(`GET ${target}`, 'Connection: close'))).statuses, [400], target);
	});
});

describe('replies', () => {
	test('Expect: 100-continue is answered before the body comes', async () => {
		const raw = await Raw.open(server);
		await raw.send(head('POST /echo', 'Content-Length: 5',
			'Expect: 100-continue', 'Connection: close'));
		await raw.untilStatus();
		assert.equal(raw.text, 'HTTP/1.1 100 Continue\r\n\r\n');
		await raw.send('hello');
		await raw.untilClosed();
		assert.deepEqual(raw.statuses, [100, 200]);
		assert.match(raw.text, new RegExp(sha256('hello')));
	});

	test('an unwanted body is refused before it comes', async () => {
		await refused(head('POST /echo', 'Expect: 100-continue',
			`Content-Length: ${600 << 20}`, 'Cookie: mc_session=x'), 413);
		await refused(head('POST /echo', 'Expect: 100-continue',
			`Content-Length: ${2 << 20}`), 413);
		await refused(head('POST /echo', 'Expect: wonders',
			'Content-Length: 1'), 417);
	});

	test('HEAD says the length of GET and sends no body', async () => {
		const raw = await Raw.open(server);
		await raw.send(head('HEAD /big?bytes=5000'));
		await raw.untilStatus();
		await raw.send(GET);
		await raw.untilStatus(2);
		assert.match(raw.text, /\r\ncontent-length: 5000\r\n/);
		assert.doesNotMatch(raw.text, /zyx/);
		raw.end();
	});

	test('204 and 304 have no body and no length', async () => {
		for (const status of [204, 304]) {
			const rp = await get(server, `/headers?status=${status}`);
			assert.equal(rp.status, status);
			assert.equal(rp.headers['content-length'], undefined);
		}
	});

	test('cookies stand in lines of their own; a value with a line break is left out', async () => {
		const rp = await get(server, '/headers?status=200');
		assert.deepEqual(rp.headers['set-cookie'], ['a=1', 'b=2']);
		assert.equal(rp.headers['x-bad'], undefined);
		assert.equal(rp.headers['x-evil'], undefined);
		assert.equal(rp.headers.server, 'mingchuang');
	});

	test('a failed answer is 500 without its half page', async () => {
		const rp = await get(server, '/fail');
		assert.equal(rp.status, 500);
		assert.doesNotMatch(rp.text, /half/);
	});

	test('a file is sent whole and in parts', async () => {
		const whole = await get(server, '/file?bytes=3000000');
		assert.equal(whole.body.length, 3000000);
		assert.ok(whole.body.every((b) => b === 0x66));
		const part = await get(server, '/file?bytes=3000000&offset=2999000');
		assert.equal(part.body.length, 1000);
	});

	test('a file that became shorter ends the connection, and nothing spins', async () => {
		const raw = await exchange(server, head('GET /file?bytes=900000&short=500000'));
		assert.deepEqual(raw.statuses, [200]);
		assert.ok(raw.closed);
		assert.ok(raw.length < 500000);
		assert.equal((await get(server, '/hello')).status, 200);
	});

	test('a long download is not cut, and an idle connection gets no 408', { timeout: 600000 }, async () => {
		const idle = await Raw.open(server);
		await idle.send(GET);
		await idle.untilStatus();
		const slow = await Raw.open(server);
		slow.socket.pause();
		await slow.send(head('GET /file?bytes=60000000', 'Connection: close'));
		for (let i = 0; i < 12; i++) {	// past Kore's limit of 10 s
			await sleep(1000);
			const some = once(slow.socket, 'data');
			slow.socket.resume();
			await some;
			slow.socket.pause();
		}
		assert.ok(slow.length < 60000000, 'was not slow');
		slow.socket.resume();
		await slow.untilClosed();
		assert.ok(slow.length > 60000000, `cut at ${slow.length}`);
		assert.deepEqual(idle.statuses, [200]);
		await idle.send(GET);
		await idle.untilStatus(2);
		assert.deepEqual(idle.statuses, [200, 200]);
		idle.end();
	});

	test('a head that never ends is 408', { timeout: 600000 }, async () => {
		const raw = await exchange(server, 'GET /hello HTTP/1.1\r\nHost:');
		assert.deepEqual(raw.statuses, [408]);
		assert.ok(raw.closed);
	});
});

describe('bodies', () => {
	test('a large one goes through a file that has no name and leaves nothing', async () => {
		const body = crypto.randomBytes(20 << 20);
		const rp = await post(server, '/echo', body, { headers: asStaff });
		assert.equal(rp.json.body_digest, sha256(body));
		assert.equal(rp.json.body_file, true);
		assert.deepEqual(fs.readdirSync(path.join(server.sites, '.run/upload')), []);
	});

	test('uploads of 200 MB leave memory flat and others answered', { timeout: 600000 }, async () => {
		const before = server.workers.map(rss);
		const size = 200 << 20, block = Buffer.alloc(1 << 20, 'a');
		const rq = http.request({ port: server.port, method: 'POST', path: '/mark',
			agent: false, headers: { ...asStaff, 'content-length': size } });
		const answer = once(rq, 'response');
		let grown = 0;
		for (let at = 0; at < size; at += block.length) {
			if (!rq.write(block)) await once(rq, 'drain');
			if (at % (20 << 20) === 0) {
				// Were it kept waiting, neither would ever end.
				assert.equal((await get(server, '/hello')).status, 200);
				grown = Math.max(grown, ...server.workers.map((p, i) => rss(p) - before[i]));
			}
		}
		rq.end();
		const [rp] = await answer;
		rp.resume();
		assert.equal(rp.statusCode, 200);
		assert.ok(grown < 8192, `${grown} KB`);
	});

	test('a client that leaves in its body leaves nothing', async () => {
		const uploads = () => server.workers.flatMap((pid) =>
			fs.readdirSync(`/proc/${pid}/fd`).map((fd) => {
				try {
					return fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
				} catch {
					return '';
				}
			})).filter((f) => f.includes('/upload/'));
		const raw = await Raw.open(server);
		await raw.send(head('POST /echo', `Content-Length: ${10 << 20}`,
			'Cookie: mc_session=x'));
		await raw.send(Buffer.alloc(3 << 20));
		await until(() => uploads().length, 'the file');
		raw.end();
		await until(() => !uploads().length, 'the end of the file');
	});
});

describe('lanes', () => {
	test('a session, a token or an unsafe method goes to the staff lane', async () => {
		const staff = async (method, headers) =>
			(await request(server, method, '/echo', { headers })).json.staff;
		assert.equal(await staff('GET', {}), false);
		assert.equal(await staff('GET', { cookie: 'a=1; mc_sessions=2' }), false);
		assert.equal(await staff('GET', { cookie: 'a=1;mc_session=2' }), true);
		assert.equal(await staff('GET', { authorization: 'Bearer x' }), true);
		assert.equal(await staff('POST', {}), true);
		assert.equal(await staff('DELETE', {}), true);
	});

	test('a slow staff request keeps no reader waiting', async () => {
		const before = begun(server);
		let ended = 0;
		const slow = [0, 1].map(() => post(server, `/slow?ms=${AGES}`, '')
			.finally(() => { ended++; }));
		await until(() => begun(server) > before, 'a slow one');
		for (let i = 0; i < 50; i++)
			assert.equal((await get(server, '/hello')).status, 200);
		assert.equal(ended, 0, 'slow ones were over before');
		fs.writeFileSync(enough(server), '');
		for (const rp of await Promise.all(slow)) assert.equal(rp.status, 200);
		fs.rmSync(enough(server));
	});

	test('what a client that left asked for is done all the same', async () => {
		const marks = async () => Number((await get(server, '/mark')).text);
		const before = await marks(), others = begun(server);
		const raw = await Raw.open(server);
		await raw.send(head('POST /mark?ms=300', 'Content-Length: 0'));
		await until(() => begun(server) > others, 'its beginning');
		raw.end();
		await until(async () => await marks() === before + 1, 'the mark');
	});

	test('a full staff queue is 503 at once', { timeout: 600000 }, async () => {
		const full = await serve({ useProbe: true, workers: 1 });
		const open = [];
		for (let i = 0; i < 300; i++) open.push(await Raw.open(full));
		post(full, `/slow?ms=${AGES}`, '').catch(() => {});
		await until(() => begun(full), 'the slow one');
		await Promise.all(open.map((raw) => raw.send(head('POST /hello', 'Content-Length: 0'))));
		await until(() => open.filter((raw) => raw.statuses[0] === 503)
			.length >= 40, 'an answer 503 to forty');
		fs.writeFileSync(enough(full), '');
		open.forEach((raw) => raw.end());
		await full.stop();
	});
});

describe('connections', () => {
	test('over the limit they are told 503, under it again served', async () => {
		const few = await serve({ useProbe: true, workers: 1, args: ['--connections', '5'] });
		const open = [];
		for (let i = 0; i < 4; i++) {
			open.push(await Raw.open(few));
			await open[i].send(GET);
			await open[i].untilStatus();
		}
		const over = [];
		for (let i = 0; i < 3; i++) over.push(await Raw.open(few));
		for (const raw of over.slice(1)) {
			await raw.untilClosed();
			assert.deepEqual(raw.statuses, [503]);
			assert.equal(raw.error, null);
		}
		for (const raw of open) {
			await raw.send(GET);
			await raw.untilStatus(2);
		}
		[...open, ...over].forEach((raw) => raw.end());
		await until(async () => (await get(few, '/hello')).status === 200, 'room');
		await few.stop();
	});

	test('a client that ends its side after the request is answered, in both lanes', async () => {
		for (const bytes of [GET, head('POST /slow?ms=300', 'Content-Length: 2') + 'ab',
			head('GET /file?bytes=3000000')]) {
			const raw = await Raw.open(server, { allowHalfOpen: true });
			raw.socket.end(bytes);
			await raw.untilClosed();
			assert.deepEqual(raw.statuses, [200]);
			assert.equal(raw.error, null);
		}
	});

	test('a client that ends its side within a head is let go at once', async () => {
		const raw = await Raw.open(server, { allowHalfOpen: true });
		raw.socket.on('end', () => raw.socket.destroy());
		raw.socket.end('GET /hello HTTP/1.1\r\n');
		await raw.untilClosed();
		assert.deepEqual(raw.statuses, []);
	});

	test('the log has a line a request without address and query', async () => {
		await get(server, '/hello?secret=1', { host: 'log.test',
			headers: { 'x-forwarded-for': '9.8.7.6' } });
		const line = await until(() => server.log.split('\n')
			.find((l) => l.includes('log.test')), 'the line');
		assert.match(line, /^\S+Z info 200 GET log\.test \/hello \d+ bytes \d+ ms$/);
		assert.doesNotMatch(server.log, /secret|9\.8\.7\.6/);
	});

	test('a rotated log is begun anew', async () => {
		const file = path.join(server.sites, '.run/log');
		fs.renameSync(file, `${file}.1`);
		await until(() => fs.existsSync(file), 'the new log');
		// Each worker finds the new one for itself.
		await until(async () => {
			await get(server, '/hello', { host: 'rotated.test' });
			return server.log.includes('rotated.test');
		}, 'a line');
	});
});

describe('TLS', () => {
	let folder, tls;
	const certificate = (host) => {
		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
			'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
			'-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`,
			'-keyout', path.join(folder, `${host}.key`),
			'-out', path.join(folder, `${host}.crt`)], { stdio: 'ignore' });
		return fs.readFileSync(path.join(folder, `${host}.crt`));
	};
	const ca = {};

	before(async () => {
		folder = freshFolder('tls');
		for (const host of ['main.test', 'other.test'])
			ca[host] = certificate(host);
		tls = await serve({
			useProbe: true, tls: true,
			args: ['--tls-cert', path.join(folder, 'main.test.crt'),
				'--tls-key', path.join(folder, 'main.test.key'),
				'--tls-folder', folder],
		});
	});
	after(() => tls.stop());

	test('a real handshake, checked against the certificate, both versions', async () => {
		for (const version of ['TLSv1.2', 'TLSv1.3']) {
			const rp = await get(tls, '/echo', { ca: ca['main.test'],
				servername: 'main.test', minVersion: version, maxVersion: version });
			assert.equal(rp.status, 200);
			assert.equal(rp.json.secure, true);
		}
	});

	test('TLS 1.1 is refused', async () => {
		await assert.rejects(get(tls, '/hello', { rejectUnauthorized: false,
			minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }));
	});

	test('each name gets its certificate, an unknown one the first', async () => {
		const rp = await get(tls, '/hello', { ca: ca['other.test'], servername: 'other.test' });
		assert.equal(rp.status, 200);
		await assert.rejects(get(tls, '/hello', { ca: ca['main.test'], servername: 'other.test' }));
		await assert.rejects(get(tls, '/hello', { ca: ca['main.test'], servername: 'third.test' }),
			/altnames|alternative/i);
	});

	test('bodies, files and keep-alive pass unchanged', async () => {
		const agent = new https.Agent({ keepAlive: true, maxSockets: 1 });
		const options = { ca: ca['main.test'], servername: 'main.test', agent };
		for (let i = 0; i < 20; i++) {
			const body = crypto.randomBytes(1 + (i * 40009) % 700000);
			const rp = await post(tls, '/echo', body, { ...options, headers: asStaff });
			assert.equal(rp.json.body_digest, sha256(body));
			const file = await get(tls, `/file?bytes=${i * 100003}`, options);
			assert.equal(file.body.length, i * 100003);
		}
		agent.destroy();
	});

	test('plain HTTP on the port harms nobody', async () => {
		await exchange(tls, GET);
		assert.equal((await get(tls, '/hello', { rejectUnauthorized: false })).status, 200);
	});

	test('no key manager runs', () => {
		assert.equal(tls.workers.length, 2);
	});
});

describe('behind a proxy', () => {
	const forwarded = { 'x-forwarded-for': '9.9.9.9, 203.0.113.7, 10.1.2.3',
		'x-forwarded-proto': 'https' };

	test('forwarded headers from anybody are lies', async () => {
		const { address, secure } = (await get(server, '/echo', { headers: forwarded })).json;
		assert.equal(address, '127.0.0.1');
		assert.equal(secure, false);
	});

	test('from a trusted address they name the visitor: the last that is no proxy', async () => {
		const behind = await serve({ useProbe: true,
			args: ['--trust', '127.0.0.1,10.0.0.0/8'] });
		const ask = async (headers) => (await get(behind, '/echo', { headers })).json;
		const one = await ask(forwarded);
		assert.equal(one.address, '203.0.113.7');
		assert.equal(one.secure, true);
		assert.equal((await ask({ 'x-forwarded-for': '2001:db8::1' })).address, '2001:db8::1');
		assert.equal((await ask({ 'x-forwarded-for': 'unknown' })).address, '127.0.0.1');
		assert.equal((await ask({})).secure, false);
		await behind.stop();
	});
});

describe('processes', () => {
	test('a worker that is killed is replaced and the port goes on answering', async () => {
		const [first] = server.workers;
		process.kill(first, 'SIGKILL');
		for (let i = 0; i < 20; i++) {
			// A connection that the dead worker had taken is lost.
			await until(() => get(server, '/hello').then((rp) => rp.status === 200,
				() => false), 'an answer');
		}
		await until(() => server.workers.length === 2 && !server.workers.includes(first),
			'the new worker');
	});

	for (const call of ['socket', 'connect', 'execve', 'fork', 'ptrace'])
		test(`${call} is fatal to the worker, and the server goes on`, async () => {
			const old = server.workers;
			await assert.rejects(get(server, `/forbidden?call=${call}`));
			await until(() => server.workers.length === 2 &&
				server.workers.some((pid) => !old.includes(pid)), 'the new worker');
			assert.equal(old.filter(isAlive).length, 1);
			assert.equal((await get(server, '/hello')).status, 200);
		});

	test('forbidden calls of the staff lane end its whole process', async () => {
		const old = server.workers;
		await assert.rejects(post(server, '/forbidden?call=socket', ''));
		await until(() => server.workers.length === 2 &&
			server.workers.some((pid) => !old.includes(pid)), 'the new worker');
		assert.equal((await post(server, '/hello', '')).status, 200);
	});

	test('when Kore is killed its workers go, the command ends, the port is free', async () => {
		const one = await serve({ useProbe: true });
		const { kore, workers } = one;
		process.kill(kore, 'SIGKILL');
		await until(() => one.child.exitCode !== null, 'the end');
		assert.equal(one.child.exitCode, 1);
		await until(() => ![kore, ...workers].some(isAlive), 'the end of the workers');
		const again = await serve({ useProbe: true, port: one.port, sites: one.sites });
		assert.equal((await get(again, '/hello')).status, 200);
		await again.stop();
	});

	test('when the command is killed all its children go', async () => {
		const one = await serve({ useProbe: true });
		const all = [one.kore, ...one.workers];
		assert.equal(all.length, 3);
		await one.stop('SIGKILL');
		await until(() => !all.some(isAlive), 'the end of the children');
	});

	test('a worker ends when another signal follows the one that ends it', async () => {
		const one = await serve({ useProbe: true });
		const [worker] = one.workers;
		for (const signal of ['SIGSTOP', 'SIGTERM', 'SIGCHLD', 'SIGCONT'])
			process.kill(worker, signal);
		await until(() => !isAlive(worker), 'the end of the worker');
		await one.stop();
	});

	for (const signal of ['SIGINT', 'SIGTERM'])
		test(`${signal} ends everything with exit code 0`, async () => {
			const one = await serve({ useProbe: true });
			const all = [one.kore, ...one.workers];
			assert.equal(await one.stop(signal), 0);
			assert.ok(!all.some(isAlive));
		});

	test('what the staff lane is doing is finished before the end', async () => {
		const one = await serve({ useProbe: true, workers: 1 });
		const answer = post(one, '/mark?ms=700', '').catch((e) => e);
		await until(() => begun(one), 'its beginning');
		assert.equal(await one.stop(), 0);
		assert.equal(fs.readFileSync(path.join(one.sites, 'marks'), 'utf8'), 'x');
		assert.equal((await answer).status, 200);
	});

	test('a taken port and a taken folder are told', async () => {
		const sites = freshFolder();
		const port = await command(['serve', '--module', probe,
			'--port', String(server.port)], { sites });
		assert.equal(port.code, 1);
		assert.match(port.err, /port \d+ of 127\.0\.0\.1 is taken by another program/);
		const folder = await command(['serve', '--module', probe,
			'--port', '0'], { sites: server.sites });
		assert.equal(folder.code, 1);
		assert.match(folder.err, /another server runs on/);
	});

	test('wrong use is exit code 2', async () => {
		for (const args of [['serve', '--port', 'x'], ['serve', '--port', '70000'],
			['serve', '--workers', '0'], ['serve', '--fast'], ['serve', 'now'],
			['serve', '--tls-cert', 'a'], ['serve', '--port'], ['nonsense'], []])
			assert.equal((await command(args)).code, 2, args.join(' '));
	});
});
