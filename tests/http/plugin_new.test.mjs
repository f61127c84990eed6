// A plugin whose folder comes while the server runs: every process knows it as
// soon as a site uses it, without a restart.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { command, freshFolder, get, post, serve, until } from './lib.mjs';
import { Staff, makeSites, run, signIn } from './site.mjs';

const HOST = { host: 'one.test' };
const env = { MINGCHUANG_ROOT: makeRoot(freshFolder('plugins')) };

let server, sites, keeper, writer, session;

function write(name, files) {
	const folder = path.join(env.MINGCHUANG_ROOT, 'plugins', name);
	fs.mkdirSync(path.join(folder, 'lang'), { recursive: true });
	for (const [file, text] of Object.entries(files))
		fs.writeFileSync(path.join(folder, file), text);
}

const manifest = (name, more = '') => `return { name = "${name}",
	title = "${name}", version = "1.0.0", api = 1, ${more} }`;

const LESSON = {
	'lang/zh.lang': `lesson.kind = 公开课
lesson.field.day = 开课日期
lesson.field.level = 难度
lesson.level.low = 入门
lesson.level.high = 进阶
`,
	'lang/en.lang': `lesson.kind = Lesson
lesson.field.day = First day
lesson.field.level = Level
lesson.level.low = Beginners
lesson.level.high = Advanced
`,
	'init.lua': `local plugin <const> = ...
		plugin:route("lesson.hello", "GET /lesson-hello",
			{ permission = "public" }, function(req)
				return req:json{ hello = true }
			end)
		plugin:route("lesson.send", "POST /lesson-send",
			{ permission = "public", form = true }, function(req)
				return req:json{ sent = true }
			end)`,
	'plugin.lua': manifest('lesson', `types = { { name = "lesson",
		title = "lesson.kind", fields = {
			{ name = "title", kind = "line", max = 80, required = true },
			{ name = "day", kind = "date", required = true,
				label = "lesson.field.day" },
			{ name = "level", kind = "choice", choices = { "low", "high" },
				label = "lesson.field.level" } } } },
		columns = { { path = "lesson", title = "公开课", type = "lesson" } }`),
};

const desk = (target) => get(server, `/desk/${target}`,
	{ ...HOST, headers: { cookie: session.cookie } });

before(async () => {
	sites = await makeSites();
	server = await serve({ sites, env, workers: 2 });
	keeper = await Staff.enter(server, 'keeper');
	writer = await Staff.enter(server, 'writer');
	session = await signIn(server, 'keeper');
	assert.equal((await desk('plugins/lesson')).status, 404);
});
after(() => server?.stop());

test('what the command enables is known to staff and visitors', async () => {
	write('lesson', LESSON);
	await run(sites, ['plugin', 'enable', 'lesson', '--site', 'one'], '', env);
	assert.equal((await get(server, '/lesson-hello', HOST)).status, 200);
	assert.equal((await get(server, '/lesson/', HOST)).status, 200);
	const made = await writer.api('POST', 'entries', { column: 'lesson',
		type: 'lesson', title: '第一课', day: '2026-05-01' });
	assert.equal(made.status, 201, made.text);
	const columns = await desk('columns');
	assert.match(columns.text, /公开课<\/td>/);
	assert.ok(!columns.text.includes('type.lesson'));
	assert.ok(!columns.text.includes('lesson.kind'));
});

test('one that is enabled over the API', async () => {
	write('late', { 'plugin.lua': manifest('late'), 'init.lua': '' });
	await until(async () => (await keeper.api('POST',
		'plugins/late/enable', {})).status === 200);
	// Each worker looks at the folder by itself.
	await until(async () => (await desk('plugins/late')).status === 200);
});

test('one that was still being copied is tried again', async () => {
	write('torn', { 'plugin.lua': 'return { name = ', 'init.lua': '' });
	const state = async () => (await keeper.api('GET', 'plugins')).json.plugins
		.find((p) => p.name === 'torn')?.state;
	await until(async () => await state() === 'broken');
	write('torn', { 'plugin.lua': manifest('torn') });
	await until(async () => await state() === 'off');
});

test('faults of a field name it as the type does', async () => {
	const say = async (fields, lang) => {
		const rp = await writer.api('POST', 'entries', { column: 'lesson',
			type: 'lesson', title: '第二课', ...fields },
		{ headers: { 'accept-language': lang } });
		assert.equal(rp.status, 422, rp.text);
		return rp.json.detail;
	};
	assert.equal(await say({}, 'zh-CN'), '请填写“开课日期”。');
	assert.match(await say({ day: 'soon' }, 'zh-CN'), /^“开课日期”应为有效的日期/);
	assert.match(await say({ day: 'soon' }, 'en'), /First day/);
	assert.match(await say({ day: '2026-05-01', level: 'x' }, 'zh-CN'),
		/^“难度”.*low, high/);
});

test('a wrong manifest: which file and key, and what is wanted', async () => {
	const said = async (fields) => {
		write('secret', { 'init.lua': '', 'plugin.lua': manifest('secret', fields) });
		const rp = await command(['plugin', 'check', 'secret'], { sites, env });
		assert.notEqual(rp.code, 0);
		return rp.err;
	};
	const type = (field) => `types = { { name = "secret", title = "secret",
		fields = { { name = "title", kind = "line" }, { ${field} } } } }`;
	let text = await said(type('name = "phone", kind = "line", private = true'));
	for (const part of ['plugins/secret/plugin.lua', 'private_', 'consent_',
		'"phone"']) assert.ok(text.includes(part), text);
	assert.equal(text.trim().split('\n').length, 1, text);
	text = await said('colour = "red"');
	for (const part of ["'colour'", 'description', 'depends'])
		assert.ok(text.includes(part), text);
});

test('an error page says each thing once', async () => {
	const words = (rp) => /<main[^]*<\/main>/.exec(rp.text)[0]
		.replace(/<[^>]*>/g, '\n').split('\n').map((w) => w.trim()).filter(Boolean);
	const stale = await post(server, '/lesson-send',
		new URLSearchParams({ a: '1' }), HOST);
	assert.equal(stale.status, 403);
	assert.deepEqual(words(stale), ['403', '页面已经过期',
		'页面已经过期，这次提交没有生效。请刷新页面后再试，内容不会丢失。', '返回首页']);
	const missing = await get(server, '/no/such/page', HOST);
	assert.equal(missing.status, 404);
	assert.deepEqual(words(missing), ['404', '没有找到这个页面',
		'请核对网址，或从首页和上方导航中查找。', '返回首页']);
});
