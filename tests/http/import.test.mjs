// Moving an old site in by the command: exports, documents, pages and tables
// become drafts, once each; what is wrong is told, by file and line.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import test, { before } from 'node:test';
import { command, freshFolder, get, program, root, serve } from './lib.mjs';
import { Staff, addUser, makeSites, publish, run, siteOf, sql } from './site.mjs';
import { zip } from './zip.mjs';

const LANG = { LANG: 'zh_CN.UTF-8' };
const PICTURE = fs.readFileSync(path.join(root,
	'sites/jiangcheng/demo/media/bridge.png'));
let sites, folder;

before(async () => {
	sites = await makeSites();
	folder = freshFolder('old');
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'about',
		'--title', '本单位', '--type', 'page']);
	await addUser(sites, 'notices', 'contributor@one:news/notice');
});

function write(name, content) {
	const file = path.join(folder, name);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, content);
	return file;
}

async function take(kind, file, { column = 'news', user = 'writer',
	more = [] } = {}) {
	const done = await command(['import', kind, ...[file].flat(), '--site', 'one',
		'--column', column, '--user', user, ...more], { sites, env: LANG });
	return { ...done, items: done.out.split('\n').filter(Boolean)
		.map((line) => JSON.parse(line)) };
}

const show = async (id) => JSON.parse(await run(sites,
	['entry', 'show', String(id), '--site', 'one']));
const count = (table) => Number(sql(siteOf(sites),
	`SELECT count(*) FROM ${table}`));

test('a table gives a draft for each good line, and once only', async () => {
	const file = write('list.csv', '标题,正文,日期,来源,标签,编辑,备注\n' +
		'职工书屋开放,"周一至周六开放。\n欢迎光临。",2019年5月1日,办公室,工会、读书,林晓,无\n' +
		'坏"的一行,一,二,三,四,五,六,七\n' +
		'第二条,<p>带<b>标签</b><script>x</script></p>,没有日期,,,,\n');
	let done = await take('csv', file);
	assert.equal(done.code, 1);
	assert.deepEqual(done.items.map((i) => [i.title, i.from]), [
		['职工书屋开放', `${file}:2`], ['第二条', `${file}:5`]]);
	assert.match(done.err, /list\.csv:4: 这一行的内容比表头/);
	assert.match(done.err, /list\.csv:5: 日期无法识别，没有导入：没有日期/);
	assert.match(done.err, /list\.csv:5: 正文中的 <script> 不能用在本站/);
	assert.match(done.err, /没有这些字段.*备注/);
	const entry = await show(done.items[0].id);
	assert.equal(entry.state, 'draft');
	assert.equal(entry.author.name, 'writer');
	assert.equal(entry.content.body, '<p>周一至周六开放。</p><p>欢迎光临。</p>');
	assert.equal(entry.content.signed_date, '2019-05-01');
	assert.equal(entry.content.source, '办公室');
	assert.equal(entry.content.editor, '林晓');
	assert.deepEqual(entry.content.tags, ['工会', '读书']);
	assert.match((await show(done.items[1].id)).content.body,
		/^<p>带<b>标签<\/b><\/p>/);
	const before = count('entry');
	done = await take('csv', file);
	assert.equal(done.code, 1);
	assert.deepEqual(done.items.map((i) => i.already), [true, true]);
	assert.match(done.err, /0 \/ 2 \/ 1/);
	assert.equal(count('entry'), before);
	fs.writeFileSync(file, fs.readFileSync(file, 'utf8')
		.replace('坏"的一行,一,二,三,四,五,六,七', '好了的一行,文字,,,,,'));
	done = await take('csv', file);
	assert.equal(done.code, 0, done.err);
	assert.deepEqual(done.items.map((i) => i.already), [true, undefined, true]);
});

test('what is done stands in the record, by whom and as what', () => {
	const rows = sql(siteOf(sites), 'SELECT act, user_name, result FROM audit' +
		" WHERE object = 'entry 1' ORDER BY id").trim().split('\n');
	assert.deepEqual(rows, ['entry.create|writer|done',
		'entry.import|writer|done']);
});

