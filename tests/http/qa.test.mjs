// Questions of visitors: asked without an account, followed by a code, answered
// through three reviews or withheld with a reason; floods, bad input, and that
// nothing tells who asked.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test, { after, before } from 'node:test';
import { get, post, serve, until } from './lib.mjs';
import { answerOf, challengeOf, sendLetter, workOf } from './letters.mjs';
import { Staff, hubOf, makeSites, run, signIn, siteOf, sql, write }
	from './site.mjs';

const HOST = 'one.test';
const host = { host: HOST };
const QUESTION = { title: '租房能提取公积金吗', category: '社会保险',
	text: '我在江城租房，单位交了公积金。\n请问怎么提取？' };
const staff = {};
let server, sites, keeper;

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'qa', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	keeper = await signIn(server, 'keeper');
});
after(() => server?.stop());

const db = (text) => sql(siteOf(sites), text).trim();
const setting = (name, value) => write(siteOf(sites),
	`INSERT OR REPLACE INTO setting VALUES ('${name}', '${value}')`);
const form = (target, fields, headers) =>
	post(server, target, new URLSearchParams(fields), { host: HOST, headers });
const ask = (fields = {}, options) =>
	sendLetter(server, '/qa/ask', { ...QUESTION, ...fields }, options);
const status = (code) => form('/qa/status', { code });
const codeOf = (page) => page.text.match(/<strong>([0-9A-Z-]+)<\/strong>/)[1];
const deskGet = (target) =>
	get(server, target, { host: HOST, headers: { cookie: keeper.cookie } });
const desk = (target, fields) => form(target,
	{ _csrf: keeper.csrf, ...fields }, { cookie: keeper.cookie });

async function asked(fields) {
	const page = await ask(fields);
	assert.equal(page.status, 200, page.text);
	const id = Number(db('SELECT max(id) FROM receipt'));
	return { code: codeOf(page), id,
		entry: Number(db(`SELECT coalesce(entry, 0) FROM receipt WHERE id = ${id}`)) };
}

async function answer(letter, fields = {}) {
	const base = db(`SELECT revision FROM entry WHERE id = ${letter.entry}`);
	return desk(`/desk/qa/${letter.id}/answer`, { base_revision: base,
		title: QUESTION.title, question: '租房提取公积金的办法？',
		category: QUESTION.category, answered_by: '权益保障部',
		answer: '可以提取。\n\n带上租房合同 <原件>。', secrecy_checked: '1',
		submit: '1', ...fields });
}

async function published(letter) {
	assert.equal((await answer(letter)).status, 303);
	for (const name of ['first', 'second', 'third'])
		assert.equal((await staff[name].approve(letter.entry)).status, 200);
	return `/qa/${letter.entry}.html`;
}

