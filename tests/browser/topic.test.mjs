// A special topic as staff compose it in the desk: blocks added, put into
// another order, taken from columns by their names; and what it becomes.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	hostOf, openBrowser, openPage, serveDemo, shoot } from './lib.mjs';
import { editorOf } from './desk.mjs';

const SITE = 'shuili';
const BLOCKS = [
	{ form: 'topic_plugin', from: 'qa' },
	{ form: 'topic_list', from: 'news', title: '进展' },
	{ form: 'topic_text', title: '怎样参加', text: '周六集合。' },
	{ form: 'topic_cards', from: 'students' },
];
let browser, server, passwords;

before(async () => {
	[browser, { server, passwords }] =
		await Promise.all([openBrowser(), serveDemo()]);
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function enter(user, options) {
	const page = await openPage(browser, options);
	const to = (target) => address(server, hostOf(SITE), target);
	await page.goto(to('/desk/sign-in'));
	await page.fill('#name', user);
	await page.fill('#password', passwords[user]);
	await arrive(page, () => page.click('main button'));
	await page.goto(to('/desk/entries/new?column=topics'));
	await editorOf(page);
	return page;
}

async function fillBlock(page, n, { form, from, ...words }) {
	await page.selectOption(`[name="parts-${n}-form"]`, form);
	if (from) await page.selectOption(`[name="parts-${n}-from"]`, from);
	for (const [name, value] of Object.entries(words))
		await page.fill(`[name="parts-${n}-${name}"]`, value);
}

const forms = (page) => page.locator('[data-row]:visible [name$="-form"]')
	.evaluateAll((all) => all.map((select) => [select.name, select.value]));

for (const width of [WIDE, NARROW])
	test(`${width} px: blocks are composed, put in order, and previewed so`, async () => {
		const page = await enter('jixia', { width });
		await page.fill('#f-title', '一条河的一百天');
		await page.fill('#f-name', `hundred-${width}`);
		for (const [i, block] of BLOCKS.entries()) {
			if (i > 0) await page.click('[data-row-add]');
			await fillBlock(page, i + 1, block);
		}
		// The cards, last so far, go up past two; the first can't.
		const up = (n) => page.click(`[data-row="${n}"] [data-row-move="-1"]`);
		await up(4);
		await up(3);
		await up(1);
		await page.click('[data-row="1"] [data-row-move="1"]');
		await assertFits(page);
		await assertAxe(page);
		await shoot(page, `desk_topic_${width === WIDE ? 'd' : 'm'}`);
		const wanted = [['parts-1-form', 'topic_cards'],
			['parts-2-form', 'topic_plugin'], ['parts-3-form', 'topic_list'],
			['parts-4-form', 'topic_text']];
		assert.deepEqual(await forms(page), wanted);
		await arrive(page, () => page.click('button[name="_then"][value="stay"]'));
		assert.match(page.url(), /\/edit\?/);
		await editorOf(page);
		assert.deepEqual((await forms(page)).slice(0, 4), wanted);
		await assertNoFault(page);
		await page.goto(page.url().replace(/edit\?.*/, 'preview'));
		assert.deepEqual(await page.locator('.block-title').allInnerTexts(),
			['学生天地', '有问必答', '进展', '怎样参加']);
		await assertFits(page);
		await assertAxe(page);
		await shoot(page, `${SITE}_topic_blocks_${width === WIDE ? 'd' : 'm'}`);
		await assertNoFault(page);
		await page.context().close();
	});

test('without scripts the rows are there, and their columns are chosen by name', async () => {
	const page = await openPage(browser, { javaScriptEnabled: false });
	const to = (target) => address(server, hostOf(SITE), target);
	await page.goto(to('/desk/sign-in'));
	await page.fill('#name', 'jixia');
	await page.fill('#password', passwords.jixia);
	await arrive(page, () => page.click('main button'));
	await page.goto(to('/desk/entries/new?column=topics'));
	await page.fill('#f-title', '没有脚本的专题');
	await page.fill('#f-name', 'plain');
	await fillBlock(page, 2, BLOCKS[1]);
	await arrive(page, () => page.click('button[name="_then"][value="stay"]'));
	assert.equal(await page.locator('[name="parts-1-from"]').inputValue(), 'news');
	await page.context().close();
});
