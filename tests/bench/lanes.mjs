// What visitors feel of staff: the time of a page read while nothing else
// happens, during 200 writes a second, and while one staff request takes five
// seconds (it waits for a database that another process has locked).
//
//	node tests/bench/lanes.mjs        (make bench)
//
// A ratio counts from FLOOR on: below it the machine's noise is all there is.
// What misses its aim is told and is no error.
// One worker, so that no read can go to another's loop.
import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { request, serve, sleep } from '../http/lib.mjs';
import { aim } from './measure.mjs';
import { BODY, Staff, TITLE, holdLock, makeSites, publish, siteOf }
	from '../http/site.mjs';

const SECONDS = 5;
const PAUSE = 2;	// ms between two reads
const WRITES = 200;	// a second
const FLOOR = 1;	// ms
const AIM = 2;		// times the idle p99
const BLOCKED = 20;	// ms that a writer may keep the loop

const server = await serve({ sites: await makeSites(), workers: 1 });
process.on('exit', () => server.child.kill('SIGTERM'));
const staff = {};
for (const name of ['writer', 'first', 'second', 'third'])
	staff[name] = await Staff.enter(server, name);
const { id } = await staff.writer.create();
await publish(staff, id);
const targets = ['/', '/news/notice/', `/news/notice/${id}.html`];

const agent = () => new http.Agent({ keepAlive: true, maxSockets: 1 });

// Times of reads until `over` says so, in ms, sorted.
async function reads(over) {
	const times = [], one = agent();
	for (let i = 0; !over(); i++) {
		const began = performance.now();
		const rp = await request(server, 'GET', targets[i % targets.length],
			{ host: 'one.test', agent: one });
		times.push(performance.now() - began);
		if (rp.status !== 200) throw new Error(`${rp.status} ${rp.text}`);
		await sleep(PAUSE);
	}
	one.destroy();
	return times.sort((a, b) => a - b);
}

const until = (end) => () => performance.now() > end;
const later = () => performance.now() + SECONDS * 1000;

// Creates entries at an even pace on several connections.
async function writes(end) {
	const agents = Array.from({ length: 8 }, agent);
	const waiting = new Set();
	let sent = 0, done = 0;
	const began = performance.now();
	while (performance.now() < end) {
		const due = (performance.now() - began) / 1000 * WRITES;
		for (; sent < due && waiting.size < 64; sent++) {
			const one = staff.writer.api('POST', 'entries', {
				column: 'news/notice', title: TITLE, body: BODY },
			{ agent: agents[sent % agents.length] })
				.then((rp) => { done += rp.status === 201; })
				.finally(() => waiting.delete(one));
			waiting.add(one);
		}
		await sleep(2);
	}
	const rate = done / (performance.now() - began) * 1000;
	await Promise.all(waiting);
	agents.forEach((one) => one.destroy());
	return rate;
}

const p = (times, part) =>
	times[Math.min(times.length - 1, Math.floor(times.length * part))];
const ms = (n) => n.toFixed(2).padStart(8);
let idle;

function show(name, times, note = '') {
	const p99 = p(times, 0.99);
	idle ??= p99;
	const ratio = Math.max(p99, FLOOR) / Math.max(idle, FLOOR);
	console.log(`${name.padEnd(28)}${String(times.length).padStart(6)}` +
		`${ms(p(times, 0.5))}${ms(p99)}${ratio.toFixed(2).padStart(8)}` +
		`  ${ratio <= AIM ? '' : `over ${AIM} × `}${note}`);
	return p99;
}

console.log(`${'reads of three pages'.padEnd(28)} count  p50 ms  p99 ms   ratio`);
await reads(until(performance.now() + 1000));	// warm
show('idle', await reads(until(later())));

let end = later();
const [busy, rate] = await Promise.all([reads(until(end)), writes(end)]);
const under = show(`${WRITES} writes a second`, busy,
	`${rate.toFixed(0)} writes/s acknowledged`);

const release = await holdLock(siteOf(server.sites));
let answered = null;
const began = performance.now();
const slow = staff.writer.api('POST', 'entries', {
	column: 'news/notice', title: TITLE, body: BODY })
	.then((rp) => { answered = rp.status; });
const beside = await reads(() => answered !== null);
const took = (performance.now() - began) / 1000;
await slow;
await release();
const late = show('one slow staff request', beside,
	`it took ${took.toFixed(1)} s and got ${answered}`);
aim(`p99 of reads during ${WRITES} writes a second`, under, 'ms',
	`<= ${BLOCKED}`, under <= BLOCKED);
aim('p99 of reads beside a slow staff request', late, 'ms', `<= ${BLOCKED}`,
	late <= BLOCKED);
await server.stop();
process.exit(0);
