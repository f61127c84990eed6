// The first page of a new site, which has no template and no plan of its own:
// a block for each column that has something to show, in the menu's order, in
// each theme.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { freshFolder, get, serve } from './lib.mjs';
import { Staff, addUser, publish, run } from './site.mjs';

const COLUMNS = [['news', '新闻中心'], ['party', '党的建设'],
	['service', '职工服务'], ['union', '工会天地'], ['safety', '安全生产'],
	['culture', '企业文化'], ['people', '先进典型']];
const THEMES = ['base', 'chihong', 'zhusha'];
const REVIEWERS = ['first', 'second', 'third'];

const sites = freshFolder(), staff = {};
let server;

before(async () => {
	for (const theme of THEMES) {
		await run(sites, ['site', 'create', theme, '--title', '江城集团',
			'--host', `${theme}.test`, '--theme', theme]);
		for (const [name, title] of [...COLUMNS, ['empty', '没有稿件'],
			['news/notice', '通知公告']])
			await run(sites, ['column', 'create', '--site', theme, '--path', name,
				'--title', title]);
	}
	await addUser(sites, 'writer', ...THEMES.map((t) => `contributor@${t}`));
	for (const [i, name] of REVIEWERS.entries())
		await addUser(sites, name, ...THEMES.map((t) => `reviewer${i + 1}@${t}`));
	server = await serve({ sites });
	for (const theme of THEMES) {
		staff[theme] = {};
		for (const name of ['writer', ...REVIEWERS])
			staff[theme][name] = await Staff.enter(server, name, `${theme}.test`);
	}
});
after(() => server?.stop());

async function write(theme, column, title) {
	const { id } = await staff[theme].writer.create({ column, title });
	await publish(staff[theme], id);
	return id;
}

const home = async (theme) => {
	const rp = await get(server, '/', { host: `${theme}.test` });
	assert.equal(rp.status, 200, rp.text);
	return rp.text;
};

// Titles of the blocks, in their order.
const blocks = (page) =>
	[...page.matchAll(/<h2 class="block-title">([^<]*)<\/h2>/g)]
		.map((m) => m[1]);

for (const theme of THEMES) {
	test(`${theme}: where nothing is published there is no blank block`,
		async () => {
		assert.deepEqual(blocks(await home(theme)), []);
	});

	test(`${theme}: each column with an entry has its block`, async () => {
		for (const [column, title] of COLUMNS)
			await write(theme, column, `${title}的消息`);
		const page = await home(theme);
		assert.deepEqual(blocks(page).sort(), COLUMNS.map(([, t]) => t).sort());
		for (const [column, title] of COLUMNS) {
			assert.match(page, new RegExp(`class="block-more" href="/${column}/"`));
			assert.match(page, new RegExp(`${title}的消息`));
		}
	});

	test(`${theme}: a block shows what is in the columns below its own`,
		async () => {
		const id = await write(theme, 'news/notice', '停电检修的通知');
		const page = await home(theme);
		assert.match(page, new RegExp(`href="/news/notice/${id}\\.html"`));
		assert.match(page, /停电检修的通知/);
	});
}
