// Disclosure in Chromium, on the demo site: each page of visitors and of staff
// on a desktop and on a phone, and a request from the form to its answer as
// people do it.  Look at the screenshots disclosure_*.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get } from '../http/lib.mjs';
import { SITE, enter, leave } from './desk.mjs';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';

const HOST = hostOf(SITE), OFFICER = 'tangyue';
const PAGES = { catalogue: '/disclosure', filtered:
	'/disclosure?state=disclosure_void', none: '/disclosure?q=%E6%B2%A1%E6%9C%89',
column: '/open/catalog/', guide: '/open/guide/', years: '/disclosure/annual',
annual: `/disclosure/annual/${new Date(Date.now() + 8 * 3600e3).getUTCFullYear()}`,
ask: '/disclosure/request', code: '/disclosure/request/status' };

let browser, demo;

before(async () => {
	[browser, demo] = await Promise.all([openBrowser(), serveDemo()]);
	const items = (await liveEntries(demo.server, HOST))
		.filter((e) => e.type === 'disclosure');
	const of = (title) => items.find((e) => e.title === title).url;
	Object.assign(PAGES, { valid: of('2025年度单位决算'),
		void: of('职工来信来访答复办法'), amended: of('困难职工临时救助实施细则'),
		party: of('机关党支部专题组织生活会整改台账'), listed: of('党员评议结果') });
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function visit(target, options) {
	const page = await openPage(browser, options);
	const reply = await page.goto(address(demo.server, HOST, target),
		{ waitUntil: 'load' });
	assert.equal(reply.status(), 200, target);
	return page;
}

async function assertGood(page, name, width) {
	await shoot(page, `disclosure_${name}_${width === WIDE ? 'd' : 'm'}`);
	await assertFits(page);
	await assertAxe(page);
	await assertNoFault(page);
}

for (const name of ['catalogue', 'filtered', 'none', 'column', 'guide', 'valid',
	'void', 'amended', 'party', 'listed', 'years', 'annual', 'ask', 'code']) {
	for (const width of [WIDE, NARROW]) {
		test(`${name} at ${width} px: fits, axe finds nothing, nothing in the console`,
			async () => {
			const page = await visit(PAGES[name], { width });
			await assertGood(page, name, width);
			await leave(page);
		});
	}
	test(`${name}: the markup is valid`, async () => {
		await assertValid((await get(demo.server, PAGES[name], { host: HOST })).text);
	});
}

const press = (page, target) => arrive(page, () => page.click(target));

test('the first page has a block of what was disclosed', async () => {
	const page = await visit('/');
	const block = page.locator('.disclosure-home');
	assert.match(await block.innerText(), /信息公开/);
	assert.ok(await block.locator('.list-item').count() > 3);
	await leave(page);
});

test('filters narrow the catalogue, by keyboard and without scripts', async () => {
	const page = await visit(PAGES.catalogue, { javaScriptEnabled: false });
	await page.selectOption('#d-state', 'disclosure_amended');
	await page.fill('#d-q', '临时救助');
	await arrive(page, () => page.press('#d-q', 'Enter'));
	assert.match(page.url(), /state=disclosure_amended/);
	assert.equal(await page.locator('.disclosure-table tbody tr').count(), 1);
	assert.match(await page.textContent('.disclosure-table'), /已修改/);
	await press(page, '.disclosure-filter-do a');
	assert.ok(await page.locator('.disclosure-table tbody tr').count() > 5);
	await leave(page);
});

test('a request is sent, corrected, answered and read by its code', async () => {
	const visitor = await visit(PAGES.ask, { width: NARROW });
	await visitor.selectOption('#d-applicant', 'person');
	await visitor.fill('#d-name', '测试申请人');
	await visitor.fill('#d-contact', 'someone@example.test');
	await visitor.fill('#d-wish', '请提供体检服务的合同。');
	await visitor.selectOption('#d-form', 'mail');
	await visitor.check('[name=agreed]');
	await press(visitor, '.disclosure-form .button-main');
	const code = (await visitor.textContent('.disclosure-code-value strong')).trim();
	assert.match(code, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
	await assertGood(visitor, 'received', NARROW);

	const officer = await enter(browser, demo, OFFICER);
	await officer.desk('disclosure');
	await assertGood(officer, 'desk_list', WIDE);
	await press(officer, 'table a >> text=体检服务的合同');
	const here = officer.url();
	await assertGood(officer, 'desk_request', WIDE);
	await officer.fill('#text-notice', '请写明是哪一年的合同。');
	await press(officer, 'form[action$=notice] button');
	assert.match(officer.url(), /[?]done=saved$/);

	const look = async () => {
		await visitor.goto(address(demo.server, HOST, PAGES.code));
		await visitor.fill('#d-code', code);
		await press(visitor, '.disclosure-form .button-main');
	};
	await look();
	assert.match(await visitor.textContent('main'), /请写明是哪一年的合同。/);
	await assertGood(visitor, 'status_correcting', NARROW);
	await visitor.fill('#d-wish', '2026年的合同。');
	await press(visitor, '.disclosure-form .button-main');
	assert.ok(await visitor.isVisible('.notice[role=status]'));

	await officer.goto(here);
	await officer.selectOption('#kind', 'given');
	await officer.check('[name=partial]');
	await officer.fill('#reply', '合同见邮件附件。');
	await press(officer, 'form[action$=close] button');
	assert.match(await officer.textContent('#reason-bad'), /理由/);
	assert.equal(await officer.inputValue('#reply'), '合同见邮件附件。');
	await officer.fill('#reason', '银行账号属于商业秘密。');
	await press(officer, 'form[action$=close] button');
	assert.match(officer.url(), /[?]done=saved$/);
	await assertGood(officer, 'desk_closed', WIDE);
	await look();
	assert.match(await visitor.textContent('main'), /部分公开[^]*银行账号属于商业秘密/);
	await assertGood(visitor, 'status_closed', NARROW);
	await leave(visitor);
	await leave(officer);
});

test('the desk of requests works on a phone', async () => {
	const officer = await enter(browser, demo, OFFICER, { width: NARROW });
	await officer.desk('disclosure');
	await assertGood(officer, 'desk_list', NARROW);
	await officer.desk('disclosure/1');
	await assertGood(officer, 'desk_request', NARROW);
	await leave(officer);
});
