// People and teams through the whole server: rows of honours in the desk's form
// as a browser without scripts sends them, who may see what, and what is left
// when a consent is withdrawn.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { request, serve, until } from './lib.mjs';
import { Staff, makeSites, publish, run, signIn, sql, write }
	from './site.mjs';

const HOST = 'one.test';
const NAME = '贾木兰', STORY = '她守着九号窑炉二十一年';
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU' +
	'lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const CONSENT = { consent_number: '同意书 7 号', consent_date: '2026-01-01',
	consent_until: '2031-01-01', consent_scope: '姓名和事迹' };
const PERSON = { column: 'people', type: 'person', title: NAME, kind: '个人',
	unit: '示例陶瓷厂', body: `<p>${STORY}。</p>`, ...CONSENT,
	honours: [{ year: 2020, level: '市级', honour: '市劳动模范' }] };

const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'showcase', '--site', 'one']);
	await run(sites, ['plugin', 'enable', 'wordcheck', '--site', 'one']);
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'people',
		'--title', '劳模风采', '--type', 'person']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const visit = (target) => request(server, 'GET', target, { host: HOST });

async function upload() {
	const form = new FormData();
	form.append('file', new Blob([PICTURE], { type: 'image/png' }), '肖像.png');
	const body = new Response(form);
	const rp = await staff.writer.api('POST', 'media',
		Buffer.from(await body.arrayBuffer()),
		{ headers: { 'content-type': body.headers.get('content-type') } });
	assert.equal(rp.status, 201, rp.text);
	return rp.json;
}

test('a column of people takes no other type: nobody gets round the consent', async () => {
	const article = { type: 'article', title: NAME, body: `<p>${STORY}。</p>` };
	const made = await staff.writer.api('POST', 'entries',
		{ ...article, column: 'people' });
	assert.equal(made.status, 422, made.text);
	assert.equal(made.json.code, 'type.column');
	assert.match(made.json.detail ?? made.json.title, /劳模风采/);
	const { id, revision } = await staff.writer.create({ ...article, column: 'news' });
	const moved = await staff.writer.api('PUT', `entries/${id}`,
		{ base_revision: revision, column: 'people' });
	assert.equal(moved.json.code, 'type.column');
	const person = await staff.writer.api('POST', 'entries',
		{ ...PERSON, column: 'news' });
	assert.equal(person.json.code, 'type.column');
});

test('honours are typed row by row, and a blank row is none', async () => {
	const { id } = await staff.writer.create(PERSON);
	const session = await signIn(server, 'writer');
	const page = await request(server, 'GET', `/desk/entries/${id}/edit`,
		{ host: HOST, headers: { cookie: session.cookie } });
	assert.equal(page.status, 200);
	assert.match(page.text, /name="honours-1-honour" value="市劳动模范"/);
	assert.match(page.text, /name="honours-4-year"/);	// rows to spare
	const base = /name="base_revision" value="(\d+)"/.exec(page.text)[1];
	const form = { _csrf: session.csrf, base_revision: base, column: 'people',
		title: NAME, kind: '个人', unit: '示例陶瓷厂', body: `<p>${STORY}。</p>`,
		...CONSENT, _then: 'leave' };
	const send = (rows) => request(server, 'POST', `/desk/entries/${id}/edit`, {
		host: HOST, headers: { cookie: session.cookie },
		body: new URLSearchParams({ ...form, ...rows }) });

	const wrong = await send({ 'honours-1-year': '', 'honours-3-year': '2021',
		'honours-3-level': '国家级', 'honours-3-honour': '' });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /荣誉 1 · 荣誉名称/);
	assert.match(wrong.text, /name="honours-3-year" value="2021"/);

	const saved = await send({ 'honours-1-year': '', 'honours-3-year': '2021',
		'honours-3-level': '国家级', 'honours-3-honour': '技术能手' });
	assert.equal(saved.status, 303, saved.text);
	const { content } = await staff.writer.read(id);
	assert.deepEqual(content.honours,
		[{ honour: '技术能手', level: '国家级', year: 2021 }]);
	const diff = await request(server, 'GET', `/desk/entries/${id}/diff`,
		{ host: HOST, headers: { cookie: session.cookie } });
	assert.match(diff.text, /<del>2020.*<ins>2021/);
});

test('the consent is for staff, what it covers for everybody', async () => {
	const { id } = await staff.writer.create(PERSON);
	await publish(staff, id);
	const page = await visit(`/people/${id}.html`);
	assert.equal(page.status, 200);
	assert.ok(page.text.includes(STORY));
	for (const target of [`/people/${id}.html`, '/people/', '/showcase/wall',
		'/showcase/years', `/api/v1/live/${id}`, '/api/v1/live'])
		assert.ok(!(await visit(target)).text.includes('同意书 7 号'), target);
	const found = (q) => visit(`/search?q=${encodeURIComponent(q)}`);
	assert.ok((await found('九号窑炉')).text.includes(NAME));
	assert.match((await found('同意书')).text, /没有找到/);
	const { json } = await visit(`/api/v1/live/${id}`);
	assert.equal(json.content.honours[0].year, 2020);
	assert.equal(json.content.consent_until, undefined);
});

