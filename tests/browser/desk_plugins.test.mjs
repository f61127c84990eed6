// The staff pages for plugins on a desktop and on a phone: a plugin is enabled
// and set by its form, one that failed is released; no fault in the console,
// nothing too wide, accessible, valid, every text translated.
import assert from 'node:assert/strict';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from '../http/hostile.mjs';
import { get, root } from '../http/lib.mjs';
import { NARROW, WIDE, arrive, assertAxe, assertFits, assertNoFault, assertValid,
	hostOf, openBrowser, serveDemo, shoot } from './lib.mjs';
import { SITE, enter, leave } from './desk.mjs';

const KEYS = /\b(?:desk|field|state|role|act|type|fault)\.[a-z_.]+/g;
let browser, demo;

before(async () => {
	process.env.MINGCHUANG_ROOT = makeRoot(
		path.join(root, 'tests/data/plugins'));
	browser = await openBrowser();
	demo = await serveDemo();
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function check(page, name) {
	await assertNoFault(page);
	await assertFits(page);
	await assertAxe(page);
	await assertValid(await (await page.reload()).text());
	assert.deepEqual((await page.innerText('body')).match(KEYS) ?? [], []);
	await shoot(page, `desk_plugins_${name}`);
}

// Presses a button; the page that comes says that it is done.
async function press(page, button, done) {
	await arrive(page, () => page.click(button));
	assert.match(page.url(), new RegExp(`[?]done=${done}$`));
}

const visit = () => get(demo.server, '/bulletin-board', { host: hostOf(SITE) });

for (const width of [WIDE, NARROW])
	test(`plugins are listed, enabled, set and released, ${width} px`, async () => {
		const page = await enter(browser, demo, 'tangyue', { width });
		await page.desk('plugins');
		await check(page, `list_${width}`);
		await arrive(page, () => page.click('text=公告板'));
		await check(page, `off_${width}`);
		await press(page, 'text=启用 >> nth=-1', 'plugged');
		await page.fill('#s-rows', '13');
		await press(page, '#settings button', 'saved');
		await check(page, `settings_${width}`);
		for (let i = 0; i < 3; i++)
			assert.equal((await visit()).status, 500);
		await page.desk('plugins/bulletin');
		await check(page, `quarantined_${width}`);
		await page.fill('#s-rows', '12');
		await press(page, '#settings button', 'saved');
		await press(page, 'text=恢复使用 >> nth=-1', 'released');
		assert.equal((await visit()).json.rows, 12);
		await press(page, 'button.button-bad', 'unplugged');
		await page.desk('plugins/torn');
		await check(page, `broken_${width}`);
		await leave(page);
	});
