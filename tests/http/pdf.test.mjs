// A PDF from its upload to the search: the clerk reads its text with pdftotext
// as a limited child, the word check finds what is in it, and visitors find it.
// A hostile one costs the clerk some seconds at most.
import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import test, { after, before } from 'node:test';
import { command, get, serve, until } from './lib.mjs';
import { Staff, makeSites, run, siteOf, sql, write } from './site.mjs';

const HOST = 'one.test', ID = '11010519491231002X';
const staff = {};
let server, sites;

// A PDF by hand: objects, a table of where they are, a trailer.
function pdf(objects) {
	let at = 9;
	const parts = [Buffer.from('%PDF-1.4\n')], offsets = [];
	for (const [i, body] of objects.entries()) {
		const whole = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`),
			Buffer.from(body), Buffer.from('\nendobj\n')]);
		offsets.push(at);
		at += whole.length;
		parts.push(whole);
	}
	const rows = offsets.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`);
	parts.push(Buffer.from(`xref\n0 ${rows.length + 1}\n0000000000 65535 f \n${
		rows.join('')}trailer\n<< /Size ${rows.length + 1} /Root 1 0 R >>\nstartxref\n${
		at}\n%%EOF\n`));
	return Buffer.concat(parts);
}

const stream = (data, more = '') => Buffer.concat([Buffer.from(
	`<< /Length ${data.length} ${more}>>\nstream\n`), data, Buffer.from('\nendstream')]);

// One page of Latin text, line under line.
const page = (content, more) => pdf(['<< /Type /Catalog /Pages 2 0 R >>',
	'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
	'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
		'/Resources << /Font << /F 5 0 R >> >> >>',
	stream(content, more), '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>']);
const lines = (...texts) => page(Buffer.from(`BT /F 12 Tf 14 TL 60 760 Td\n${
	texts.map((t) => `(${t}) Tj T*`).join('\n')}\nET`));

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'wordcheck', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

async function upload(name, bytes) {
	const form = new FormData();
	form.append('file', new Blob([bytes], { type: 'application/pdf' }), name);
	const body = new Response(form);
	const rp = await staff.writer.api('POST', 'media', Buffer.from(await body.arrayBuffer()),
		{ headers: { 'content-type': body.headers.get('content-type') } });
	assert.equal(rp.status, 201, rp.text);
	return rp.json;
}

const row = (hash) => sql(siteOf(sites),
	`SELECT state || ':' || problem FROM media_text WHERE media = '${hash}'`).trim();
const read = (hash) => until(() => row(hash), 'the text of the file');
const attached = (file) => staff.writer.create({ attachments: [
	{ hash: file.hash, name: file.name }] });

test('its text is checked before it is submitted, and found once it is published',
	async () => {
		const bytes = lines('Quarterly zebrafinch report', `ID ${ID}`);
		assert.ok(bytes.length < 10240);
		const bad = await upload('bad.pdf', bytes);
		assert.equal(await read(bad.hash), 'done:');
		const refused = await attached(bad);
		const rp = await staff.writer.api('POST', `entries/${refused.id}/submit`,
			{ secrecy_checked: true });
		assert.equal(rp.status, 422, rp.text);
		assert.match(rp.text, new RegExp(ID));
		assert.match(rp.text, /bad\.pdf/);

		const good = await upload('good.pdf', lines('Quarterly zebrafinch report'));
		assert.equal(await read(good.hash), 'done:');
		const { id } = await attached(good);
		await staff.writer.submit(id);
		for (const name of ['first', 'second', 'third'])
			assert.equal((await staff[name].approve(id)).status, 200);
		const found = await until(async () => {
			const answer = await get(server, '/api/v1/search?q=zebrafinch', { host: HOST });
			return answer.json.results.find((r) => r.id === id);
		}, 'the search');
		assert.ok(found);
		assert.doesNotMatch((await get(server, `/api/v1/search?q=${ID}`,
			{ host: HOST })).text, /"id":/);
	});

test('hostile files are bounded, and those behind them are read', async () => {
	// Half a gigabyte of operators in less than a megabyte, and a page tree
	// that is its own child.
	const bomb = page(deflateSync(Buffer.concat([Buffer.from('BT /F 9 Tf '),
		Buffer.alloc(60 * 1024 * 1024, '(aaaaaaaaaaaaaaaaaaaa) Tj T* '),
		Buffer.from('ET')])), '/Filter /FlateDecode ');
	assert.ok(bomb.length < 1024 * 1024);
	const loop = pdf(['<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 999999999 >>']);
	const files = [];
	for (const [name, bytes] of [['bomb.pdf', bomb], ['loop.pdf', loop],
		['behind.pdf', lines('behind it')]])
		files.push(await upload(name, bytes));
	for (const file of files) await read(file.hash);
	assert.match(row(files[0].hash), /^(part|failed|done):/);
	assert.match(row(files[1].hash), /^(done|failed):/);
	assert.equal(row(files[2].hash), 'done:');
	const most = Number(sql(siteOf(sites), 'SELECT max(length(text)) FROM media_text'));
	assert.ok(most <= 8 * 1024 * 1024, `${most} characters`);
	assert.equal((await get(server, '/', { host: HOST })).status, 200);
});

test('a PDF waits for pdftotext to be installed, and is read then', async () => {
	const file = await upload('later.pdf', lines('later on'));
	await read(file.hash);
	// As after a round of the clerk on a machine without it, an hour ago.
	write(siteOf(sites), `UPDATE media_text
		SET state = 'failed', text = '', problem = 'child.missing', at = at - 3700
		WHERE media = '${file.hash}'`);
	await until(() => row(file.hash) === 'done:', 'another try');
	const { out } = await command(['doctor'], { sites, env: { LANG: 'C' } });
	assert.match(out, /^ok {7}pdftotext/m);
});
