// `make bench`: what a request costs here, in nginx that serves the same bytes
// from disk, and in Kore as it comes: three rounds in turn, one load generator,
// two workers each, on the demo site.  CPU time of the server's processes is
// the figure to trust where cores are shared with the load; requests/s and
// times say how the three get on with it.  Then memory, start, publication.
// Prints a table (median, range) and what was aimed at, and writes
// tests/bench/out/bench.json.  What misses its aim is told and is no error.
import fs from 'node:fs';
import path from 'node:path';
import { command, freshFolder, get, serve } from '../http/lib.mjs';
import { NoReply, aim, figure, measure, median, printTable, pssOf, range, tree }
	from './measure.mjs';
import { firstPage, generation, visible } from './moments.mjs';
import { certificate, kore, mirror, nginx } from './others.mjs';

const ROUNDS = 3;
const SECONDS = Number(process.env.BENCH_SECONDS ?? 1);	// of each measurement
const CONNECTIONS = 32;
const host = 'jiangcheng.localhost';
const staff = { writer: 'linxiao', column: 'news',
	reviewers: ['xuning', 'zhenghong', 'hejing'] };
const out = path.join(import.meta.dirname, 'out');
const work = freshFolder('bench');

async function ours(sites, options = {}) {
	const server = await serve({ sites, ...options,
		args: ['--log-level', 'notice', ...options.args ?? []] });
	return Object.assign(server, { program: 'mingchuang', pid: server.child.pid });
}

// The demo's sites, made once with all sizes of their pictures, which clerks
// would make beside what is measured: each server has a copy.
const made = freshFolder('bench-demo');
async function demoSites() {
	const sites = freshFolder('bench-sites');
	if (fs.readdirSync(made).length === 0)
		for (const words of [['demo'], ['pictures']]) {
			const done = await command(words, { sites: made });
			if (done.code !== 0) throw new Error(done.err);
		}
	fs.cpSync(made, sites, { recursive: true, verbatimSymlinks: true });
	return sites;
}

