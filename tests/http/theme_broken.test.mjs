// A theme that fails takes no site down: pages come without what is broken,
// staff are told, and a theme with a fault can't be chosen.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { command, freshFolder, get, root as home, serve } from './lib.mjs';
import { Staff, makeSites, run } from './site.mjs';

const MANIFEST = `return { name = "mine", title = "我的", version = "1.0.0", api = 1, parent = "chihong" }\n`;
const BROKEN = {
	'a loop': ['templates/home.html', '<% while true do end %>\n'],
	'all memory': ['templates/home.html',
		'<% local t = {} while true do t[#t + 1] = ("x"):rep(1e5) .. #t end %>\n'],
	'an endless page': ['templates/home.html',
		'<% while true do %><%= ("x"):rep(100000) %><% end %>\n'],
	'templates in themselves': ['templates/home.html',
		'<%= include("home") %>\n'],
	'an unset name': ['templates/home.html',
		'<% layout("layout") %><h1><%= nobody %></h1>\n'],
	'a syntax error in the frame': ['templates/layout.html',
		'<html><% if x then %>\n'],
	'a frame without end': ['templates/layout.html', '<% layout("layout") %>\n'],
	'no UTF-8': ['templates/layout.html', Buffer.from([0x3c, 0x70, 0x3e, 0xff])],
	'a file too large': ['templates/layout.html', 'x'.repeat(600 * 1024)],
	'a folder in place of a file': ['templates/layout.html', null],
	'a manifest with a syntax error': ['theme.lua', 'return {\n'],
	'a manifest without end': ['theme.lua', 'while true do end\n'],
	'a parent that is not there': ['theme.lua', MANIFEST.replace('chihong', 'nobody')],
	'a parent that is itself': ['theme.lua', MANIFEST.replace('chihong', 'mine')],
};
const UNSEEN = ['a loop', 'all memory', 'an endless page',
	'templates in themselves', 'an unset name', 'a folder in place of a file'];

const root = freshFolder('root'), mine = path.join(root, 'themes/mine');
const env = { MINGCHUANG_ROOT: root };
let sites;

function write(name, text) {
	const file = path.join(mine, name);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	if (text === null) fs.mkdirSync(file);
	else fs.writeFileSync(file, text);
}

function whole() {
	fs.rmSync(mine, { recursive: true, force: true });
	write('theme.lua', MANIFEST);
}

before(async () => {
	for (const name of ['core', 'lua', 'plugins'])
		fs.symlinkSync(path.join(home, name), path.join(root, name));
	fs.mkdirSync(mine, { recursive: true });
	for (const name of fs.readdirSync(path.join(home, 'themes')))
		fs.symlinkSync(path.join(home, 'themes', name),
			path.join(root, 'themes', name));
	whole();
	sites = await makeSites();
	await run(sites, ['site', 'create', 'three', '--title', '第三个站',
		'--host', 'three.test', '--theme', 'mine'], '', env);
});

// The server while `use` runs, then none.
async function serving(use) {
	const server = await serve({ sites, env, workers: 1 });
	try {
		return await use(server);
	} finally {
		await server.stop();
	}
}

for (const [what, [file, text]] of Object.entries(BROKEN)) {
	test(`${what}: the site stays open, and staff are told`, async () => {
		whole();
		write(file, text);
		await serving(async (server) => {
			const page = await get(server, '/', { host: 'three.test' });
			assert.equal(page.status, 200, page.text);
			assert.match(page.text, /<title>第三个站<\/title>[^]*<\/html>/);
			assert.equal((await get(server, '/none/',
				{ host: 'three.test' })).status, 404);
			assert.equal((await get(server, '/desk/sign-in',
				{ host: 'three.test' })).status, 200);
			if (text === null) return;	// as if there were none
			assert.match(page.headers['cache-control'] ?? '',
				file === 'theme.lua' ? /./ : /private/);
			const keeper = await Staff.enter(server, 'system', 'three.test');
			assert.ok(keeper.token);
			assert.match(server.log, file === 'theme.lua' ?
				/theme mine can't be used, \w+ stands in: themes\// :
				/site three: home fails and is shown without templates of theme mine/);
		});
	});
}

