// `make bench-scale`: what pages, publishing and search cost on sites of 1,000,
// 10,000 and 100,000 entries (fill.c).  Figures are CPU time of the worker for
// a request that no cache answers; nothing but the search may grow by more
// than 1.5 × from the smallest to the largest.  Search: search.c, by kind.
//
// All sizes are asked in turn, one request each, and the lower quartile counts:
// what else the machine does then meets all of them alike, and mostly goes.
//
//	BENCH_SITES=DIR   keeps the sites there, and uses what is there already
//	BENCH_SIZES=1000,10000
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, freshFolder, get, request, root, serve } from '../http/lib.mjs';
import { aim, cpuOf, figure, printTable, quantile } from './measure.mjs';

const SIZES = (process.env.BENCH_SIZES ?? '1000,10000,100000').split(',')
	.map(Number);
const COLUMNS = Number(process.env.BENCH_COLUMNS ?? 4);	// of equal size
const PAGES = 200, PUBLISHED = 20, WARM = 5;	// requests
const ENTRIES_PER_PAGE = 20;
const GROWTH = 1.5, SEARCH_MS = 5;
const PASSWORD = 'Fill-the-s1te!';	// fill.c
const sites = process.env.BENCH_SITES ?? freshFolder('scale');
const out = path.join(import.meta.dirname, 'out');
const env = { ...process.env, MINGCHUANG_ROOT: root };
const run = (tool, ...args) => execFileSync(path.join(build, tool),
	['--sites', sites, ...args], { env }).toString();
const nameOf = (size) => `s${size}`;

const bytesIn = (folder) => fs.readdirSync(folder, { withFileTypes: true })
	.reduce((sum, one) => sum + (one.isDirectory() ?
		bytesIn(path.join(folder, one.name)) :
		fs.statSync(path.join(folder, one.name)).size), 0);

function fill(size) {
	const folder = path.join(sites, nameOf(size));
	if (!fs.existsSync(folder))
		process.stdout.write(run('fill', '--site', nameOf(size),
			'--entries', String(size), '--columns', String(COLUMNS)));
	console.log(`${size} entries: ${figure(bytesIn(folder) / 2 ** 20)} MB`);
}

// Milliseconds of the worker's CPU that a request took.
async function costOf(server, ask) {
	const [worker] = server.workers, before = cpuOf(worker);
	const rp = await ask();
	if (rp.status >= 300) throw new Error(`${rp.status} ${rp.text}`);
	return (cpuOf(worker) - before) / 1000;
}

// One figure for each of the sizes; `asks` has what to ask of each.
async function compare(server, asks, times) {
	const all = asks.map(() => []);
	for (let i = 0; i < times + WARM; i++)
		for (const [k, ask] of asks.entries())
			all[k].push(await costOf(server, await ask(i)));
	return all.map((list) => quantile(list.slice(WARM), 0.25));
}

async function enter(server, host, user) {
	const { json } = await request(server, 'POST', '/api/v1/session', { host,
		body: { user, password: PASSWORD } });
	return (method, target, body) => request(server, method,
		`/api/v1/${target}`, { host, body,
			headers: { authorization: `Bearer ${json.token}` } });
}

// The last approval of an entry: the transaction that publishes it.
async function publisher(server, name) {
	const host = `${name}.localhost`, reviewers = [];
	const write = await enter(server, host, `fill-${name}-w`);
	for (const n of [1, 2, 3])
		reviewers.push(await enter(server, host, `fill-${name}-${n}`));
	const body = '<p>坚持问题导向，逐项列出清单，明确责任人和完成时限。</p>'.repeat(60);
	return async (i) => {
		const { json: { id, hash } } = await write('POST', 'entries', {
			column: 'c1', title: `江城市总工会部署第 ${i} 次检查`, body });
		await write('POST', `entries/${id}/submit`, { secrecy_checked: true });
		for (const one of reviewers.slice(0, 2))
			await one('POST', `entries/${id}/approve`, { hash });
		return () => reviewers[2]('POST', `entries/${id}/approve`, { hash });
	};
}

async function pages(server) {
	const ask = (target) => SIZES.map((size) => async () => () =>
		get(server, target(size), { host: `${nameOf(size)}.localhost` }));
	const last = (size) => Math.min(1000,
		Math.floor(size / COLUMNS / ENTRIES_PER_PAGE));
	const articles = {};
	for (const size of SIZES)
		articles[size] = (await get(server, '/api/v1/live?column=c1',
			{ host: `${nameOf(size)}.localhost` })).json.entries[0].url;
	const publishers = [];
	for (const size of SIZES)
		publishers.push(await publisher(server, nameOf(size)));
	return {
		home: await compare(server, ask(() => '/'), PAGES),
		'column, page 1': await compare(server, ask(() => '/c1/'), PAGES),
		'column, page 1000 or last': await compare(server,
			ask((size) => `/c1/?page=${last(size)}`), PAGES),
		article: await compare(server, ask((size) => articles[size]), PAGES),
		publishing: await compare(server, publishers, PUBLISHED),
	};
}

// { kind: [p99 of each size] }
function searching() {
	const works = {};
	for (const [k, size] of SIZES.entries())
		for (const line of run('search', '--site', nameOf(size)).trim()
			.split('\n')) {
			const { kind, p99_ms } = JSON.parse(line);
			(works[`search, p99: ${kind}`] ??= [])[k] = p99_ms;
		}
	return works;
}

const growth = (list) => list.at(-1) / list[0];

const began = Date.now();
for (const size of SIZES) fill(size);
const server = await serve({ sites, workers: 1, env: {
	MINGCHUANG_CACHE_MB: '0' }, args: ['--log-level', 'notice', '--no-clerk'] });
const works = await pages(server);
await server.stop();
const found = searching();
printTable([['ms of CPU', ...SIZES.map((n) => `${n} entries`), 'growth'],
	...Object.entries({ ...works, ...found }).map(([name, list]) =>
		[name, ...list.map(figure), `${figure(growth(list))} ×`])]);
console.log(`${Math.round((Date.now() - began) / 1000)} s in all, ` +
	`${figure(bytesIn(sites) / 2 ** 30)} GB in ${sites}`);
let good = true;
for (const [name, list] of Object.entries(works))
	good = aim(`${name}: growth`, growth(list), '×', `<= ${GROWTH} ×`,
		growth(list) <= GROWTH) && good;
for (const [name, list] of Object.entries(found))
	good = aim(name, list.at(-1), 'ms', `<= ${SEARCH_MS} ms`,
		list.at(-1) <= SEARCH_MS) && good;
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, 'scale.json'), `${JSON.stringify({ sizes: SIZES,
	ms: { ...works, ...found } }, null, '\t')}\n`);
process.exit(good ? 0 : 1);
