// 947 feeds of others with what feedparser 6.0.10 made of them: each goes
// through `mingchuang feed parse`, and what the reference says is compared
// field by field.  Where the reference saw HTTP headers, so do we.
import { Figures, each, filter, rowsOf } from './lib.mjs';

// The words of a text that may hold HTML, as a reader sees them.
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const plain = (text) => text.replace(/<!--[^]*?-->/g, ' ')
	.replace(/<[^>]*>/g, ' ')
	.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) =>
		hex ? String.fromCodePoint(parseInt(hex, 16)) :
		dec ? String.fromCodePoint(Number(dec)) : ENTITIES[name] ?? all)
	.replace(/\s+/g, ' ').trim();

// What an element's addresses are counts too.
const addresses = (text) => (text.match(/\b(?:href|src)="[^"]*"/g) ?? []).sort()
	.join(' ');

const same = (want, got) => want === '' ? got === undefined || got === '' :
	want === got || (typeof got === 'string' && plain(want) === plain(got) &&
	addresses(want) === addresses(got));

const files = (list) => JSON.stringify((list ?? []).map(({ href, type, length }) =>
	[href, type, length].map((one) => one ?? '')));

const stamp = (parts) => parts.map((n, i) => String(n).padStart(i ? 2 : 4, '0'))
	.join('-').replace(/^(\d+-\d+-\d+)-(\d+)-(\d+)-(\d+)$/, '$1T$2:$3:$4Z');

const HEADERS = { 'Content-Location': '--url', 'Content-type': '--type',
	'Content-Language': '--language' };

// Dates as texts count where the reference couldn't read them either.
function compare(want, got, name, count) {
	for (const [field, value] of Object.entries(want)) {
		if (field === 'updated' || field === 'published') {
			if (field + '_parsed' in want || got?.[field]) continue;
			count(name + field, true);	// no date to the reference
		} else if (field.endsWith('_parsed'))
			count(name + field, stamp(value) ===
				got?.[field.slice(0, -7)], value, got?.[field.slice(0, -7)]);
		else if (field === 'enclosures')
			count(name + field, files(value) === files(got?.[field]));
		else
			count(name + field, same(value, got?.[field]), value, got?.[field]);
	}
}

// Each feed's parse beside the reference: with what its server said of it, or
// from its bytes alone (then what only the server said is missed).
async function parses(rows, headed) {
	const all = { fields: 0, wrong: [], crashed: [], refused: [] };
	await each(rows, 2, async (row) => {
		const headers = headed ? row.http_headers ?? {} : {};
		const args = ['feed', 'parse'];
		for (const [header, option] of Object.entries(HEADERS))
			if (headers[header]) args.push(option, headers[header]);
		const { code, out } = await filter(args, Buffer.from(row.bytes_b64, 'base64'));
		const want = row.reference_feedparser_6_0_10;
		if (code !== 0 && code !== 1) return all.crashed.push(`${row.id}: ${code}`);
		if (code === 1 && want.version) all.refused.push(row.id);
		const got = code === 0 ? JSON.parse(out) : {};
		const count = (name, good, a, b) => {
			all.fields++;
			if (!good) all.wrong.push(`${row.id} ${name}: ${
				JSON.stringify(a)?.slice(0, 80)} / ${JSON.stringify(b)?.slice(0, 80)}`);
		};
		compare(want.feed, got.feed, 'feed.', count);
		want.entries.forEach((entry, i) =>
			compare(entry, got.items?.[i], 'item.', count));
	});
	return all;
}

const share = ({ wrong, fields }) => 100 * (1 - wrong.length / fields);

export async function trial() {
	const figures = new Figures('feeds'), rows = rowsOf('feeds/feeds.jsonl');
	const whole = await parses(rows, true), bare = await parses(rows, false);
	figures.fails('crashes', [...whole.crashed, ...bare.crashed], rows.length);
	figures.fails('feeds not read', [...whole.refused, ...bare.refused],
		rows.length);
	figures.put('fields that agree', `${share(whole).toFixed(2)} % of ${
		whole.fields}`, '98 %', share(whole) >= 98);
	figures.put('the same without the server\'s headers',
		`${share(bare).toFixed(2)} %`);
	whole.wrong.slice(0, 20).forEach((one) => figures.note(one));
	return figures;
}