test('a question goes by its code from receipt through three reviews to a public answer', async () => {
	const page = await ask();
	assert.equal(page.status, 200, page.text);
	const code = codeOf(page);
	assert.match(code, /^[2-9ACDEFGHJKMNPQRTVWXY]{5}-[2-9ACDEFGHJKMNPQRTVWXY]{5}$/);
	for (const shown of [page, await status(code)])	// on shared machines, too
		assert.equal(shown.headers['cache-control'], 'no-store');
	const id = Number(db('SELECT max(id) FROM receipt'));
	const letter = { id, entry: Number(db(`SELECT entry FROM receipt WHERE id = ${id}`)) };
	assert.match((await status(code)).text, /已收到[^]*还有 5 个工作日/);
	assert.match((await status(code.toLowerCase().replace('-', ' '))).text, /已收到/);
	assert.equal((await get(server, `/qa/${letter.entry}.html`, host)).status, 404);

	assert.match((await deskGet('/desk/qa')).text, new RegExp(`/desk/qa/${id}"`));
	assert.equal((await desk(`/desk/qa/${id}/accept`, { unit: '', column: 'qa' })).status, 303);
	assert.match((await status(code)).text, /办理中/);
	assert.equal((await answer(letter)).status, 303);
	assert.match((await status(code)).text, /答复审核中/);
	for (const name of ['first', 'second', 'third']) {
		assert.equal((await get(server, `/qa/${letter.entry}.html`, host)).status, 404);
		assert.equal((await staff[name].approve(letter.entry)).status, 200);
	}
	assert.match((await status(code)).text,
		new RegExp(`已答复[^]*href="/qa/${letter.entry}.html"`));
	const live = await get(server, `/qa/${letter.entry}.html`, host);
	assert.equal(live.status, 200);
	assert.match(live.text, /租房提取公积金的办法？/);
	assert.match(live.text, /<p>可以提取。<\/p>\s*<p>带上租房合同 &lt;原件&gt;。<\/p>/);
	assert.match(live.text, /答复单位：权益保障部/);
	assert.doesNotMatch(live.text, /我在江城租房/);
	for (const target of ['/qa/', '/qa/list', '/qa/list?category=' +
		encodeURIComponent('社会保险'), '/qa/list?q=' + encodeURIComponent('公积金')])
		assert.match((await get(server, target, host)).text,
			new RegExp(`href="/qa/${letter.entry}.html"`), target);
	assert.doesNotMatch((await get(server, '/qa/list?category=' +
		encodeURIComponent('其他'), host)).text, /租房能提取/);
});

test('many wrong codes shut nobody out: then a look-up costs a challenge', async () => {
	const { code } = await asked();
	// Whatever minute it is by the time that it is asked.
	const costly = await until(async () => {
		write(siteOf(sites), `UPDATE receipt_guess SET wrong = 100,
			minute = unixepoch() / 60`);
		const page = await status(code);
		return page.status === 429 && page;
	}, 'the limit');
	assert.doesNotMatch(costly.text, /已收到/);
	assert.match(costly.text, /输错了编号/);
	const challenge = challengeOf(costly.text);
	const found = await form('/qa/status', { code,
		_challenge: challenge.token, _work: workOf(challenge) });
	assert.equal(found.status, 200, found.text);
	assert.match(found.text, /已收到/);
	write(siteOf(sites), 'UPDATE receipt_guess SET wrong = 0');
});

test('staff choose among the units of their own organisation and the categories of visitors', async () => {
	const letter = await asked();
	const page = async () => (await deskGet(`/desk/qa/${letter.id}`)).text;
	const choices = (text, name) => [...new RegExp(`<select id="${name}"[^]*?</select>`)
		.exec(text)[0].matchAll(/<option value="([^"]*)"/g)].map((m) => m[1]);
	write(hubOf(sites), `INSERT INTO unit (id, parent, code, name, path) VALUES
		(1, NULL, 'U1', '江城集团', '/1/'), (2, 1, 'U11', '权益保障部', '/1/2/'),
		(3, NULL, 'U2', '澜川集团', '/3/')`);
	assert.deepEqual(choices(await page(), 'unit'),
		['', '江城集团', '权益保障部', '澜川集团']);
	write(siteOf(sites), `UPDATE "column" SET unit = 2 WHERE path = 'news'`);
	assert.deepEqual(choices(await page(), 'unit'), ['', '江城集团', '权益保障部']);
	const visitors = choices((await get(server, '/qa/ask', host)).text,
		'qa-category');
	assert.ok(visitors.length > 2);
	assert.deepEqual(choices(await page(), 'category'), visitors);
	assert.match(await page(), /value="社会保险" selected/);
	const sent = await answer(letter);
	assert.match((await deskGet(sent.headers.location)).text,
		/role="status">已送审/);
});

