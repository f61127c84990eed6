// Evasions, overlaps with harmless words, and checksummed numbers, by the
// command: the set's words are imported as an operator would.
import fs from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { program, freshFolder } from '../http/lib.mjs';
import { DATA, Figures, bytesOf, each, filter, rowsOf } from './lib.mjs';

const LANES = 2;
const KINDS = { 'id-card': 'id-card', 'mobile-cn': 'mobile',
	'bank-card-luhn': 'bank-card', 'tel-cn': 'telephone' };

function command(args, input = '') {
	const done = spawnSync(program, args, { input, encoding: 'utf8' });
	if (done.status !== 0)
		throw new Error(`${args.join(' ')}: ${done.stderr}`);
	return done.stdout;
}

// A site with the plugin, and a list of these words.
function siteWith(folder, name, words) {
	const here = ['--sites', folder];
	command([...here, 'site', 'create', name, '--title', name, '--host',
		`${name}.test`]);
	command([...here, 'plugin', 'enable', 'wordcheck', '--site', name]);
	const file = path.join(folder, `${name}.txt`);
	fs.writeFileSync(file, words.join('\n') + '\n');
	command([...here, 'words', 'import', file, '--site', name]);
}

async function hitsOf(folder, site, text) {
	const { code, out } = await filter(['--sites', folder, 'words', 'check',
		'--site', site], text);
	if (code !== 0) throw new Error(`words check: ${code}`);
	const hits = JSON.parse(out), characters = [...text];
	for (const h of hits)
		if (characters.slice(h.start, h.start + h.length).join('') !== h.text)
			throw new Error(`a hit isn't where it says: ${JSON.stringify(h)}`);
	return hits;
}

async function evasions(folder, figures) {
	const rows = rowsOf('words/evasion.jsonl');
	const good = await each(rows, LANES, async (row) => {
		const hits = await hitsOf(folder, 'evasion', row.text);
		return hits.some((h) => h.rule === row.word) === (row.expect === 'hit');
	});
	const failed = rows.filter((row, i) => !good[i]);
	const of = (list, tier) => list.filter((row) => row.tier === tier);
	figures.fails('evasions missed, must', of(failed, 'must'),
		of(rows, 'must').length, (row) => `${row.transform}: ${row.text}`);
	const should = of(rows, 'should').length;
	const share = 1 - of(failed, 'should').length / should;
	figures.put('evasions found, should', `${(share * 100).toFixed(1)} % of ${
		should}`, '80 %', share >= 0.8);
	const missed = Map.groupBy ? Map.groupBy(of(failed, 'should'),
		(row) => row.transform) : new Map();
	for (const [transform, list] of missed)
		figures.note(`should, missed: ${transform} ${list.length}`);
}

// With the shipped lists alone, and with the overlapping words as a list.
async function overlaps(folder, figures) {
	const rows = rowsOf('words/benign.jsonl');
	for (const site of ['evasion', 'benign']) {
		const hits = await each(rows, LANES,
			(row) => hitsOf(folder, site, row.text));
		figures.fails(`harmless texts stopped, ${site}`, rows.filter((row, i) =>
			hits[i].some((h) => h.severity === 'block')), rows.length,
		(row) => row.text);
	}
}

async function numbers(figures) {
	const rows = rowsOf('words/validation.jsonl');
	const known = rows.filter((row) => row.kind in KINDS &&
		!/may refuse/.test(row.note ?? ''));
	const results = await each(known, LANES, (row) => filter(['words', 'valid',
		KINDS[row.kind], row.value], ''));
	figures.fails('numbers judged wrongly', known.filter((row, i) =>
		(results[i].code === 0) !== row.valid), known.length,
	(row) => `${row.kind} ${row.value}`);
	const masks = rows.filter((row) => row.kind.startsWith('mask-'));
	const masked = await each(masks, LANES, (row) => {
		const first = /^[^*]*/.exec(row.expected)[0].length;
		const last = /[^*]*$/.exec(row.expected)[0].length;
		return filter(['words', 'valid', row.kind.endsWith('mobile') ? 'mobile' :
			'id-card', row.value, '--keep', `${first},${last}`], '');
	});
	figures.fails('masks that differ', masks.filter((row, i) =>
		masked[i].out.trim().split('\t')[1] !== row.expected), masks.length,
	(row) => row.value);
}

export async function trial() {
	const figures = new Figures('words');
	const folder = freshFolder();
	const dictionary = bytesOf('words/dictionary.txt').toString().split('\n')
		.filter(Boolean);
	const words = rowsOf('words/evasion.jsonl').map((row) => row.word);
	siteWith(folder, 'evasion', [...new Set([...dictionary, ...words])]);
	siteWith(folder, 'benign', [...new Set(rowsOf('words/benign.jsonl')
		.map((row) => row.word))]);
	await evasions(folder, figures);
	await overlaps(folder, figures);
	await numbers(figures);
	figures.note(`${DATA}/words`);
	return figures;
}
