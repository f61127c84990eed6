// The home page is put together in the desk without scripts: blocks chosen by
// name, moved by buttons, previewed, saved; and what a new site still lacks is
// told to its keeper.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, post, request, serve } from './lib.mjs';
import { Staff, makeSites, publish, run, signIn } from './site.mjs';

const HOST = { host: 'one.test' };
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU' +
	'lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const staff = {};
let sites, server;

before(async () => {
	sites = await makeSites();
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'about',
		'--title', '单位概况']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	for (const [column, title] of [['news', '要闻一则'], ['about', '概况一则']]) {
		const { id } = await staff.writer.create({ column, title });
		await publish(staff, id);
	}
});
after(() => server?.stop());

const open = async (user, target) => {
	const { cookie } = await signIn(server, user);
	return get(server, target, { ...HOST, headers: { cookie } });
};
const send = async (user, target, fields) => {
	const { cookie, csrf } = await signIn(server, user);
	return post(server, target, new URLSearchParams({ _csrf: csrf, ...fields }),
		{ ...HOST, headers: { cookie } });
};

// The rows that the form holds.
function rowsOf(html) {
	const chosen = (name, i) => new RegExp(`<select[^>]* name="${name}_${i}">` +
		'[^]*?</select>').exec(html)?.[0].match(/value="([^"]*)" selected/)?.[1];
	const rows = [];
	for (let i = 1; html.includes(`name="block_${i}"`); i++)
		rows.push([chosen('block', i), chosen('column', i), new RegExp(
			`name="limit_${i}"[^>]* value="([^"]*)"`).exec(html)[1]]);
	return rows;
}
const fields = (rows) => Object.fromEntries(rows.flatMap(([b, c, l], i) =>
	[[`block_${i + 1}`, b], [`column_${i + 1}`, c], [`limit_${i + 1}`, l]]));
const move = async (rows, verb, more = {}) => {
	const rp = await send('keeper', '/desk/home',
		{ ...fields(rows), do: verb, ...more });
	assert.equal(rp.status, 200, rp.text);
	return rowsOf(rp.text);
};

const A = ['list', 'news', '3'], B = ['cards', 'about', ''],
	C = ['headline', 'news', ''];

test('styles have Chinese names, and say what they show', async () => {
	const { text } = await open('keeper', '/desk/home');
	for (const part of ['头条', '图片轮播', '通栏入口', '图文卡片', '插件版块',
		'最新稿件的标题和日期'])
		assert.ok(text.includes(part), part);
	assert.match(text, /首页按栏目顺序自动排列/);
});

test('rows are added, moved and removed, and nothing is stored', async () => {
	assert.deepEqual(await move([A, B, C], 'up-3'), [A, C, B]);
	assert.deepEqual(await move([A, B, C], 'down-1'), [B, A, C]);
	assert.deepEqual(await move([A, B, C], 'up-1'), [A, B, C]);
	assert.deepEqual(await move([A, B, C], 'down-3'), [A, B, C]);
	assert.deepEqual(await move([A, B, C], 'remove-2'), [A, C]);
	assert.deepEqual(await move([A], 'add', { new: 'band' }),
		[A, ['band', undefined, '']]);
	const planned = await move([], 'plan');
	assert.deepEqual(planned.slice(0, 2).map((r) => r.slice(0, 2)),
		[['headline', 'news'], ['carousel', 'news']]);
	assert.ok(planned.some(([b, c]) => b === 'list' && c === 'about'));
	for (const odd of ['up-99', 'remove-0', 'down-x', 'fly', '']) await move([A], odd);
	assert.deepEqual(rowsOf((await open('keeper', '/desk/home')).text), []);
});

test('a preview shows the arrangement to the keeper, and stores nothing',
	async () => {
	const rp = await send('keeper', '/desk/home/preview', fields([B]));
	assert.equal(rp.status, 200);
	assert.match(rp.text, /还没有保存的区块/);
	assert.match(rp.text, /概况一则/);
	assert.doesNotMatch(/<main[^]*<\/main>/.exec(rp.text)[0], /要闻一则/);
	assert.match(rp.headers['x-robots-tag'], /noindex/);
	assert.match(rp.headers['cache-control'], /no-store/);
	assert.match((await get(server, '/', HOST)).text, /要闻一则/);
	const other = await send('writer', '/desk/home/preview', fields([B]));
	assert.equal(other.status, 403);
	assert.doesNotMatch(other.text, /概况一则/);
	for (const odd of [{ block_1: 'none', column_1: 'nowhere', limit_1: '-1' }, {}])
		assert.equal((await send('keeper', '/desk/home/preview', odd)).status, 200);
});

