// What the benches share: processes and what they cost, wrk, tables.
//
// CPU time is the kernel's own account (schedstat, ns), not its clock's ticks:
// right where cores are shared, and for a single request.
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { promisify } from 'node:util';
import { children } from '../http/lib.mjs';

// Interrupted, a bench ends as it does by itself: with what it started.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
	process.on(signal, () => process.exit(1));

export class NoReply extends Error {}

export const tree = (pid) => [pid, ...children(pid).flatMap(tree)];

// Microseconds that a process has used, all its threads together; NaN of one
// that is gone.
export function cpuOf(pid) {
	let ns = 0;
	try {
		for (const task of fs.readdirSync(`/proc/${pid}/task`))
			ns += Number(fs.readFileSync(
				`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
	} catch {
		return NaN;
	}
	return ns / 1000;
}

// How much more by now; a helper of the clerk that ended is left out.
export function cpuOfAll(pids) {
	const before = pids.map(cpuOf);
	return () => pids.map((pid, i) => cpuOf(pid) - before[i])
		.filter((us) => us >= 0).reduce((sum, us) => sum + us, 0);
}

// MB; what processes share is shared out among them.
export const pssOf = (pids) => pids.reduce((sum, pid) => sum + Number(
	/^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]),
0) / 1024;

const milliseconds = (text) => {
	const [, n, unit] = /([\d.]+)(us|ms|s)/.exec(text);
	return Number(n) * { us: 0.001, ms: 1, s: 1000 }[unit];
};

// One measurement: a program's server under wrk.
export async function measure({ server, host, target, headers = {} }, seconds,
	connections) {
	const spent = cpuOfAll(tree(server.pid));
	const { stdout } = await promisify(execFile)('wrk', ['-t1',
		`-c${connections}`, `-d${seconds}s`, '--latency', '-H', `Host: ${host}`,
		...Object.entries(headers).flatMap(([k, v]) => ['-H', `${k}: ${v}`]),
		`${server.tls ? 'https' : 'http'}://127.0.0.1:${server.port}${target}`]);
	const cpu = spent(), done = Number(/(\d+) requests in/.exec(stdout)[1]);
	if (/Non-2xx or 3xx|Socket errors/.test(stdout))
		throw new Error(`${server.program} ${target}: ${stdout}`);
	if (done === 0)
		throw new NoReply(`${server.program} ${target}: no reply in ${seconds} s`);
	return {
		rps: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
		cpu_us: cpu / done,
		p50_ms: milliseconds(/^\s+50%\s+(\S+)/m.exec(stdout)[1]),
		p99_ms: milliseconds(/^\s+99%\s+(\S+)/m.exec(stdout)[1]),
	};
}

const sorted = (list) => [...list].sort((a, b) => a - b);
export const median = (list) => sorted(list)[list.length >> 1];
export const quantile = (list, part) => sorted(list)[
	Math.min(list.length - 1, Math.floor(list.length * part))];
export const figure = (n) =>
	(n >= 100 ? n.toFixed(0) : n.toFixed(n >= 10 ? 1 : 2));
export const range = (list) => `${figure(median(list))} ` +
	`(${figure(Math.min(...list))}–${figure(Math.max(...list))})`;

export function printTable(table) {
	const widths = table[0].map((_, i) =>
		Math.max(...table.map((row) => row[i].length)));
	for (const row of table)
		console.log(row.map((cell, i) => cell.padEnd(widths[i])).join('  ')
			.trimEnd());
}

// One line of the list of aims; false where it was missed.
export function aim(what, value, unit, limit, good) {
	console.log(`${what.padEnd(46)}${`${figure(value)} ${unit}`.padStart(14)}` +
		`   aim ${limit}${good ? '' : '   MISSED'}`);
	return good;
}
