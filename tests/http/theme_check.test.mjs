// `mingchuang theme check`: the themes that ship are good, and each thing that
// is wrong with one is named with its file and line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
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
	/templates\/entry\.html: .*entry\.html:\d+:/],
	'an unset name': [{ 'templates/column.html':
		'<% layout("layout") %>\n<h1>标题</h1>\n<%= nobody %>\n' },
	/page \/sample-article\/ \(zh\): 500: .*column\.html:3/],
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
		'\n<p style="color:red">a</p>\n' }, /aside\.html:2:\s+style="/],
	'a script in the page': [{ 'templates/partials/aside.html':
		'<script>alert(1)</script>\n' }, /aside\.html:1: a script in the page/],
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
		'<h1>一</h1>\n<h1>二</h1>\n' }, /page \/sample-article\/ \(en\): 2 h1/],
};

for (const [what, [files, line]] of Object.entries(WRONG)) {
	test(`${what} is found`, async () => {
		const { code, out } = await check('mine', rootWith(files));
		assert.match(out, line);
		assert.equal(code, 1);
	});
}

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
