// 3,419 public laws as live entries, and the queries whose truth was computed
// by substring: recall 1.0 on terms, each law's title at rank 1.  The laws are
// written by SQL as publishing leaves them and indexed by `search rebuild`:
// what is tried is the index, not the workflow.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { command, freshFolder, request, serve } from '../http/lib.mjs';
import { DATA, Figures, each, rowsOf } from './lib.mjs';

const escape = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
	.replaceAll('>', '&gt;');
const quote = (text) => `'${text.replaceAll("'", "''")}'`;
const body = (text) => text.split('\n').filter(Boolean)
	.map((line) => `<p>${escape(line)}</p>`).join('');

function laws() {
	return execFileSync('xz', ['-dc', path.join(DATA, 'fulltext/laws.jsonl.xz')],
		{ maxBuffer: 1 << 30 }).toString().split('\n').filter(Boolean)
		.map((line) => JSON.parse(line));
}

// Rows of `entry` and `live`; column 1 is the first one made.
async function fill(sites, rows) {
	const child = spawn('sqlite3', [path.join(sites, 'laws/data/site.db')],
		{ stdio: ['pipe', 'inherit', 'inherit'] });
	const write = async (sql) => {
		if (!child.stdin.write(sql)) await once(child.stdin, 'drain');
	};
	await write('PRAGMA foreign_keys = OFF; BEGIN;\n');
	for (const { id, title, body: text } of rows) {
		const content = JSON.stringify({ body: body(text), title });
		const at = 1500000000 + id * 3600;
		await write('INSERT INTO entry (id, "column", type, state, title,' +
			` author, author_name, created_at, updated_at) VALUES (${id}, 1,` +
			` 'article', 'published', ${quote(title)}, 1, '', ${at}, ${at});\n` +
			'INSERT INTO live (entry, revision, submission, "column", type,' +
			' title, source, tags, summary, content, hash, published_at) VALUES' +
			` (${id}, 1, 1, 1, 'article', ${quote(title)}, '', '[]', '',` +
			` ${quote(content)}, '', ${at});\n`);
	}
	child.stdin.end('COMMIT;\n');
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Error(`sqlite3 ended with ${code}`);
}

async function must(args, sites) {
	const done = await command(args, { sites });
	if (done.code !== 0) throw new Error(`${args.join(' ')}: ${done.err}`);
}

// Why the answer to a query isn't what it should be, or "".
function judge(row, found) {
	const ids = found.results.map((one) => one.id);
	if (row.type === 'title')
		return row.relevant.includes(ids[0]) ? '' : `rank 1 is ${ids[0]}`;
	if (row.type === 'phrase')
		return row.relevant.every((id) => ids.slice(0, 10).includes(id)) ? '' :
			'not all in the first ten';
	const wanted = row.type === 'and' ? row.n_and : row.n_substring;
	if (found.total !== wanted) return `${found.total} found, not ${wanted}`;
	const first = ids.slice(0, row.n_title ?? 0);
	return first.every((id) => row.title_ids?.includes(id) ||
		row.title_ids?.length < row.n_title) ? '' : 'a title isn\'t first';
}

export async function trial() {
	const f = new Figures('fulltext');
	const sites = freshFolder('laws');
	await must(['site', 'create', 'laws', '--title', '法规', '--host',
		'laws.test'], sites);
	await must(['column', 'create', '--site', 'laws', '--path', 'laws',
		'--title', '法规'], sites);
	const rows = laws();
	await fill(sites, rows);
	await must(['search', 'rebuild', '--site', 'laws'], sites);
	const server = await serve({ sites });
	const ask = async (q) => (await request(server, 'GET',
		`/api/v1/search?limit=50&q=${encodeURIComponent(q)}`,
		{ host: 'laws.test' })).json;
	try {
		const queries = rowsOf('fulltext/queries.jsonl');
		for (const type of ['title', 'phrase', 'term', 'and']) {
			const own = queries.filter((row) => row.type === type);
			const wrong = (await each(own, 4, async (row) => {
				const why = judge(row, await ask(row.query));
				return why && `${row.query}: ${why}`;
			})).filter(Boolean);
			f.fails(`${type} queries judged wrong`, wrong, own.length);
		}
		const lost = (await each(rows, 4, async ({ title }) =>
			((await ask(title)).results[0]?.title === title ? '' : title)))
			.filter(Boolean);
		f.fails('laws not at rank 1 for their title', lost, rows.length);
	} finally {
		await server.stop();
	}
	return f;
}