test('what is saved is the home page, in that order', async () => {
	const saved = await send('keeper', '/desk/home',
		{ ...fields([B, A]), do: 'save' });
	assert.equal(saved.status, 303, saved.text);
	assert.deepEqual(rowsOf((await open('keeper', '/desk/home')).text), [B, A]);
	const { text } = await get(server, '/', HOST);
	assert.ok(text.indexOf('概况一则') < text.lastIndexOf('要闻一则'));
	const back = await send('keeper', '/desk/home', { do: 'auto' });
	assert.equal(back.status, 303);
	assert.deepEqual(rowsOf((await open('keeper', '/desk/home')).text), []);
});

test('a row that can not be shown is named, and what was typed stays',
	async () => {
	for (const [row, why] of [[['list', '', ''], /第 2 行：本站没有路径/],
		[['list', 'nowhere', ''], /nowhere/], [['wall', 'news', ''], /没有“wall”/],
		[['list', 'news', '51'], /1 至 50/], [['list', 'news', 'x'], /1 至 50/]]) {
		const rp = await send('keeper', '/desk/home',
			{ ...fields([A, row]), do: 'save' });
		assert.equal(rp.status, 422, `${row}`);
		assert.match(/role="alert">([^<]+)</.exec(rp.text)[1], why);
		assert.equal(rowsOf(rp.text).length, 2);
	}
	assert.equal((await open('writer', '/desk/home')).status, 403);
});

test('the keeper of a new site is told what it lacks, until it is there',
	async () => {
	const bench = async () => (await open('keeper', '/desk/')).text;
	let text = await bench();
	assert.match(text, /开站检查/);
	for (const part of ['主办单位：', 'ICP 备案号', '公安备案号', '联系方式'])
		assert.ok(text.includes(part), part);
	assert.doesNotMatch(text, /第 [\d、]+ 步没有审核员/);
	assert.match(text, /建议<\/span> 网站标识码/);
	const site = (values) => staff.keeper.api('PUT', 'site', values);
	const rp = await site({ profile: 'government', sponsor: '北渡县' });
	assert.equal(rp.status, 200, rp.text);
	text = await bench();
	assert.match(text, /必须<\/span> 网站标识码/);
	assert.doesNotMatch(text, /主办单位：/);
	await site({ profile: 'enterprise', contact: '办公室', icp: '某ICP备1号',
		police: '某公网安备1号', site_code: '1234567890', phone: '1',
		address: '某路 1 号', description: '简介', keywords: '词' });
	const left = [...(await bench()).matchAll(/<li><span class="tag[^>]*>[^<]*<\/span> ([^<]*)/g)];
	assert.deepEqual(left.map((m) => m[1].slice(0, 4)), ['空白栏目']);
	assert.doesNotMatch((await open('writer', '/desk/')).text, /开站检查/);
});

test('a step of review without people is told to the keeper', async () => {
	await run(sites, ['user', 'disable', 'second']);
	assert.match((await open('keeper', '/desk/')).text, /第 2 步没有审核员/);
	await run(sites, ['user', 'enable', 'second']);
	assert.doesNotMatch((await open('keeper', '/desk/')).text, /没有审核员/);
});

test('a logo is uploaded, shown on every page, kept, and taken down', async () => {
	const { cookie, csrf } = await signIn(server, 'keeper');
	const upload = (file) => {
		const form = 'xx-boundary-xx';
		const head = `--${form}\r\ncontent-disposition: form-data; name="_csrf"` +
			`\r\n\r\n${csrf}\r\n--${form}\r\ncontent-disposition: form-data; ` +
			`name="file"; filename="logo.png"\r\ncontent-type: image/png\r\n\r\n`;
		return request(server, 'POST', '/desk/site/logo', { ...HOST,
			headers: { cookie, 'content-type': `multipart/form-data; boundary=${form}` },
			body: Buffer.concat([Buffer.from(head), file,
				Buffer.from(`\r\n--${form}--\r\n`)]) });
	};
	assert.equal((await upload(Buffer.from('no picture'))).status, 415);
	assert.equal((await upload(Buffer.alloc(0))).status, 422);
	const done = await upload(PICTURE);
	assert.equal(done.status, 303, done.text);
	const [, url, hash] = /class="brand-emblem" src="(\/media\/([0-9a-f]{64})\/logo)"/
		.exec((await get(server, '/', HOST)).text);
	const file = await get(server, url, HOST);
	assert.equal(file.status, 200);
	assert.equal(file.headers['content-type'], 'image/png');
	const kept = await send('keeper', `/desk/media/${hash}/delete`, {});
	assert.match(kept.text, /这张图片是网站标志/);
	assert.equal((await send('keeper', '/desk/site/logo', { do: 'drop' })).status,
		303);
	assert.match((await get(server, '/', HOST)).text,
		/class="brand-emblem" src="\/assets\//);
	assert.equal((await get(server, url, HOST)).status, 404);
	assert.equal((await send('keeper', `/desk/media/${hash}/delete`, {})).status,
		303);
	assert.equal((await send('writer', '/desk/site/logo', { do: 'drop' })).status,
		403);
});
