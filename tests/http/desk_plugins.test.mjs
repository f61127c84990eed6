// The staff pages for plugins as a browser without scripts uses them: what
// there is, on and off with what it depends on and its columns, settings, and
// the release of one that failed.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { get, request, root, serve } from './lib.mjs';
import { Staff, makeSites, signIn, siteOf, sql } from './site.mjs';

const HOST = { host: 'one.test' };
const SETTINGS = { heading: '集团公告', notice: '每周更新', footer: '<p>页脚</p>',
	rows: '20', open: '1', order: 'oldest' };

let server, keeper, session;

before(async () => {
	const env = { MINGCHUANG_ROOT: makeRoot(
		path.join(root, 'tests/data/plugins')) };
	server = await serve({ sites: await makeSites(), env, workers: 2 });
	keeper = await Staff.enter(server, 'keeper');
	session = await signIn(server, 'keeper');
});
after(() => server?.stop());

const open = async (target) => {
	const rp = await get(server, `/desk/plugins${target}`,
		{ ...HOST, headers: { cookie: session.cookie } });
	return rp;
};
const send = (target, fields = {}) => request(server, 'POST',
	`/desk/plugins/${target}`, { ...HOST, headers: { cookie: session.cookie },
		body: new URLSearchParams([['_csrf', session.csrf],
			...Object.entries(fields)]) });
const main = (rp) => /<main[^]*<\/main>/.exec(rp.text)[0];
const stateOf = async (name) => /<span class="tag tag-\w+">([^<]+)/
	.exec(main(await open(`/${name}`)))[1];
const visit = (target) => get(server, target, HOST);

async function done(target, fields) {
	const rp = await send(target, fields);
	assert.equal(rp.status, 303, rp.text);
	assert.match(rp.headers.location, /\?done=/);
	const page = await get(server, rp.headers.location,
		{ ...HOST, headers: { cookie: session.cookie } });
	assert.match(page.text, /role="status">[^<]*\p{Script=Han}/u);
}

test('the list tells how each plugin stands', async () => {
	const rp = await open('');
	assert.equal(rp.status, 200);
	for (const text of ['公告板', '来信', '未启用', '无法使用', '使用中',
		'plugins/torn/plugin.lua', 'settings.days.default'])
		assert.ok(main(rp).includes(text), text);
	const torn = main(await open('/torn'));
	assert.ok(torn.includes('settings.days.default'));
	assert.ok(!torn.includes('<button'), 'it can\'t be enabled');
	assert.equal((await open('/nowhere')).status, 404);
});

test('only the keeper of the site may', async () => {
	for (const name of ['writer', 'first', 'stranger']) {
		const { cookie, csrf } = await signIn(server, name);
		const rp = await get(server, '/desk/plugins',
			{ ...HOST, headers: { cookie } });
		assert.equal(rp.status, 403, name);
		assert.ok(!rp.text.includes('href="/desk/plugins"'), 'not in the menu');
		for (const verb of ['enable', 'disable', 'configure', 'release'])
			assert.equal((await request(server, 'POST',
				`/desk/plugins/letters/${verb}`, { ...HOST, headers: { cookie },
					body: new URLSearchParams({ _csrf: csrf }) })).status, 403,
			`${name} ${verb}`);
	}
	assert.equal(await stateOf('letters'), '未启用');
});

test('a plugin is enabled with what it depends on and its column', async () => {
	assert.equal((await visit('/bulletin-board')).status, 404);
	const page = main(await open('/bulletin'));
	assert.ok(page.includes('将同时启用它所依赖的“来信”'));
	assert.match(page, /value="bulletin" checked/);
	assert.match(page, /value="news" disabled/, 'it is there already');
	await done('bulletin/enable', { columns: 'bulletin' });
	assert.equal(await stateOf('bulletin'), '使用中');
	assert.equal(await stateOf('letters'), '使用中');
	assert.equal((await visit('/bulletin/')).status, 200);
	for (let i = 0; i < 6; i++)	// whichever worker answers
		assert.equal((await visit('/bulletin-board')).status, 200);
	assert.equal((await get(server, '/bulletin-board',
		{ host: 'two.test' })).status, 404, 'on this site alone');
});

test('a column that it does not offer is refused', async () => {
	const rp = await keeper.api('POST', 'plugins/bulletin/enable',
		{ columns: ['elsewhere'] });
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.code, 'plugin.column');
});

