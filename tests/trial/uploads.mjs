// Odd and hostile files, and odd names of a harmless one, sent to the API as a
// contributor does.  What is accepted must come back as something that runs
// nowhere; none costs more than 256 MB of memory or two seconds; nothing lies
// outside the store; of pictures no place and no name is kept.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import zlib from 'node:zlib';
import { get, serve } from '../http/lib.mjs';
import { Staff, makeSites } from '../http/site.mjs';
import { Figures, bytesOf, rowsOf } from './lib.mjs';

const MEMORY = 256;	// MB
const TIME = 2000;	// ms

const TYPES = { '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png',
	'.gif': 'image/gif', '.webp': 'image/webp', '.svg': 'image/svg+xml',
	'.bmp': 'image/bmp', '.pdf': 'application/pdf', '.zip': 'application/zip',
	'.csv': 'text/csv', '.txt': 'text/plain', '.html': 'text/html',
	'.xml': 'text/xml', '.wav': 'audio/wav', '.mp3': 'audio/mpeg',
	'.mp4': 'video/mp4', '.docx': 'application/vnd.openxmlformats-' +
	'officedocument.wordprocessingml.document', '.doc': 'application/msword' };
// What a browser could run or take for a page, were it not for the headers.
const ACTIVE = /html|xml|svg|javascript|ecmascript|flash|java|octet-stream/;

// A picture of one pixel that no other picture equals.
function pixel(n) {
	const chunk = (type, data) => {
		const head = Buffer.alloc(4), tail = Buffer.alloc(4);
		head.writeUInt32BE(data.length);
		const body = Buffer.concat([Buffer.from(type), data]);
		tail.writeUInt32BE(crc32(body));
		return Buffer.concat([head, body, tail]);
	};
	const size = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0]);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', size), chunk('IDAT', zlib.deflateSync(
			Buffer.from([0, n >> 16, n >> 8 & 255, n & 255]))),
		chunk('IEND', Buffer.alloc(0))]);
}

function crc32(bytes) {
	let c = ~0;
	for (const b of bytes) {
		c ^= b;
		for (let i = 0; i < 8; i++) c = c >>> 1 ^ (c & 1 ? 0xedb88320 : 0);
	}
	return ~c >>> 0;
}

