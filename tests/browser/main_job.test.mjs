// The main job through the staff pages: a contributor writes, three reviewers
// pass it in order, it appears, an edit waits beside the live page, and a
// withdrawal leaves the tombstone.  Each person has a browser context of their
// own; the tests go on from one another.  The steps are in out/job_*.png.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { get, root, until } from '../http/lib.mjs';
import { editorOf, enterEditor } from './desk.mjs';
import { NARROW, address, arrive, assertFits, assertNoFault, hostOf,
	loadPictures, openBrowser, openPage, serveDemo, shoot } from './lib.mjs';

const SITE = 'jiangcheng', HOST = hostOf(SITE);
// Files that this site doesn't have yet.
const MEDIA = path.join(root, 'sites/ganggou/demo/media');
const PICTURE = path.join(MEDIA, 'truss.png'), ALT = '夕阳下的钢桁梁（示意图）';
const FILE = path.join(MEDIA, 'bid-form.pdf');

const TITLE = '职工书屋冬季开放时间调整';
const FIRST = '自12月1日起，职工书屋每周开放六天。';
const HEADING = '开放安排';
const SECOND = '周二至周日9:00至20:00开放，周一闭馆整理图书。';
const RETURNED = '请写明节假日是否开放。';
const ADDED = '节假日照常开放。';
const EDITED = '元旦当天闭馆一天。';
const WITHDRAWN = '开放时间有变，核实后重新发布';
const REVIEWERS = ['xuning', 'zhenghong', 'hejing'];

const people = {};
let browser, server, passwords, id, url;

before(async () => {
	[browser, { server, passwords }] =
		await Promise.all([openBrowser(), serveDemo()]);
});
after(() => Promise.all([browser?.close(), server?.stop()]));

const at = (target) => address(server, HOST, target);
const desk = (page, target = '') => page.goto(at(`/desk/${target}`));

// Signs in by keyboard alone; the field of the name has the focus.
async function signIn(page, name) {
	await page.locator('#name:focus').waitFor();
	await page.keyboard.type(name);
	await page.keyboard.press('Tab');
	await page.keyboard.type(passwords[name]);
	await arrive(page, () => page.keyboard.press('Enter'));
	await page.locator('.bar-user').waitFor();
}

// The page of a member of staff, signed in.
async function as(name) {
	if (!people[name]) {
		people[name] = await openPage(browser);
		await desk(people[name]);
		await signIn(people[name], name);
	}
	return people[name];
}

// Chooses a kind of block in the editor's toolbar, which then gives the focus
// back to the text.
async function block(page, name, element) {
	await page.locator('.tox-tbtn--bespoke').click();
	await page.getByRole('menuitemcheckbox', { name, exact: true }).click();
	await page.waitForFunction((wanted) => {
		const editor = window.hugerte.activeEditor;
		return editor.hasFocus() &&
			editor.selection.getNode().closest(wanted) !== null;
	}, element);
}

async function addPicture(page, file, alt) {
	await page.getByRole('button', { name: '插入/编辑图片' }).click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('tab', { name: '上传' }).click();
	await dialog.locator('input[type=file]').setInputFiles(file);
	// Once it's stored, the first tab shows its address.
	const source = dialog.getByLabel('源', { exact: true });
	await until(async () => await source.isVisible() &&
		(await source.inputValue()).startsWith('/media/'), 'the upload');
	await dialog.getByLabel('替代描述').fill(alt);
	await shoot(page, 'job_picture_d', { fullPage: false });
	await dialog.getByRole('button', { name: '保存' }).click();
	await (await editorOf(page)).locator(`img[alt="${alt}"]`).waitFor();
}

const message = (page) => page.locator('main .message').first().innerText();

async function send(page, name) {
	await arrive(page, () =>
		page.getByRole('button', { name, exact: true }).click());
}

// Goes to the entry's review by the queue, as one does.
async function openReview(page) {
	await desk(page, 'review');
	await arrive(page, () =>
		page.locator(`a[href="/desk/review/${id}"]`).click());
}

async function approve(name, button) {
	const page = await as(name);
	await openReview(page);
	await page.locator('#comment').fill('同意');
	await shoot(page, `job_review_${name}_d`);
	await send(page, button);
	return page;
}

const live = (target) => get(server, target, { host: HOST });
const appears = (target, check) => until(async () =>
	check(await live(target)), `${target} as it should be`);

// What the comparison marks as new (ins) or gone (del).
const marks = (page, element) =>
	page.locator(`#difference ${element}`).allInnerTexts();

test('a contributor signs in with the keyboard alone and comes to the workbench', async () => {
	const page = await as('linxiao');
	assert.equal(new URL(page.url()).pathname, '/desk/');
	await assertNoFault(page);
	await shoot(page, 'job_bench_d');
});

