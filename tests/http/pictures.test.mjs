// Pictures in the sizes that pages need: made beside the clerk, shown with
// width and height, without what a camera wrote, gone with their picture.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { command, freshFolder, get, root, serve, until } from './lib.mjs';
import { Staff, makeSites, publish, run, siteOf, sql, write }
	from './site.mjs';

const DEMO = path.join(root, 'sites/jiangcheng/demo/media');
const PICTURE = fs.readFileSync(path.join(DEMO, 'bridge.png'));	// 1200 × 800
const DAMAGED = fs.readFileSync(path.join(DEMO, 'reading.png'));
const staff = {};
let server, sites, picture, id, url;

const db = (text) => sql(siteOf(sites), text).trim();
const change = (text) => write(siteOf(sites), text);
const visit = (target, headers) =>
	get(server, target, { host: 'one.test', headers });
const folder = () => path.join(sites, 'one/data/pictures');
const files = () => (fs.existsSync(folder()) ?
	fs.readdirSync(folder(), { recursive: true }) : [])
	.filter((name) => name.includes('.'));
const stored = (hash) =>
	path.join(sites, 'one/data/media', hash.slice(0, 2), hash);

async function upload(name, type, bytes) {
	const body = Buffer.concat([Buffer.from('--XX\r\nContent-Disposition: ' +
		`form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}` +
		'\r\n\r\n'), bytes, Buffer.from('\r\n--XX--\r\n')]);
	const rp = await staff.writer.api('POST', 'media', body, { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
	assert.equal(rp.status, 201, rp.text);
	return rp.json;
}

const sizesOf = (hash) =>
	db(`SELECT sizes FROM media WHERE hash = '${hash}'`);
const made = (hash) => until(() => sizesOf(hash) !== '', 'sizes');

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	picture = await upload('桥.png', 'image/png', PICTURE);
	const body = '<p>第一张</p>' + `<p><img src="${picture.url}" alt="桥"></p>` +
		`<p><img src="${picture.url}" alt="又" width="600"></p>`;
	({ id } = await staff.writer.create({ body, cover: picture.hash }));
	await publish(staff, id);
	url = `/news/notice/${id}.html`;
	await made(picture.hash);
});
after(() => server?.stop());

test('sizes are WebP and the own kind, never wider than the picture, and smaller', () => {
	const sizes = JSON.parse(sizesOf(picture.hash));
	assert.ok(sizes.webp.length >= 2);
	for (const [kind, widths] of Object.entries(sizes)) {
		assert.ok(['webp', 'png'].includes(kind));
		for (const width of widths) {
			assert.ok(width <= 1200);
			const file = path.join(folder(), picture.hash.slice(0, 2),
				`${picture.hash}-${width}.${kind}`);
			assert.ok(fs.statSync(file).size < PICTURE.length);
			assert.equal(execFileSync('exiftool', ['-s3', '-ImageWidth', file])
				.toString().trim(), String(width));
		}
	}
});

test('the text shows them with width and height, the first one at once', async () => {
	const { text } = await visit(url);
	const tags = text.match(/<div class="text"[^]*?<\/article>/)[0]
		.match(/<picture>[^]*?<\/picture>/g);
	assert.equal(tags.length, 2);
	for (const tag of tags) {
		assert.match(tag, /<source type="image\/webp" srcset="\/picture\/[^"]* 320w/);
		assert.match(tag, new RegExp(`<img src="${picture.url}"`));
	}
	assert.match(tags[0], /width="1200" height="800".* fetchpriority="high"/);
	assert.doesNotMatch(tags[0], /loading="lazy"/);
	assert.match(tags[1], /width="600" height="400".*loading="lazy"/);
});

test('covers come in sizes, too', async () => {
	const { text } = await visit('/');
	for (const [, tag] of text.matchAll(/<img class="card-cover"([^>]*)>/g))
		assert.match(tag, /width="\d+" height="\d+"/);
	const { json } = await visit('/api/v1/live');
	assert.match(json.entries[0].cover.webp, /\/picture\/[0-9a-f]{64}\/320\.webp 320w/);
});

test('a size is served with its type, for a while, and in ranges', async () => {
	const target = `/picture/${picture.hash}/320.webp`;
	const rp = await visit(target);
	assert.equal(rp.status, 200);
	assert.equal(rp.headers['content-type'], 'image/webp');
	assert.match(rp.headers['cache-control'], /s-maxage=60/);
	assert.equal(rp.body.subarray(8, 12).toString(), 'WEBP');
	assert.equal((await visit(target, { 'if-none-match': rp.headers.etag })).status, 304);
	assert.equal((await visit(target, { range: 'bytes=0-3' })).text, 'RIFF');
});

for (const name of ['320.gif', '0.webp', '99999.webp', 'x.webp', '320', '320.webp.new',
	'..%2f..%2fsite.db', '320.webp%00'])
	test(`there is no size ${name}`, async () => {
		const rp = await visit(`/picture/${picture.hash}/${name}`);
		assert.ok([400, 404].includes(rp.status), String(rp.status));
	});

test('where a size is gone, the picture itself is shown', async () => {
	const rp = await visit(`/picture/${picture.hash}/321.webp`);
	assert.equal(rp.status, 302);
	assert.equal(rp.headers.location, picture.url);
});

