// Terms through the whole server: index and redirects, links in articles that
// follow each change although pages are kept, and published versions.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { request, serve } from './lib.mjs';
import { Staff, makeSites, publish, run } from './site.mjs';

const HOST = 'one.test';
const TERM = { column: 'wiki', type: 'term', title: '集体合同', category: '权益',
	aliases: ['集体协议'], summary: '书面协议。', body: '<p>双方订立。</p>',
	sources: [{ name: '示例法', link: 'https://example.cn/a', date: '2020-01-01' }] };

const staff = {};
let server;

before(async () => {
	const sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'encyclopedia', '--site', 'one']);
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'wiki',
		'--title', '知识百科', '--type', 'term']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const visit = (target) => request(server, 'GET', target, { host: HOST });

async function make(fields) {
	const { id } = await staff.writer.create(fields);
	await publish(staff, id);
	return id;
}

test('links in kept pages follow what happens to the term', async () => {
	const news = await make({ body: '<p>签订集体协议。</p><h2>集体合同</h2>' });
	const article = `/news/notice/${news}.html`;
	assert.ok(!(await visit(article)).text.includes('term-link'));
	const id = await make(TERM);
	const link = `<a href="/wiki/${id}.html" class="term-link">集体协议</a>`;
	assert.ok((await visit(article)).text.includes(link));
	assert.ok((await visit(article)).text.includes(link));	// kept by now
	assert.ok((await visit(article)).text.includes('<h2>集体合同</h2>'));

	const { revision } = await staff.writer.read(id);
	await staff.writer.must('PUT', `entries/${id}`,
		{ base_revision: revision, aliases: [] });
	await publish(staff, id);
	assert.ok(!(await visit(article)).text.includes(link));

	await staff.keeper.must('POST', `entries/${id}/withdraw`,
		{ reason: '内容有误' });
	assert.equal((await visit('/term/%E9%9B%86%E4%BD%93%E5%90%88%E5%90%8C'))
		.status, 404);
});

test('names lead to the term for good; nonsense leads nowhere', async () => {
	const id = await make({ ...TERM, title: '工会', aliases: ['职工会', 'Union'] });
	for (const name of ['工会', '工會', '职工会', 'union', 'UNION']) {
		const rp = await visit(`/term/${encodeURIComponent(name)}`);
		assert.equal(rp.status, 301, name);
		assert.equal(new URL(rp.headers.location, 'http://x').pathname,
			`/wiki/${id}.html`);
	}
	for (const name of ['%00', '%ff', "'%20OR%201=1", 'x'.repeat(2000), '..%2f'])
		assert.ok([400, 404, 414].includes((await visit(`/term/${name}`)).status),
			name);
	for (const query of ['q=%22*%3A%5E', `q=${encodeURIComponent('长'.repeat(300))}`, 'q=%00', 'page=-1',
		'page=99999999999', 'letter=%25', 'category=%27'])
		assert.ok([200, 400, 404].includes(
			(await visit(`/encyclopedia/index?${query}`)).status), query);
});

test('a term\'s page has its sources and says since when', async () => {
	const id = await make({ ...TERM, title: '厂务公开', aliases: [] });
	const { text } = await visit(`/wiki/${id}.html`);
	assert.match(text, /<a href="https:\/\/example\.cn\/a">示例法<\/a>/);
	assert.match(text, /changwugongkai/);
	assert.match(text, /廠務公開/);
	assert.match(text, new RegExp(`href="/wiki/${id}/versions"`));
});

test('versions show what was published, never a draft or what was withdrawn',
	async () => {
		const id = await make({ ...TERM, title: '职代会', aliases: [],
			body: '<p>旧文。</p>' });
		const url = `/wiki/${id}/versions`;
		const save = async (body) => {
			const { revision } = await staff.writer.read(id);
			await staff.writer.must('PUT', `entries/${id}`,
				{ base_revision: revision, body });
		};
		assert.ok(!(await visit(url)).text.includes('<ins>'));
		await save('<p>新文。</p>');
		await publish(staff, id);
		const changed = await visit(url);
		assert.match(changed.text, /<del>旧<\/del><ins>新<\/ins>/);
		await save('<p>草稿不见人。</p>');
		assert.ok(!(await visit(url)).text.includes('草稿'));
		assert.equal((await visit(`${url}?version=3`)).status, 404);
		assert.ok((await visit(`${url}?version=1`)).text.includes('旧文'));
		const moved = await visit(`/else/${id}/versions`);
		assert.equal(moved.status, 301);

		await staff.keeper.must('POST', `entries/${id}/withdraw`,
			{ reason: '内容有误' });
		for (const target of [url, `${url}?version=1`]) {
			const rp = await visit(target);
			assert.equal(rp.status, 410);
			assert.ok(!rp.text.includes('旧文'));
		}
	});
