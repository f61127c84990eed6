// The word check in the desk: marked in the editor without touching its text,
// replaced with one click, listed for reviewers, lists kept by keepers.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { until } from '../http/lib.mjs';
import { run } from '../http/site.mjs';
import { NARROW, WIDE, arrive, assertNoFault, openBrowser, serveDemo, shoot }
	from './lib.mjs';
import { bodyOf, editorOf, enter, enterEditor, leave } from './desk.mjs';

let browser, demo;

before(async () => {
	browser = await openBrowser();
	demo = await serveDemo();
	await run(demo.server.sites, ['plugin', 'enable', 'wordcheck', '--site',
		'jiangcheng']);
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

const TEXT = '今天在职工书屋按装设备，😀联系13800138000；剧中有人骂“王八蛋”。';

// What is highlighted in the editor's frame, by severity.
const marked = (page) => page.evaluate(() => {
	const view = window.hugerte.activeEditor.getWin(), out = {};
	for (const [name, ranges] of view.CSS.highlights)
		out[name] = [...ranges].map((r) => r.toString());
	return out;
});

const submitted = (page) =>
	arrive(page, () => page.click('button[value=submit]'));

async function written(width = WIDE) {
	const page = await enter(browser, demo, 'linxiao', { width });
	await page.desk('entries/new?column=news');
	await editorOf(page);
	await page.fill('#f-title', '职工书屋开放');
	await enterEditor(page);
	await page.keyboard.insertText(TEXT);
	await page.waitForFunction(() =>
		document.querySelectorAll('#wordcheck-hits li').length >= 3);
	return page;
}

test('hits are marked in the editor and leave its text alone', async () => {
	const page = await written();
	assert.deepEqual(await marked(page), { 'words-block': ['王八蛋'],
		'words-warn': ['按装', '13800138000'] });
	assert.equal(await bodyOf(page), `<p>${TEXT}</p>`);
	await shoot(page, 'words-editor');
	await assertNoFault(page);
	await leave(page);
});

test('one click puts the suggestion in the place of a hit', async () => {
	const page = await written();
	// Again where the list was drawn anew under the click.
	const button = page.locator('#wordcheck-hits button:has-text("安装")');
	await until(async () => {
		if (await button.isVisible()) await button.click();
		return /安装设备/.test(await bodyOf(page));
	});
	await until(async () => !(await marked(page))['words-warn']
		?.includes('按装'));
	assert.match(await bodyOf(page), /^<p>今天在职工书屋安装设备，😀联系/);
	await leave(page);
});

test('what is blocked says so in the form, and goes once it is changed',
	async () => {
		const page = await written(NARROW);
		await page.check('[name=_secrecy]');
		await submitted(page);
		assert.match(await page.textContent('.message-bad'), /王八蛋”：粗俗用语.*审稿人/s);
		await shoot(page, 'words-stopped-390');
		await editorOf(page);
		await page.waitForFunction(() =>
			document.querySelectorAll('#wordcheck-hits li').length >= 3);
		await page.evaluate(() => {
			const editor = window.hugerte.activeEditor;
			editor.setContent('<p>今天安装设备。</p>');
			editor.save();
		});
		await page.check('[name=_secrecy]');
		await submitted(page);
		assert.match(page.url(), /done=submitted$/);
		await leave(page);
	});

test('reviewers see the hits in the text and beside it', async () => {
	const author = await enter(browser, demo, 'linxiao');
	await author.desk('entries/new?column=news');
	await editorOf(author);
	await author.fill('#f-title', '设备按装完成');
	await enterEditor(author);
	await author.keyboard.insertText('设备已经按装。');
	await author.check('[name=_secrecy]');
	await submitted(author);
	assert.match(author.url(), /done=submitted$/);
	const id = /entries\/(\d+)/.exec(author.url())[1];
	await leave(author);
	const page = await enter(browser, demo, 'xuning');
	await page.desk(`review/${id}`);
	await page.waitForFunction(() => window.CSS.highlights.get('words-warn'));
	await page.locator('#wordcheck-hits li').first().waitFor();
	await shoot(page, 'words-review');
	await assertNoFault(page);
	await page.desk(`words/entries/${id}`);
	assert.equal(await page.locator('.word-hit').count(), 2);
	await assertNoFault(page);
	await leave(page);
});

for (const width of [WIDE, NARROW])
	test(`a keeper looks after lists, ${width} px`, async () => {
		const page = await enter(browser, demo, 'tangyue', { width });
		await page.desk('words');
		assert.ok(await page.locator('.card').count() >= 6);
		await assertNoFault(page);
		await shoot(page, `words-lists-${width}`);
		await page.fill('#words-name', `import-${width}`);
		await page.fill('#words-csv', 'rule,severity\n虚假中奖,block\n甲,serious');
		await arrive(page, () => page.click('#import button'));
		assert.match(await page.textContent('#report'), /第 3 行/);
		await shoot(page, `words-report-${width}`);
		await arrive(page, () => page.click('.head button'));
		assert.match(page.url(), /\/words\/lists\/[^/]*$/);
		await assertNoFault(page);
		await shoot(page, `words-list-${width}`);
		await leave(page);
	});
