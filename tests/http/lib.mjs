// What HTTP tests share: a real server on a free port with a fresh folder of
// sites, the command, requests, and raw bytes over sockets.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname ??
	path.dirname(new URL(import.meta.url).pathname), '../..');
export const build = path.resolve(root, process.env.BUILD ?? 'build');
export const program = path.join(build, 'mingchuang');
export const probe = path.join(build, 'probe.so');

// From a folder outside of the tree the command doesn't find it by itself.
if (path.dirname(build) !== root) process.env.MINGCHUANG_ROOT ??= root;

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

// No deadline is near what a slow machine needs: only failing tests reach it.
export const DEADLINE = 180000;		// ms

// Waits until check() gives something true.
export async function until(check, what = 'what is waited for') {
	const end = Date.now() + DEADLINE;
	for (;;) {
		const value = await check();
		if (value) return value;
		if (Date.now() > end) throw new Error(`${what} didn't come`);
		await sleep(20);
	}
}

const atExit = [];
process.on('exit', () => atExit.forEach((f) => f()));

// A new folder, removed when the tests of the file are over.
export function freshFolder(name = 'sites') {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), `mingchuang-${name}-`));
	atExit.push(() => fs.rmSync(folder, { recursive: true, force: true }));
	return folder;
}

export async function freePort() {
	const server = net.createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

// Runs the command to its end: { code, out, err }.
export async function command(args, { sites, input = '', env = {} } = {}) {
	const words = sites ? ['--sites', sites, ...args] : args;
	const child = spawn(program, words, { env: { ...process.env, ...env } });
	const out = [], err = [];
	child.stdout.on('data', (d) => out.push(d));
	child.stderr.on('data', (d) => err.push(d));
	child.stdin.on('error', () => {});	// it may not want any
	child.stdin.end(input);
	const [code, signal] = await once(child, 'close');
	return {
		code: code ?? signal,
		out: Buffer.concat(out).toString(),
		err: Buffer.concat(err).toString(),
	};
}

export const children = (pid) => {
	try {
		return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
			.trim().split(' ').filter(Boolean).map(Number);
	} catch {
		return [];
	}
};

export const isAlive = (pid) => {
	try {
		return fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/.*\) /, '')[0] !== 'Z';
	} catch {
		return false;
	}
};

const nameOf = (pid) => {
	try {
		return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
	} catch {
		return '';
	}
};

class Server {
	constructor(child, sites, port, tls) {
		Object.assign(this, { child, sites, port, tls, err: '' });
		this.url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
	}

	// Pids of Kore's parent and of its workers.
	get kore() {
		return children(this.child.pid).find((pid) => nameOf(pid) === 'kore');
	}

	get workers() {
		return children(this.kore);
	}

	get clerk() {
		return children(this.child.pid).find((pid) => nameOf(pid) !== 'kore');
	}

	get log() {
		return fs.readFileSync(path.join(this.sites, '.run/log'), 'utf8');
	}

	async stop(signal = 'SIGTERM') {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			this.child.kill(signal);
			await once(this.child, 'exit');
		}
		return this.child.exitCode ?? this.child.signalCode;
	}
}

// Starts `mingchuang serve` and waits until it answers.  `useProbe`: with the
// answers of probe.c in place of the whole program.  A free port may be taken
// by another program before the server gets it: then by another port.
export async function serve(options = {}) {
	for (let tries = 5; ; tries--) {
		try {
			return await start({ port: await freePort(), ...options });
		} catch (error) {
			if (options.port || tries === 1 ||
				!/is taken by another/.test(error.message)) throw error;
		}
	}
}

