// Runaway Lua cases of others: each becomes a plugin with one route that runs
// it, on a site of a server with one worker.  While all are tried, four times
// each, another client reads the site's pages through that worker.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeHostileSites, makeRoot, standing } from '../http/hostile.mjs';
import { freshFolder, get, serve, sleep } from '../http/lib.mjs';
import { Staff, publish } from '../http/site.mjs';
import { Figures, rowsOf } from './lib.mjs';

const BUDGET = 90, GRACE = 100;		// ms, of both lanes
const P99 = 200;			// ms, of others meanwhile
const LONGER = 100;			// ms, than beside a harmless plugin
const CAP = 28, MORE = 16;		// MB of memory, and what may come on top
const VISITS = 4;
const HARMLESS = 'harmless';
const HOST = { host: 'one.test' };

// What the cases call the host's functions, by what comes nearest here.
const PRELUDE = `local plugin <const> = ...
local real <const> = cms
local cms <const> = { array = real.array, null = real.null,
  query = function(text) return plugin.db:all(text) end }
function cms.write(text) cms.written = (cms.written or "") .. text end
`;

function writePlugin(folder, name, code) {
	const dir = path.join(folder, 'plugins', name);
	fs.mkdirSync(dir, { recursive: true });
	fs.writeFileSync(path.join(dir, 'plugin.lua'), `return { name = "${name}",
  title = "${name}", version = "1", api = 1, capabilities = { "db" } }\n`);
	fs.writeFileSync(path.join(dir, 'init.lua'), `${PRELUDE}
plugin:route("${name}", "GET /case/${name}", { permission = "public" },
  function(req)
  local v = (function() ${code}
  end)()
  return req:json(tostring(v))
end)\n`);
}

const rssOf = (pid) => Number(/VmRSS:\s+(\d+)/.exec(
	fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

// Milliseconds of the processor: how long that is by the clock, whoever else
// runs on the machine decides; the others' p99 below is by the clock.
const TICKS = Number(execFileSync('getconf', ['CLK_TCK']));
const cpuOf = (pid) => {
	const f = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/.*\) /, '').split(' ');
	return (Number(f[11]) + Number(f[12])) / TICKS * 1000;
};

// Times of reads in ms while `beside()` names what goes on, by that.
async function reads(server, targets, beside) {
	const times = { harmless: [], hostile: [] };
	for (let i = 0, what; (what = beside()) !== null; i++) {
		const began = performance.now();
		const rp = await get(server, targets[i % targets.length], HOST);
		times[what].push(performance.now() - began);
		if (rp.status !== 200) throw new Error(`a page answered ${rp.status}`);
		await sleep(2);
	}
	for (const list of Object.values(times)) list.sort((a, b) => a - b);
	return times;
}

const p99 = (times) => times[Math.floor(times.length * 0.99)];

// The same visits to a plugin that does nothing, under the same load of the
// machine: for as long as the hostile one was visited.
async function harmless(server, milliseconds) {
	const until = performance.now() + milliseconds;
	while (performance.now() < until) {
		const rp = await get(server, `/case/${HARMLESS}`, HOST);
		if (rp.status !== 200) throw new Error(`${HARMLESS} answered ${rp.status}`);
	}
}

// Visits the case; what is wrong with how it went, or null.
async function attempt(server, keeper, name, kind) {
	const [worker] = server.workers;
	const before = rssOf(worker), slow = [], statuses = [];
	for (let i = 0; i < VISITS; i++) {
		const began = cpuOf(worker);
		const rp = await get(server, `/case/${name}`, HOST);
		const took = cpuOf(worker) - began;
		if (took > BUDGET + GRACE) slow.push(took.toFixed(0));
		statuses.push(rp.status);
	}
	if (server.workers[0] !== worker) return 'the worker died';
	const grown = rssOf(worker) - before;
	if (grown > CAP + MORE) return `${grown.toFixed(0)} MB more memory`;
	if (slow.length) return `took ${slow} ms`;
	const { state } = await standing(keeper, name);
	if (kind !== 'sandbox' && statuses[0] !== 200 &&
		(state !== 'quarantined' || statuses[VISITS - 1] !== 404))
		return `${state} after ${statuses}`;
	return null;
}

export async function trial() {
	const figures = new Figures('plugins');
	const rows = rowsOf('plugins/cases.jsonl');
	const folder = freshFolder('cases');
	const nameOf = (row) => row.id.replace(/[^a-z0-9]/g, '');
	for (const row of rows) writePlugin(folder, nameOf(row), row.code);
	writePlugin(folder, HARMLESS, 'return 1');
	const env = { MINGCHUANG_ROOT: makeRoot(folder) };
	const sites = await makeHostileSites(env,
		[...rows.map(nameOf), HARMLESS]);
	const server = await serve({ sites, env, workers: 1 });
	const staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	const { id } = await staff.writer.create();
	await publish(staff, id);
	const targets = ['/', '/news/notice/', `/news/notice/${id}.html`];
	let beside = 'harmless';
	const others = reads(server, targets, () => beside);
	const bad = [];
	for (const row of rows) {
		const began = performance.now();
		beside = 'hostile';
		const wrong = await attempt(server, staff.keeper, nameOf(row), row.kind);
		if (wrong) bad.push(`${row.id} ${row.name}: ${wrong}`);
		beside = 'harmless';
		await harmless(server, performance.now() - began);
	}
	beside = null;
	const times = await others;
	await server.stop();
	figures.fails('cases that aren\'t contained', bad, rows.length);
	const usual = p99(times.harmless), meanwhile = p99(times.hostile);
	figures.put('others\' p99 beside a harmless plugin, ms', usual.toFixed(1));
	figures.put('others\' p99 beside hostile ones, ms', meanwhile.toFixed(1),
		`< ${P99}`, meanwhile < P99);
	figures.put('how much longer, ms', (meanwhile - usual).toFixed(1),
		`< ${LONGER}`, meanwhile - usual < LONGER);
	figures.put('the load of the machine', os.loadavg()[0].toFixed(1));
	figures.put('the slowest of theirs, ms', times.hostile.at(-1).toFixed(1));
	return figures;
}
