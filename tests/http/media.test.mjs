// Files from upload to public page: stored once by their content, served with
// the right headers and in ranges, without what a camera wrote into them, and
// kept as long as a text uses them.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { get, request, root, serve } from './lib.mjs';
import { Staff, holdings, makeSites, publish } from './site.mjs';

const PICTURE = fs.readFileSync(path.join(root,
	'sites/jiangcheng/demo/media/bridge.png'));
const PAPER = fs.readFileSync(path.join(root,
	'sites/jiangcheng/demo/media/support-form.pdf'));

const ASKS = 24;	// fresh connections, enough to meet both workers

const staff = {};
let server, sites, picture, paper, shown;

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

function upload(name, type, bytes, who = staff.writer) {
	const body = Buffer.concat([Buffer.from('--XX\r\nContent-Disposition: ' +
		`form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}` +
		'\r\n\r\n'), bytes, Buffer.from('\r\n--XX\r\nContent-Disposition: ' +
		'form-data; name="alt"\r\n\r\n江上的桥\r\n--XX--\r\n')]);
	return who.api('POST', 'media', body, { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
}

// As a visitor, or as somebody who is signed in.
const visit = (url, headers = {}) => get(server, url,
	{ host: 'one.test', headers });
const fetch = (url, headers = {}) => visit(url, {
	authorization: `Bearer ${staff.writer.token}`, ...headers });

// A JPEG's head with an Exif segment in front of the picture's own data.
function withExif(jpeg, text) {
	const data = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'),
		Buffer.from([0, 1, 1, 0x3b, 0, 2, 0, 0, 0, text.length + 1, 0, 0, 0, 26,
			0, 0, 0, 0]), Buffer.from(`${text}\0`)]);
	const head = Buffer.from([0xff, 0xe1, 0, 0]);
	head.writeUInt16BE(data.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

// The smallest grey JPEG: 8 × 8 pixels.
const JPEG = Buffer.from('ffd8ffdb004300' + '01'.repeat(64) +
	'ffc0000b080008000801011100ffc40014000100000000000000000000000000000000' +
	'ffc40014100100000000000000000000000000000000' +
	'ffda0008010100003f003fffd9', 'hex');

test('a picture is stored by the hash of its bytes, with size and words', async () => {
	const rp = await upload('桥.png', 'image/png', PICTURE);
	assert.equal(rp.status, 201, rp.text);
	picture = rp.json;
	assert.equal(picture.type, 'image/png');
	assert.equal(picture.name, '桥.png');
	assert.equal(picture.alt, '江上的桥');
	assert.ok(picture.width > 0 && picture.height > 0);
	const { body } = await fetch(picture.url);
	assert.equal(createHash('sha256').update(body).digest('hex'), picture.hash);
});

test('the same bytes again are the same file', async () => {
	const rp = await upload('另一个名字.png', 'image/png', PICTURE);
	assert.equal(rp.json.hash, picture.hash);
	const list = await staff.writer.must('GET', 'media');
	assert.equal(list.media.filter((m) => m.hash === picture.hash).length, 1);
});

test('it is served with its type, unsniffed, in a sandbox', async () => {
	const { headers } = await fetch(picture.url);
	assert.equal(headers['content-type'], 'image/png');
	assert.equal(headers['x-content-type-options'], 'nosniff');
	assert.match(headers['content-security-policy'], /(^|;) *sandbox/);
	assert.match(headers['content-disposition'], /^inline; /);
});

test('a document is offered to be saved, under its name', async () => {
	const rp = await upload('申请表.pdf', 'application/pdf', PAPER);
	assert.equal(rp.status, 201, rp.text);
	paper = rp.json;
	const { headers } = await fetch(paper.url);
	assert.match(headers['content-disposition'], /^attachment; /);
	assert.ok(headers['content-disposition'].includes(
		`filename*=UTF-8''${encodeURIComponent('申请表.pdf')}`));
});

test('visitors see none that no published text shows', async () => {
	assert.equal((await visit(picture.url)).status, 404);
	assert.equal((await visit(paper.url)).status, 404);
});

test('whoever has it is told that it is unchanged', async () => {
	const { headers: { etag } } = await fetch(picture.url);
	assert.equal((await fetch(picture.url, { 'if-none-match': etag })).status, 304);
});

test('a range is sent alone, one beyond the end is refused', async () => {
	const whole = (await fetch(paper.url)).body;
	const part = await fetch(paper.url, { range: 'bytes=100-199' });
	assert.equal(part.status, 206);
	assert.equal(part.headers['content-range'], `bytes 100-199/${whole.length}`);
	assert.deepEqual(part.body, whole.subarray(100, 200));
	const tail = await fetch(paper.url, { range: 'bytes=-10' });
	assert.deepEqual(tail.body, whole.subarray(-10));
	const beyond = await fetch(paper.url, { range: `bytes=${whole.length}-` });
	assert.equal(beyond.status, 416);
});

test('what a camera wrote into a picture is gone', async () => {
	const bytes = withExif(JPEG, 'Zhang San');
	const rp = await upload('人.jpg', 'image/jpeg', bytes);
	assert.equal(rp.status, 201, rp.text);
	const { body } = await fetch(rp.json.url);
	assert.ok(bytes.includes('Zhang San') && !body.includes('Zhang San'));
});

test('a file whose name, type and content differ is refused and not kept', async () => {
	const then = holdings(sites);
	for (const [name, type, bytes] of [
		['a.jpg', 'image/jpeg', PICTURE], ['a.png', 'text/html', PICTURE],
		['a.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
		['a.html', 'text/html', Buffer.from('<p>1</p>')],
		['a.gif', 'image/gif', Buffer.from('GIF89a/*\0*/=1;alert(1)')],
	]) {
		const rp = await upload(name, type, bytes);
		assert.equal(rp.status, 415, `${name}: ${rp.text}`);
	}
	assert.ok(holdings(sites) === then);
});

test('a text whose picture is not there is kept, but not submitted', async () => {
	const lost = `/media/${'0'.repeat(64)}/桥.png`;
	for (const body of [`<p><img src="${lost}" alt="桥"></p>`,
		`<p><a href="${encodeURI(lost)}">桥.png</a></p>`,
		'<p><img src="/media/桥.png" alt="桥"></p>']) {
		const { id } = await staff.writer.create({ body });
		const rp = await staff.writer.api('POST', `entries/${id}/submit`,
			{ secrecy_checked: true });
		assert.deepEqual([rp.status, rp.json.code, rp.json.field],
			[422, 'media.lost', 'body'], rp.text);
	}
	const { json } = await upload('说明.txt', 'text/plain', Buffer.from('用法'));
	const { id } = await staff.writer.create({
		body: `<p><a href="${json.url}">说明.txt</a></p>` });
	await staff.writer.submit(id);
});

test('a file that a text uses is shown for long to visitors and cannot be deleted', async () => {
	shown = await staff.writer.create({ cover: picture.hash,
		attachments: [{ hash: paper.hash, name: '申请表.pdf' }] });
	await publish(staff, shown.id);
	for (const { hash } of [picture, paper]) {
		const known = await staff.keeper.must('GET', `media/${hash}`);
		assert.deepEqual(known.uses.map((use) => use.entry), [shown.id]);
		const rp = await staff.keeper.api('DELETE', `media/${hash}`);
		assert.equal(rp.status, 409, rp.text);
	}
	const page = await visit(`/news/notice/${shown.id}.html`);
	assert.ok(page.text.includes(paper.url));
	const { headers } = await visit(picture.url);
	assert.match(headers['cache-control'], /s-maxage=60/);
});

// Of all workers, the open files with that hash in their name.
const held = (hash) => server.workers.flatMap((pid) => {
	const folder = `/proc/${pid}/fd`;
	return fs.readdirSync(folder).filter((fd) => {
		try {
			return fs.readlinkSync(path.join(folder, fd)).endsWith(hash);
		} catch {
			return false;	// closed since
		}
	});
});

test('asked again, a file that is kept open is answered as at first', async () => {
	const { headers: { etag } } = await visit(paper.url);
	assert.ok(held(paper.hash).length > 0);
	for (let i = 0; i < ASKS; i++) {
		const whole = await visit(paper.url);
		assert.ok(whole.body.equals(PAPER));
		assert.equal(whole.headers['content-type'], 'application/pdf');
		assert.match(whole.headers['content-disposition'], /^attachment; /);
		const part = await visit(paper.url, { range: 'bytes=100-199' });
		assert.equal(part.headers['content-range'],
			`bytes 100-199/${PAPER.length}`);
		assert.ok(part.body.equals(PAPER.subarray(100, 200)));
		assert.equal((await visit(paper.url,
			{ range: `bytes=${PAPER.length}-` })).status, 416);
		assert.equal((await visit(paper.url,
			{ 'if-none-match': etag })).status, 304);
		const head = await request(server, 'HEAD', paper.url, { host: 'one.test' });
		assert.equal(head.headers['content-length'], String(PAPER.length));
		assert.equal(head.body.length, 0);
	}
	assert.ok(held(paper.hash).length <= server.workers.length);
});

test('what is withdrawn is served from no open file', async () => {
	await staff.keeper.must('POST', `entries/${shown.id}/withdraw`,
		{ reason: '数据有误' });
	for (let i = 0; i < ASKS; i++)
		for (const { url } of [picture, paper])
			assert.equal((await visit(url)).status, 404);
});

test('one that nothing uses can be deleted, and is gone', async () => {
	const { hash, url } = (await upload('人.jpg', 'image/jpeg', JPEG)).json;
	assert.equal((await staff.keeper.api('DELETE', `media/${hash}`)).status, 200);
	assert.equal((await fetch(url)).status, 404);
	assert.ok(!fs.existsSync(path.join(sites, 'one/data/media',
		hash.slice(0, 2), hash)));
});