// A form as browsers write it (HTML, multipart form data: % escapes for the
// three characters that would break the line).
function form(name, bytes, type) {
	const quoted = name.replace(/\n/g, '%0A').replace(/\r/g, '%0D')
		.replace(/"/g, '%22');
	return Buffer.concat([Buffer.from('--XX\r\nContent-Disposition: form-data; ' +
		`name="file"; filename="${quoted}"\r\nContent-Type: ${type}\r\n\r\n`),
	bytes, Buffer.from('\r\n--XX--\r\n')]);
}

class Trial {
	constructor(server, writer) {
		Object.assign(this, { server, writer, slow: 0, most: 0, codes: new Map(),
			accepted: [], faults: [], errors: [] });
	}

	// Peak memory is counted anew for each file.
	async send(label, name, bytes, type) {
		const { workers } = this.server;
		for (const pid of workers)
			fs.writeFileSync(`/proc/${pid}/clear_refs`, '5');
		const began = performance.now();
		const rp = await this.writer.api('POST', 'media', form(name, bytes, type), {
			headers: { 'content-type': 'multipart/form-data; boundary=XX' } })
			.catch((error) => ({ status: 0, text: String(error), headers: {} }));
		const took = performance.now() - began;
		if (took > this.slow) { this.slow = took; this.slowest = label; }
		for (const pid of workers) this.weigh(pid, label);
		const code = rp.status < 300 ? 'accepted' : String(rp.status);
		this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
		if (rp.status === 0 || rp.status >= 500)
			this.errors.push(`${label}: ${rp.status} ${rp.text.slice(0, 80)}`);
		if (rp.status < 300 && rp.status > 0) await this.fetch(label, rp.json);
		return rp;
	}

	weigh(pid, label) {
		try {
			const mb = Number(/VmHWM:\s+(\d+)/.exec(
				fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
			if (mb > this.most) { this.most = mb; this.heaviest = label; }
		} catch { /* it died: told at the end */ }
	}

	async fetch(label, { hash, url }) {
		const rp = await get(this.server, url, { host: 'one.test', headers: {
			authorization: `Bearer ${this.writer.token}` } });
		const { headers } = rp, wrong = [];
		if (rp.status !== 200) wrong.push(rp.status);
		if (headers['x-content-type-options'] !== 'nosniff') wrong.push('sniffing');
		if (!/(^|;) *sandbox *(;|$)/.test(headers['content-security-policy'] ?? ''))
			wrong.push('no sandbox');
		if (ACTIVE.test(headers['content-type']) &&
			!/officedocument/.test(headers['content-type']))
			wrong.push(headers['content-type']);
		if (headers['set-cookie']) wrong.push('header injected');
		if (!/^(inline|attachment); filename/.test(headers['content-disposition'] ?? ''))
			wrong.push(`disposition ${headers['content-disposition']}`);
		if (wrong.length > 0) this.faults.push(`${label}: ${wrong}`);
		this.accepted.push({ label, hash });
	}
}

// Files under the sites that belong to no database, no store and no log.
function strayFiles(sites) {
	const known = new RegExp('^(hub\\.db|\\.generation|\\.run(/.*)?|' +
		'(one|two)/data/site\\.db|one/data/media/[0-9a-f]{2}/[0-9a-f]{64}.*' +
		')(-wal|-shm)?$');
	return fs.readdirSync(sites, { recursive: true })
		.filter((name) => fs.statSync(path.join(sites, name)).isFile() &&
			!known.test(name));
}

// Pictures as stored that still say where or by whom they were taken.
function tellingPictures(sites, accepted) {
	const media = path.join(sites, 'one/data/media');
	const files = accepted.filter(({ label }) => label.startsWith('exif/'))
		.map(({ hash }) => path.join(media, hash.slice(0, 2), hash));
	if (files.length === 0) return [[], 0];
	const facts = JSON.parse(execFileSync('exiftool', ['-j', '-a', '-G1',
		...files], { encoding: 'utf8', maxBuffer: 1 << 26,
		stdio: ['ignore', 'pipe', 'ignore'] }));
	const telling = facts.flatMap((one) => Object.keys(one)
		.filter((key) => /GPS|Artist|Creator|Author|By-line|Copyright|Owner|Serial/i
			.test(key)).map((key) => `${one.SourceFile}: ${key}`));
	return [telling, files.length];
}

export async function trial() {
	const f = new Figures('uploads');
	const sites = await makeSites();
	const server = await serve({ sites });
	try {
		const t = new Trial(server, await Staff.enter(server, 'writer'));
		const before = server.workers;
		const rows = rowsOf('uploads/index.jsonl');
		for (const { file, ext } of rows)
			await t.send(file, path.basename(file), bytesOf(`uploads/${file}`),
				TYPES[ext.toLowerCase()] ?? 'application/octet-stream');
		f.put('files', [...t.codes].sort().map((c) => c.join(' ')).join(', '));
		const taken = new Set(t.accepted.map((one) => one.label));
		const hazards = rows.filter((row) => row.hazard);
		const kept = hazards.filter(({ file }) => taken.has(file));
		f.put('of the hazardous ones accepted', `${kept.length} of ${hazards.length}`);
		kept.forEach(({ file, hazard }) => f.note(`accepted: ${file}: ${hazard}`));
		const names = rowsOf('uploads/filenames.jsonl').map((row) => row.name);
		t.codes.clear();
		// Each as it is, and once more so that it may be taken.
		for (const [i, name] of names.flatMap((n) => [n, `${n}.png`]).entries())
			await t.send(`name ${JSON.stringify(name.slice(0, 40))}`, name,
				pixel(i), 'image/png');
		f.put('names', [...t.codes].sort().map((c) => c.join(' ')).join(', '));
		f.fails('5xx or no answer', t.errors, rows.length + 2 * names.length);
		f.fails('accepted ones that are not served safely', t.faults,
			t.accepted.length);
		f.put('most memory of a worker, MB', t.most.toFixed(0), `≤ ${MEMORY}`,
			t.most <= MEMORY);
		f.put('longest time, ms', t.slow.toFixed(0), `≤ ${TIME}`, t.slow <= TIME);
		f.note(`heaviest ${t.heaviest}, slowest ${t.slowest}`);
		const stray = strayFiles(sites);
		f.put('files outside the store', stray.length, '0', stray.length === 0);
		stray.forEach((name) => f.note(`outside the store: ${name}`));
		f.fails('stored pictures with place or person',
			...tellingPictures(sites, t.accepted));
		const died = before.filter((pid) => !server.workers.includes(pid));
		f.put('workers that died', died.length, '0', died.length === 0);
	} finally {
		await server.stop();
	}
	return f;
}
