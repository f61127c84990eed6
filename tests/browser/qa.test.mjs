// Questions of visitors in Chromium, on the demo site: every kind of page on a
// desktop and on a phone, asking with and without scripts, and the desk.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after, before } from 'node:test';
import { get } from '../http/lib.mjs';
import { answerOf } from '../http/letters.mjs';
import { enter, leave } from './desk.mjs';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';

const HOST = hostOf('jiangcheng');
const LETTER = { title: '夜班补贴怎么算', text: '连续上了两周夜班。\n请问补贴按什么标准？' };
const CODE = /^[2-9A-Z]{5}-[2-9A-Z]{5}$/;

let browser, demo;

before(async () => {
	[browser, demo] = await Promise.all([openBrowser(), serveDemo()]);
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function visit(target, options) {
	const page = await openPage(browser, options);
	page.reply = await page.goto(address(demo.server, HOST, target), { waitUntil: 'load' });
	return page;
}

async function fill(page, letter = LETTER) {
	await page.fill('#qa-title', letter.title);
	await page.fill('#qa-text', letter.text);
	await page.selectOption('#qa-category', '劳动权益');
}

const press = (page, target) => arrive(page, () => page.click(target));

async function ask(options) {
	const page = await visit('/qa/ask', options);
	await fill(page);
	page.reply = await press(page, '.qa-form button');
	return page;
}

const codeOf = (page) => page.locator('.qa-code strong').innerText();

async function whole(page, name, width, reply = page.reply) {
	await assertFits(page);
	await assertAxe(page);
	await assertNoFault(page);
	await assertValid(await reply.text());
	await shoot(page, `qa_${name}_${width === WIDE ? 'd' : 'm'}`);
}

const PAGES = { column: '/qa/', list: '/qa/list?category=' +
	encodeURIComponent('劳动权益'), search: '/qa/list?q=' + encodeURIComponent('年休假'),
ask: '/qa/ask', status: '/qa/status', totals: '/qa/totals' };

for (const width of [WIDE, NARROW]) {
	for (const [name, target] of Object.entries(PAGES)) {
		test(`${name} at ${width} px is whole`, async () => {
			const page = await visit(target, { width });
			assert.equal(page.reply.status(), 200);
			await whole(page, name, width);
			await leave(page);
		});
	}
	test(`a question with its answer at ${width} px is whole`, async () => {
		const entry = (await liveEntries(demo.server, HOST)).find((e) => e.type === 'question');
		const page = await visit(entry.url, { width });
		await whole(page, 'question', width);
		await leave(page);
	});
	test(`asking and following the code at ${width} px`, async () => {
		const page = await ask({ width });
		const code = await codeOf(page);
		assert.match(code, CODE);
		await whole(page, 'received', width);
		assert.deepEqual(await page.context().cookies(), []);
		await page.goto(address(demo.server, HOST, '/qa/status'));
		await page.fill('#qa-code', code.toLowerCase());
		const reply = await press(page, '.qa-form button');
		assert.match(await page.locator('.qa-state').innerText(), /已收到/);
		await whole(page, 'found', width, reply);
		await leave(page);
	});
	test(`the desk's list and a question at ${width} px are whole`, async () => {
		const page = await enter(browser, demo, 'tangyue', { width });
		await whole(page, 'desk_list', width, await page.desk('qa'));
		const href = await page.getAttribute('.table a', 'href');
		const reply = await page.goto(new URL(href, page.url()).href);
		await page.waitForSelector('#answer');
		await whole(page, 'desk_question', width, reply);
		await leave(page);
	});
}

test('the work is done while somebody types, and the question is out of sight', async () => {
	const page = await visit('/qa/ask');
	assert.ok(await page.locator('.challenge-question').isHidden());
	await page.focus('#qa-title');
	await page.waitForFunction(() => document.querySelector('[name=_work]')?.value);
	assert.match(await page.locator('.challenge-state').innerText(), /可以提交/);
	const [token, work, bits] = await page.evaluate(() => [
		document.querySelector('[name=_challenge]').value,
		document.querySelector('[name=_work]').value,
		Number(document.querySelector('.challenge').dataset.bits)]);
	const head = createHash('sha256').update(`${token}:${work}`).digest().readUInt32BE(0);
	assert.equal(head >>> (32 - bits), 0);
	await leave(page);
});

test('the own SHA-256 is the same as everybody\'s', async () => {
	const page = await visit('/qa/ask');
	const src = await page.locator('.challenge script').getAttribute('src');
	const texts = ['', 'abc', 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64), 'y'.repeat(1000)];
	const got = await page.evaluate(async ([url, list]) => {
		const { sha256 } = await import(url);
		return list.map((t) => [...sha256(t)].map((w) => w.toString(16).padStart(8, '0')).join(''));
	}, [src, texts]);
	assert.deepEqual(got, texts.map((t) => createHash('sha256').update(t).digest('hex')));
	await leave(page);
});

test('without scripts the question in words opens the form', async () => {
	const page = await visit('/qa/ask', { javaScriptEnabled: false });
	await fill(page);
	const question = await page.locator('label[for=challenge-answer]').innerText();
	await page.fill('#challenge-answer', String(answerOf({ question })));
	await shoot(page, 'qa_ask_plain_d');
	await press(page, '.qa-form button');
	assert.match(await codeOf(page), CODE);
	await leave(page);
});

test('what was typed stays when something is wrong, and is told by its label', async () => {
	const page = await visit('/qa/ask', { javaScriptEnabled: false });
	await fill(page, { title: LETTER.title, text: LETTER.text });
	await page.fill('#challenge-answer', '九十九');
	await press(page, '.qa-form button');
	assert.match(await page.locator('.qa-alert').innerText(), /回答不对/);
	assert.equal(await page.inputValue('#qa-title'), LETTER.title);
	assert.equal(await page.inputValue('#qa-text'), LETTER.text);
	await leave(page);
});

test('the home page shows the latest answers and the way to ask', async () => {
	const home = (await get(demo.server, '/', { host: HOST })).text;
	assert.match(home, /href="\/qa\/ask"/);
	assert.match(home, /同时在三家平台跑单/);
});
