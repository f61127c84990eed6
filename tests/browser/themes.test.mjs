// Both red themes on every kind of page, the plugins' too: on a desktop, on a
// phone and in elder mode; narrow, on paper and in forced colours for the home
// page; the carousel, the notice and mourning.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, request, until } from '../http/lib.mjs';
import { NARROW, WIDE, address, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, liveEntries, openBrowser, openPage, serveDemo, settle,
	shoot }
	from './lib.mjs';

const THEMES = { chihong: 'jiangcheng', zhusha: 'shuili' };
const KEEPER = { chihong: 'tangyue', zhusha: 'wenqu' };
const FORMS = { d: { width: WIDE }, m: { width: NARROW },
	e: { width: WIDE, elder: true } };
const SMALL_ELDER = { width: NARROW, elder: true };
const STATUS = { missing: 404 };
const HOME_BYTES = 120 * 1024;
const KINDS = ['home', 'column', 'article', 'page', 'question', 'questions',
	'ask', 'status', 'person', 'people', 'search', 'missing'];
const OWN = { chihong: ['catalogue', 'item', 'request', 'term', 'terms'],
	zhusha: ['topic', 'topics'] };

const targets = {};
let browser, server, passwords;

before(async () => {
	[browser, { server, passwords }] =
		await Promise.all([openBrowser(), serveDemo()]);
	for (const [theme, site] of Object.entries(THEMES)) {
		const all = await liveEntries(server, hostOf(site));
		const of = (type) => all.find((e) => e.type === type);
		const column = (type) => of(type) && `/${of(type).column}/`;
		targets[theme] = { home: '/', column: '/news/', ask: '/qa/ask',
			status: '/qa/status', search: '/search?q=%E5%AD%A6',
			article: all.find((e) => e.column === 'news' && e.cover).url,
			missing: '/no-such-column/', request: '/disclosure/request',
			page: of('page').url, question: of('question').url,
			questions: column('question'), person: of('person').url,
			people: column('person'), topic: of('topic')?.url,
			topics: column('topic'), item: of('disclosure')?.url,
			catalogue: column('disclosure'), term: of('term')?.url,
			terms: column('term') };
	}
});
after(() => Promise.all([browser?.close(), server?.stop()]));

async function visit(theme, target, { elder = false, ...options } = {}) {
	const page = await openPage(browser, options);
	if (elder) await page.addInitScript(() =>
		localStorage.setItem('mc.elder', 'on'));
	page.reply = await page.goto(address(server, hostOf(THEMES[theme]), target),
		{ waitUntil: 'load' });
	return page;
}

