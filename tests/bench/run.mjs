// `make bench`: what a request costs here, in nginx that serves the same bytes
// from disk, and in Kore as it comes.  Three rounds in turn, one load
// generator, two workers each.  CPU time of the server's processes is the
// figure to trust where cores are shared with the load; requests/s and times
// say how the three get on with it.  Prints a table (median, range) and writes
// tests/bench/out/bench.json.
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, children, freePort, freshFolder, get, root, serve, sleep,
	until } from '../http/lib.mjs';
import { Staff, makeSites, publish } from '../http/site.mjs';

const ROUNDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 2);	// of each measurement
const CONNECTIONS = 32;
const ENTRIES = 12;
const TICKS = Number(execFileSync('getconf', ['CLK_TCK']));
const out = path.join(import.meta.dirname, 'out');
const host = 'one.test';
const work = freshFolder('bench');

const tree = (pid) => [pid, ...children(pid).flatMap(tree)];

function cpuOf(pids) {
	let ticks = 0;
	for (const pid of pids) {
		const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
			.replace(/.*\) /, '').split(' ');
		ticks += Number(fields[11]) + Number(fields[12]);
	}
	return ticks / TICKS * 1e6;	// µs
}

const pssOf = (pids) => pids.reduce((sum, pid) => sum + Number(/^Pss:\s+(\d+)/m
	.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]), 0) / 1024;

const milliseconds = (text) => {
	const [, n, unit] = /([\d.]+)(us|ms|s)/.exec(text);
	return Number(n) * { us: 0.001, ms: 1, s: 1000 }[unit];
};

// One measurement: a program's server under wrk.
async function measure({ server, target, headers = {} }) {
	const before = cpuOf(server.pids);
	const { stdout } = await promisify(execFile)('wrk', ['-t1',
		`-c${CONNECTIONS}`, `-d${SECONDS}s`, '--latency', '-H', `Host: ${host}`,
		...Object.entries(headers).flatMap(([k, v]) => ['-H', `${k}: ${v}`]),
		`http://127.0.0.1:${server.port}${target}`]);
	const cpu = cpuOf(server.pids) - before;
	if (/Non-2xx or 3xx|Socket errors/.test(stdout))
		throw new Error(`${server.program} ${target}: ${stdout}`);
	return {
		rps: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
		cpu_us: cpu / Number(/(\d+) requests in/.exec(stdout)[1]),
		p50_ms: milliseconds(/^\s+50%\s+(\S+)/m.exec(stdout)[1]),
		p99_ms: milliseconds(/^\s+99%\s+(\S+)/m.exec(stdout)[1]),
	};
}

const text = (n) => '坚持和加强党的全面领导，推动各项工作取得新的成效。'.repeat(n);

// A site with articles and a file, behind a server with and one without a
// page cache.
async function ours() {
	const sites = await makeSites();
	const server = await serve({ sites, args: ['--log-level', 'notice'] });
	const staff = {};
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	let id;
	for (let i = 0; i < ENTRIES; i++) {
		({ id } = await staff.writer.create({ title: `江城集团召开第 ${i} 次会议`,
			body: `<p>${text(20)}</p>`.repeat(8) }));
		await publish(staff, id);
	}
	server.pids = tree(server.child.pid);
	return { server, id };
}

async function uncached(sites) {
	const copy = freshFolder('bench-sites');
	fs.cpSync(sites, copy, { recursive: true,
		filter: (p) => path.basename(p) !== '.run' });
	const server = await serve({ sites: copy, args: ['--log-level', 'notice'],
		env: { MINGCHUANG_CACHE_MB: '0' } });
	server.pids = tree(server.child.pid);
	return server;
}

