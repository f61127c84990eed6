// Writing in the desk: what is pasted, what is kept, what happens when two save
// one entry, and that it goes without scripts.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { root, until } from '../http/lib.mjs';
import { arrive, assertNoFault, openBrowser, serveDemo, shoot }
	from './lib.mjs';
import { bodyOf, editorOf, enter, leave, paste, stateOf, write }
	from './desk.mjs';

const PNG = fs.readFileSync(path.join(root,
	'sites/jiangcheng/demo/media/model-li.png')).toString('hex');
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<!--StartFragment--><p class=MsoNormal align=center style='mso-pagination:none;
text-align:center'><b><span lang=EN-US>关于开展读书月活动的通知<o:p></o:p></span></b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>报名</p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>a)<span>&nbsp;</span></span>网上报名</p>
<table class=MsoTableGrid style='border:none'><tr><td colspan=2
style='width:10pt'><p class=MsoNormal>合并格</p></td></tr></table>
<p class=MsoNormal><img width=10 height=10 src="file:///C:/Temp/ksohtml/w1.png"></p>
<!--EndFragment--></body></html>`;

let browser, demo;

before(async () => {
	browser = await openBrowser();
	demo = await serveDemo();
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

const fresh = async (user = 'linxiao') => {
	const page = await enter(browser, demo, user);
	await page.desk('entries/new?column=news');
	await editorOf(page);
	return page;
};

// A draft that was kept while one wrote is saved, else it's created.
const MADE = /\/desk\/entries\/\d+\?done=(created|saved)$/;

const save = (page) => arrive(page, () => page.click('button[value=leave]'));

const pasted = (page, want) =>
	until(async () => want.test(await bodyOf(page)) && bodyOf(page));

test('text from Word keeps its structure and loses its dress', async () => {
	const page = await fresh();
	await paste(page, { 'text/html': WORD });
	const html = await pasted(page, /合并格/);
	assert.doesNotMatch(html, /mso|o:p|style=|file:/i);
	assert.match(html, /<p class="ta-center"><strong>关于开展/);
	assert.match(html, /<ol>\s*<li>报名\s*<ol>\s*<li>网上报名<\/li>/);
	assert.match(html, /<td colspan="2">合并格<\/td>/);
	await assertNoFault(page);
	await leave(page);
});

test('a picture that only the RTF of the clipboard has is stored', async () => {
	const page = await fresh();
	const rtf = `{\\rtf1 {\\*\\shppict{\\pict\\pngblip\\picw1\\pich1 ${PNG}}}` +
		`{\\nonshppict{\\pict\\wmetafile8 0102}}}`;
	await paste(page, { 'text/html': WORD, 'text/rtf': rtf });
	const html = await pasted(page, /<img/);
	assert.match(html, /<img [^>]*src="\/media\/[0-9a-f]{64}\//);
	await shoot(page, 'desk_paste_picture');
	await leave(page);
});

test('a picture that nobody can read leaves a mark and a message', async () => {
	const page = await fresh();
	await paste(page, { 'text/html': WORD });
	assert.match(await pasted(page, /<mark>/), /<mark>【[^<]+】<\/mark>/);
	await page.waitForSelector('.tox-notification');
	await shoot(page, 'desk_paste_lost');
	await leave(page);
});

test('what is typed is kept when the window is left', async () => {
	const page = await fresh();
	await page.fill('#f-title', '还没写完的稿件');
	await page.evaluate(() => window.dispatchEvent(new Event('blur')));
	await page.waitForURL(/\/desk\/entries\/\d+\/edit$/);
	const url = page.url();
	await page.fill('#f-source', '职工服务中心');
	await page.evaluate(() => window.dispatchEvent(new Event('blur')));
	await page.waitForFunction(() =>
		/已自动保存/.test(document.getElementById('saved').textContent));
	await leave(page);
	const again = await enter(browser, demo, 'linxiao');
	await again.goto(url);
	assert.equal(await again.inputValue('#f-source'), '职工服务中心');
	assert.match(await again.textContent('.message-note'), /自动保存/);
	await arrive(again, () => again.click('.message-note button'));
	assert.match(again.url(), /[?]done=dropped$/);
	assert.equal(await again.inputValue('#f-source'), '');
	await leave(again);
});

test('who saves while a draft is being made gets that draft, not two', async () => {
	const page = await fresh();
	await page.fill('#f-title', '只有一篇');
	let go;
	const asked = new Promise((done) => {
		page.route('**/api/v1/entries', async (route) => {
			done();
			await new Promise((f) => { go = f; });
			await route.continue();
		});
	});
	await page.evaluate(() => window.dispatchEvent(new Event('blur')));
	await asked;
	await arrive(page, async () => {
		await page.click('button[value=leave]');
		go();
	});
	assert.match(page.url(), /[?]done=saved$/);
	await page.desk(`entries?text=${encodeURIComponent('只有一篇')}`);
	assert.equal(await page.locator('td a', { hasText: '只有一篇' }).count(), 1);
	await leave(page);
});

test('the second of two who save sees both texts and loses neither', async () => {
	const page = await enter(browser, demo, 'linxiao');
	const id = await write(page, 'news', '两人同改', ['原文。']);
	await page.desk(`entries/${id}/edit`);
	await editorOf(page);
	const other = await enter(browser, demo, 'wutong');
	await other.desk(`entries/${id}/edit`);
	await editorOf(other);
	await other.fill('#f-title', '吴桐改的标题');
	await save(other);
	assert.match(other.url(), /[?]done=saved$/);
	await page.fill('#f-title', '林晓改的标题');
	await save(page);
	assert.match(await page.textContent('#conflict'), /吴桐改的标题/);
	assert.equal(await page.inputValue('#f-title'), '林晓改的标题');
	await shoot(page, 'desk_conflict');
	await editorOf(page);
	await save(page);
	assert.match(page.url(), /[?]done=saved$/);
	assert.equal((await page.textContent('h1')).trim(), '林晓改的标题');
	await Promise.all([leave(page), leave(other)]);
});

test('an error keeps what was typed and names its field', async () => {
	const page = await fresh();
	await page.fill('#f-title', '标题');
	await page.fill('#f-tags', '一、二');
	await page.evaluate(() => {
		document.getElementById('f-source').removeAttribute('maxlength');
	});
	await page.fill('#f-source', '长'.repeat(81));
	await save(page);
	assert.ok(await page.isVisible('#f-source-bad'));
	assert.equal(await page.inputValue('#f-tags'), '一、二');
	assert.equal((await page.inputValue('#f-source')).length, 81);
	await leave(page);
});

test('an attached file and a cover are part of the entry', async () => {
	const page = await fresh();
	await page.fill('#f-title', '带附件的稿件');
	await page.setInputFiles('[data-attach-input]', { name: '报名表.csv',
		mimeType: 'text/csv', buffer: Buffer.from('姓名,电话\n林晓,1\n') });
	await page.waitForSelector('.file-name');
	await page.click('[data-cover-choose]');
	await page.click('.library-item >> nth=0');
	await page.waitForSelector('[data-cover-picture]:not([hidden])');
	await save(page);
	assert.match(page.url(), MADE);
	assert.match(await page.textContent('.attachments'), /报名表\.csv/);
	assert.ok(await page.$('.shown-cover img'));
	await shoot(page, 'desk_attachment');
	await leave(page);
});

test('without scripts an entry is written as HTML and submitted', async () => {
	const page = await enter(browser, demo, 'linxiao',
		{ javaScriptEnabled: false });
	await page.desk('entries/new?column=news');
	await page.fill('#f-title', '没有脚本也能写');
	await page.fill('#f-body', '<p>正文</p><script>x()</script>');
	await page.check('[name=_secrecy]');
	await arrive(page, () => page.click('button[value=submit]'));
	assert.match(page.url(), /[?]done=submitted$/);
	assert.equal(await stateOf(page), '审核中');
	assert.equal(await page.innerHTML('.shown .text'), '<p>正文</p>');
	await leave(page);
});