test('sizes of a draft are for staff', async () => {
	const draft = await upload('草.png', 'image/png', DAMAGED);
	await made(draft.hash);
	const target = `/picture/${draft.hash}/320.webp`;
	assert.equal((await visit(target)).status, 404);
	const rp = await visit(target,
		{ authorization: `Bearer ${staff.writer.token}` });
	assert.equal(rp.status, 200);
	assert.match(rp.headers['cache-control'], /private/);
});

test('no size tells where and by whom a picture was taken', async () => {
	const file = path.join(freshFolder('exif'), 'a.jpg');
	execFileSync('vips', ['copy', path.join(DEMO, 'meeting.png'), `${file}[Q=95]`]);
	const photo = await upload('照.jpg', 'image/jpeg', fs.readFileSync(file));
	await made(photo.hash);
	// As if a camera's words had been overlooked when it came in.
	execFileSync('exiftool', ['-q', '-overwrite_original', '-GPSLatitude=30.5',
		'-GPSLatitudeRef=N', '-Artist=Zhang San', '-XMP:Creator=Li Si', file]);
	fs.copyFileSync(file, stored(photo.hash));
	change(`UPDATE media SET sizes = NULL WHERE hash = '${photo.hash}'`);
	await made(photo.hash);
	const sizes = JSON.parse(sizesOf(photo.hash));
	assert.ok(sizes.webp.length > 0 && sizes.jpg.length > 0);
	for (const name of files().filter((n) => n.includes(photo.hash)))
		assert.doesNotMatch(execFileSync('exiftool',
			[path.join(folder(), name)]).toString(), /GPS|Zhang|Li Si|Artist|Creator/);
});

test('a picture that nothing can read keeps the others from nothing', async () => {
	const bad = await upload('坏.png', 'image/png', fs.readFileSync(path.join(DEMO, 'run.png')));
	await made(bad.hash);
	fs.writeFileSync(stored(bad.hash), 'not a picture');
	change(`UPDATE media SET sizes = NULL WHERE hash = '${bad.hash}'`);
	await made(bad.hash);
	assert.equal(sizesOf(bad.hash), '{}');
	assert.deepEqual(files().filter((n) => n.includes(bad.hash)), []);
});

test('the sizes go with their picture', async () => {
	const lone = await upload('独.png', 'image/png', fs.readFileSync(path.join(DEMO, 'workshop.png')));
	await made(lone.hash);
	assert.ok(files().some((n) => n.includes(lone.hash)));
	await staff.keeper.must('DELETE', `media/${lone.hash}`);
	assert.deepEqual(files().filter((n) => n.includes(lone.hash)), []);
});

test('a site that comes back from a backup makes its sizes again', async () => {
	const file = path.join(freshFolder('backup'), 'one.tar.gz');
	await run(sites, ['backup', 'one', file]);
	assert.equal((await command(['restore', file, '--as', 'copy'], { sites })).code, 0);
	const copy = siteOf(sites, 'copy');
	const left = () => sql(copy, 'SELECT count(*) FROM media WHERE sizes IS NULL').trim();
	await until(() => left() === '0', 'sizes of the copy');
	assert.ok(fs.existsSync(path.join(sites, 'copy/data/pictures')));
});

// ---- film and sound

const CUES = 'WEBVTT\n\n00:00.000 --> 00:02.000\n开场\n';
const box = (type, ...parts) => {
	const body = Buffer.concat(parts.map((p) => Buffer.from(p)));
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length + 8);
	head.write(type, 4);
	return Buffer.concat([head, body]);
};
const FILM = Buffer.concat([box('ftyp', 'isom\0\0\0\0isommp42'),
	box('moov', box('mvhd', Buffer.alloc(100))), box('mdat', Buffer.alloc(200))]);

test('a film among the files is played, with a poster and the subtitles of its name', async () => {
	const film = await upload('开幕.mp4', 'video/mp4', FILM);
	const cues = await upload('开幕.vtt', 'text/vtt', Buffer.from(CUES));
	const other = await upload('别的.vtt', 'text/vtt', Buffer.from(`${CUES}\n`));
	const { id: entry } = await staff.writer.create({ cover: picture.hash,
		attachments: [film, cues, other].map(({ hash, name }) => ({ hash, name })) });
	await publish(staff, entry);
	const { text } = await visit(`/news/notice/${entry}.html`);
	assert.match(text, new RegExp(`<video controls[^>]* src="${film.url}" ` +
		`poster="${picture.url}">\\s*<track kind="captions"[^>]* src="${cues.url}" default>`));
	assert.doesNotMatch(text, new RegExp(`<track[^>]*${other.hash}`));
	const track = await visit(cues.url);
	assert.match(track.headers['content-type'], /^text\/vtt/);
	const part = await visit(film.url, { range: 'bytes=4-7' });
	assert.equal(part.status, 206);
	assert.equal(part.text, 'ftyp');
});

test('subtitles that no browser could read are refused with the reason', async () => {
	const body = Buffer.from('--XX\r\nContent-Disposition: form-data; name="file"; ' +
		'filename="坏.vtt"\r\nContent-Type: text/vtt\r\n\r\nWEBVTT\n\n没有时间\n\r\n--XX--\r\n');
	const rp = await staff.writer.api('POST', 'media', body, { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
	assert.equal(rp.status, 415, rp.text);
	assert.equal(rp.json.code, 'media.broken');
});
