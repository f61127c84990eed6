// What a plugin can do and what is left of one that a site doesn't use: the
// plugin of tests/data/runtime on a real server with two workers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { command, freshFolder, get, request, root, serve, until }
	from './lib.mjs';
import { BODY, Staff, csrfOf, makeSites, publish, run, signIn } from './site.mjs';

const HOST = { host: 'one.test' };
const env = { MINGCHUANG_ROOT: makeRoot(path.join(root, 'tests/data/runtime')) };
const staff = {};

let server, sites, session;

const plugin = (...args) => run(sites, ['plugin', ...args, '--site', 'one'], '', env);
const visit = (target, options = {}) => get(server, target, { ...HOST, ...options });
const desk = (target) => visit(target, { headers: { cookie: session.cookie } });
const trace = async () => (await visit('/trace.txt')).text.split('\n');

// Both workers, on connections of their own, many times.
async function everywhere(target, status) {
	const answers = await Promise.all(Array.from({ length: 24 }, () => visit(target)));
	for (const rp of answers) assert.equal(rp.status, status, `${target}: ${rp.text}`);
}

before(async () => {
	sites = await makeSites();
	await plugin('enable', 'trace');
	server = await serve({ sites, env, workers: 2 });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	session = await signIn(server, 'keeper');
});
after(() => server?.stop());

test('a plugin refuses what is written, with its reason, before it is', async () => {
	const rp = await staff.writer.api('POST', 'entries', {
		column: 'news', type: 'article', title: '禁止停车', body: BODY });
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.code, 'entry.refused');
	assert.equal(rp.json.field, 'title');
	assert.match(rp.json.detail ?? rp.json.title, /标题里有“禁”字。/);
	const { entries } = await staff.writer.must('GET', `entries?text=${encodeURIComponent('禁止停车')}`);
	assert.equal(entries.length, 0);
	const made = await staff.writer.create({ column: 'news', title: '停车' });
	const save = await staff.writer.api('PUT', `entries/${made.id}`, {
		base_revision: made.revision, title: '禁' });
	assert.equal(save.status, 422, save.text);
});

test('a plugin stops a submission until it is changed or overridden', async () => {
	const made = await staff.writer.create({ column: 'news', body: '<p>拦住</p>' });
	const submit = (more) => staff.writer.api('POST', `entries/${made.id}/submit`, {
		secrecy_checked: true, ...more });
	const rp = await submit();
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.code, 'entry.refused');
	assert.equal((await staff.writer.read(made.id)).state, 'draft');
	assert.equal((await submit({ override: '引用原文' })).status, 200);
});

test('its type, its templates and its part of a page are there', async () => {
	const { id } = await staff.writer.create({ column: 'notes', type: 'note',
		title: '第一篇', body: '<p>正文</p>', colour: '红' });
	await publish(staff, id);
	const rp = await visit(`/notes/${id}.html`);
	assert.equal(rp.status, 200, rp.text);
	assert.match(rp.text, /笔记《第一篇》/);
	assert.match(rp.text, /颜色：红/);
	assert.match(rp.text, /<p>插件的尾巴<\/p>/);
	assert.ok(!/onclick|alert\(1\)/.test(rp.text), 'what it wrote is cleaned');
	const column = await visit('/notes/');
	assert.match(column.text, /笔记栏：笔记/);
	assert.match(column.text, /共 1 篇/);
	assert.ok((await trace()).includes(`published ${id} /notes/${id}.html`));
});

test('a page whose view was changed is kept, and as new as the site', async () => {
	const { id } = await staff.writer.create({ column: 'news', title: '常看' });
	await publish(staff, id);
	const first = await visit(`/news/${id}.html`);
	assert.match(first.text, /插件的尾巴/);
	const again = await visit(`/news/${id}.html`, {
		headers: { 'if-none-match': first.headers.etag } });
	assert.equal(again.status, 304);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, { reason: '内容有误' });
	await everywhere(`/news/${id}.html`, 410);
	assert.ok((await trace()).includes(`withdrawn ${id}`));
});

test('blocks stand on the home page in their order; a broken one is left out', async () => {
	const rp = await visit('/');
	assert.equal(rp.status, 200);
	assert.ok(rp.text.indexOf('第一块') > 0);
	assert.ok(rp.text.indexOf('第一块') < rp.text.indexOf('第二块'));
	assert.ok(!rp.text.includes('半截'));
});

test('head.meta adds tags and links, and nothing that is loaded', async () => {
	for (const [target, kind] of [['/', 'site'], ['/news/', 'column'], ['/trace', 'page']]) {
		const { text } = await visit(target);
		assert.match(text, new RegExp(`<meta name="trace" content="${kind}">`), target);
		assert.match(text, /<link rel="alternate" href="\/trace.txt" type="text\/plain" title="痕迹">/);
		assert.ok(!text.includes('evil.css'));
	}
});

