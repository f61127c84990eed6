// The record of acts: sentences instead of numbers, filters, paging, and a
// table to take away; for the audit administrator alone.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { request, serve } from './lib.mjs';
import { Staff, makeSites, publish, signIn, siteOf, write }
	from './site.mjs';

const HOST = 'one.test';
const staff = {};
let sites, server, id;

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	({ id } = await staff.writer.create({ title: '桥面养护三月开工' }));
	await publish(staff, id);
});
after(() => server?.stop());

async function open(user, target, status = 200) {
	const { cookie } = await signIn(server, user, HOST);
	const rp = await request(server, 'GET', target, { host: HOST,
		headers: { cookie } });
	assert.equal(rp.status, status, `${target}: ${rp.text}`);
	return rp;
}

const list = (rp) => /<tbody>[^]*<\/tbody>/.exec(rp.text)?.[0] ?? '';

test('acts are told in sentences, with titles and names', async () => {
	const text = list(await open('auditor', '/desk/audit'));
	for (const sentence of [`新建《桥面养护三月开工》（稿件 ${id}）`,
		`通过《桥面养护三月开工》（稿件 ${id}）的第 2 步审核`,
		`发布《桥面养护三月开工》（稿件 ${id}）`])
		assert.ok(text.includes(sentence), `${sentence}\n${text}`);
	assert.doesNotMatch(text, /entry\.\w|desk\.audit|[0-9a-f]{20}/);
});

test('what was refused says why, in words', async () => {
	const other = await staff.writer.create({ title: '不归他审' });
	await staff.writer.submit(other.id);
	assert.equal((await staff.writer.api('POST', `entries/${other.id}/approve`,
		{ hash: other.hash })).status, 403);
	const text = list(await open('auditor', '/desk/audit?refused=1'));
	assert.match(text, /想要“审核通过”《不归他审》（稿件 \d+），没有成功：没有这项权限/);
	assert.doesNotMatch(text, /permission\.denied|entry\.approve|新建《/);
});

test('it is searched by person, act and day', async () => {
	let text = list(await open('auditor', '/desk/audit?user=second'));
	assert.match(text, /第 2 步审核/);
	assert.doesNotMatch(text, /第 1 步审核|新建《/);
	text = list(await open('auditor', '/desk/audit?act=entry.publish'));
	assert.match(text, /发布《/);
	assert.doesNotMatch(text, /新建《|步审核/);
	assert.match(list(await open('auditor', '/desk/audit?from=2000-01-01')),
		/新建《/);
	assert.equal(list(await open('auditor', '/desk/audit?to=2000-01-01')), '');
	const bad = await open('auditor', '/desk/audit?from=yesterday', 422);
	assert.match(bad.text, /“开始日期”应为有效的日期/);
	assert.match((await open('auditor', '/desk/audit?of=house&act=user')).text,
		/新建用户“writer”|新建用户 writer/);
});

test('pages of it go on behind one another, filters kept', async () => {
	write(siteOf(sites, 'one'), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
		SELECT i + 1 FROM n WHERE i < 120) INSERT INTO audit (at, user,
		user_name, role, act, object, result) SELECT unixepoch(), 1, 'many',
		'editor', 'media.delete', 'media x' || i, 'done' FROM n`);
	const seen = new Set();
	let next = '/desk/audit?user=many&act=media', pages = 0;
	for (; next; pages++) {
		const rp = await open('auditor', next);
		for (const [, i] of list(rp).matchAll(/文件 x(\d+)/g)) seen.add(i);
		next = /href="([^"]*cursor=[^"]*)"/.exec(rp.text)?.[1]
			.replaceAll('&amp;', '&');
		if (next) assert.match(next, /act=media&user=many&cursor=/);
	}
	assert.equal(pages, 3);
	assert.equal(seen.size, 120);
});

test('the table holds all that was found, and runs nothing', async () => {
	await staff.writer.create({ title: '=1+1|cmd' });
	write(siteOf(sites, 'one'), `INSERT INTO audit (at, user_name, role, act,
		object, result, detail) VALUES (unixepoch(), '=HYPERLINK("x")', '',
		'session.create', 'session', 'session.refused', '@SUM(A1)')`);
	const rp = await open('auditor', '/desk/audit.csv');
	assert.match(rp.headers['content-type'], /^text\/csv; charset=utf-8/);
	assert.match(rp.headers['content-disposition'], /attachment/);
	const lines = rp.text.trim().split('\r\n');
	assert.match(lines[0], /^\uFEFF?时间,操作人,用户名,/);
	assert.ok(lines.length > 120, `${lines.length}`);
	for (const line of lines)
		for (const cell of line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/))
			assert.doesNotMatch(cell, /^"?[=+@\t-]/, line);
	const some = await open('auditor', '/desk/audit.csv?act=entry.publish');
	assert.doesNotMatch(some.text, /media\.delete/);
});

test('a long record is cut where the export says so', async () => {
	write(siteOf(sites, 'one'), `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
		SELECT i + 1 FROM n WHERE i < 10001) INSERT INTO audit (at, user_name,
		role, act, object, result) SELECT unixepoch(), 'flood', 'editor',
		'entry.save', 'entry 1', 'done' FROM n`);
	const rp = await open('auditor', '/desk/audit.csv?user=flood');
	const lines = rp.text.trim().split('\r\n');
	assert.equal(lines.length, 1 + 10000 + 1);
	assert.match(lines.at(-1), /以上为最近 10000 条/);
});

test('nobody else reads it, and is told who may', async () => {
	for (const who of ['writer', 'keeper', 'system', 'security']) {
		for (const target of ['/desk/audit', '/desk/audit.csv'])
			assert.match((await open(who, target, 403)).text, /审计管理员/);
		assert.doesNotMatch((await open(who, '/desk/')).text,
			/href="\/desk\/audit"/);
	}
});