test('nothing that tells who asked is stored', async () => {
	const headers = { 'user-agent': 'Sondersurfer/7.3', 'x-forwarded-for': '203.0.113.77',
		referer: 'http://one.test/secret-page', cookie: 'mc_form=Zaubercookie77',
		'accept-language': 'nds' };
	const page = await ask({ title: '匿名的来信' }, { headers });
	assert.equal(page.status, 200);
	assert.equal(page.headers['set-cookie'], undefined);
	const code = codeOf(page).replace('-', '');
	const dump = sql(siteOf(sites), '.dump');
	assert.match(dump, /匿名的来信/);
	// Nor is what was asked in the audit, which administrators read and no purge reaches.
	assert.doesNotMatch(sql(siteOf(sites), 'SELECT object, detail FROM audit'),
		/匿名的来信/);
	for (const trace of ['Sondersurfer', '203.0.113.77', 'secret-page',
		'Zaubercookie', 'nds', '127.0.0.1', code])
		assert.ok(!dump.includes(trace), trace);
	assert.ok(!server.log.includes(code) && !server.log.includes('203.0.113.77'));
	for (const file of fs.readdirSync(sites, { recursive: true })) {
		const full = `${sites}/${file}`;
		if (fs.statSync(full).isFile())
			assert.ok(!fs.readFileSync(full).includes(code), file);
	}
});

test('no page of visitors sets a cookie, and none with a challenge is kept', async () => {
	const a = await get(server, '/qa/ask', host), b = await get(server, '/qa/ask', host);
	for (const page of [a, b, await get(server, '/qa/status', host), await get(server, '/qa/list', host)])
		assert.equal(page.headers['set-cookie'], undefined);
	assert.notEqual(challengeOf(a.text).token, challengeOf(b.text).token);
	assert.doesNotMatch(a.headers['cache-control'], /public|s-maxage/);
});

test('a form without work is sent by answering the question in words', async () => {
	for (let i = 0; i < 12; i++) {
		const challenge = challengeOf((await get(server, '/qa/ask', host)).text);
		const rp = await form('/qa/ask', { ...QUESTION, _challenge: challenge.token,
			_work: '', _answer: String(answerOf(challenge)) });
		assert.equal(rp.status, 200, challenge.question);
	}
});

test('a wrong answer, none, and a challenge used twice keep what was typed', async () => {
	const count = db('SELECT count(*) FROM receipt');
	let challenge = challengeOf((await get(server, '/qa/ask', host)).text);
	const wrong = await form('/qa/ask', { ...QUESTION, _challenge: challenge.token,
		_answer: String((answerOf(challenge) + 1) % 20) });
	assert.equal(wrong.status, 422);
	assert.match(wrong.text, /回答不对/);
	assert.match(wrong.text, /value="租房能提取公积金吗"/);
	const none = await form('/qa/ask', QUESTION);
	assert.equal(none.status, 422);
	assert.match(none.text, /请重新确认/);
	assert.equal(db('SELECT count(*) FROM receipt'), count);
	challenge = challengeOf(none.text);
	const fields = { ...QUESTION, _challenge: challenge.token, _work: workOf(challenge) };
	assert.equal((await form('/qa/ask', fields)).status, 200);
	assert.equal((await form('/qa/ask', fields)).status, 422);
	assert.equal(db('SELECT count(*) FROM receipt'), String(Number(count) + 1));
});

test('bad input is named at its field and uses no challenge up', async () => {
	const challenge = challengeOf((await get(server, '/qa/ask', host)).text);
	const work = { _challenge: challenge.token, _work: workOf(challenge) };
	for (const [fields, id] of [[{ title: '' }, 'title'], [{ title: '长'.repeat(61) }, 'title'],
		[{ text: '' }, 'text'], [{ text: '长'.repeat(2001) }, 'text'],
		[{ category: '没有的' }, 'category'], [{ category: '' }, 'category']]) {
		const rp = await form('/qa/ask', { ...QUESTION, ...fields, ...work });
		assert.equal(rp.status, 422, id);
		assert.match(rp.text, new RegExp(`id="qa-${id}-bad"`));
	}
	const odd = await form('/qa/ask', { ...QUESTION, ...work,
		title: '"><script>alert(1)</script>', text: '</textarea><b>x</b>{{7*7}}' });
	assert.equal(odd.status, 200);
	assert.doesNotMatch((await status(codeOf(odd))).text, /<script>alert|<b>x/);
	assert.equal((await form('/qa/ask', { ...QUESTION, title: 'a\u0000b' })).status, 400);
});

