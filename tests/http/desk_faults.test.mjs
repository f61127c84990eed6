// What people read when something isn't allowed, is broken, or is gone: plain
// Chinese with who could, and the place in the files only for developers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { command, freshFolder, get, post, serve, until } from './lib.mjs';
import { Staff, makeSites, run, signIn } from './site.mjs';

const HOST = { host: 'one.test' };
const env = { MINGCHUANG_ROOT: makeRoot(freshFolder('plugins')) };
let sites, server, developing;
const folders = [];

function writePlugin(name, init) {
	const folder = path.join(env.MINGCHUANG_ROOT, 'plugins', name);
	fs.mkdirSync(path.join(folder, 'templates'), { recursive: true });
	fs.writeFileSync(path.join(folder, 'plugin.lua'), `return { name = "${name}",
		title = "插件${name}", version = "1.0.0", api = 1 }`);
	fs.writeFileSync(path.join(folder, 'init.lua'), init);
	fs.writeFileSync(path.join(folder, 'templates/page.html'),
		'<p>\n<%= nothing_of_that_name %></p>\n');
}

before(async () => {
	writePlugin('tears', `local plugin <const> = ...
		plugin:route("tears.lua", "GET /tears/lua", { permission = "public" },
			function() error("torn apart") end)
		plugin:route("tears.page", "GET /tears/page", { permission = "public" },
			function(req) return req:render("tears/page", {}) end)`);
	for (const name of ['away', 'away2']) writePlugin(name, 'local _ = ...');
	for (let i = 0; i < 2; i++) {
		folders[i] = await makeSites();
		const templates = path.join(folders[i], 'two/templates');
		fs.mkdirSync(templates, { recursive: true });
		fs.writeFileSync(path.join(templates, 'home.html'), '<p>\n<% if %>\n');
		for (const name of ['tears', 'away', 'away2'])
			await run(folders[i], ['plugin', 'enable', name, '--site', 'one'], '',
				env);
	}
	[sites] = folders;
	server = await serve({ sites, env });
	developing = await serve({ sites: folders[1], env,
		args: ['--development'] });
});
after(() => Promise.all([server?.stop(), developing?.stop()]));

const desk = async (user, target, from = server) => {
	const { cookie } = await signIn(from, user);
	return get(from, target, { ...HOST, headers: { cookie } });
};
const words = (rp) => (/<main[^]*<\/main>/.exec(rp.text)?.[0] ?? rp.text)
	.replace(/<[^>]*>/g, ' ');

test('what is not allowed is said in Chinese, with who could do it', async () => {
	for (const [user, target, who] of [
		['writer', '/desk/users', '系统管理员、安全管理员'],
		['writer', '/desk/audit', '审计管理员'],
		['first', '/desk/site', '站点主管、系统管理员'],
		['keeper', '/desk/policy', '安全管理员'],
		['system', '/desk/entries', '投稿员'],
		['auditor', '/desk/media', '站点主管']]) {
		const rp = await desk(user, target);
		assert.equal(rp.status, 403, target);
		assert.match(words(rp), /您没有“\p{Script=Han}[^”]*”的权限/u, words(rp));
		assert.ok(words(rp).includes(who), `${target}: ${words(rp)}`);
		assert.doesNotMatch(words(rp), /[a-z]+\.[a-z_]+/, words(rp));
	}
});

test('a reviewer of another step is told whose step it is', async () => {
	const writer = await Staff.enter(server, 'writer');
	const { id, hash } = await writer.create();
	await writer.submit(id);
	const { cookie, csrf } = await signIn(server, 'second');
	const rp = await post(server, `/desk/review/${id}/approve`,
		new URLSearchParams({ _csrf: csrf, hash }), { ...HOST,
			headers: { cookie } });
	assert.equal(rp.status, 403);
	assert.match(words(rp), /负责这一步的审核员/);
});

test('where a template or a plugin broke is shown to developers', async () => {
	for (const [target, place] of [
		['/tears/lua', /plugins\/tears\/init\.lua:3: torn apart/],
		['/tears/page', /plugins\/tears\/templates\/page\.html:2/]]) {
		const rp = await get(developing, target, HOST);
		assert.equal(rp.status, 500);
		assert.match(rp.text, place);
	}
});

test('and to nobody else, signed in or not', async () => {
	for (const target of ['/tears/lua', '/tears/page'])
		for (const user of [null, 'keeper']) {
			const rp = user ? await desk(user, target) :
				await get(server, target, HOST);
			assert.equal(rp.status, 500);
			assert.doesNotMatch(rp.text, /\.lua|page\.html|torn|nothing_of/);
			assert.match(rp.text, /系统出现故障|页面暂时/);
			await run(sites, ['plugin', 'release', 'tears', '--site', 'one'], '',
				env);
		}
	await until(() => /init\.lua:3: torn apart/.test(server.err), 'the place');
});

test('a template that does not compile is no fault of the request', async () => {
	const other = { host: 'two.test' };
	const shown = await get(developing, '/', other);
	assert.equal(shown.status, 500);
	assert.match(shown.text, /home\.html:2/);
	const rp = await get(server, '/', other);	// the theme's stands in
	assert.equal(rp.status, 200);
	assert.doesNotMatch(rp.text, /home\.html/);
});

test('a plugin whose folder is gone is switched off in the desk and by command',
	async () => {
	for (const name of ['away', 'away2'])
		fs.rmSync(path.join(env.MINGCHUANG_ROOT, 'plugins', name),
			{ recursive: true });
	await server.stop();
	const own = await serve({ sites, env });
	assert.match(words(await desk('keeper', '/desk/plugins', own)),
		/away\s[^]*文件夹不在了/);
	const { cookie, csrf } = await signIn(own, 'keeper');
	const send = (target) => post(own, target, new URLSearchParams({ _csrf: csrf }),
		{ ...HOST, headers: { cookie } });
	assert.match(words(await get(own, '/desk/plugins/away',
		{ ...HOST, headers: { cookie } })), /plugins\/away 已被移走/);
	assert.match(words(await send('/desk/plugins/away/enable')),
		/文件夹不在了，无法启用/);
	const off = await send('/desk/plugins/away/disable');
	assert.equal(off.status, 303, off.text);
	await own.stop();
	const rp = await command(['plugin', 'disable', 'away2', '--site', 'one'],
		{ sites, env });
	assert.equal(rp.code, 0, rp.err);
	const left = await command(['plugin', 'list', '--site', 'one'],
		{ sites, env });
	assert.match(left.out, /tears/);
	assert.doesNotMatch(left.out, /away/);
});
