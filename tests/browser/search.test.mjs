// Searching as a visitor does: from the box of the header, with the keyboard,
// on a wide and a narrow screen, with and without scripts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { NARROW, WIDE, address, arrive, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';

const HOST = hostOf('jiangcheng');
let browser, server;

before(async () => {
	({ server } = await serveDemo());
	browser = await openBrowser();
});
after(async () => {
	await browser?.close();
	await server?.stop();
});

for (const width of [WIDE, NARROW]) {
	test(`results, none and an empty search hold at ${width} px`, async () => {
		const page = await openPage(browser, { width });
		for (const [name, q] of [['results', '职工'], ['guess', 'zhigong'],
			['none', '查无此事'], ['empty', '']]) {
			const rp = await page.goto(address(server, HOST,
				`/search?q=${encodeURIComponent(q)}`));
			assert.equal(rp.status(), 200);
			await assertNoFault(page);
			await assertFits(page);
			await assertAxe(page);
			await assertValid(await rp.text());
			await shoot(page, `search-${name}-${width}`);
		}
		await page.context().close();
	});
}

test('from the header to a result by the keyboard', async () => {
	const page = await openPage(browser);
	await page.goto(address(server, HOST));
	const box = page.getByRole('combobox');
	await box.fill('职工');
	await page.getByRole('option').first().waitFor();
	await shoot(page, 'search-suggest', { fullPage: false });
	await assertAxe(page);
	// Columns of that name stand before the texts.
	const chosen = page.locator('[aria-selected="true"]');
	do await page.keyboard.press('ArrowDown');
	while (!/\.html$/.test(await chosen.getAttribute('data-url')));
	const title = await chosen.textContent();
	assert.equal(await box.getAttribute('aria-activedescendant'),
		await chosen.getAttribute('id'));
	await arrive(page, () => page.keyboard.press('Enter'));
	assert.match(page.url(), /\/\d+\.html$/);
	assert.equal((await page.locator('h1').first().textContent()).trim(), title);
	await arrive(page, () => page.goBack());
	await page.getByRole('combobox').fill('职工');
	await page.getByRole('option').first().waitFor();
	await page.keyboard.press('Escape');
	await page.getByRole('option').first().waitFor({ state: 'detached' });
	await arrive(page, () => page.keyboard.press('Enter'));
	assert.match(page.url(), /\/search\?q=/);
	assert.ok(await page.locator('mark').count() > 0);
	await assertNoFault(page);
	await page.context().close();
});

test('without scripts the form and its filters work', async () => {
	const page = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(address(server, HOST, '/search?q='));
	await page.locator('#found-q').fill('职工');
	await page.getByText('按栏目、类型、日期筛选').click();
	await page.locator('#found-column').selectOption('news');
	await arrive(page, () => page.locator('.found-form button').click());
	assert.match(page.url(), /column=news/);
	for (const href of await page.locator('.found-facts a').evaluateAll(
		(all) => all.map((a) => a.getAttribute('href'))))
		assert.match(href, /^\/news\//);
	await page.context().close();
});