for (const theme of Object.keys(THEMES)) {
	for (const kind of [...KINDS, ...OWN[theme]]) {
		const forms = kind === 'home' ? { ...FORMS, em: SMALL_ELDER } : FORMS;
		for (const [form, options] of Object.entries(forms)) {
			test(`${theme}, ${kind}, ${form}: whole and open to all`, async () => {
				const page = await visit(theme, targets[theme][kind], options);
				assert.equal(page.reply.status(), STATUS[kind] ?? 200);
				await shoot(page, `${theme}_${kind}_${form}`);
				await assertFits(page);
				await assertNoFault(page);
				await assertAxe(page);
				await page.context().close();
			});
		}
		test(`${theme}, ${kind}: the markup is valid`, async () => {
			const rp = await get(server, targets[theme][kind],
				{ host: hostOf(THEMES[theme]) });
			await assertValid(rp.text);
		});
	}

	for (const width of [900, 600, 320]) {
		test(`${theme}: the home page fits ${width} px`, async () => {
			const page = await visit(theme, '/', { width });
			await shoot(page, `${theme}_home_${width}`);
			await assertFits(page);
			await page.context().close();
		});
	}

	test(`${theme}: on paper there is the text and no navigation`, async () => {
		const page = await visit(theme, targets[theme].article);
		await page.emulateMedia({ media: 'print' });
		await shoot(page, `${theme}_article_print`);
		for (const gone of ['.site-nav', '.topbar', '.search', '.aside'])
			assert.equal(await page.locator(gone).first().isVisible(), false, gone);
		assert.ok(await page.locator('.article-title').isVisible());
		await page.context().close();
	});

	test(`${theme}: forced colours leave everything in place`, async () => {
		const page = await visit(theme, '/', { forcedColors: 'active' });
		await shoot(page, `${theme}_home_forced`);
		await assertFits(page);
		await page.context().close();
	});

	test(`${theme}: the first view of the home page is small`, async () => {
		const page = await openPage(browser, { width: WIDE });
		const session = await page.context().newCDPSession(page);
		let bytes = 0;
		const pictures = new Set();
		await session.send('Network.enable');
		session.on('Network.responseReceived', (e) => {
			if (e.type === 'Image') pictures.add(e.requestId);
		});
		session.on('Network.loadingFinished', (e) => {
			if (!pictures.has(e.requestId)) bytes += e.encodedDataLength;
		});
		await page.goto(address(server, hostOf(THEMES[theme])),
			{ waitUntil: 'load' });
		const seen = await page.evaluate(() => [...document.images].filter((i) =>
			i.complete && i.currentSrc).length);
		assert.ok(seen < await page.locator('img').count(), 'pictures are lazy');
		await settle(page);
		assert.ok(bytes > 0 && bytes < HOME_BYTES, `${bytes} bytes`);
		await page.context().close();
	});

	test(`${theme}: no block of the home page comes twice`, async () => {
		const page = await visit(theme, '/');
		const titles = await page.locator('main .block-title').allInnerTexts();
		assert.deepEqual(titles, [...new Set(titles)]);
		await page.context().close();
	});

	test(`${theme}: without scripts the carousel is a row with links`, async () => {
		const page = await visit(theme, '/', { javaScriptEnabled: false });
		const dot = page.locator('.carousel a.dot').nth(1);
		assert.equal(await page.locator('.carousel [data-pause]').isVisible(), false);
		await dot.click();
		const slides = page.locator('.carousel-slides').first();
		await until(() => slides.evaluate((e) =>
			Math.abs(e.scrollLeft - e.clientWidth) < 2), 'the second picture');
		await page.context().close();
	});

	test(`${theme}: the carousel stands still on wish, by keyboard too`,
		async () => {
		const page = await visit(theme, '/', { reducedMotion: 'no-preference' });
		const pause = page.locator('.carousel [data-pause]').first();
		assert.equal(await pause.getAttribute('aria-pressed'), 'false');
		await pause.focus();
		await page.keyboard.press('Enter');
		assert.equal(await pause.getAttribute('aria-pressed'), 'true');
		await page.context().close();
		const calm = await visit(theme, '/');
		assert.equal(await calm.locator('.carousel [data-pause]').first()
			.getAttribute('aria-pressed'), 'true', 'reduced motion');
		await calm.context().close();
	});

	test(`${theme}: a notice and mourning, and what is fixed stays fixed`,
		async () => {
		const host = hostOf(THEMES[theme]), user = KEEPER[theme];
		const { json } = await request(server, 'POST', '/api/v1/session', { host,
			body: { user, password: passwords[user] } });
		const set = async (body) => assert.equal((await request(server, 'PUT',
			'/api/v1/site', { host, body,
				headers: { authorization: `Bearer ${json.token}` } })).status, 200);
		await set({ notice_text: '暴雨红色预警：今日停课停工', notice_link: '/news/',
			mourning_text: '深切哀悼', mourning_from: '2020-01-01 00:00' });
		for (const [form, options] of Object.entries({ d: FORMS.d, em: SMALL_ELDER })) {
			const page = await visit(theme, '/', options);
			await shoot(page, `${theme}_notice_${form}`);
			await assertFits(page);
			await assertAxe(page);
			assert.equal(await page.evaluate(() =>
				getComputedStyle(document.documentElement).filter), 'grayscale(1)');
			// A fixed element keeps to the window when the page is scrolled.
			assert.equal(await page.evaluate(() => {
				const box = document.createElement('div');
				box.className = 'test-fixed';
				document.body.append(box);
				const sheet = new CSSStyleSheet();
				sheet.replaceSync('.test-fixed { position: fixed; top: 0 }');
				document.adoptedStyleSheets = [sheet];
				window.scrollTo(0, 300);
				return Math.round(box.getBoundingClientRect().top);
			}), 0);
			await page.context().close();
		}
		await set({ notice_text: '', notice_link: '', mourning_text: '',
			mourning_from: '' });
	});
}