async function start({ sites = freshFolder(), port, args = [], env = {},
	useProbe = false, workers = 2, tls = false }) {
	const words = ['--sites', sites, 'serve', '--port', String(port),
		'--workers', String(workers), ...args];
	if (useProbe) words.push('--module', probe, '--no-clerk');
	const child = spawn(program, words, {
		env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
	});
	const server = new Server(child, sites, port, tls);
	atExit.unshift(() => child.kill('SIGKILL'));
	child.stderr.on('data', (d) => { server.err += d; });
	let out = '';
	child.stdout.on('data', (d) => { out += d; });
	await until(() => {
		if (child.exitCode !== null)
			throw new Error(`the server ended with ${child.exitCode}: ${server.err}`);
		return out.includes('listening on');
	}, 'the server');
	return server;
}

// One request: { status, headers, body, text, json }.  A body that is an
// object goes as JSON, URLSearchParams as a form.
export function request(server, method, target, { headers = {}, body, host,
	agent = false, ...options } = {}) {
	const fields = { ...headers };
	if (host) fields.host = host;
	if (body instanceof URLSearchParams) {
		fields['content-type'] ??= 'application/x-www-form-urlencoded';
		body = body.toString();
	} else if (body !== undefined && typeof body !== 'string' &&
		!Buffer.isBuffer(body)) {
		fields['content-type'] ??= 'application/json';
		body = JSON.stringify(body);
	}
	if (body !== undefined)
		fields['content-length'] ??= Buffer.byteLength(body);
	return new Promise((done, fail) => {
		const rq = (server.tls ? https : http).request({
			host: '127.0.0.1', port: server.port, method, path: target,
			headers: fields, agent, ...options,
		}, (rp) => {
			const parts = [];
			rp.on('data', (d) => parts.push(d));
			rp.on('error', fail);
			rp.on('end', () => {
				const bytes = Buffer.concat(parts);
				done({
					status: rp.statusCode, headers: rp.headers,
					rawHeaders: rp.rawHeaders, body: bytes,
					text: bytes.toString(),
					get json() { return JSON.parse(bytes.toString()); },
				});
			});
		});
		rq.on('error', fail);
		rq.end(body);
	});
}

export const get = (server, target, options) =>
	request(server, 'GET', target, options);
export const post = (server, target, body, options = {}) =>
	request(server, 'POST', target, { ...options, body });

// A socket that remembers all it got.
export class Raw {
	constructor(socket) {
		this.socket = socket;
		this.parts = [];
		this.length = 0;
		this.closed = false;
		this.error = null;
		socket.on('data', (d) => {
			this.parts.push(d);
			this.length += d.length;
		});
		socket.on('error', (e) => { this.error = e; });
		socket.on('close', () => { this.closed = true; });
	}

	static async open(server, options = {}) {
		const socket = net.connect({ port: server.port, host: '127.0.0.1', ...options });
		socket.setNoDelay(true);
		const raw = new Raw(socket);
		await once(socket, 'connect');
		return raw;
	}

	send(bytes) {
		return new Promise((done) => this.socket.write(bytes, () => done()));
	}

	get got() {
		if (this.parts.length > 1) this.parts = [Buffer.concat(this.parts)];
		return this.parts[0] ?? Buffer.alloc(0);
	}

	get text() {
		return this.got.toString('latin1');
	}

	// The status of each reply so far; bodies with such lines mislead it.
	get statuses() {
		return [...this.text.matchAll(/HTTP\/1\.[01] (\d{3})/g)]
			.map((m) => Number(m[1]));
	}

	async until(check) {
		await until(() => check(this), 'the answer');
		return this;
	}

	untilStatus(n = 1) {
		return this.until(() => this.statuses.length >= n);
	}

	untilClosed() {
		return this.until(() => this.closed);
	}

	end() {
		this.socket.destroy();
	}
}

// Sends bytes on a connection of their own and waits until the server closes
// it, or for `ms`.
export async function exchange(server, bytes, ms = DEADLINE) {
	const raw = await Raw.open(server);
	await raw.send(bytes);
	const end = Date.now() + ms;
	while (!raw.closed && Date.now() < end) await sleep(5);
	raw.end();
	return raw;
}