test('staff read which template fails, until it works again', async () => {
	await run(sites, ['user', 'grant', 'keeper', '--role', 'site_keeper@three'], '', env);
	const bench = (server, keeper) => get(server, '/desk/', { host: 'three.test',
		headers: { authorization: `Bearer ${keeper.token}` } });
	whole();
	write('templates/home.html', '<h1>\n<%= nobody %></h1>\n');
	await serving(async (server) => {
		const keeper = await Staff.enter(server, 'keeper', 'three.test');
		await get(server, '/', { host: 'three.test' });
		assert.match((await bench(server, keeper)).text,
			/主题有错误：home [^<]*themes\/mine\/templates\/home\.html:2/);
		assert.match((await get(server, '/desk/site', { host: 'three.test',
			headers: { authorization: `Bearer ${keeper.token}` } })).text,
		/role="alert">主题有错误：home /);
	});
	whole();
	await serving(async (server) => {
		const keeper = await Staff.enter(server, 'keeper', 'three.test');
		await get(server, '/', { host: 'three.test' });
		assert.doesNotMatch((await bench(server, keeper)).text, /主题有错误/);
	});
});

test('a template of the site that fails gives way to the theme\'s', async () => {
	whole();
	const own = path.join(sites, 'three/templates');
	fs.mkdirSync(own, { recursive: true });
	fs.writeFileSync(path.join(own, 'home.html'), '<%= nobody %>');
	await serving(async (server) => {
		const page = await get(server, '/', { host: 'three.test' });
		assert.equal(page.status, 200);
		assert.match(server.log, /home fails and is shown without templates of the site/);
	});
	fs.rmSync(own, { recursive: true });
});

for (const [what, [file, text]] of Object.entries(BROKEN)) {
	if (UNSEEN.includes(what)) continue;	// in one page, found by theme check
	test(`${what}: it can't be chosen`, async () => {
		whole();
		write(file, text);
		await serving(async (server) => {
			const keeper = await Staff.enter(server, 'keeper');
			const rp = await keeper.api('PUT', 'site', { theme: 'mine' });
			assert.equal(rp.status, 422, rp.text);
			assert.equal(rp.json.code, 'setting.theme');
			assert.equal(rp.json.field, 'theme');
			assert.match(rp.json.detail, /themes\/\w+\/|layout 'layout'/);
			assert.equal((await keeper.must('GET', 'site')).theme, 'chihong');
			if (what === 'a frame without end') return;	// runs, if in a server
			const { code, err } = await command(['site', 'create', 'four',
				'--title', '四', '--host', 'four.test', '--theme', 'mine'],
			{ sites, env });
			assert.equal(code, 1, err);
			assert.match(err, /mine|themes/);
		});
	});
}

test('a site whose theme is broken keeps its other settings changeable', async () => {
	whole();
	write('theme.lua', 'return {\n');
	await serving(async (server) => {
		const keeper = await Staff.enter(server, 'keeper', 'three.test');
		const { settings } = await keeper.must('PUT', 'site',
			{ theme: 'mine', slogan: '照常' });
		assert.equal(settings.slogan, '照常');
		await keeper.must('PUT', 'site', { theme: 'zhusha' });
		await keeper.must('PUT', 'site', { theme: null });
	});
});

test('in development whoever writes the theme sees the fault', async () => {
	whole();
	write('templates/home.html', '<h1>\n<%= nobody %></h1>\n');
	await run(sites, ['site', 'create', 'five', '--title', '五', '--host',
		'five.test', '--theme', 'mine'], '', env);
	const server = await serve({ sites, env, workers: 1, args: ['--development'] });
	const page = await get(server, '/', { host: 'five.test' });
	assert.equal(page.status, 500);
	assert.match(page.text, /home\.html:2/);
	await server.stop();
});

after(() => whole());
