// Raw requests, JSON documents and multipart forms against a fresh server: no
// crash, no second reply to a smuggled request, no stray 5xx, no 2xx to what
// is invalid, an answer or a close for whatever is complete.
import { exchange, serve } from '../http/lib.mjs';
import { Staff, makeSites } from '../http/site.mjs';
import { Figures, each, rowsOf } from './lib.mjs';

const LANES = 8;
const PATIENCE = 2000;	// ms for an answer
const HEALTH = 'GET / HTTP/1.1\r\nHost: one.test\r\nConnection: close\r\n\r\n';

// Statuses of all replies, one inside another's body too.
const statusesOf = (raw) => [...raw.text.matchAll(
	/(?:^|\n|[^\x00-\x08])HTTP\/1\.[01] (\d{3})/g)].map((m) => Number(m[1]));

const stray = (status) => status >= 500 && ![501, 503, 505].includes(status);

// What is wrong with the answer to a raw request.
async function judge(server, row) {
	const bytes = Buffer.from(row.raw_b64, 'base64');
	const text = bytes.toString('latin1');
	const raw = await exchange(server, bytes, PATIENCE);
	const statuses = statusesOf(raw), wrong = [];
	if (statuses.some(stray)) wrong.push('5xx');
	if (row.id.startsWith('smug') && text.includes('/smuggled') &&
		statuses.filter((s) => s !== 100).length > 1)
		wrong.push('second reply');
	if (row.expect.startsWith('reject') && statuses[0] >= 200 &&
		statuses[0] < 300)
		wrong.push('2xx to what is invalid');
	if (/\r\n\r\n|\n\n/.test(text) && !row.expect.startsWith('incomplete') &&
		statuses.length === 0 && !raw.closed)
		wrong.push('neither answer nor close');
	const health = await exchange(server, Buffer.from(HEALTH), 5000);
	if (statusesOf(health).length === 0) wrong.push('server down');
	return wrong.length > 0 ? `${row.id} (${row.title}): ${wrong}` : '';
}

const base64 = (row) => Buffer.from(row.body_b64, 'base64');

async function judgeJson(writer, row) {
	const rp = await writer.api('POST', 'entries', base64(row), {
		headers: { 'content-type': 'application/json' } });
	if (rp.status >= 500) return `${row.id}: ${rp.status}`;
	if (row.expect.startsWith('reject') && rp.status < 400)
		return `${row.id}: ${rp.status}, though it is invalid`;
	if (row.expect === 'accept' && rp.json.code === 'json.bad')
		return `${row.id}: called unreadable, though it is valid`;
	return '';
}

async function judgeForm(writer, row) {
	const [, boundary] = /^boundary: (.*)$/m.exec(row.expect_yaml) ?? [null, 'b'];
	const rp = await writer.api('POST', 'media', base64(row), { headers: {
		'content-type': `multipart/form-data; boundary="${
			boundary.trim().replace(/^['"]|['"]$/g, '')}"` } });
	if (rp.status >= 500) return `${row.id}: ${rp.status}`;
	if (/^ *error:/m.test(row.expect_yaml) && rp.status < 400)
		return `${row.id}: ${rp.status}, though it is invalid`;
	return '';
}

export async function trial() {
	const f = new Figures('http');
	const sites = await makeSites();
	const server = await serve({ sites });
	try {
		const writer = await Staff.enter(server, 'writer');
		const before = server.workers;
		for (const [what, name, one] of [
			['raw requests judged wrong', 'requests', (row) => judge(server, row)],
			['JSON documents judged wrong', 'json', (row) => judgeJson(writer, row)],
			['multipart forms judged wrong', 'multipart', (row) => judgeForm(writer, row)],
		]) {
			const rows = rowsOf(`http/${name}.jsonl`);
			const wrong = (await each(rows, LANES, one)).filter(Boolean);
			f.fails(what, wrong, rows.length);
		}
		const died = before.filter((pid) => !server.workers.includes(pid));
		f.put('workers that died', died.length, '0', died.length === 0);
	} finally {
		await server.stop();
	}
	return f;
}