// The newest article, and the largest picture of the home page.
async function targetsOf(server) {
	const { json } = await get(server, '/api/v1/live?column=news', { host });
	const home = (await get(server, '/', { host })).text;
	const pictures = new Set(home.match(/\/media\/[^"\s]+/g));
	let media, most = 0;
	for (const url of pictures) {
		const { body } = await get(server, url, { host });
		if (body.length > most) [media, most] = [url, body.length];
	}
	return { home: '/', column: '/news/', article: json.entries[0].url, media };
}

const rows = [];
function add(name, server, target, headers = {}) {
	rows.push({ name, server, host, target, headers, runs: [] });
}

async function works({ server, secure, bare, web, plain }, at) {
	const gzip = { 'Accept-Encoding': 'gzip' };
	for (const s of [server, web.plain]) {
		const { etag } = (await get(s, at.home, { host })).headers;
		add('cached page', s, at.home);
		add('cached article', s, at.article);
		add('cached column', s, at.column);
		add('cached page, gzip', s, at.home, gzip);
		add('304', s, at.home, { 'If-None-Match': etag });
		add('media range', s, at.media, { Range: 'bytes=1000-16999' });
	}
	for (const s of [secure, web.tls]) add('TLS', s, at.home);
	add('cached page', plain, at.home);
	add('rendered home', bare, at.home);
	add('rendered article', bare, at.article);
	add('rendered column', bare, at.column);
	add('search', bare, `/search?q=${encodeURIComponent('职工')}`);
	add('feed', bare, '/feed/rss.xml');
	// The programs of one work follow each other, so that what else the machine
	// does in that second hits all of them.
	rows.sort((a, b) => a.name.localeCompare(b.name));
	for (const row of rows)
		row.bytes = (await get(row.server, row.target, { host,
			headers: row.headers, rejectUnauthorized: false })).body.length;
}

// A server that got no turn among others in that time is asked again.
async function measureOnce(row) {
	for (let tries = 1; ; tries++) {
		try {
			return await measure(row, SECONDS, CONNECTIONS);
		} catch (e) {
			if (!(e instanceof NoReply) || tries === 3) throw e;
		}
	}
}

async function rounds() {
	for (let round = 0; round < ROUNDS; round++)
		for (const row of rows) row.runs.push(await measureOnce(row));
}

const KEYS = ['rps', 'cpu_us', 'p50_ms', 'p99_ms'];

function print() {
	printTable([['work', 'program', 'requests/s', 'CPU µs', 'p50 ms', 'p99 ms',
		'bytes'], ...rows.map(({ name, server, bytes, runs }) => [name,
		server.program, ...KEYS.map((key) => range(runs.map((r) => r[key]))),
		String(bytes)])]);
}

function write() {
	fs.mkdirSync(out, { recursive: true });
	fs.writeFileSync(path.join(out, 'bench.json'), `${JSON.stringify({
		rows: rows.map(({ name, server, bytes, runs }) => ({
			work: name, program: server.program,
			...Object.fromEntries(KEYS.map((key) =>
				[key, median(runs.map((r) => r[key]))])), bytes,
		})) }, null, '\t')}\n`);
}

// The median of a work; against nginx: of the rounds, each by itself.
const of = (name, program) => rows.find((row) => row.name === name &&
	row.server.program === program)?.runs;
const cpu = (name) => median(of(name, 'mingchuang').map((r) => r.cpu_us)) / 1000;
const against = (name, key) => median(of(name, 'mingchuang').map((r, i) =>
	r[key] / of(name, 'nginx')[i][key]));

// What TLS, a 304 and a file cost is the library's and the kernel's in both.
function ratios() {
	for (const { name, server } of rows) {
		if (server.program !== 'nginx') continue;
		const c = against(name, 'cpu_us'), r = against(name, 'rps');
		const kept = name.startsWith('cached');
		aim(`${name}: CPU beside nginx`, c, '×', kept ? '<= 0.7 ×' : '(told)',
			!kept || c <= 0.7);
		aim(`${name}: rate beside nginx`, r, '×',
			kept ? '>= 1.15 ×' : '(told)', !kept || r >= 1.15);
	}
	for (const name of ['rendered home', 'rendered article', 'rendered column'])
		aim(name, cpu(name), 'ms CPU', '<= 1 ms', cpu(name) <= 1);
}

async function moments(server, idle, loaded) {
	aim('memory of all processes, idle', idle, 'MB PSS', '<= 64', idle <= 64);
	aim('memory of all processes, after the load', loaded, 'MB PSS', '<= 128',
		loaded <= 128);
	const shown = await visible(server, host, staff, 10);
	await server.stop();
	const started = await firstPage(server.sites, host, 5);
	const { check_ns, site_ns } = generation(server.sites, host);
	aim('start to the first page', median(started), 'ms', '<= 300',
		median(started) <= 300);
	aim('last approval to page, all workers', median(shown), 'ms', '<= 50',
		median(shown) <= 50);
	aim('is a kept page still right', check_ns, 'ns', '< 100', check_ns < 100);
	console.log(`with the site found by its host: ${figure(site_ns)} ns`);
}

const { key, cert } = certificate(work, host);
const server = await ours(await demoSites());
const idle = pssOf(tree(server.pid));
const secure = await ours(await demoSites(), { tls: true,
	args: ['--tls-cert', cert, '--tls-key', key] });
const bare = await ours(await demoSites(),
	{ env: { MINGCHUANG_CACHE_MB: '0' } });
const at = await targetsOf(server);
const folder = path.join(work, 'pages');
await mirror(server, host, folder, Object.values(at));
const web = await nginx(work, folder, { key, cert });
const plain = await kore(work, path.join(folder, 'index.html'));
await works({ server, secure, bare, web, plain }, at);
await rounds();
print();
write();
ratios();
await secure.stop();
await bare.stop();
await moments(server, idle, pssOf(tree(server.pid)));
process.exit(0);	// nginx and Kore end with us