test('a consent that ended can\'t be submitted', async () => {
	const { id } = await staff.writer.create({ ...PERSON,
		consent_until: '2026-01-02' });
	const rp = await staff.writer.api('POST', `entries/${id}/submit`,
		{ secrecy_checked: true });
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.field, 'consent_until');
});

test('a page whose consent is over is gone before the clerk comes', async () => {
	const { id } = await staff.writer.create({ ...PERSON, title: '计时',
		body: '<p>到期的文字。</p>' });
	await publish(staff, id);
	// As if the day had come: nobody has asked for the page yet.
	write(path.join(sites, 'one/data/site.db'), `UPDATE live SET content = json_set(content, '$.consent_until',
		'2026-01-02') WHERE entry = ${id}`);
	const page = await visit(`/people/${id}.html`);
	assert.equal(page.status, 410);
	assert.ok(page.text.includes('期限已到'));
	assert.ok(!page.text.includes('计时') && !page.text.includes('到期的文字'));
	assert.ok(!(await visit('/showcase/wall?kind=%E4%B8%AA%E4%BA%BA')).text
		.includes('计时'));
	await staff.keeper.must('POST', `entries/${id}/withdraw`,
		{ reason: '同意到期' });
});

// Nothing of a folder, or of a file that somebody works with and is gone.
const bytesOf = (file) => (fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?
	fs.readFileSync(file) : Buffer.alloc(0));

test('a purge from the desk leaves no trace of the person', async () => {
	const database = path.join(sites, 'one/data/site.db');
	const hits = (id) => Number(sql(database,
		`SELECT count(*) FROM wordcheck_found WHERE entry = ${id}`));
	const picture = await upload();
	const { id } = await staff.writer.create({ ...PERSON,
		title: '容若水', body: '<p>她住在木樨弄，电话 13800138000。</p>', cover: picture.hash });
	await publish(staff, id);
	assert.equal((await visit(picture.url)).status, 200);
	assert.equal(hits(id), 1);
	const session = await signIn(server, 'keeper');
	const send = (fields) => request(server, 'POST', `/desk/entries/${id}/purge`,
		{ host: HOST, headers: { cookie: session.cookie },
			body: new URLSearchParams({ _csrf: session.csrf, ...fields }) });
	const unsure = await send({ reason: '本人撤回同意' });
	assert.equal(unsure.status, 422);
	assert.ok(unsure.text.includes('请先勾选确认'));
	assert.equal((await visit(`/people/${id}.html`)).status, 200);

	assert.equal((await send({ reason: '本人撤回同意', sure: '1' })).status, 303);
	const gone = await visit(`/people/${id}.html`);
	assert.equal(gone.status, 410);
	assert.ok(gone.text.includes('本人撤回同意'));
	assert.equal(hits(id), 0);	// they hold parts of the text
	assert.equal((await visit(picture.url)).status, 404);
	for (const target of [`/people/${id}.html`, '/', '/people/', '/showcase/wall',
		'/showcase/years', '/api/v1/live'])
		assert.ok(!(await visit(target)).text.includes('容若水'), target);
	const again = await staff.keeper.api('POST', `entries/${id}/untrash`);
	assert.equal(again.status, 409);
	assert.equal(again.json.code, 'entry.purged');

	// Nor in any file of the site; the record of it holds.
	const data = path.join(sites, 'one/data');
	const holding = () => fs.readdirSync(data, { recursive: true })
		.filter((name) => ['容若水', '木樨弄'].some((word) =>
			bytesOf(path.join(data, name)).includes(word)));
	// While somebody reads, the journal can't be cut: the clerk comes again.
	await until(() => holding().length === 0, 'the end of the last trace');
	assert.ok(!fs.existsSync(path.join(data, 'media', picture.hash.slice(0, 2),
		picture.hash)));
	await run(sites, ['ledger', 'verify', '--site', 'one']);
	const acts = sql(path.join(data, 'site.db'),
		`SELECT act, title, reason FROM ledger WHERE entry = ${id}`);
	assert.equal(acts, 'publish||\npurge||本人撤回同意\n');

	// A backup made now is without it, and can be restored.
	const copy = path.join(sites, 'one.tar.gz');
	await run(sites, ['backup', 'one', copy]);
	await run(sites, ['restore', copy, '--as', 'again']);
	await run(sites, ['ledger', 'verify', '--site', 'again']);
	assert.ok(!fs.readFileSync(path.join(sites, 'again/data/site.db'))
		.includes('木樨弄'));
});

test('writers and reviewers can\'t purge', async () => {
	const { id } = await staff.writer.create(PERSON);
	for (const name of ['writer', 'third']) {
		const rp = await staff[name].api('POST', `entries/${id}/purge`,
			{ reason: '本人撤回同意' });
		assert.equal(rp.status, 403, rp.text);
	}
	assert.equal((await staff.writer.read(id)).title, NAME);
});
