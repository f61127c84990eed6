// Real articles through the main path: pasted as paragraphs, passed by three
// reviewers, and unchanged on the public page.  They are not ours to give
// away: they lie in $DATA/articles (../shared/data beside the project where
// that isn't set), and without them these tests are skipped.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { root, serve } from '../http/lib.mjs';
import { Staff, makeSites, publish } from '../http/site.mjs';
import { NARROW, address, assertFits, assertNoFault, openBrowser, openPage,
	shoot } from './lib.mjs';

const FOLDER = path.join(process.env.DATA ??
	path.resolve(root, '../shared/data'), 'articles');
const NAMES = fs.existsSync(FOLDER) ?
	fs.readdirSync(FOLDER).filter((name) => name.endsWith('.txt')).sort() : [];
const HOST = 'one.test';
const TITLE_MAX = 60;

const staff = {};
let browser, server;

before(async () => {
	if (NAMES.length === 0) return;
	server = await serve({ sites: await makeSites() });
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	browser = await openBrowser();
});
after(() => Promise.all([browser?.close(), server?.stop()]));

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const linesOf = (name) => fs.readFileSync(path.join(FOLDER, name), 'utf8')
	.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);

if (NAMES.length === 0)
	test('real articles are published unchanged',
		{ skip: `no ${FOLDER}` }, () => {});

for (const name of NAMES)
	test(`article ${name} is published unchanged`, async () => {
		const lines = linesOf(name);
		const { id } = await staff.writer.create({
			title: [...lines[0]].slice(0, TITLE_MAX).join(''),
			body: lines.map((line) => `<p>${escape(line)}</p>`).join('') });
		await publish(staff, id);
		const page = await openPage(browser);
		await page.goto(address(server, HOST, `/news/notice/${id}.html`));
		const shown = await page.locator('.text p').allTextContents();
		assert.deepEqual(shown.map((text) => text.trim()), lines);
		await assertNoFault(page);
		await page.setViewportSize({ width: NARROW, height: 844 });
		await assertFits(page);
		await shoot(page, `article_${path.parse(name).name}_m`);
		await page.context().close();
	});