test('only those who may write in the column move texts in', async () => {
	const file = write('one.csv', 'title,body\n不许,一\n');
	const before = count('entry');
	for (const user of ['first', 'stranger', 'notices', 'nobody']) {
		const done = await take('csv', file, { user });
		assert.equal(done.code, 1, user);
		assert.equal(done.out, '');
		assert.match(done.err, user === 'nobody' ? /nobody/ : /没有“新建稿件”的权限/);
	}
	await run(sites, ['user', 'disable', 'other']);
	assert.equal((await take('csv', file, { user: 'other' })).code, 1);
	assert.equal((await take('csv', file, { column: 'nowhere' })).code, 1);
	assert.equal((await take('csv', path.join(folder, 'none.csv'))).code, 1);
	assert.equal(count('entry'), before);
	assert.equal((await take('csv', file, { user: 'notices',
		column: 'news/notice' })).code, 0);
});

test('wrong use is told apart', async () => {
	for (const args of [['import'], ['import', 'csv', 'x'],
		['import', 'xls', 'x', '--site', 'one', '--column', 'news', '--user', 'writer'],
		['import', 'csv', '--site', 'one', '--column', 'news', '--user', 'writer']])
		assert.equal((await command(args, { sites })).code, 2, args.join(' '));
});

test('a dry run says what would be and writes nothing', async () => {
	const before = [count('entry'), count('media'), count('audit')];
	const file = write('dry/page.html', '<title>试</title><p>文<img src="a.png">');
	write('dry/a.png', PICTURE);
	const done = await take('html', file, { more: ['--dry-run'] });
	assert.equal(done.code, 0, done.err);
	assert.deepEqual(done.items, [{ title: '试', from: file, trial: true }]);
	assert.match(done.err, /试运行.*1 \/ 0 \/ 0/);
	assert.deepEqual([count('entry'), count('media'), count('audit')], before);
});

test('what is no page is refused, and one without a text is told', async () => {
	let done = await take('html', write('picture.html', PICTURE));
	assert.equal(done.code, 1);
	assert.match(done.err, /这不是网页文件/);
	done = await take('html', write('empty.html', '<svg/>'), { more: ['--dry-run'] });
	assert.equal(done.items[0].title, 'empty');
	assert.match(done.err, /没有正文/);
});

test('a page comes with what lies beside it, and nothing from outside', async () => {
	write('secret.txt', '外面的文件');
	write('site/img/a.png', PICTURE);
	write('site/news/b.txt', '附件的文字');
	fs.symlinkSync(path.join(folder, 'secret.txt'),
		path.join(folder, 'site/news/link.txt'));
	const file = write('site/news/12.html', '<html><head><meta charset="utf-8">' +
		'<title>迁移的通知_旧站</title><meta name="SiteName" content="旧站">' +
		'<meta name="PubDate" content="2018-03-04 10:00"></head><body><nav>导航</nav>' +
		'<article><p>正文 <img src="../img/a.png" alt="桥"> <a href="b.txt">附件</a>' +
		'<a href="13.html">下一篇</a> <a href="link.txt">链接</a>' +
		'<a href="../../secret.txt">外面</a><img src="none.png"></p></article>');
	const done = await take('html', file, { more: ['--files', path.join(folder, 'site')] });
	assert.equal(done.code, 0, done.err);
	const { content } = await show(done.items[0].id);
	assert.equal(content.title, '迁移的通知');
	assert.equal(content.signed_date, '2018-03-04');
	assert.match(content.body, /<img src="\/media\/[0-9a-f]{64}\/a\.png" alt="桥">/);
	assert.match(content.body, /href="\/media\/[0-9a-f]{64}\/b\.txt"/);
	assert.match(content.body, /href="\/news\/13\.html"/);
	assert.doesNotMatch(content.body, /导航|none\.png/);
	assert.doesNotMatch(content.body, /media\/[0-9a-f]{64}\/(link|secret)/);
	for (const name of ['news/link.txt', 'secret.txt', 'news/none.png'])
		assert.match(done.err, new RegExp(`没有收进来：${name}`));
});

