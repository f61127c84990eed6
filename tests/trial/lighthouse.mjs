// Lighthouse's judgement of each kind of page in both themes, as a phone on a
// slow network and as a desktop, on the demo sites.  Scores of speed vary with
// what else the machine does: the best of a few runs counts, which a page that
// is slow by itself never reaches.  Needs no DATA, but npm packages of its own
// (make lighthouse).
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, command, freshFolder, request, serve } from '../http/lib.mjs';
import { Figures } from './lib.mjs';

const RUNS = 3;
const AIMS = { performance: 1, accessibility: 1, 'best-practices': 1, seo: 1 };
const FORMS = ['mobile', 'desktop'];
// Without TLS on this machine: a portal has it (serve --tls-cert).
// Pages that are searches are for no search engine.
const LEFT_OUT = { search: ['is-crawlable'] };
const SITES = {
	jiangcheng: ['home', 'column', 'article', 'search', 'questions', 'terms',
		'people', 'catalogue', 'ask'],		// chihong
	ganggou: ['home', 'column', 'article'],		// chihong, a home of its own
	shuili: ['home', 'column', 'article', 'search', 'questions',
		'people', 'topic'],			// zhusha
};
const CHROMIUM = ['--headless', '--no-sandbox', '--disable-dev-shm-usage',
	'--disable-background-networking', '--lang=zh-CN', '--host-resolver-rules=' +
	'MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

async function load() {
	const { resolve } = createRequire(path.join(build,
		'npm/tests/trial/package.json'));
	const from = (name) => import(pathToFileURL(resolve(name)));
	return { lighthouse: (await from('lighthouse')).default,
		desktop: (await from('lighthouse/core/config/desktop-config.js')).default,
		launch: (await from('chrome-launcher')).launch };
}

// { kind: path } of what the site has.
async function pagesOf(server, host) {
	const { entries } = (await request(server, 'GET', '/api/v1/live?limit=100',
		{ host })).json;
	const of = (type) => entries.find((e) => e.type === type);
	const column = (type) => of(type) && `/${of(type).column}/`;
	return { home: '/', column: '/news/', ask: '/qa/ask',
		article: entries.find((e) => e.column === 'news' && e.cover)?.url,
		search: '/search?q=%E5%AD%A6%E4%B9%A0', questions: column('question'),
		terms: column('term'), people: column('person'),
		catalogue: column('disclosure'), topic: of('topic')?.url };
}

async function judge({ lighthouse, desktop }, url, kind, form, port) {
	const options = { port, logLevel: 'error', output: 'json',
		onlyCategories: Object.keys(AIMS),
		skipAudits: ['is-on-https', 'redirects-http', ...LEFT_OUT[kind] ?? []] };
	const { lhr } = await lighthouse(url, options,
		form === 'desktop' ? desktop : undefined);
	if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
	return lhr;
}

const lost = (lhr, category) => lhr.categories[category].auditRefs
	.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null &&
		lhr.audits[id].score < 1)
	.map(({ id }) => `${id} ${lhr.audits[id].displayValue ?? ''} ` +
		(lhr.audits[id].details?.items ?? []).slice(0, 3).map((i) =>
			i.node?.snippet ?? i.description ?? i.url ?? '').join(' | ').slice(0, 300));

// The best scores of a page, and what the last run found where one is missed.
async function best(tools, url, kind, form, port) {
	const scores = {}, notes = {};
	for (let run = 0; run < RUNS; run++) {
		const lhr = await judge(tools, url, kind, form, port);
		for (const category of Object.keys(AIMS)) {
			const { score } = lhr.categories[category];
			if (score > (scores[category] ?? -1)) {
				scores[category] = score;
				notes[category] = lost(lhr, category);
			}
		}
		if (Object.keys(AIMS).every((c) => scores[c] >= AIMS[c])) break;
	}
	return { scores, notes };
}

export async function trial() {
	const figures = new Figures('lighthouse');
	const tools = await load(), sites = freshFolder('demo');
	const made = await command(['demo'], { sites });
	if (made.code !== 0) throw new Error(made.err);
	const server = await serve({ sites });
	const chrome = await tools.launch({ chromePath: '/usr/bin/chromium',
		chromeFlags: CHROMIUM });
	try {
		for (const [site, kinds] of Object.entries(SITES)) {
			const host = `${site}.localhost`, pages = await pagesOf(server, host);
			for (const kind of kinds) for (const form of FORMS) {
				const { scores, notes } = await best(tools,
					`http://${host}:${server.port}${pages[kind]}`, kind, form, chrome.port);
				const good = Object.entries(AIMS).every(([c, aim]) => scores[c] >= aim);
				console.log(`  ${site} ${kind} ${form}: ${Object.values(scores).join(' ')}`);
				figures.put(`${site} ${kind} ${form}`, Object.values(scores).join(' '),
					Object.values(AIMS).join(' '), good);
				for (const [category, found] of Object.entries(notes))
					for (const text of scores[category] < AIMS[category] ? found : [])
						figures.note(`${site} ${kind} ${form}: ${category}: ${text}`);
			}
		}
	} finally {
		chrome.kill();
		await server.stop();
	}
	return figures;
}