test('codes that are none, or of nobody, are unknown', async () => {
	for (const code of ['', '?', '23456-789AB', 'x'.repeat(5000), '编码'])
		assert.equal((await status(code)).status, 404, code);
	assert.equal((await form('/qa/status', {})).status, 404);
});

test('who wants no publication gets a reply by the code and no page', async () => {
	const letter = await asked({ private: '1', title: '不想公开的来信' });
	assert.equal(letter.entry, 0);
	const reply = await desk(`/desk/qa/${letter.id}/reply`, { reply: '请到服务大厅三号窗口办理。' });
	assert.equal(reply.status, 303, reply.text);
	assert.match((await status(letter.code)).text, /已答复[^]*请到服务大厅三号窗口办理。/);
	assert.doesNotMatch((await get(server, '/qa/list', host)).text, /不想公开的来信/);
});

test('a withheld answer tells reason, rule, passage, who decided and how to appeal', async () => {
	const letter = await asked({ title: '涉及他人的来信' });
	const short = await desk(`/desk/qa/${letter.id}/withhold`, { outcome: 'privacy', reply: '隐私' });
	assert.equal(short.status, 422);
	assert.match(short.text, /不少于 5 个字/);
	const done = await desk(`/desk/qa/${letter.id}/withhold`,
		{ outcome: 'privacy', reply: '第二段写有邻居的姓名和电话。' });
	assert.equal(done.status, 303, done.text);
	const page = (await status(letter.code)).text;
	for (const words of ['不予公开答复', '含有他人的个人信息', '个人信息保护法',
		'第二段写有邻居的姓名和电话。', '网站负责人', '如何申诉'])
		assert.ok(page.includes(words), words);
	assert.equal(db(`SELECT state FROM entry WHERE id = ${letter.entry}`), 'trash');
	assert.equal((await desk(`/desk/qa/${letter.id}/reopen`, {})).status, 303);
	assert.match((await status(letter.code)).text, /办理中/);
	assert.equal(db(`SELECT state FROM entry WHERE id = ${letter.entry}`), 'draft');
});

test('nothing goes to review without an answer', async () => {
	const letter = await asked({ title: '还没有答复的来信' });
	const empty = await answer(letter, { answer: '' });
	assert.equal(empty.status, 422);
	assert.match(empty.text, /请先写答复/);
	const rp = await staff.keeper.api('POST', `entries/${letter.entry}/submit`, { secrecy_checked: true });
	assert.equal(rp.status, 422, rp.text);
	assert.equal(db(`SELECT state FROM entry WHERE id = ${letter.entry}`), 'draft');
	const unchecked = await answer(letter, { secrecy_checked: '' });
	assert.equal(unchecked.status, 422);
	assert.match(unchecked.text, /可以提取。/);
});

test('a limit is made longer, and late ones are marked', async () => {
	const letter = await asked({ title: '需要延期的来信' });
	const before = db(`SELECT due_at FROM receipt WHERE id = ${letter.id}`);
	assert.equal((await desk(`/desk/qa/${letter.id}/extend`, { days: '0' })).status, 422);
	assert.equal((await desk(`/desk/qa/${letter.id}/extend`, { days: '3' })).status, 303);
	assert.ok(db(`SELECT due_at FROM receipt WHERE id = ${letter.id}`) > before);
	assert.match((await status(letter.code)).text, /还有 8 个工作日[^]*延期日期/);
});