const export_ = (items) => '<?xml version="1.0" encoding="UTF-8"?>\n<rss ' +
	'xmlns:wp="http://wordpress.org/export/1.2/" ' +
	'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>' +
	'<wp:wxr_version>1.2</wp:wxr_version>' +
	`<wp:base_site_url>http://old.test</wp:base_site_url>${items}</channel></rss>`;
const post = (id, title, body, more = '') => `<item><title>${title}</title>` +
	`<link>http://old.test/2019/${id}/</link><wp:post_id>${id}</wp:post_id>` +
	'<wp:post_type>post</wp:post_type><wp:status>publish</wp:status>' +
	`<content:encoded><![CDATA[${body}]]></content:encoded>${more}</item>`;

test('an export comes with the pictures that are there; old addresses lead on once texts are live', {
	timeout: 600000 }, async () => {
	write('wp/wp-content/uploads/2019/p.png', PICTURE);
	const file = write('wp/export.xml', export_(
		post(7, '甲', '一<img src="http://old.test/wp-content/uploads/2019/p.png">' +
			'\n\n二<img src="http://foreign.test/x.png" alt="外">',
		'<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>') +
		post(8, '乙', '三', '<wp:post_password>x</wp:post_password>') +
		'<item><title>m</title><wp:post_type>nav_menu_item</wp:post_type></item>'));
	const done = await take('wxr', file);
	assert.equal(done.code, 0, done.err);
	assert.deepEqual(done.items.map((i) => i.title), ['甲', '乙']);
	assert.match(done.err, /:3: 原文的 1 条评论没有导入/);
	assert.match(done.err, /没有收进来：http:\/\/foreign\.test\/x\.png/);
	assert.match(done.err, /在原网站上不公开/);
	assert.match(done.err, /nav_menu_item \(1\)/);
	const { id } = done.items[0], { content } = await show(id);
	assert.match(content.body, /<p>一<img src="\/media\/[0-9a-f]{64}\/[a-z0-9]+\.png"/);
	assert.match(content.body, /<a href="http:\/\/foreign\.test\/x\.png"/);
	assert.deepEqual((await take('wxr', file)).items.map((i) => i.already),
		[true, true]);
	const server = await serve({ sites });
	try {
		const old = () => get(server, '/2019/7/', { host: 'one.test' });
		assert.equal((await old()).status, 404);
		const staff = {};
		for (const name of ['writer', 'first', 'second', 'third'])
			staff[name] = await Staff.enter(server, name);
		await publish(staff, id);
		const rp = await old();
		assert.equal(rp.status, 301);
		assert.equal(rp.headers.location, `/news/${id}.html`);
		assert.equal((await get(server, '/2019/8/', { host: 'one.test' })).status, 404);
	} finally {
		await server.stop();
	}
});

test('of a broken export nothing comes in', async () => {
	const before = count('entry');
	const whole = export_(post(91, '丙', '一') + post(92, '丁', '二'));
	for (const [text, why] of [[whole.slice(0, -60), /不完整或已损坏/],
		[whole.replace('</item>', '</itme>'), /不完整或已损坏/],
		[whole.replace('>1.2<', '>abc<'), /版本号有误/],
		['<rss><channel></channel></rss>', /不是 WordPress/],
		[`<!DOCTYPE rss [<!ENTITY a "b">]>${whole}`, /不完整或已损坏/]]) {
		const done = await take('wxr', write('broken.xml', text));
		assert.equal(done.code, 1);
		assert.equal(done.out, '');
		assert.match(done.err, why);
	}
	assert.equal(count('entry'), before);
});

