// Feeds of columns whose entries are questions, terms, people and disclosed
// documents: what a reader wants of each, and nothing that is private.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { command, get, serve } from './lib.mjs';
import { Staff, addUser, makeSites, run } from './site.mjs';

const day = (days) => new Date(Date.now() + days * 864e5 + 8 * 3600e3)
	.toISOString().slice(0, 10);
const host = 'one.test', SECRET = '同意书第七十七号';
const ENTRIES = {
	question: { column: 'qa', title: '夜班补贴怎么算', category: '劳动权益',
		question: '按什么标准 <算>？', answered_by: '权益保障部',
		body: '<p>按职代会通过的标准。</p>' },
	term: { column: 'encyclopedia', title: '职代会', category: '民主管理',
		summary: '职工行使民主权利的机构', body: '<p>全称职工代表大会。</p>' },
	person: { column: 'showcase', title: '贾木兰', kind: '个人', unit: '示例纺织厂',
		position: '挡车工', summary: '接线能手', body: '<p>她从不误工。</p>',
		consent_number: SECRET, consent_date: day(-10),
		consent_until: day(300), consent_scope: `${SECRET}范围`,
		honours: [{ year: 2019, level: '市级', honour: '市劳动模范' }] },
	disclosure: { column: 'disclosure', title: '答复办法', issuer: '办公室',
		category: 'disclosure_rule', scope: 'disclosure_society',
		validity: 'disclosure_valid', signed_date: '2026-01-12',
		body: '<p>五个工作日内答复。</p>' },
};
const WANTED = { question: ['按什么标准', '按职代会通过的标准'],
	term: ['全称职工代表大会'], disclosure: ['五个工作日内答复'] };
let server;

before(async () => {
	const sites = await makeSites();
	for (const name of ['qa', 'encyclopedia', 'showcase', 'disclosure', 'feeds'])
		await run(sites, ['plugin', 'enable', name, '--site', 'one']);
	await addUser(sites, 'editor', 'editor@one');
	server = await serve({ sites });
	const staff = {};
	for (const name of ['editor', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	for (const [type, fields] of Object.entries(ENTRIES)) {
		const { id } = await staff.editor.create({ type, ...fields });
		await staff.editor.submit(id);
		for (const name of ['first', 'second', 'third'])
			assert.equal((await staff[name].approve(id)).status, 200);
		fields.url = `http://one.test/${fields.column}/${id}.html`;
	}
	await staff.editor.create({ type: 'term', ...ENTRIES.term, url: undefined,
		title: '没有发布的词' });
});
after(() => server?.stop());

async function items(target) {
	const rp = await get(server, target, { host });
	assert.equal(rp.status, 200, target);
	assert.doesNotMatch(rp.text, new RegExp(`${SECRET}|consent|没有发布的词`), target);
	const { code, out } = await command(['feed', 'parse'], { input: rp.text });
	assert.equal(code, 0, target);
	return JSON.parse(out).items;
}

for (const [type, fields] of Object.entries(ENTRIES))
	test(`a column of the type ${type} has a feed with what it says`, async () => {
		for (const format of ['rss.xml', 'atom.xml', 'feed.json']) {
			const [item, ...more] = await items(`/feed/${format}/column/${fields.column}`);
			assert.deepEqual(more, []);
			assert.equal(item.title_text, fields.title);
			assert.equal(item.link, fields.url);
			for (const text of WANTED[type] ?? [])
				assert.ok(item.content.includes(text), `${format}: ${text}`);
		}
	});

test('of people only name and summary go out, which are soon told again', async () => {
	for (const target of ['/feed/atom.xml', '/feed/atom.xml/column/showcase'])
		for (const item of await items(target))
			if (item.title_text === '贾木兰')
				assert.ok(!(item.content ?? '').includes('从不误工'));
	const [item] = await items('/feed/rss.xml/column/showcase');
	assert.match(item.summary ?? item.content, /接线能手/);
});

test('a question in a feed is text, and its answer HTML', async () => {
	const [item] = await items('/feed/feed.json/column/qa');
	assert.match(item.content, /<blockquote><p>按什么标准 &lt;算&gt;？<\/p><\/blockquote>\s*<p>按职代会/);
});

test('the search has a feed of each, found by its text', async () => {
	for (const [q, type] of [['夜班补贴', 'question'], ['职工代表大会', 'term'],
		['接线能手', 'person'], ['工作日内', 'disclosure']]) {
		const found = await items(`/feed/rss.xml/search?q=${encodeURIComponent(q)}`);
		assert.ok(found.some((item) => item.link === ENTRIES[type].url), q);
	}
	const { text } = await get(server, `/feed/rss.xml/search?q=${encodeURIComponent(SECRET)}`,
		{ host });
	assert.doesNotMatch(text, /<item>/);
});