test('votes are two numbers, shown from ten on, so many an hour', async () => {
	const letter = await asked({ title: '会被评价的来信' });
	const url = await published(letter);
	const vote = (v) => form(`/qa/${letter.entry}/useful`, { vote: v });
	for (let i = 0; i < 9; i++) assert.equal((await vote('yes')).status, 200);
	assert.doesNotMatch((await get(server, url, host)).text, /人认为有用/);
	assert.equal((await vote('no')).status, 200);
	await until(async () => /10 人评价，9 人认为有用/.test((await get(server, url, host)).text));
	const bad = await vote('maybe');
	assert.equal(bad.status, 422);
	assert.match(bad.text, /没有收到评价/);
	assert.doesNotMatch(bad.text, /input\.|qa\.vote/);
	assert.equal((await form('/qa/999999/useful', { vote: 'yes' })).status, 404);
	for (let i = 10; i < 30; i++) await vote('yes');
	assert.match((await vote('yes')).text, /没有计入/);
	assert.equal(db(`SELECT yes + no FROM qa_useful WHERE entry = ${letter.entry}`), '30');
});

test('figures keep silent about few', async () => {
	const page = (await get(server, '/qa/totals', host)).text;
	assert.match(page, /少于 10 件的不单独公布/);
	assert.match(page, /较少，不公布/);
});

test('staff without the right see no questions', async () => {
	const { cookie } = await signIn(server, 'writer');
	assert.equal((await get(server, '/desk/qa', { host: HOST, headers: { cookie } })).status, 403);
	assert.equal((await get(server, '/desk/qa', host)).status, 303);
	assert.equal((await desk('/desk/qa/99999/accept', {})).status, 404);
});

test('programs of staff list, read, answer and empty letters', async () => {
	const staffKeeper = await Staff.enter(server, 'keeper');
	const letter = await asked({ title: '我的卡号的事', private: '1' });
	assert.equal(letter.entry, 0);
	const { receipts: [first] } = await staffKeeper.must('GET',
		`receipts?kind=qa.question&text=${encodeURIComponent('卡号的事')}`);
	assert.equal(first.id, letter.id);
	const full = await staffKeeper.must('GET', `receipts/${letter.id}`);
	assert.equal(full.content.question, QUESTION.text);
	assert.ok(full.allowed.includes('receipt.erase'));
	const early = await staffKeeper.api('POST', `receipts/${letter.id}/erase`,
		{ reason: '来信人要求' });
	assert.equal(early.json.code, 'receipt.erase_open');
	const closed = await staffKeeper.must('PUT', `receipts/${letter.id}`,
		{ state: 'answered', reply: '卡已寄出，请查收。' });
	assert.equal(closed.state, 'answered');
	assert.match((await status(letter.code)).text, /卡已寄出/);
	for (const [who, code] of [[null, 401], [staff.first, 403]]) {
		const rp = who ? await who.api('GET', `receipts/${letter.id}`) :
			await get(server, `/api/v1/receipts/${letter.id}`, host);
		assert.equal(rp.status, code);
	}
	// In the desk, with a reason; only the figures stay.
	assert.match((await deskGet(`/desk/qa/${letter.id}`)).text, /清空来信内容/);
	assert.equal((await desk(`/desk/qa/${letter.id}/erase`, { reason: '' })).status, 422);
	assert.equal((await desk(`/desk/qa/${letter.id}/erase`,
		{ reason: '来信人要求' })).status, 303);
	assert.doesNotMatch(sql(siteOf(sites), 'SELECT * FROM receipt'), /卡号的事|卡已寄出/);
	assert.match((await status(letter.code)).text, new RegExp(`#${letter.id}`));
});

test('a flood makes all wait and keeps what was typed', async () => {
	setting('receive_hour', 1);
	const rp = await ask({ title: '洪水中的来信' });
	assert.equal(rp.status, 429);
	assert.ok(Number(rp.headers['retry-after']) > 0);
	assert.match(rp.text, /暂时不能接收新的来信/);
	assert.match(rp.text, /value="洪水中的来信"/);
	setting('receive_hour', 200);
	assert.equal((await ask()).status, 200);
});

test('closed, or out of use, it takes nothing', async () => {
	await run(sites, ['plugin', 'disable', 'qa', '--site', 'one']);
	await until(async () => (await get(server, '/qa/ask', host)).status === 404);
	await run(sites, ['plugin', 'enable', 'qa', '--site', 'one']);
	await until(async () => (await get(server, '/qa/ask', host)).status === 200);
});