const W = 'xmlns:w="http://w" xmlns:r="http://r" xmlns:a="http://a"';
const docx = (members = {}) => zip({
	'[Content_Types].xml': '<Types/>',
	'word/document.xml': `<w:document ${W}><w:body><w:p><w:pPr><w:pStyle w:val="T"/>` +
		'</w:pPr><w:r><w:t>年度工作要点</w:t></w:r></w:p><w:p><w:r><w:t>第一段</w:t>' +
		'<w:drawing><a:blip r:embed="p"/></w:drawing></w:r><w:del><w:r>' +
		'<w:delText>删掉的</w:delText></w:r></w:del></w:p></w:body></w:document>',
	'word/styles.xml': `<w:styles ${W}><w:style w:styleId="T"><w:name w:val="Title"/>` +
		'</w:style></w:styles>',
	'word/_rels/document.xml.rels': '<Relationships><Relationship Id="p" ' +
		'Target="media/image1.png"/></Relationships>',
	'word/media/image1.png': PICTURE,
	...members,
});

test('a document comes with its title and pictures; a hostile one is refused', async () => {
	const file = write('要点.docx', docx());
	let done = await take('docx', file, { column: 'about' });
	assert.equal(done.code, 0, done.err);
	assert.match(done.err, /1 处修订痕迹/);
	const entry = await show(done.items[0].id);
	assert.equal(entry.type, 'page');
	assert.equal(entry.content.title, '年度工作要点');
	assert.match(entry.content.body,
		/^<p>第一段<img src="\/media\/[0-9a-f]{64}\/[a-z0-9]+\.png" alt=""><\/p>/);
	for (const [name, members, why] of [
		['macro.docx', { 'word/vbaProject.bin': 'x' }, /可运行的内容/],
		['dtd.docx', { 'word/styles.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' },
			/可运行的内容/],
		['outside.docx', { '../../x': 'y' }, /内部结构有误/]]) {
		done = await take('docx', write(name, docx(members)));
		assert.equal(done.code, 1, name);
		assert.match(done.err, why, name);
	}
	done = await take('docx', [write('text.docx', 'no archive'), file]);
	assert.equal(done.code, 1);
	assert.equal(done.items[0].already, true);
});

test('a table may call a plugin\'s fields and choices as its form does', async () => {
	await run(sites, ['plugin', 'enable', 'disclosure', '--site', 'one']);
	const file = write('items.csv', '标题,索引号,类别,发布机构,公开范围,有效性,成文日期\n' +
		'年度计划,JC-2019-1,规划总结,办公室,向社会公开,有效,2019年3月1日\n' +
		'没有类别,JC-2019-2,别的,办公室,向社会公开,有效,2019年3月1日\n');
	const done = await take('csv', file, { column: 'disclosure' });
	assert.equal(done.code, 1);
	assert.match(done.err, /items\.csv:3: 没有类别: /);
	assert.equal(done.items.length, 1);
	const { type, content } = await show(done.items[0].id);
	assert.equal(type, 'disclosure');
	assert.equal(content.index_number, 'JC-2019-1');
	assert.equal(content.category, 'disclosure_plan');
	assert.equal(content.validity, 'disclosure_valid');
	assert.equal(content.signed_date, '2019-03-01');
});

test('an import that was killed goes on where it was', { timeout: 600000 }, async () => {
	const rows = Array.from({ length: 400 }, (_, i) => `第${i}篇,<p>正文${i}</p>`);
	const file = write('many.csv', `标题,正文\n${rows.join('\n')}\n`);
	const before = count('entry');
	const child = spawn(program, ['--sites', sites, 'import', 'csv', file,
		'--site', 'one', '--column', 'news', '--user', 'writer']);
	child.stdout.once('data', () => child.kill('SIGKILL'));
	child.stderr.resume();
	await once(child, 'close');
	const there = count('entry') - before;
	assert.ok(there > 0);
	const done = await take('csv', file);
	assert.equal(done.code, 0, done.err);
	assert.equal(done.items.filter((i) => i.already).length, there);
	assert.equal(done.items.length, 400);
	assert.equal(count('entry') - before, 400);
	assert.equal(sql(siteOf(sites), 'SELECT count(*) FROM entry WHERE id NOT IN' +
		' (SELECT entry FROM import)').trim(), '0');
});