test('what another one depends on stays', async () => {
	assert.ok(!main(await open('/letters')).includes('button-bad'));
	const rp = await send('letters/disable');
	assert.equal(rp.status, 409);
	assert.ok(main(rp).includes('已启用的插件“公告板”依赖它'));
	assert.equal((await visit('/letters')).status, 200);
});

test('settings are saved, and reach the plugin in all lanes', async () => {
	await done('bulletin/configure', SETTINGS);
	const page = main(await open('/bulletin'));
	for (const text of ['value="集团公告"', '>每周更新<', 'value="20"',
		'value="oldest" selected', 'value="1" checked'])
		assert.ok(page.includes(text), text);
	for (let i = 0; i < 6; i++)
		assert.deepEqual((await visit('/bulletin-board')).json, {
			footer: '<p>页脚</p>', heading: '集团公告', notice: '每周更新',
			open: true, order: 'oldest', rows: 20 });
});

test('what is wrong is said beside it, and stays as it was typed', async () => {
	for (const [name, value] of [['rows', '51'], ['rows', 'zehn'],
		['heading', '长'.repeat(21)], ['order', 'sideways']]) {
		const rp = await send('bulletin/configure',
			{ ...SETTINGS, notice: '另一句', [name]: value });
		assert.equal(rp.status, 422, `${name} ${value}`);
		assert.match(rp.text, new RegExp(`id="s-${name}-bad">[^<]*\\p{Script=Han}`,
			'u'));
		assert.ok(main(rp).includes('>另一句<'));
		if (name !== 'order') assert.ok(main(rp).includes(`value="${value}"`));
	}
	assert.equal((await visit('/bulletin-board')).json.notice, '每周更新');
	const unknown = await send('bulletin/configure', { ...SETTINGS, more: '1' });
	assert.equal(unknown.status, 422);
});

test('an empty number is the default again, and HTML is cleaned', async () => {
	await done('bulletin/configure', { ...SETTINGS, rows: '',
		footer: '<p onclick="x()">好<script>1</script></p>' });
	const { rows, footer } = (await visit('/bulletin-board')).json;
	assert.equal(rows, 10);
	assert.equal(footer, '<p>好</p>');
});

test('what fails is named, taken out of use, and released', async () => {
	await done('bulletin/configure', { ...SETTINGS, rows: '13' });
	for (let i = 1; i <= 3; i++) {
		assert.equal((await visit('/bulletin-board')).status, 500);
		if (i < 3) assert.ok(main(await open('/bulletin')).includes(
			`连续出错 ${i} 次`), `failure ${i}`);
	}
	const page = main(await open('/bulletin'));
	for (const text of ['因故障停用', 'init.lua:7: thirteen rows', '恢复使用'])
		assert.ok(page.includes(text), text);
	assert.ok(main(await open('')).includes('因故障停用'));
	assert.equal((await visit('/bulletin-board')).status, 404);
	await done('bulletin/configure', { ...SETTINGS, rows: '14' });
	await done('bulletin/release');
	for (let i = 0; i < 6; i++)
		assert.equal((await visit('/bulletin-board')).json.rows, 14);
	assert.equal(await stateOf('bulletin'), '使用中');
});

test('a plugin that was disabled leaves nothing but its data', async () => {
	await done('bulletin/disable');
	assert.equal(await stateOf('bulletin'), '未启用');
	for (let i = 0; i < 6; i++)
		assert.equal((await visit('/bulletin-board')).status, 404);
	await done('bulletin/enable', {});
	assert.equal((await visit('/bulletin-board')).json.rows, 14);
});

test('the desk itself stays', async () => {
	assert.ok(main(await open('/desk')).includes('不能停用'));
	assert.equal((await send('desk/disable')).status, 409);
});

test('each deed stands in the record', () => {
	const acts = sql(siteOf(server.sites),
		"SELECT act || ' ' || object FROM audit WHERE act LIKE 'plugin.%'");
	for (const line of ['plugin.enable plugin bulletin',
		'plugin.enable plugin letters', 'plugin.configure plugin bulletin',
		'plugin.release plugin bulletin', 'plugin.disable plugin bulletin'])
		assert.ok(acts.includes(line), line);
});