test('a page depends on the query names that it declares', async () => {
	const rp = await visit('/trace?n=5&other=6');
	assert.match(rp.text, /\[5\]\[\]/);
	assert.match((await visit('/trace?other=7')).text, /\[\]\[\]/);
	const again = await visit('/trace?n=5', {
		headers: { 'if-none-match': rp.headers.etag } });
	assert.equal(again.status, 304);
	assert.match(rp.headers['cache-control'], /s-maxage/);
});

test('what a plugin sends as it is has a type of the list', async () => {
	const rp = await visit('/trace.txt');
	assert.equal(rp.headers['content-type'], 'text/plain; charset=utf-8');
	assert.equal(rp.headers.etag, '"one"');
	assert.equal((await visit('/trace.txt', {
		headers: { 'if-none-match': '"one"' } })).status, 304);
	assert.equal((await visit('/trace.html')).status, 500);
});

test('a visitor writes by a form with its token, and by no link', async () => {
	assert.equal((await visit('/trace/write')).status, 500);
	const page = await visit('/trace/ask');
	const cookie = page.headers['set-cookie'][0].split(';')[0];
	const send = (fields) => request(server, 'POST', '/trace/ask', { ...HOST,
		headers: { cookie }, body: new URLSearchParams(fields) });
	const _csrf = csrfOf(cookie.slice(cookie.indexOf('=') + 1));
	assert.equal((await send({ word: '甲' })).status, 403);
	assert.equal((await send({ _csrf })).status, 422);
	assert.equal((await send({ _csrf, word: '甲' })).status, 303);
	await until(async () => (await visit('/trace')).text.includes('asked 甲'),
		'the written row on a kept page');
});

test('its own permission decides, in the desk and in the menu', async () => {
	const rp = await desk('/desk/trace');
	assert.equal(rp.status, 200, rp.text);
	assert.match(rp.text, /<a href="\/desk\/trace" aria-current="page">痕迹一览/);
	const writer = await signIn(server, 'writer');
	const other = await visit('/desk/trace', { headers: { cookie: writer.cookie } });
	assert.equal(other.status, 403);
	assert.ok(!(await visit('/desk/', { headers: { cookie: writer.cookie } }))
		.text.includes('痕迹一览'));
	assert.equal((await visit('/desk/trace')).status, 303);
});

test('it says something beside an entry in the desk', async () => {
	const { id, revision } = await staff.writer.create({ column: 'news' });
	const { text } = await desk(`/desk/entries/${id}/edit`);
	assert.match(text, new RegExp(`痕迹块：修订 ${revision}`));
	assert.match((await desk(`/desk/review/${id}`)).text, /痕迹块：修订/);
});

test('the clerk runs its job', async () => {
	await until(async () => (await trace()).includes('job one'), 'the job');
});

test('off, nothing of it is left, on all workers and without a restart', async () => {
	const { id } = await staff.writer.create({ column: 'notes', type: 'note' });
	await plugin('disable', 'trace');
	for (const target of ['/trace', '/trace.txt', '/assets/trace/trace.js'])
		await everywhere(target, 404);
	const home = (await visit('/')).text;
	assert.ok(!/第一块|name="trace"/.test(home));
	assert.ok(!(await desk('/desk/')).text.includes('痕迹一览'));
	assert.equal((await desk('/desk/trace')).status, 404);
	const column = await command(['column', 'create', '--site', 'one', '--path',
		'more', '--title', '更多', '--type', 'note'], { sites, env });
	assert.equal(column.code, 1, 'its type is no longer known');
	const made = await staff.writer.api('POST', 'entries', {
		column: 'news', type: 'note', title: '笔记' });
	assert.equal(made.status, 422);
	const edit = await desk(`/desk/entries/${id}/edit`);
	assert.ok(edit.status < 500, edit.text);
	assert.equal((await staff.writer.create({ column: 'news', title: '禁止' })).state,
		'draft');
	const { text } = await visit('/notes/');
	assert.ok(!text.includes('笔记栏'));
});

test('on again, it has what it had', async () => {
	await plugin('enable', 'trace');
	await everywhere('/trace', 200);
	await everywhere('/assets/trace/trace.js', 200);
	assert.ok((await trace()).includes('asked 甲'));
});

// Workers open the tables of plugins with their first requests, which has the
// settings read anew while the list of plugins is walked.
test('the first requests after a start are answered by the worker that got them', async () => {
	const house = await makeSites();
	for (const name of ['qa', 'disclosure', 'correction', 'wordcheck'])
		await run(house, ['plugin', 'enable', name, '--site', 'one']);
	for (let i = 0; i < 4; i++) {
		const fresh = freshFolder();
		fs.cpSync(house, fresh, { recursive: true,
			filter: (file) => !path.basename(file).startsWith('.') });
		const one = await serve({ sites: fresh });
		const workers = one.workers.join();
		for (const name of ['writer', 'first', 'second', 'third'])
			await Staff.enter(one, name);
		assert.equal(one.workers.join(), workers);
		await one.stop();
	}
});
