// `make bench-scale`: what pages, search and publishing cost on sites of 1,000,
// 10,000 and 100,000 entries (fill.c).  Figures are CPU time of the worker for
// a request that no cache answers; nothing but the search may grow by more
// than 1.5 × from the smallest to the largest.  Search: p99 of many queries.
//
//	BENCH_SITES=DIR   keeps the sites there, and uses what is there already
//	BENCH_SIZES=1000,10000
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, freshFolder, get, request, root, serve } from '../http/lib.mjs';
import { aim, cpuOf, figure, median, printTable, quantile } from './measure.mjs';
import { queries } from './queries.mjs';

const SIZES = (process.env.BENCH_SIZES ?? '1000,10000,100000').split(',')
	.map(Number);
const COLUMNS = Number(process.env.BENCH_COLUMNS ?? 4);	// of equal size
const PAGES = 200, PUBLISHED = 20;
const ENTRIES_PER_PAGE = 20;
const GROWTH = 1.5, SEARCH_MS = 5;
const PASSWORD = 'Fill-the-s1te!';	// fill.c
const sites = process.env.BENCH_SITES ?? freshFolder('scale');
const out = path.join(import.meta.dirname, 'out');

function fill(size) {
	const name = `s${size}`;
	if (!fs.existsSync(path.join(sites, name)))
		process.stdout.write(execFileSync(path.join(build, 'fill'),
			['--sites', sites, '--site', name, '--entries', String(size),
				'--columns', String(COLUMNS)],
			{ env: { ...process.env, MINGCHUANG_ROOT: root } }));
	return name;
}

// Milliseconds of the worker's CPU that a request took.
async function costOf(server, ask) {
	const [worker] = server.workers, before = cpuOf(worker);
	const rp = await ask();
	if (rp.status >= 300) throw new Error(`${rp.status} ${rp.text}`);
	return (cpuOf(worker) - before) / 1000;
}

async function pages(server, host, target) {
	const all = [];
	for (let i = 0; i < PAGES + 10; i++)
		all.push(await costOf(server, () => get(server, target, { host })));
	return median(all.slice(10));
}

async function enter(server, host, user) {
	const { json } = await request(server, 'POST', '/api/v1/session', { host,
		body: { user, password: PASSWORD } });
	return (method, target, body) => request(server, method,
		`/api/v1/${target}`, { host, body,
			headers: { authorization: `Bearer ${json.token}` } });
}

// The last approval of an entry: the transaction that publishes it.
async function publishing(server, host, name) {
	const write = await enter(server, host, `fill-${name}-w`), all = [];
	const reviewers = [];
	for (const n of [1, 2, 3])
		reviewers.push(await enter(server, host, `fill-${name}-${n}`));
	const body = '<p>坚持问题导向，逐项列出清单，明确责任人和完成时限。</p>'.repeat(60);
	for (let i = 0; i < PUBLISHED; i++) {
		const { json: { id, hash } } = await write('POST', 'entries', {
			column: 'c1', title: `江城市总工会部署第 ${i} 次检查`, body });
		await write('POST', `entries/${id}/submit`, { secrecy_checked: true });
		for (const one of reviewers.slice(0, 2))
			await one('POST', `entries/${id}/approve`, { hash });
		all.push(await costOf(server, () => reviewers[2]('POST',
			`entries/${id}/approve`, { hash })));
	}
	return median(all);
}

async function searching(server, host) {
	const all = [];
	for (const q of queries)
		all.push({ q, ms: await costOf(server, () =>
			get(server, `/api/v1/search?${new URLSearchParams(q)}`, { host })) });
	return all;
}

async function measureSite(name, size) {
	const server = await serve({ sites, workers: 1, env: {
		MINGCHUANG_CACHE_MB: '0' }, args: ['--log-level', 'notice', '--no-clerk'] });
	const host = `${name}.localhost`;
	const { json } = await get(server, '/api/v1/live?column=c1', { host });
	const last = Math.min(1000, Math.floor(size / COLUMNS / ENTRIES_PER_PAGE));
	const works = {
		home: await pages(server, host, '/'),
		'column, page 1': await pages(server, host, '/c1/'),
		'column, page 1000 or last': await pages(server, host, `/c1/?page=${last}`),
		article: await pages(server, host, json.entries[0].url),
		publishing: await publishing(server, host, name),
	};
	const found = await searching(server, host);
	works['search, median'] = median(found.map((f) => f.ms));
	works['search, p99'] = quantile(found.map((f) => f.ms), 0.99);
	await server.stop();
	return { works, found };
}

const results = [];
for (const size of SIZES) results.push(await measureSite(fill(size), size));
const names = Object.keys(results[0].works);
printTable([['ms of CPU', ...SIZES.map((n) => `${n} entries`), 'growth'],
	...names.map((name) => [name,
		...results.map(({ works }) => figure(works[name])),
		`${figure(results.at(-1).works[name] / results[0].works[name])} ×`])]);
const slow = [...results.at(-1).found].sort((a, b) => b.ms - a.ms).slice(0, 5);
console.log('slowest searches:');
for (const { q, ms } of slow)
	console.log(`  ${figure(ms)} ms  ${JSON.stringify(q)}`);
let good = true;
for (const name of names.filter((n) => !n.startsWith('search'))) {
	const growth = results.at(-1).works[name] / results[0].works[name];
	good = aim(`${name}: growth`, growth, '×', `<= ${GROWTH} ×`,
		growth <= GROWTH) && good;
}
const p99 = results.at(-1).works['search, p99'];
good = aim('search: p99 of the largest', p99, 'ms', `<= ${SEARCH_MS} ms`,
	p99 <= SEARCH_MS) && good;
fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, 'scale.json'), `${JSON.stringify({ sizes: SIZES,
	works: results.map(({ works }) => works), slow }, null, '\t')}\n`);
process.exit(good ? 0 : 1);
