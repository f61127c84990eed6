// `plugin check`, and enabling, find what would fail in the middle of somebody's
// work, and say file, key or line and what is expected.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { command, freshFolder } from './lib.mjs';
import { makeSites } from './site.mjs';

const env = { MINGCHUANG_ROOT: makeRoot(freshFolder('plugins')), LANG: 'C' };
const folder = path.join(env.MINGCHUANG_ROOT, 'plugins/odd');
let sites;

before(async () => { sites = await makeSites(); });

const manifest = (more) => `return { name = "odd", title = "异样",
	version = "1.0.0", api = 1, capabilities = { "db" }, ${more} }`;
const type = (fields, name = 'odd') => `types = { { name = "${name}",
	title = "odd", fields = { { name = "title", kind = "line",
	required = true }, ${fields} } } }`;
const route = (address) => ({ 'init.lua': `local plugin <const> = ...
	plugin:route("odd.x", "${address}", { permission = "public" },
		function(req) return req:json{} end)` });

// What check says of a plugin with these files; enabling it says the same.
async function said(files) {
	fs.rmSync(folder, { recursive: true, force: true });
	for (const [file, text] of Object.entries({ 'plugin.lua': manifest(''),
		'init.lua': '', ...files })) {
		const to = path.join(folder, file);
		fs.mkdirSync(path.dirname(to), { recursive: true });
		fs.writeFileSync(to, text);
	}
	const checked = await command(['plugin', 'check', 'odd'], { sites, env });
	const enabled = await command(['plugin', 'enable', 'odd', '--site', 'one'],
		{ sites, env });
	assert.equal(enabled.code, checked.code, `${checked.err}${enabled.err}`);
	const reason = checked.err.trim().replace(/^.*?plugins\/odd/, 'plugins/odd').replace(/\.$/, '');
	assert.ok(enabled.err.includes(reason), `${checked.err}${enabled.err}`);
	if (checked.code === 0) await command(['plugin', 'disable', 'odd',
		'--site', 'one'], { sites, env });
	return checked.code === 0 ? '' : checked.err;
}

