// `mingchuang theme check`: the themes that ship are good, and each thing that
// is wrong with one is named with its file and line.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { freshFolder, program, root as home } from './lib.mjs';

const MANIFEST = `return { name = "mine", title = "我的", version = "1.0.0", api = 1, parent = "zhusha" }\n`;

// A root with everything of this one and a theme of its own: {file: text}.
function rootWith(files) {
	const root = freshFolder('root');
	for (const name of ['core', 'lua', 'plugins'])
		fs.symlinkSync(path.join(home, name), path.join(root, name));
	fs.mkdirSync(path.join(root, 'themes/mine'), { recursive: true });
	for (const name of fs.readdirSync(path.join(home, 'themes')))
		fs.symlinkSync(path.join(home, 'themes', name),
			path.join(root, 'themes', name));
	for (const [name, text] of Object.entries({ 'theme.lua': MANIFEST, ...files })) {
		const file = path.join(root, 'themes/mine', name);
		fs.mkdirSync(path.dirname(file), { recursive: true });
		fs.writeFileSync(file, text);
	}
	return root;
}

const check = (name, root = home) => new Promise((done) => {
	execFile(program, ['--sites', freshFolder(), 'theme', 'check', name],
		{ env: { ...process.env, MINGCHUANG_ROOT: root } },
		(error, out, err) => done({ code: error?.code ?? 0, out, err }));
});

for (const name of ['base', 'chihong', 'zhusha']) {
	test(`${name} is good`, async () => {
		const { code, out, err } = await check(name);
		assert.equal(out + err, `${name}: good\n`);
		assert.equal(code, 0);
	});
}

test('a theme of a manifest alone is good', async () => {
	const { code, out } = await check('mine', rootWith({}));
	assert.deepEqual([code, out], [0, 'mine: good\n']);
});