test('a wrong password keeps the name and says so', async () => {
	const page = await openPage(browser);
	await desk(page);
	await page.locator('#name').fill('linxiao');
	await page.locator('#password').fill('not-this-one-7');
	await arrive(page, () => page.keyboard.press('Enter'));
	assert.match(await page.locator('#problem').innerText(), /用户名或密码不正确/);
	assert.equal(await page.locator('#name').inputValue(), 'linxiao');
	await shoot(page, 'job_sign_in_d');
	await page.context().close();
});

test('a contributor writes with the rich editor', async () => {
	const page = await as('linxiao');
	await arrive(page, () =>
		page.getByRole('link', { name: '新建稿件' }).click());
	await page.locator('#column').selectOption('news');
	await send(page, '开始写稿');
	await page.locator('#f-title').fill(TITLE);
	const text = await enterEditor(page);
	await page.keyboard.type(FIRST);
	await page.keyboard.press('Enter');
	await block(page, '标题', 'h2');
	await page.keyboard.type(HEADING);
	await page.keyboard.press('Enter');
	await page.keyboard.type(SECOND);
	assert.equal(await text.locator('h2').innerText(), HEADING);
	assert.deepEqual((await text.locator('p').allInnerTexts())
		.map((t) => t.trim()).filter(Boolean), [FIRST, SECOND]);
});

test('a picture is uploaded into the text', async () => {
	const page = await as('linxiao');
	await page.keyboard.press('Enter');
	await addPicture(page, PICTURE, ALT);
	const picture = (await editorOf(page)).locator('img');
	assert.ok(await picture.evaluate(async (img) => {
		await img.decode();
		return img.naturalWidth > 0;
	}));
});

test('a file is attached', async () => {
	const page = await as('linxiao');
	await page.locator('[data-attach-input]').setInputFiles(FILE);
	await page.locator('.file .file-name').waitFor();
	assert.equal(await page.locator('.file .file-name').inputValue(),
		'bid-form.pdf');
	await page.locator('#f-source').fill('宣传教育部');
	await shoot(page, 'job_edit_d');
	await assertNoFault(page);
});

test('without the secrecy check nothing is submitted and nothing is lost', async () => {
	const page = await as('linxiao');
	await send(page, '保存并送审');
	assert.match(await message(page), /保密审查/);
	assert.equal(await page.locator('#f-title').inputValue(), TITLE);
	const text = await editorOf(page);
	assert.equal(await text.locator('h2').innerText(), HEADING);
	assert.ok((await text.innerText()).includes(SECOND));
	await shoot(page, 'job_refused_d');
});

test('with the secrecy check the article goes to the first review', async () => {
	const page = await as('linxiao');
	await page.locator('[name=_secrecy]').check();
	await send(page, '保存并送审');
	id = Number(/\/desk\/entries\/(\d+)/.exec(page.url())[1]);
	assert.match(await message(page), /已送审/);
	assert.match(await page.locator('.step-current').innerText(), /初审/);
	assert.ok(await page.locator('.shown').getByText(SECOND).isVisible());
	await shoot(page, 'job_submitted_d');
	await assertNoFault(page);
});

test('the author has no button to approve', async () => {
	const page = await as('linxiao');
	await desk(page, `review/${id}`);
	assert.equal(await page.locator('form[action$="/approve"]').count(), 0);
});

test('what is submitted for the first time is read in full', async () => {
	const page = await as('xuning');
	await openReview(page);
	assert.deepEqual([...await marks(page, 'ins'), ...await marks(page, 'del')],
		[]);
	for (const text of [FIRST, HEADING, SECOND])
		assert.ok(await page.locator('.shown').getByText(text).isVisible(), text);
	assert.ok(await page.locator('.shown img').isVisible());
	await shoot(page, 'job_first_d');
});

test('the first reviewer returns it with a reason, which the author sees', async () => {
	const reviewer = await as('xuning');
	await openReview(reviewer);
	await reviewer.locator('#reason').fill(RETURNED);
	await send(reviewer, '退回修改');
	assert.match(await message(reviewer), /已退回/);
	const author = await as('linxiao');
	await desk(author);
	assert.ok(await author.locator('.returned').getByText(RETURNED).isVisible());
	await shoot(author, 'job_returned_d');
	await arrive(author, () =>
		author.locator(`.returned a[href="/desk/entries/${id}"]`).click());
	assert.ok(await author.locator('.reason').getByText(RETURNED).isVisible());
});

test('the author mends it and submits again', async () => {
	const page = await as('linxiao');
	await arrive(page, () =>
		page.getByRole('link', { name: '编辑', exact: true }).click());
	await (await editorOf(page)).getByText(SECOND).click();
	await page.keyboard.press('End');
	await page.keyboard.type(ADDED);
	await page.locator('[name=_secrecy]').check();
	await send(page, '保存并送审');
	assert.match(await message(page), /已送审/);
});

