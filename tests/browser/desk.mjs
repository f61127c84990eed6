// What tests of the staff pages share: the demo sites, people who sign in by
// the form, and the rich editor.
import assert from 'node:assert/strict';
import { address, arrive, hostOf, openPage } from './lib.mjs';

export const SITE = 'jiangcheng';

// Signs in as people do; fails where the workbench doesn't come.
export async function enter(browser, { server, passwords }, user, options) {
	const page = await openPage(browser, options);
	page.desk = (target) => page.goto(address(server, hostOf(SITE),
		`/desk/${target}`), { waitUntil: 'load' });
	await page.desk('sign-in');
	await page.fill('#name', user);
	await page.fill('#password', passwords[user]);
	await arrive(page, () => page.click('main button'));
	assert.equal(new URL(page.url()).pathname, '/desk/');
	return page;
}

export const leave = (page) => page.context().close();

// Waits until the rich editor stands in place of the textarea.
export async function editorOf(page) {
	await page.waitForFunction(() =>
		window.hugerte?.activeEditor?.initialized);
	return page.frameLocator('.tox-edit-area iframe').locator('body');
}

// Puts the cursor into the rich editor.
export async function enterEditor(page) {
	const body = await editorOf(page);
	await body.click();
	await page.waitForFunction(() => window.hugerte.activeEditor.hasFocus());
	return body;
}

export const bodyOf = (page) =>
	page.evaluate(() => window.hugerte.activeEditor.getContent());

// Pastes into the editor as a clipboard with these types would.
export async function paste(page, types) {
	await page.evaluate((given) => {
		const data = new DataTransfer();
		for (const [type, value] of Object.entries(given))
			data.setData(type, value);
		const body = window.hugerte.activeEditor.getBody();
		body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data,
			bubbles: true, cancelable: true }));
	}, types);
}

// Writes a new entry and saves it: its number.
export async function write(page, column, title, paragraphs) {
	await page.desk(`entries/new?column=${column}`);
	await editorOf(page);
	await page.fill('#f-title', title);
	await enterEditor(page);
	for (const [i, text] of paragraphs.entries()) {
		if (i > 0) await page.keyboard.press('Enter');
		await page.keyboard.insertText(text);
	}
	await arrive(page, () => page.click('button[value=leave]'));
	assert.match(page.url(), /\/desk\/entries\/\d+\?done=/);
	const id = Number(/entries\/(\d+)/.exec(page.url())[1]);
	assert.ok(id > 0);
	return id;
}

export async function submit(page, id) {
	await page.desk(`entries/${id}`);
	await page.check('[name=secrecy_checked]');
	await arrive(page, () => page.click('#submit button'));
	assert.match(page.url(), /[?]done=submitted$/);
}

export const stateOf = (page) => page.textContent('.meta .tag');
