// The word check where people of the demo meet it: a visitor's letter that is
// sent back with rule and passage, and the sample texts on their way.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { enter, leave } from './desk.mjs';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, openBrowser, openPage, serveDemo, shoot } from './lib.mjs';

const ID = '11010519491231002X';
let browser, demo;

before(async () => {
	[browser, demo] = await Promise.all([openBrowser(), serveDemo()]);
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function visit(target, width) {
	const page = await openPage(browser, { width });
	await page.goto(address(demo.server, hostOf('jiangcheng'), target),
		{ waitUntil: 'load' });
	return page;
}

async function looked(page, name, width) {
	await assertFits(page);
	await assertAxe(page);
	await assertNoFault(page);
	await shoot(page, `letters_words_${name}_${width === WIDE ? 'd' : 'm'}`);
}

const press = (page, target) => arrive(page, () => page.click(target));

async function refused(page, button) {
	const reply = await press(page, button);
	assert.equal(reply.status(), 422);
	await assertValid(await reply.text());
}

for (const width of [WIDE, NARROW])
	test(`a question with personal data can be sent masked, at ${width} px`, async () => {
		const page = await visit('/qa/ask', width);
		await page.fill('#qa-title', '补贴没有到账');
		await page.fill('#qa-text', `我的身份证号是${ID}，上月的补贴没有到账。`);
		await page.selectOption('#qa-category', '劳动权益');
		await refused(page, '.qa-form .button-main');
		assert.match(await page.innerText('#qa-text-bad'), new RegExp(`“${ID}”是个人信息`));
		assert.match(await page.inputValue('#qa-text'), new RegExp(ID));
		await looked(page, 'qa', width);
		await press(page, '.qa-form button[name=mask]');
		assert.ok(await page.isVisible('.qa-code'));
		await leave(page);
	});

for (const width of [WIDE, NARROW])
	test(`a request for disclosure says at its field what can't be sent, at ${width} px`,
		async () => {
			const page = await visit('/disclosure/request', width);
			await page.selectOption('#d-applicant', 'person');
			await page.fill('#d-name', '欧阳若兰');
			await page.fill('#d-contact', '13800138000');
			await page.fill('#d-wish', '你们这些王八蛋，把合同给我。');
			await page.selectOption('#d-form', { index: 1 });
			await page.check('[name=agreed]');
			await refused(page, '.disclosure-form .button-main');
			assert.match(await page.innerText('#d-wish-bad'), /“王八蛋”不能提交/);
			assert.equal(await page.inputValue('#d-contact'), '13800138000');
			await looked(page, 'disclosure', width);
			await page.fill('#d-wish', '请提供体检服务合同。');
			await press(page, '.disclosure-form .button-main');
			assert.ok(await page.isVisible('.disclosure-code-value'));
			await leave(page);
		});

test('the sample in review shows its hits to the reviewer, the draft to its author',
	async () => {
		let page = await enter(browser, demo, 'xuning');
		await page.desk('review');
		await press(page, 'text=四处驿站冬季设备检修安排');
		const text = await page.innerText('main');
		assert.match(text, /按装/);
		assert.match(text, /13900000000/);
		await shoot(page, 'letters_words_review_d');
		await leave(page);
		page = await enter(browser, demo, 'tangyue');
		await page.desk('entries?text=' + encodeURIComponent('一封感谢信'));
		await press(page, 'text=一封感谢信背后的互助金');
		await page.goto(`${page.url().split('?')[0]}/edit`);
		await page.waitForFunction(() =>
			document.querySelectorAll('#wordcheck-hits li').length >= 1);
		assert.match(await page.innerText('#wordcheck-hits'), new RegExp(ID));
		await shoot(page, 'letters_words_draft_d');
		await leave(page);
	});