const WRONG = {
	'a name that is not the folder\'s': [{ 'theme.lua':
		MANIFEST.replace('"mine"', '"yours"') }, /theme\.lua: name: "mine" is wanted/],
	'another api': [{ 'theme.lua': MANIFEST.replace('api = 1', 'api = 2') },
		/theme\.lua: api: 1 is wanted/],
	'a parent that isn\'t there': [{ 'theme.lua':
		MANIFEST.replace('zhusha', 'nobody') }, /themes\/nobody\/theme\.lua can't be read/],
	'a parent that is itself': [{ 'theme.lua':
		MANIFEST.replace('zhusha', 'mine') }, /parent: "mine" leads back/],
	'a template that doesn\'t compile': [{ 'templates/entry.html':
		'<% layout("layout") %>\n<% if x then %>\n' },
	/^themes\/mine\/templates\/entry\.html:\d+: if without end/m],
	'an unset name': [{ 'templates/column.html':
		'<% layout("layout") %>\n<h1>标题</h1>\n<%= nobody %>\n' },
	/page \/sample-\w+\/ \(zh\): 500: .*column\.html:3/],
	'a missing partial': [{ 'templates/partials/aside.html':
		'<p>\n<%= include("partials/nowhere") %></p>\n' },
	/aside\.html:2: no template "partials\/nowhere"/],
	'a missing file': [{ 'templates/partials/aside.html':
		'<link rel="stylesheet" href="<%= asset("nowhere.css") %>">\n' },
	/aside\.html:1: no static file "nowhere\.css"/],
	'a text that no language has': [{ 'templates/partials/aside.html':
		'<p><%= t("mine.nowhere") %></p>\n' },
	/aside\.html:1: text "mine\.nowhere" is missing in zh\.lang\n.*aside\.html:1: text "mine\.nowhere" is missing in en\.lang/],
	'a text in one language': [{ 'lang/zh.lang': 'mine.a = 一\n' },
		/lang\/en\.lang: text "mine\.a" is missing/],
	'raw() of a title': [{ 'templates/partials/aside.html':
		'<p><%= raw(entry.title) %></p>\n' }, /aside\.html:1: raw\(entry\.title\)/],
	'a style in an attribute': [{ 'templates/partials/aside.html':
		'\n<p style="color:red">a</p>\n' }, /aside\.html:2: p style="/],
	'a script in the page': [{ 'templates/partials/aside.html':
		'<script>alert(1)</script>\n' }, /aside\.html:1: script: a script in the page/],
	'a script in an attribute': [{ 'templates/partials/aside.html':
		'<p onclick="x()">a</p>\n' }, /aside\.html:1: onclick:/],
	'a picture from elsewhere': [{ 'templates/partials/aside.html':
		'<img src="https://example.org/a.png" alt="">\n' },
	/aside\.html:1: src="http…/],
	'a sheet that loads from elsewhere': [{ 'static/extra.css':
		'/* url(http://a) */\n.a { background: url(https://example.org/a.png); }\n' },
	/extra\.css:2: url\(http/],
	'a script that makes markup': [{ 'static/extra.js':
		'document.body.innerHTML = location.hash;\n' }, /extra\.js:1: \.innerHTML/],
	'a picture with a script': [{ 'static/cover.svg':
		'<svg xmlns="http://www.w3.org/2000/svg">\n<script>1</script></svg>\n' },
	/cover\.svg:2: <script/],
	'two headings': [{ 'templates/partials/column.html':
		'<h1>一</h1>\n<h1>二</h1>\n' }, /page \/sample-\w+\/ \(zh\): 2 h1/],
	'a member that there isn\'t': [{ 'theme.lua':
		MANIFEST.replace('parent', 'parnt') }, /theme\.lua: parnt: there is no such member/],
	'a block that there isn\'t': [{ 'theme.lua':
		MANIFEST.replace(' }', ', blocks = { "wall" } }') }, /theme\.lua: blocks: "wall" is none of/],
	'raw by another name': [{ 'templates/partials/aside.html':
		'<% local r = raw %>\n<p><%= r(site.title) %></p>\n' },
	/aside\.html:1: raw without its bracket/],
	'a script by any spelling': [{ 'templates/partials/aside.html':
		'<p>\n<a ONCLICK=x()>a</a></p>\n' }, /aside\.html:2: ONCLICK: a script in an attribute/],
	'a style in single quotes': [{ 'templates/partials/aside.html':
		"<p style='color:red'>a</p>\n" }, /aside\.html:1: p style="/],
	'an address without quotes': [{ 'templates/partials/aside.html':
		'<img src=https://example.org/a.png alt="">\n' }, /aside\.html:1: src="http…/],
	'the second of several pictures': [{ 'templates/partials/aside.html':
		'<img srcset="/a.png 1x, //example.org/b.png 2x" alt="">\n' },
	/aside\.html:1: srcset="http…/],
	'an address that is put together': [{ 'templates/partials/aside.html':
		'<img src="<%= "https://example.org/a.png" %>" alt="">\n' },
	/page \/sample-\w+\/.*: src="http…/],
	'a form to elsewhere': [{ 'templates/partials/aside.html':
		"<form action='https://example.org/'></form>\n" }, /aside\.html:1: action="http…/],
	'a page that leads away': [{ 'templates/partials/aside.html':
		'<meta http-equiv="refresh" content="0;url=/">\n' }, /aside\.html:1: meta http-equiv="refresh"/],
	'a picture without words': [{ 'templates/partials/aside.html':
		'<img src="/a.png">\n' }, /aside\.html:1: img: a picture has alt/],
	'elements out of order': [{ 'templates/partials/aside.html':
		'<div><section></div></section>\n' }, /page .*: div is closed where section is open/],
	'a name given twice': [{ 'templates/partials/aside.html':
		'<p id="main">a</p>\n' }, /page .*: main: an id that is given twice/],
	'a sheet that breaks off': [{ 'static/extra.css': '.a {\n color: red;\n' },
		/extra\.css:1: \{ without \}/],
	'a sheet with an address in any spelling': [{ 'static/extra.css':
		'.a { background: URL( "https://example.org/a.png") }\n' +
		'.b { background: image-set("//example.org/a.png" 1x) }\n' },
	/extra\.css:1: URL\([^]*extra\.css:2: "\/\/example/],
	'a file that is no UTF-8': [{ 'templates/partials/aside.html':
		Buffer.from('<p>\n\xff</p>\n', 'latin1') }, /aside\.html:2: no UTF-8/],
	'a byte order mark': [{ 'static/extra.css': '\ufeff.a { color: red }\n' },
		/extra\.css:1: begins with a byte order mark/],
	'a file too large': [{ 'static/extra.css': `/*${'x'.repeat(3 << 20)}*/` },
		/extra\.css: can't be read, or is larger than/],
	'a file that nothing reads': [{ 'lang/fr.lang': 'a = b\n', 'style.css': '' },
		/fr\.lang: nothing reads it[^]*style\.css: nothing reads it/],
	'a template of no good name': [{ 'templates/My page.html': '<p>a</p>\n' },
		/My page\.html: no template has such a name/],
	'a kind of file that isn\'t given out': [{ 'static/a.php': '<?php\n' },
		/a\.php: no file of this name or kind is given/],
	'a text given twice': [{ 'lang/zh.lang': 'mine.a = 一\nmine.a = 二\n',
		'lang/en.lang': 'mine.a = one\n' }, /zh\.lang:2: text "mine\.a" is there already/],
	'other names in the other language': [{ 'lang/zh.lang': 'mine.a = {n} 条\n',
		'lang/en.lang': 'mine.a = {m} of them\n' }, /en\.lang: text "mine\.a": the \{names\}/],
	'a frame without what it is around': [{ 'templates/layout.html':
		'<!DOCTYPE html>\n<html lang="zh-CN"><head><title>a</title></head><body>' +
		'<a href="#main">a</a><main id="main"><h1>a</h1></main></body></html>\n' },
	/isn't on it[^]*the footer lacks site\.settings\.sponsor|the footer lacks site\.settings\.sponsor[^]*isn't on it/],
	'a page without the tags of the site': [{ 'templates/partials/meta.html':
		'<title>a</title>\n' }, /page \/ \(zh\): the page lacks the meta tags of the site/],
	'an article without its date': [{ 'templates/entry-article.html':
		'<% layout("layout") %><h1>a</h1><%= raw(entry.body) %>\n' },
	/page \/sample-article\/.*: the page doesn't show when it was published/],
	'an error page that fails': [{ 'templates/error.html':
		'<% layout("layout") %><h1>a</h1><%= nobody %>\n' },
	/page \/no-such-page\/ \(zh\): 404 comes as a bare sentence/],
};

// What is seen in the file by itself: all of these in one theme, each in a file
// of its own, for a check renders every kind of page.
const alone = {}, together = {};
for (const [what, [files, line]] of Object.entries(WRONG)) {
	const [file, text] = Object.entries(files)[0];
	const stem = path.basename(file).replace(/\.\w+$/, '');
	if (!['aside', 'extra', 'cover'].includes(stem) || !line.source.startsWith(stem))
		continue;
	const own = `${stem}-${Object.keys(alone).length}`;
	alone[what] = new RegExp(line.source.replaceAll(`${stem}\\.`, `${own}\\.`));
	together[file.replace(stem, own)] = text;
	delete WRONG[what];
}
const seen = check('mine', rootWith(together));

for (const [what, line] of Object.entries(alone)) {
	test(`${what} is found`, async () => {
		const { code, out } = await seen;
		assert.match(out, line);
		assert.equal(code, 1);
	});
}

for (const [what, [files, line]] of Object.entries(WRONG)) {
	test(`${what} is found`, async () => {
		const { code, out } = await check('mine', rootWith(files));
		assert.match(out, line);
		assert.equal(code, 1);
	});
}

const LAID = {
	'a link': [(at) => fs.symlinkSync('/etc/hostname', at('static/a.txt')),
		/a\.txt: a link: /],
	'a link to nowhere': [(at) => fs.symlinkSync('/nowhere', at('static/a.css')),
		/a\.css: a link: /],
	'a folder in place of a template': [(at) => fs.mkdirSync(at('templates/home.html'),
		{ recursive: true }), /home\.html: a folder where a file is wanted/],
	'a folder in place of the texts': [(at) => fs.mkdirSync(at('lang/zh.lang'),
		{ recursive: true }), /zh\.lang: a folder where a file is wanted/],
	'a file in place of a folder': [(at) => fs.writeFileSync(at('lang'), ''),
		/mine\/lang: a file where a folder is wanted/],
	'a pipe': [(at) => execFileSync('mkfifo', [at('static/theme.css')]),
		/theme\.css: no file/],
	'no manifest': [(at) => fs.rmSync(at('theme.lua')),
		/^themes\/mine\/theme\.lua: No such file/m],
};

for (const [what, [lay, line]] of Object.entries(LAID)) {
	test(`${what} is found`, async () => {
		const root = rootWith({});
		fs.mkdirSync(path.join(root, 'themes/mine/static'));
		lay((name) => {
			const file = path.join(root, 'themes/mine', name);
			fs.mkdirSync(path.dirname(file), { recursive: true });
			return file;
		});
		const { code, out } = await check('mine', root);
		assert.match(out, line);
		assert.equal(code, 1);
	});
}

test('what is wrong on every page is told once', async () => {
	const { out } = await check('mine', rootWith({ 'templates/partials/footer.html':
		'<footer class="site-footer"></footer>\n' }));
	assert.equal(out.match(/lacks site\.settings\.sponsor/g).length, 1);
	assert.match(out, /^\d+ times more on other pages$/m);
});

test('a theme from nothing needs no more than its name: base is below it',
	async () => {
	const { code, out } = await check('mine', rootWith({ 'theme.lua':
		MANIFEST.replace(', parent = "zhusha"', '') }));
	assert.deepEqual([code, out], [0, 'mine: good\n']);
});

test('colours that can\'t be read, and tokens left out, are found', async () => {
	const css = fs.readFileSync(path.join(home,
		'themes/zhusha/static/theme.css'), 'utf8')
		.replace(/--muted: #[0-9a-f]+/, '--muted: #b5aa9e')
		.replace(/ {2}--foot-line:.*\n/, '');
	const { code, out } = await check('mine', rootWith({
		'static/theme.css': css }));
	assert.match(out, /theme\.css:\d+: --muted on --ground: 2\.\d\d to 1, at least 4\.5/);
	assert.match(out, /theme\.css: token --foot-line is missing/);
	assert.equal(code, 1);
});

// A page of each type is rendered: its template fails, and that is told.
for (const type of ['article', 'page', 'topic', 'term', 'person', 'question',
	'disclosure']) {
	test(`the page of a ${type} is rendered`, async () => {
		const { out } = await check('mine', rootWith({
			[`templates/entry-${type}.html`]:
				'<% layout("layout") %><h1>a</h1><%= nobody %>\n' }));
		assert.match(out, new RegExp(`page /sample-${type}/.* \\(zh\\): 500: `));
	});
}

test('a name that can be no folder is wrong use', async () => {
	for (const name of ['../base', 'a/b', ''])
		assert.equal((await check(name)).code, 2, name);
});
