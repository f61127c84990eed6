// Each kind of page, in both themes, under the eyes of two more judges: the
// rules that pa11y runs (HTML CodeSniffer, WCAG 2 AA) in the page itself, and
// the W3C's checker (vnu) on what the server sends, all pages in one run.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { build, freshFolder, get } from '../http/lib.mjs';
import { address, hostOf, liveEntries, openBrowser, openPage, serveDemo }
	from './lib.mjs';

const packages = createRequire(path.join(build, 'npm/tests/browser/package.json'));
const SNIFFER = fs.readFileSync(
	packages.resolve('@pa11y/html_codesniffer/build/HTMLCS.js'), 'utf8');
const VNU = path.join(path.dirname(packages.resolve('vnu-jar/package.json')),
	'build/dist/vnu.jar');
const COMMON = ['home', 'column', 'article', 'page', 'search', 'missing',
	'question', 'questions', 'ask', 'person', 'people', 'report', 'status', 'hant',
	'english', 'tags', 'tag'];
const KINDS = {
	jiangcheng: [...COMMON, 'versions', 'term', 'terms', 'disclosure',	// chihong
		'catalogue', 'request', 'annual'],
	shuili: [...COMMON, 'topic', 'topics'],				// zhusha
};
const BROKEN = '<!DOCTYPE html><html lang="zh"><head><title>t</title></head>' +
	'<body><img src="/a.png"><p id="a">1</p><p id="a">2</p></body></html>';
const targets = {};
let browser, server, report;

// What the site has of each kind; not every site has all of them.
async function targetsOf(site) {
	const entries = await liveEntries(server, hostOf(site));
	const one = (type) => entries.find((e) => e.type === type)?.url;
	const article = entries.find((e) => e.type === 'article');
	const above = (url) => url?.replace(/[^/]*$/, '');
	const all = { home: '/', column: above(article.url), article: article.url,
		page: one('page'), search: '/search?q=%E8%81%8C%E5%B7%A5',
		versions: one('term') && one('term').replace('.html', '/versions'),
		missing: '/no/such/page/', question: one('question'),
		questions: above(one('question')), ask: '/qa/ask', person: one('person'),
		people: above(one('person')), term: one('term'),
		disclosure: one('disclosure'), report: `/correction?entry=${article.id}`,
		terms: above(one('term')), catalogue: above(one('disclosure')),
		request: '/disclosure/request', annual: '/disclosure/annual',
		topic: one('topic'), topics: above(one('topic'))?.replace(/[^/]*\/$/, ''),
		english: article.url, tags: '/tags/',
		tag: entries.flatMap((e) => e.tags).map((t) => `/tags/${encodeURIComponent(t)}/`)[0],
		status: '/correction/status', hant: `/zh-hant${article.url}` };
	for (const kind of KINDS[site]) {
		assert.ok(all[kind], `${site} has no ${kind}`);
		const headers = kind === 'english' ? { cookie: 'mc_lang=en' } : {};
		const rp = await get(server, all[kind], { host: hostOf(site), headers });
		assert.equal(rp.status, kind === 'missing' ? 404 : 200, all[kind]);
		targets[`${site}-${kind}`] = { host: hostOf(site), target: all[kind], html: rp.text };
	}
}

// The messages of vnu, by file; it ends with 1 where there are any.
function vnu(folder) {
	return new Promise((done, fail) => execFile('java', ['-Xss1m', '-jar', VNU,
		'--format', 'json', '--stdout', '--exit-zero-always', folder],
	{ maxBuffer: 1 << 26 }, (error, out) => (error ? fail(error) :
		done(JSON.parse(out).messages))));
}

before(async () => {
	[browser, { server }] = await Promise.all([openBrowser(), serveDemo()]);
	for (const site of Object.keys(KINDS)) await targetsOf(site);
	const folder = freshFolder('vnu');
	for (const [name, { html }] of Object.entries(targets))
		fs.writeFileSync(path.join(folder, `${name}.html`), html);
	fs.writeFileSync(path.join(folder, 'broken.html'), BROKEN);
	report = await vnu(folder);
});
after(() => Promise.all([browser?.close(), server?.stop()]));

const sniff = (page) => page.evaluate(() => new Promise((done) =>
	window.HTMLCS.process('WCAG2AA', document, () => done(
		window.HTMLCS.getMessages().filter((m) => m.type === window.HTMLCS.ERROR)
			.map((m) => `${m.code}: ${m.msg}: ${m.element.outerHTML?.slice(0, 160)}`)))));

const said = (name) => report
	.filter((m) => m.type !== 'info' && m.url.endsWith(`/${name}.html`))
	.map((m) => `${m.lastLine}: ${m.message}: ${m.extract}`);

test('both judges see what is wrong', async () => {
	assert.match(said('broken').join('\n'), /alt[^]*Duplicate ID/);
	const page = await openPage(browser);
	await page.setContent(BROKEN);
	await page.evaluate(SNIFFER);
	assert.match((await sniff(page)).join('\n'), /1_1_1/);
	await page.context().close();
});

for (const [site, kinds] of Object.entries(KINDS)) for (const kind of kinds) {
	const name = `${site}-${kind}`;
	test(`${site}, ${kind}: vnu has nothing to say`, () => {
		assert.deepEqual(said(name), []);
	});

	test(`${site}, ${kind}: pa11y's rules find no error`, async () => {
		const { host, target } = targets[name];
		const page = await openPage(browser);
		if (kind === 'english') await page.context().addCookies([{ name: 'mc_lang',
			value: 'en', url: address(server, host) }]);
		await page.goto(address(server, host, target), { waitUntil: 'load' });
		await page.evaluate(SNIFFER);
		assert.deepEqual(await sniff(page), []);
		await page.context().close();
	});
}
