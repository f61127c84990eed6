// Corrections before visitors: what staff say about one, and the text before
// it where they open that; never what was closed, withdrawn or not published.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve } from './lib.mjs';
import { Staff, makeSites, publish, signIn } from './site.mjs';

const HOST = 'one.test';
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4' +
	'2mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const staff = {};
let server;

before(async () => {
	server = await serve({ sites: await makeSites() });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const page = (target) => get(server, target, { host: HOST });

async function correct(id, fields) {
	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`, { base_revision: revision,
		correction: '', open_versions: false, ...fields });
	await publish(staff, id);
}

async function published(fields = {}) {
	const { id } = await staff.writer.create({ body: '<p>首次的文字</p>', ...fields });
	await publish(staff, id);
	return { id, url: `/news/notice/${id}.html`,
		versions: `/news/notice/${id}/versions` };
}

test('an article that was never corrected, or closed, has no page of versions',
	async () => {
	const { id, url, versions } = await published();
	assert.equal((await page(versions)).status, 404);
	assert.doesNotMatch((await page(url)).text, /更正/);
	await correct(id, { body: '<p>改过的文字</p>', correction: '日期有误' });
	const { text } = await page(url);
	assert.match(text, /更正说明：日期有误/);
	assert.doesNotMatch(text, /versions/);
	assert.equal((await page(versions)).status, 404);
	assert.equal((await page(`${versions}?version=1`)).status, 404);
});

test('a correction may show the text before it, and what changed', async () => {
	const { id, url, versions } = await published();
	await correct(id, { body: '<p>改过的文字</p>', correction: '补上结果',
		open_versions: true });
	assert.match((await page(url)).text, new RegExp(`href="${versions}"`));
	const { status, text } = await page(versions);
	assert.equal(status, 200);
	assert.match(text, /补上结果/);
	assert.match(text, /<del>[^<]*首次[^<]*<\/del>/);
	assert.match(text, /<ins>[^<]*改过[^<]*<\/ins>/);
	assert.doesNotMatch(text, /公开更正前的文字/);
	assert.match((await page(`${versions}?version=1`)).text, /首次的文字/);
});

test('a correction that closes hides all before it for good', async () => {
	const { id, versions } = await published();
	await correct(id, { body: '<p>第二版的文字</p>', open_versions: true });
	await correct(id, { body: '<p>第三版的文字</p>' });
	assert.equal((await page(versions)).status, 404);
	await correct(id, { body: '<p>第四版的文字</p>', open_versions: true });
	const { status, text } = await page(versions);
	assert.equal(status, 200);
	assert.equal(text.match(/文字未公开/g).length, 2);
	assert.doesNotMatch(text, /首次的文字|第二版的文字/);
	for (const closed of [1, 2]) {
		assert.equal((await page(`${versions}?version=${closed}`)).status, 404);
		assert.equal((await page(`${versions}?from=${closed}&to=4`)).status, 404);
	}
	assert.match((await page(`${versions}?version=3`)).text, /第三版的文字/);
});

test('what was said about one correction is not said of the next by itself',
	async () => {
	const { id, versions } = await published();
	await correct(id, { body: '<p>改过的文字</p>', correction: '补上结果',
		open_versions: true });
	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`, { base_revision: revision,
		body: '<p>又改的文字</p>' });
	const { content } = await staff.writer.read(id);
	assert.deepEqual([content.correction, content.open_versions], ['', false]);
	await publish(staff, id);
	assert.equal((await page(versions)).status, 404);
	const now = await staff.writer.read(id);
	await staff.writer.must('POST', `entries/${id}/restore`, {
		revision, base_revision: now.revision });
	assert.equal((await staff.writer.read(id)).content.open_versions, false);
});

test('a draft beside the live text is no version; withdrawn, all is gone',
	async () => {
	const { id, url, versions } = await published();
	await correct(id, { body: '<p>改过的文字</p>', open_versions: true });
	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`, { base_revision: revision,
		body: '<p>还没审的文字</p>' });
	assert.doesNotMatch((await page(versions)).text, /还没审/);
	assert.equal((await page(`${versions}?version=3`)).status, 404);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, { reason: '内容有误' });
	assert.equal((await page(url)).status, 410);
	assert.equal((await page(versions)).status, 410);
	assert.equal((await page(`${versions}?version=1`)).status, 410);
});

test('the desk asks about a correction where there is something to correct',
	async () => {
	const { cookie } = await signIn(server, 'writer');
	const form = async (id) => {
		const rp = await get(server, `/desk/entries/${id}/edit`, { host: HOST,
			headers: { cookie } });
		assert.equal(rp.status, 200, rp.text);
		return rp.text;
	};
	assert.doesNotMatch(await form((await staff.writer.create()).id),
		/open_versions/);
	const { id } = await published();
	await correct(id, { body: '<p>改过的文字</p>', correction: '补上结果',
		open_versions: true });
	const text = await form(id);
	assert.match(text, /name="correction"/);
	assert.match(text, /name="open_versions"/);
	assert.doesNotMatch(text, /补上结果/);
});

async function upload() {
	const body = Buffer.concat([Buffer.from('--b\r\nContent-Disposition: ' +
		'form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n'),
	PNG, Buffer.from('\r\n--b--\r\n')]);
	const rp = await staff.writer.api('POST', 'media', body, {
		headers: { 'content-type': 'multipart/form-data; boundary=b' } });
	assert.equal(rp.status, 201, rp.text);
	return rp.json;
}

test('a picture of an open version is there, of a closed one not', async () => {
	const { url: picture } = await upload();
	const { id } = await published({ body: `<p><img src="${picture}" alt="图"></p>` });
	await correct(id, { body: '<p>没有图了</p>', open_versions: true });
	assert.equal((await page(picture)).status, 200);
	await correct(id, { body: '<p>图不能再看</p>' });
	assert.equal((await page(picture)).status, 404);
});

test('outer caches ask again for media within a minute', async () => {
	const { url: picture } = await upload();
	await published({ body: `<p><img src="${picture}" alt="图"></p>` });
	const rp = await page(picture);
	assert.equal(rp.headers['cache-control'], 'public, max-age=86400, s-maxage=60');
	const again = await get(server, picture, { host: HOST,
		headers: { 'if-none-match': rp.headers.etag } });
	assert.equal(again.status, 304);
});