const ended = [];
process.on('exit', () => ended.forEach((end) => end()));
async function start(program, command, args, port, env = {}) {
	const child = spawn(command, args, { env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'] });
	let err = '';
	child.stderr.on('data', (d) => { err += d; });
	child.stdout.on('data', (d) => { err += d; });
	ended.push(() => child.kill('SIGTERM'));
	await until(async () => {
		if (child.exitCode !== null) throw new Error(`${program}: ${err}`);
		return get({ port }, '/').then(() => true, () => false);
	}, 10000, program);
	return { program, port, pids: tree(child.pid) };
}

async function nginx(folder) {
	const port = await freePort(), conf = path.join(work, 'nginx.conf');
	fs.writeFileSync(conf, `daemon off; pid ${work}/nginx.pid;
error_log ${work}/nginx.log; worker_processes 2;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
	access_log off; sendfile on; keepalive_requests 100000000;
	open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
	gzip_static on; types { text/html html; }
	charset utf-8;
	server { listen 127.0.0.1:${port}; root ${folder}; }
}
`);
	return start('nginx', 'nginx', ['-c', conf, '-p', work], port);
}

async function kore(body) {
	const port = await freePort(), conf = path.join(work, 'kore.conf');
	fs.copyFileSync(path.join(build, 'plain.so'), path.join(work, 'plain.so'));
	fs.writeFileSync(conf, `load ./plain.so
server plain {
	bind 127.0.0.1 ${port}
	tls no
}
workers 2
worker_max_connections 512
worker_set_affinity 0
worker_accept_threshold 1
worker_death_policy terminate
http_keepalive_time 60
domain * {
	attach plain
	route ^/ plain_answer
}
`);
	return start('kore', 'sh', ['-c', `cd ${work} && ulimit -n 1024 && ` +
		`exec kore -f -n -r -c ${conf}`], port, { BENCH_BODY: body });
}

// What nginx serves: the bytes that we sent, plain and gzipped.
async function mirror(server, folder, targets) {
	for (const target of targets) {
		const file = path.join(folder, target,
			target.endsWith('/') ? 'index.html' : '');
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, (await get(server, target, { host })).body);
		fs.writeFileSync(`${file}.gz`, (await get(server, target, { host,
			headers: { 'accept-encoding': 'gzip' } })).body);
	}
}

async function etagOf(server, target) {
	return (await get(server, target, { host })).headers.etag;
}

const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
const figure = (n) => (n >= 100 ? n.toFixed(0) : n.toFixed(n >= 10 ? 1 : 2));
const range = (list, digits = figure) => `${digits(median(list))} ` +
	`(${digits(Math.min(...list))}–${digits(Math.max(...list))})`;

function print(rows) {
	const table = [['work', 'program', 'requests/s', 'CPU µs', 'p50 ms',
		'p99 ms', 'bytes']];
	for (const { name, server, bytes, runs } of rows)
		table.push([name, server.program, ...['rps', 'cpu_us', 'p50_ms', 'p99_ms']
			.map((key) => range(runs.map((r) => r[key]))), String(bytes)]);
	const widths = table[0].map((_, i) =>
		Math.max(...table.map((row) => row[i].length)));
	for (const row of table)
		console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  '));
}

const { server, id } = await ours();
server.program = 'mingchuang';
const bare = await uncached(server.sites);
bare.program = 'mingchuang';
const folder = path.join(work, 'pages');
const article = `/news/notice/${id}.html`;
await mirror(server, folder, ['/', '/news/notice/', article]);
const web = await nginx(folder);
const plain = await kore(path.join(folder, 'index.html'));

const gzip = { 'Accept-Encoding': 'gzip' };
const rows = [];
const add = (name, s, target, headers) =>
	rows.push({ name, server: s, target, headers, runs: [] });
for (const s of [server, web]) {
	add('cached page', s, '/');
	add('cached article', s, article);
	add('cached column', s, '/news/notice/');
	add('cached page, gzip', s, '/', gzip);
	add('304', s, '/', { 'If-None-Match': await etagOf(s, '/') });
}
add('cached page', plain, '/');
add('rendered home', bare, '/');
add('rendered article', bare, article);

console.log(`idle: ${pssOf(server.pids).toFixed(1)} MB PSS (mingchuang: all ` +
	`processes), ${pssOf(web.pids).toFixed(1)} MB (nginx)`);
for (const row of rows)
	row.bytes = (await get(row.server, row.target,
		{ host, headers: row.headers })).body.length;
for (let round = 0; round < ROUNDS; round++)
	for (const row of rows) {
		row.runs.push(await measure(row));
		await sleep(50);
	}
rows.sort((a, b) => a.name.localeCompare(b.name));
print(rows);
console.log(`after the load: ${pssOf(server.pids).toFixed(1)} MB PSS ` +
	`(mingchuang), ${pssOf(web.pids).toFixed(1)} MB (nginx)`);
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, 'bench.json'), `${JSON.stringify({
	rows: rows.map(({ name, server: s, bytes, runs }) => ({
		work: name, program: s.program, bytes,
		...Object.fromEntries(['rps', 'cpu_us', 'p50_ms', 'p99_ms']
			.map((key) => [key, median(runs.map((r) => r[key]))])),
	})) }, null, '\t')}\n`);
await server.stop();
await bare.stop();
