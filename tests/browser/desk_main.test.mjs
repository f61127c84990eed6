// The main job in Chromium, through the desk: from a contributor's draft over a
// return and three reviews to the public page, an edit beside it, an old
// version restored, and the tombstone.  Look at the screenshots desk_main_*.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get } from '../http/lib.mjs';
import { arrive, assertNoFault, hostOf, openBrowser, serveDemo, shoot }
	from './lib.mjs';
import { SITE, editorOf, enter, leave, stateOf, submit, write }
	from './desk.mjs';

const TITLE = '我市启动“劳动模范进校园”宣讲活动';
const REASON = '“第一中学”请写全称。';
const REVIEWERS = ['xuning', 'zhenghong', 'hejing'];

let browser, demo, author, id;

before(async () => {
	browser = await openBrowser();
	demo = await serveDemo();
	author = await enter(browser, demo, 'linxiao');
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

const live = () => get(demo.server, `/news/${id}.html`,
	{ host: hostOf(SITE) });

// Presses a button of a form; the page that comes says that it is done.
async function press(page, button, done) {
	await arrive(page, () => page.click(button));
	assert.match(page.url(), new RegExp(`[?]done=${done}$`));
}

async function edit(from, to) {
	await author.desk(`entries/${id}/edit`);
	await editorOf(author);
	await author.evaluate(([a, b]) => {
		const editor = window.hugerte.activeEditor;
		editor.setContent(editor.getContent().replace(a, b));
		editor.save();
	}, [from, to]);
	await press(author, 'button[value=leave]', 'saved');
}

async function approve(user, shot) {
	const page = await enter(browser, demo, user);
	await page.desk('review');
	await arrive(page, () => page.click(`a[href="/desk/review/${id}"]`));
	if (shot) await shoot(page, `desk_main_${shot}`);
	await page.fill('#comment', '同意。');
	await press(page, 'form[action$=approve] button', '(approved|published)');
	await assertNoFault(page);
	await leave(page);
}

async function approveAll(shots = []) {
	for (const [i, user] of REVIEWERS.entries()) await approve(user, shots[i]);
}

test('a contributor writes and submits', async () => {
	id = await write(author, 'news', TITLE,
		['4月27日，宣讲活动在第一中学启动。', '首批宣讲团将走进各校。']);
	await shoot(author, 'desk_main_draft');
	await submit(author, id);
	assert.equal(await stateOf(author), '审核中');
	await shoot(author, 'desk_main_submitted');
	await assertNoFault(author);
});

test('without the secrecy check it stays a draft, and the page says why',
	async () => {
	const draft = await write(author, 'news', '未审查的稿件', ['正文。']);
	await author.desk(`entries/${draft}`);
	await arrive(author, () => author.click('#submit button'));
	assert.ok(await author.isVisible('.message-bad'));
	assert.equal(await stateOf(author), '草稿');
});

test('the author finds no way to approve', async () => {
	const reply = await author.desk('review');
	assert.equal(reply.status(), 403);
	await author.desk(`entries/${id}`);
	assert.equal(await author.$('a[href^="/desk/review"]'), null);
});

test('a return needs a reason, which the author sees', async () => {
	const page = await enter(browser, demo, 'xuning');
	await page.desk(`review/${id}`);
	await page.fill('#reason', REASON);
	await press(page, 'form[action$=return] button', 'returned');
	await leave(page);
	await author.desk('');
	assert.match(await author.textContent('.returned'), new RegExp(REASON));
	await shoot(author, 'desk_main_returned');
});

test('three reviewers pass the corrected text, seeing what changed', async () => {
	await edit('在第一中学', '在市第一中学');
	await submit(author, id);
	await approve('xuning', 'review_1');
	const second = await enter(browser, demo, 'zhenghong');
	await second.desk(`review/${id}`);
	assert.equal(await second.textContent('.difference ins'), '市');
	await leave(second);
	await approve('zhenghong', 'review_2');
	assert.equal((await live()).status, 404);
	await approve('hejing', 'review_3');
	assert.match((await live()).text, /在市第一中学启动/);
});

test('an edit waits beside the live page until it is passed', async () => {
	await edit('首批', '首批12人');
	assert.equal(await stateOf(author), '草稿');
	assert.doesNotMatch((await live()).text, /首批12人/);
	await submit(author, id);
	await approveAll();
	assert.match((await live()).text, /首批12人/);
});

test('an old version comes back as a new one', async () => {
	await author.desk(`entries/${id}/revisions`);
	await shoot(author, 'desk_main_revisions');
	await arrive(author, () => author.click('table a >> nth=1'));
	await press(author, 'form[action$=restore] button', 'restored');
	const text = await author.textContent('.shown');
	assert.match(text, /首批宣讲团/);
	assert.doesNotMatch(text, /首批12人/);
});

test('a keeper withdraws it with a reason: a tombstone', async () => {
	const keeper = await enter(browser, demo, 'tangyue');
	await keeper.desk(`entries/${id}`);
	await keeper.click('summary:has-text("撤下")');
	await keeper.fill('#reason', '数据有误，核实后再发');
	await press(keeper, 'form[action$=withdraw] button', 'withdrawn');
	await shoot(keeper, 'desk_main_withdrawn');
	await leave(keeper);
	const page = await live();
	assert.equal(page.status, 410);
	assert.match(page.text, /数据有误/);
});

test('the whole way goes by keyboard', async () => {
	await author.desk('entries/new?column=news');
	await editorOf(author);
	await author.focus('#f-title');
	await author.keyboard.type('Keyboard');
	await author.focus('[name=_secrecy]');
	await author.keyboard.press('Space');
	for (let i = 0; i < 3; i++) await author.keyboard.press('Tab');
	await arrive(author, () => author.keyboard.press('Enter'));
	assert.match(author.url(), /[?]done=submitted$/);
});