// Files, and all that has to be said of them.
const cases = {
	'a migration that is no SQL': [{ 'migrations/001_a.sql': 'CREATE TALBE x;' },
		'migrations/001_a.sql', 'TALBE'],
	'one that drops a table of the core': [{
		'migrations/001_a.sql': 'DROP TABLE live;' },
	'migrations/001_a.sql', 'odd_'],
	'one with a foreign name': [{
		'migrations/001_a.sql': 'CREATE TABLE foreign_rows (a INTEGER);' },
	'migrations/001_a.sql', 'odd_'],
	'a trigger on a table of the core': [{ 'migrations/001_a.sql':
		`CREATE TABLE odd_a (x INTEGER); CREATE TRIGGER odd_t AFTER INSERT ON entry
		BEGIN INSERT INTO odd_a VALUES (1); END;` },
	'migrations/001_a.sql', 'odd_'],
	'a migration without a number': [{ 'migrations/x.sql': 'SELECT 1;' },
		'migrations/x.sql', '001_'],
	'numbers that begin later': [{ 'migrations/003_a.sql': 'SELECT 1;' },
		'migrations', '001'],
	'a number that is there twice': [{ 'migrations/001_a.sql': 'SELECT 1;',
		'migrations/001_b.sql': 'SELECT 1;' }, '001_'],
	'a template without its end': [{
		'templates/page.html': '<p>\n<% if x then %>\n</p>' },
	'plugins/odd/templates/page.html', 'end'],
	'a line of texts that is none': [{ 'lang/zh.lang': 'odd.a = 甲\n胡写\n' },
		'lang/zh.lang:2', 'key = text'],
	'a key that is there twice': [{
		'lang/zh.lang': 'odd.a = 甲\nodd.b = 乙\nodd.a = 丙\n' },
	'lang/zh.lang:3', 'odd.a', 'line 1'],
	'a key that one language lacks': [{ 'lang/zh.lang': 'odd.a = 甲\n',
		'lang/en.lang': '# none\n' }, 'lang/en.lang', 'odd.a'],
	'a label that is no text': [{ 'plugin.lua': manifest(`settings = { a = {
		kind = "line", default = "", label = "odd.nothing" } }`) },
	'settings.a.label', 'odd.nothing'],
	'a column of no type': [{ 'plugin.lua': manifest(`columns = { {
		path = "odd", title = "异", type = "nope" } }`) },
	'columns[1].type', 'nope'],
	'a job that init.lua has not': [{ 'plugin.lua': manifest(`jobs = { {
		name = "fetch", every = 60 } }`) }, 'fetch', 'plugin:job'],
	'a type that another plugin has': [{ 'plugin.lua': manifest(type('',
		'question')) }, 'question'],
	'a route of another plugin': [route('GET /feed/rss.xml'), 'odd.x', 'feeds'],
	'the home page': [route('GET /'), 'odd.x', 'fixed'],
	'all articles': [route('GET /{path*}/{id:int}.html'), 'odd.x', 'fixed'],
	'files of the core': [route('GET /media/{hash}/{name}'), 'odd.x', '/media'],
	'a page of search': [route('GET /search'), '/search'],
	'articles of its own column': [{ ...route('GET /odd/{id:int}.html'),
		'plugin.lua': manifest(`columns = { { path = "odd", title = "异" } }`) },
	'odd.x', 'column'],
	'a pattern that is none': [{ 'plugin.lua': manifest(type(`{ name = "code",
		kind = "line", pattern = "(" }`)) },
	'plugins/odd/plugin.lua', 'types[1]', '"code"', 'regular expression'],
	'a name of a type': [{ 'plugin.lua': manifest(type('', 'T x')) },
		'types[1].name', 'a-z', 'T x'],
	'a kind of a field': [{ 'plugin.lua': manifest(type(
		'{ name = "a", kind = "bad" }')) },
	'types[1]', '"a"', '"bad"', 'choice'],
	'a text that is no UTF-8': [{ 'plugin.lua': Buffer.concat([
		Buffer.from('return { title = "'), Buffer.from([0xff]),
		Buffer.from('" }')]) }, 'plugins/odd/plugin.lua', 'title', 'UTF-8'],
	'compiled Lua': [{ 'plugin.lua': Buffer.from('\x1bLuaT', 'latin1') },
		'plugins/odd/plugin.lua', 'source'],
	'a kind of a setting': [{ 'plugin.lua': manifest(
		'settings = { a = { kind = "foo" } }') },
	'settings.a.kind', 'choice'],
};

for (const [name, [files, ...parts]] of Object.entries(cases))
	test(name, async () => {
		const text = await said(files);
		for (const part of parts)
			assert.ok(text.includes(part), `${part} in: ${text}`);
	});

test('what is whole is good', async () => {
	assert.equal(await said({
		'plugin.lua': manifest(`columns = { { path = "odd", title = "异",
			type = "odd" } }, jobs = { { name = "fetch", every = 60 } }, ${
			type('{ name = "a", kind = "line", label = "odd.a" }')}`),
		'init.lua': `local plugin <const> = ...
			plugin:job("fetch", function() end)
			plugin:route("odd.list", "GET /odd/list", { permission = "public" },
				function(req) return req:json{} end)`,
		'migrations/001_a.sql': 'CREATE TABLE odd_a (x INTEGER) STRICT;',
		'templates/page.html': '<p><%= 1 %></p>',
		'lang/zh.lang': 'odd.a = 甲\n', 'lang/en.lang': 'odd.a = A\n',
	}), '');
});

test('pages of a plugin hide no column, whichever comes first', async () => {
	const at = (args) => command(args, { sites, env });
	assert.equal(await said(route('GET /letterbox/{path*}')), '');
	fs.writeFileSync(path.join(folder, 'init.lua'),
		route('GET /news/{path*}')['init.lua']);
	let rp = await at(['plugin', 'enable', 'odd', '--site', 'one']);
	assert.equal(rp.code, 1);
	assert.match(rp.err, /news/);
	fs.writeFileSync(path.join(folder, 'init.lua'),
		route('GET /letterbox/{path*}')['init.lua']);
	rp = await at(['plugin', 'enable', 'odd', '--site', 'one']);
	assert.equal(rp.code, 0, rp.err);
	rp = await at(['column', 'create', '--site', 'one', '--path', 'letterbox',
		'--title', '信箱']);
	assert.equal(rp.code, 1);
	assert.match(rp.err, /异样/);
});
