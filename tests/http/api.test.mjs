// The API's contract beyond the main job: lists in pages, revisions and what
// differs between them, returning, restoring, scheduling, the end of a session.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve, until } from './lib.mjs';
import { BODY, Staff, TITLE, makeSites } from './site.mjs';

const staff = {};
let server;

before(async () => {
	server = await serve({ sites: await makeSites() });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

test('a list comes in pages: each entry once, the newest first', async () => {
	const made = [];
	for (let i = 0; i < 7; i++)
		made.unshift((await staff.writer.create({ title: `第${i}篇` })).id);
	const seen = [];
	let cursor = null;
	do {
		const page = await staff.writer.must('GET', 'entries?limit=3&state=draft' +
			(cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''));
		assert.ok(page.entries.length <= 3);
		seen.push(...page.entries.map((e) => e.id));
		cursor = page.next;
	} while (cursor);
	assert.deepEqual([...seen].sort((a, b) => b - a), made);
	assert.equal(new Set(seen).size, made.length);
});

test('a list is narrowed by column and state', async () => {
	const { id } = await staff.writer.create({ column: 'news' });
	const { entries } = await staff.writer.must('GET',
		'entries?column=news/notice&state=draft');
	assert.ok(entries.length > 0 && entries.every((e) => e.id !== id));
	const none = await staff.writer.must('GET', 'entries?state=published');
	assert.deepEqual(none.entries, []);
});

test('each saving is a revision; what differs is told; an old one comes back as a new one', async () => {
	const { id, revision, hash } = await staff.writer.create();
	const saved = await staff.writer.must('PUT', `entries/${id}`, {
		base_revision: revision, title: TITLE, body: '<p>别的内容。</p>' });
	assert.notEqual(saved.hash, hash);
	const { revisions } = await staff.writer.must('GET', `entries/${id}/revisions`);
	assert.deepEqual(revisions.map((r) => r.revision).sort((a, b) => a - b),
		[revision, saved.revision]);
	const diff = await staff.writer.must('GET',
		`entries/${id}/diff?from=${revision}&to=${saved.revision}`);
	const body = diff.fields.find((field) => field.name === 'body');
	assert.match(body.html, /别的内容/);
	assert.ok(!diff.fields.some((field) => field.name === 'title'));
	const back = await staff.writer.must('POST', `entries/${id}/restore`, {
		revision, base_revision: saved.revision });
	assert.equal(back.hash, hash);
	assert.ok(back.revision > saved.revision);
	assert.equal((await staff.writer.read(id)).content.body, BODY);
});

test('a return goes to the author with its reason, and the way begins anew', async () => {
	const { id } = await staff.writer.create();
	await staff.writer.submit(id);
	assert.equal((await staff.first.approve(id)).status, 200);
	await staff.second.must('POST', `entries/${id}/return`,
		{ to: 0, reason: '请补充会议时间' });
	const entry = await staff.writer.read(id);
	assert.equal(entry.state, 'returned');
	assert.equal(entry.returned.reason, '请补充会议时间');
	await staff.writer.submit(id);
	assert.equal((await staff.writer.read(id)).step, 1);
});

test('a scheduled entry appears by itself when its time has come, not before', { timeout: 600000 }, async () => {
	const { id } = await staff.writer.create({ title: '定时发布的通知' });
	const now = () => Math.ceil(Date.now() / 1000);
	const schedule = (at) =>
		staff.keeper.must('POST', `entries/${id}/schedule`, { at });
	const status = async () => (await get(server,
		`/news/notice/${id}.html`, { host: 'one.test' })).status;
	await schedule(now() + 86400);
	await staff.writer.submit(id);
	for (const name of ['first', 'second', 'third'])
		assert.equal((await staff[name].approve(id)).status, 200);
	assert.equal(await status(), 404);
	const at = now() + 2;
	await schedule(at);
	await until(async () => {
		if (await status() !== 200) return false;
		assert.ok(Date.now() / 1000 >= at, 'it came too early');
		return true;
	}, 'the scheduled page');
});

test('a token that was ended opens nothing any more', async () => {
	const one = await Staff.enter(server, 'writer');
	assert.equal((await one.api('DELETE', 'session')).status, 200);
	assert.equal((await one.api('GET', 'entries')).status, 401);
	assert.equal((await staff.writer.api('GET', 'entries')).status, 200);
});
