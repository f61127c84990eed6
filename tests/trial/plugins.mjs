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

const BUDGET = 40, GRACE = 100;		// ms
const P99 = 200;			// ms, of others meanwhile
const CAP = 24, MORE = 16;		// MB of memory, and what may come on top
const VISITS = 4;
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

// Times of reads until `over()`, in ms.
async function reads(server, targets, over) {
	const times = [];
	for (let i = 0; !over(); i++) {
		const began = performance.now();
		const rp = await get(server, targets[i % targets.length], HOST);
		times.push(performance.now() - began);
		if (rp.status !== 200) throw new Error(`a page answered ${rp.status}`);
		await sleep(2);
	}
	return times.sort((a, b) => a - b);
}

const p99 = (times) => times[Math.floor(times.length * 0.99)];

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
	const env = { MINGCHUANG_ROOT: makeRoot(folder) };
	const sites = await makeHostileSites(env, rows.map(nameOf));
	const server = await serve({ sites, env, workers: 1 });
	const staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	const { id } = await staff.writer.create();
	await publish(staff, id);
	const targets = ['/', '/news/notice/', `/news/notice/${id}.html`];
	const until = performance.now() + 3000;
	const idle = await reads(server, targets, () => performance.now() > until);
	let over = false;
	const others = reads(server, targets, () => over);
	const bad = [];
	for (const row of rows) {
		const wrong = await attempt(server, staff.keeper, nameOf(row), row.kind);
		if (wrong) bad.push(`${row.id} ${row.name}: ${wrong}`);
	}
	over = true;
	const during = await others;
	await server.stop();
	figures.fails('cases that aren\'t contained', bad, rows.length);
	figures.put('others\' p99 before, ms', p99(idle).toFixed(1));
	figures.put('others\' p99 meanwhile, ms', p99(during).toFixed(1), `< ${P99}`,
		p99(during) < P99);
	figures.put('the load of the machine', os.loadavg()[0].toFixed(1));
	figures.put('the slowest of theirs, ms', during.at(-1).toFixed(1));
	return figures;
}