test('the first reviewer sees what changed since the return, and passes it', async () => {
	const page = await as('xuning');
	await openReview(page);
	assert.deepEqual(await marks(page, 'ins'), [ADDED]);
	assert.deepEqual(await marks(page, 'del'), []);
	await page.setViewportSize({ width: NARROW, height: 844 });
	await assertFits(page);
	await shoot(page, 'job_review_m');
	await page.setViewportSize({ width: 1280, height: 900 });
	await approve('xuning', '通过，送复审');
	assert.match(await message(page), /已通过/);
	await assertNoFault(page);
});

test('until the last review nothing is public', async () => {
	await approve('zhenghong', '通过，送终审');
	for (const target of ['/', '/news/'])
		assert.ok(!(await live(target)).text.includes(TITLE), target);
	assert.equal((await live(`/news/${id}.html`)).status, 404);
});

test('the third review publishes it: home, column and article show it', async () => {
	const page = await approve('hejing', '通过并发布');
	assert.match(await message(page), /已发布/);
	url = `/news/${id}.html`;
	for (const target of ['/', '/news/', url])
		await appears(target, (rp) => rp.status === 200 &&
			rp.text.includes(TITLE));
	const visitor = await openPage(browser);
	for (const [target, name] of [['/', 'home'], ['/news/', 'column']]) {
		await visitor.goto(at(target));
		assert.ok(await visitor.locator(`main a[href="${url}"]`).first()
			.isVisible(), target);
		await shoot(visitor, `job_live_${name}_d`);
	}
	await assertNoFault(visitor);
	await visitor.context().close();
});

test('the article page has text, heading, picture and file as they were written', async () => {
	const page = await openPage(browser);
	await page.goto(at(url));
	assert.equal(await page.locator('h1').innerText(), TITLE);
	const text = page.locator('.text');
	assert.deepEqual((await text.locator('p').allInnerTexts())
		.filter((t) => t.trim()), [FIRST, SECOND + ADDED]);
	assert.equal(await text.locator('h2').innerText(), HEADING);
	assert.equal(await text.locator('img').getAttribute('alt'), ALT);
	assert.deepEqual(await loadPictures(page), []);
	const [download] = await Promise.all([page.waitForEvent('download'),
		page.locator('.attachment').click()]);
	assert.equal(download.suggestedFilename(), 'bid-form.pdf');
	await assertNoFault(page);
	await shoot(page, 'job_live_article_d');
	await page.context().close();
});

test('an edit leaves the live page alone while it is reviewed', async () => {
	const author = await as('linxiao');
	await desk(author, `entries/${id}/edit`);
	await (await editorOf(author)).getByText(FIRST).click();
	await author.keyboard.press('End');
	await author.keyboard.type(EDITED);
	await author.locator('[name=_secrecy]').check();
	await send(author, '保存并送审');
	assert.match(await author.locator('main').innerText(), /网站上仍是原来的内容/);
	await shoot(author, 'job_beside_d');
	for (const [i, name] of REVIEWERS.slice(0, 2).entries()) {
		await approve(name, ['通过，送复审', '通过，送终审'][i]);
		assert.ok(!(await live(url)).text.includes(EDITED));
	}
	assert.ok((await live(url)).text.includes(FIRST));
});

test('the last reviewer compares the edit with the live text, which it then replaces', async () => {
	const page = await as('hejing');
	await openReview(page);
	assert.deepEqual(await marks(page, 'ins'), [EDITED]);
	await approve('hejing', '通过并发布');
	await appears(url, (rp) => rp.text.includes(FIRST + EDITED));
});

test('withdrawing asks for the reason before anything happens', async () => {
	const page = await as('tangyue');
	await desk(page, `entries/${id}`);
	await page.getByText('撤下', { exact: true }).click();
	await page.getByRole('button', { name: '立即撤下' }).click();
	assert.equal(await page.locator('#reason').evaluate((field) =>
		field.validity.valueMissing), true);
	assert.equal((await live(url)).status, 200);
});

test('withdrawal leaves the tombstone and takes the article off the lists', async () => {
	const page = await as('tangyue');
	await page.locator('#reason').fill(WITHDRAWN);
	await shoot(page, 'job_withdraw_d');
	await send(page, '立即撤下');
	assert.match(await message(page), /已撤下/);
	await appears(url, (rp) => rp.status === 410 &&
		rp.text.includes(WITHDRAWN) && !rp.text.includes(FIRST));
	for (const target of ['/', '/news/'])
		await appears(target, (rp) => !rp.text.includes(url));
	const visitor = await openPage(browser);
	await visitor.goto(at(url));
	await shoot(visitor, 'job_tombstone_d');
	await assertNoFault(visitor);
	await visitor.context().close();
});

test('the history names everybody who took part', async () => {
	const page = await as('tangyue');
	await desk(page, `entries/${id}`);
	const events = await page.locator('.events').innerText();
	for (const name of ['林晓', '许宁', '郑宏', '何静', '唐月'])
		assert.ok(events.includes(name), name);
	await shoot(page, 'job_history_d');
	await assertNoFault(page);
});
