// The main job over HTTP alone: an article from a contributor's draft through
// three reviews to the public pages, an edit beside the live page, and the
// tombstone after withdrawal.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve, until } from './lib.mjs';
import { BODY, Staff, TITLE, makeSites } from './site.mjs';

const NAMES = ['writer', 'first', 'second', 'third', 'keeper'];
const EDITED = '<p>会议总结了上半年的工作，并表彰了先进集体。</p>';
const text = (html) => html.replace(/<[^>]*>/g, '');

const staff = {};
let server, id, url;

before(async () => {
	server = await serve({ sites: await makeSites() });
	for (const name of NAMES) staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const page = (target) => get(server, target, { host: 'one.test' });

// The page, once it says what check() wants.
const pageOnce = (target, check) => until(async () => {
	const rp = await page(target);
	return check(rp) && rp;
}, `${target} as it should be`);

const denied = (rp, status) => {
	assert.equal(rp.status, status, rp.text);
	assert.match(rp.headers['content-type'], /^application\/problem\+json/);
	assert.ok(rp.json.detail.length > 0);
};

test('a contributor writes an article: 201, and nobody else sees it', async () => {
	const entry = await staff.writer.create();
	id = entry.id;
	url = `/news/notice/${id}.html`;
	assert.match(entry.hash, /^[0-9a-f]{64}$/);
	assert.equal((await staff.writer.read(id)).state, 'draft');
	assert.equal((await page(url)).status, 404);
});

test('without the secrecy check it cannot be submitted', async () => {
	denied(await staff.writer.api('POST', `entries/${id}/submit`,
		{ secrecy_checked: false }), 422);
	assert.equal((await staff.writer.read(id)).state, 'draft');
});

test('submitted, it waits for the first step', async () => {
	await staff.writer.submit(id);
	const entry = await staff.writer.read(id);
	assert.equal(entry.state, 'review');
	assert.equal(entry.step, 1);
});

test('its writer cannot approve it', async () => {
	denied(await staff.writer.approve(id), 403);
	assert.equal((await staff.first.read(id)).step, 1);
});

test('a reviewer cannot approve before it is their turn', async () => {
	denied(await staff.third.approve(id), 403);
	assert.equal((await staff.first.read(id)).step, 1);
});

test('an approval of another text than the one that waits is refused', async () => {
	denied(await staff.first.api('POST', `entries/${id}/approve`,
		{ hash: '0'.repeat(64) }), 409);
	assert.equal((await staff.first.read(id)).step, 1);
});

test('the first two reviewers approve in order', async () => {
	for (const [name, next] of [['first', 2], ['second', 3]]) {
		assert.equal((await staff[name].approve(id)).status, 200);
		assert.equal((await staff[name].read(id)).step, next);
	}
	assert.equal((await page(url)).status, 404);
});

test("the second reviewer's attempt at step three fails", async () => {
	denied(await staff.second.approve(id), 403);
	assert.equal((await staff.third.read(id)).step, 3);
});

test('the third approval publishes: article, column and home within a second', async () => {
	// The pages are in the cache by now, without the article.
	await page('/');
	await page('/news/notice/');
	assert.equal((await staff.third.approve(id)).status, 200);
	await pageOnce('/', (rp) => rp.text.includes(TITLE) && rp.text.includes(url));
	await pageOnce('/news/notice/', (rp) => rp.text.includes(TITLE));
	const article = await pageOnce(url, (rp) => rp.status === 200);
	assert.ok(article.text.includes(TITLE));
	assert.ok(article.text.includes(text(BODY)));
	assert.equal((await staff.writer.read(id)).state, 'published');
});

test('the public API shows it without a token', async () => {
	const list = (await page('/api/v1/live?column=news/notice')).json;
	assert.deepEqual(list.entries.map((e) => e.id), [id]);
	const one = await page(`/api/v1/live/${id}`);
	assert.equal(one.json.title, TITLE);
});

test('an edit does not change the live page until it is approved', async () => {
	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`,
		{ base_revision: revision, title: TITLE, body: EDITED });
	await staff.writer.submit(id);
	for (const name of ['first', 'second']) {
		const now = await page(url);
		assert.ok(now.text.includes(text(BODY)));
		assert.ok(!now.text.includes(text(EDITED)));
		assert.equal((await staff[name].approve(id)).status, 200);
	}
	assert.ok(!(await page(url)).text.includes(text(EDITED)));
	assert.equal((await staff.third.approve(id)).status, 200);
	await pageOnce(url, (rp) => rp.text.includes(text(EDITED)) &&
		!rp.text.includes(text(BODY)));
});

test('withdrawing needs a reason', async () => {
	denied(await staff.keeper.api('POST', `entries/${id}/withdraw`,
		{ reason: '' }), 422);
	assert.equal((await page(url)).status, 200);
});

test('withdrawal leaves the tombstone and takes the article off the lists', async () => {
	await staff.keeper.must('POST', `entries/${id}/withdraw`,
		{ reason: '数据有误，更正后重新发布' });
	const stone = await pageOnce(url, (rp) => rp.status === 410);
	assert.ok(stone.text.includes('数据有误，更正后重新发布'));
	assert.ok(!stone.text.includes(text(EDITED)));
	await pageOnce('/', (rp) => !rp.text.includes(url));
	await pageOnce('/news/notice/', (rp) => !rp.text.includes(url));
	assert.equal((await page(`/api/v1/live/${id}`)).status, 410);
});
