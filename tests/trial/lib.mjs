// What the trials share: the sets of DATA, the figures of each, and work on
// many rows at once.
import fs from 'node:fs';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { program, root } from '../http/lib.mjs';

export const DATA = path.resolve(root, process.env.DATA ?? '../shared/data');

export const has = (name) => fs.existsSync(path.join(DATA, name));
export const bytesOf = (name) => fs.readFileSync(path.join(DATA, name));
export const rowsOf = (name) => bytesOf(name).toString().split('\n')
	.filter(Boolean).map((line) => JSON.parse(line));

// The figures: what was counted, what came out, what is wanted, and what
// differs, a line each (shown below the table).
export class Figures {
	constructor(set) {
		this.set = set;
		this.lines = [];
		this.notes = [];
	}

	// `good`: reached; null: no criterion, just told.
	put(what, figure, aim = '', good = null) {
		this.lines.push({ set: this.set, what, figure: String(figure), aim, good });
	}

	note(text) {
		this.notes.push(`${this.set}: ${text}`);
	}

	// Rows that fail a criterion; the first ones are named.
	fails(what, failed, total, name = (one) => one) {
		this.put(what, `${failed.length} of ${total}`, '0', failed.length === 0);
		for (const one of failed.slice(0, 12)) this.note(`${what}: ${name(one)}`);
		if (failed.length > 12) this.note(`… and ${failed.length - 12} more`);
	}
}

// Calls work(row) for all rows, `lanes` at a time; results in their order.
export async function each(rows, lanes, work) {
	const results = new Array(rows.length);
	let next = 0;
	await Promise.all(Array.from({ length: lanes }, async (_, lane) => {
		while (next < rows.length) {
			const i = next++;
			results[i] = await work(rows[i], lane);
		}
	}));
	return results;
}

// The command as a filter: { code, out }.
export function filter(args, input) {
	return new Promise((done, fail) => {
		const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'ignore'] });
		const out = [];
		child.stdout.on('data', (d) => out.push(d));
		child.on('error', fail);
		child.on('close', (code, signal) => done({
			code: code ?? signal, out: Buffer.concat(out).toString() }));
		child.stdin.on('error', () => {});
		child.stdin.end(input);
	});
}

const width = (text) => [...text].reduce((n, c) =>
	n + (c.codePointAt(0) > 0x2e7f ? 2 : 1), 0);
const pad = (text, n) => text + ' '.repeat(Math.max(1, n - width(text)));

// Prints all figures; true if no criterion was missed.
export function table(all) {
	for (const { notes } of all) notes.forEach((note) => console.log(`  ${note}`));
	const lines = all.flatMap((one) => one.lines);
	console.log(`\n${pad('set', 10)}${pad('what', 46)}${pad('figure', 22)}wanted`);
	for (const l of lines)
		console.log(pad(l.set, 10) + pad(l.what, 46) + pad(l.figure, 22) +
			pad(l.aim, 14) + (l.good === false ? 'MISSED' : ''));
	return lines.every((l) => l.good !== false);
}
