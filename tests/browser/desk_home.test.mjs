// The blocks of the home page put in order by keyboard, without any script:
// moved, looked at in a preview, saved.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { arrive, openBrowser, serveDemo } from './lib.mjs';
import { enter, leave } from './desk.mjs';

let browser, demo;

before(async () => {
	browser = await openBrowser();
	demo = await serveDemo();
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function rows(page) {
	const all = [];
	for (let i = 1; await page.locator(`#block-${i}`).count() > 0; i++)
		all.push([await page.inputValue(`#block-${i}`),
			await page.inputValue(`#column-${i}`)].join(' '));
	return all;
}

test('blocks are put in order by keyboard and saved', async () => {
	const page = await enter(browser, demo, 'tangyue',
		{ javaScriptEnabled: false });
	await page.desk('home');
	await arrive(page, () => page.click('button[value=plan]'));
	const before = await rows(page);
	assert.ok(before.length >= 4, before.join(', '));
	assert.match(before[0], /^headline /);

	await page.focus('button[value=up-4]');
	await arrive(page, () => page.keyboard.press('Enter'));
	const [a, b, c, d, ...others] = before;
	assert.deepEqual(await rows(page), [a, b, d, c, ...others]);
	await page.focus('button[value=down-1]');
	await arrive(page, () => page.keyboard.press('Enter'));
	const wanted = [b, a, d, c, ...others];
	assert.deepEqual(await rows(page), wanted);

	const [shown] = await Promise.all([page.context().waitForEvent('page'),
		page.click('button[formaction]')]);
	await shown.waitForSelector('.banner-preview');
	await shown.close();
	await arrive(page, () => page.click('button[value=save]'));
	assert.match(page.url(), /\/desk\/home\?done=saved$/);
	assert.deepEqual(await rows(page), wanted);
	await leave(page);
});
