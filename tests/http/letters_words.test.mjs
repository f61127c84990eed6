// The word check of what visitors send: questions, requests for disclosure and
// their corrections.  The form shows rule and passage and keeps what was typed;
// only what would be published is kept free of personal data.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { after, before } from 'node:test';
import { get, post, serve } from './lib.mjs';
import { challengeOf, sendLetter, unescape, workOf } from './letters.mjs';
import { Staff, makeSites, publish, run, siteOf, sql } from './site.mjs';

const HOST = 'one.test', ID = '11010519491231002X', PHONE = '13800138000';
const RUDE = '你们都是傻逼';
const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	for (const name of ['qa', 'disclosure', 'correction', 'wordcheck'])
		await run(sites, ['plugin', 'enable', name, '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const db = (text) => sql(siteOf(sites), text).trim();
const count = (table) => Number(db(`SELECT count(*) FROM ${table}`));
const ask = (fields) => sendLetter(server, '/qa/ask', { title: '补贴怎么领',
	category: '劳动权益', text: '请问怎么办理？', ...fields });

test('a question with personal data is sent back with rule, passage and mask', async () => {
	const before = count('receipt');
	const rp = await ask({ text: `我的身份证号是${ID}，电话${PHONE}，补贴没到。` });
	assert.equal(rp.status, 422, rp.text);
	const text = unescape(rp.text);
	assert.match(text, new RegExp(`“${ID}”是个人信息，请改为“11\\*+”`));
	assert.match(text, new RegExp(`“${PHONE}”是个人信息，请改为“138\\*+”`));
	assert.match(text, new RegExp(`<textarea[^>]* aria-invalid="true"[^>]*>[^<]*${ID}，电话${PHONE}`));
	assert.match(text, /value="补贴怎么领"/);
	assert.match(text, /<button class="button" name="mask" value="1">/);
	assert.equal(count('receipt'), before, 'nothing is stored');
});

test('with the button it is sent with the masked form', async () => {
	const rp = await ask({ mask: '1', title: `${PHONE}怎么改`,
		text: `我的身份证号是${ID}，电话${PHONE}，再说一次${ID}。` });
	assert.equal(rp.status, 200, rp.text);
	assert.match(rp.text, /qa-code/);
	const dump = sql(siteOf(sites), '.dump');
	assert.ok(!dump.includes(ID) && !dump.includes(PHONE), 'it is nowhere');
	assert.match(db('SELECT title FROM entry ORDER BY id DESC LIMIT 1'), /^138\*+怎么改$/);
	assert.match(db('SELECT content FROM receipt ORDER BY id DESC LIMIT 1'),
		/身份证号是11\*+，电话138\*+，再说一次11\*+。/);
});

test('what is rude has no mask, and the button sends none of it', async () => {
	const before = count('receipt');
	for (const mask of ['', '1']) {
		const rp = await ask({ text: `${RUDE}，电话${PHONE}`, mask });
		assert.equal(rp.status, 422);
		assert.match(unescape(rp.text), /“傻逼”不能提交（[^）]+）。请修改后再提交/);
		assert.doesNotMatch(rp.text, /name="mask"/);
	}
	assert.equal(count('receipt'), before);
});

test('a letter that only staff read may hold what is personal, but nothing rude', async () => {
	const rp = await ask({ private: '1', text: `我的身份证号是${ID}。` });
	assert.equal(rp.status, 200, rp.text);
	assert.equal((await ask({ private: '1', text: RUDE })).status, 422);
});

// ---- disclosure: a cookie of the form, and its token

async function request(fields) {
	const page = await get(server, '/disclosure/request', { host: HOST });
	const cookie = page.headers['set-cookie'][0].split(';')[0];
	const challenge = challengeOf(page.text);
	const [, token] = page.text.match(/name="_csrf" value="([^"]*)"/);
	const send = (target, form) => post(server, target, new URLSearchParams(
		{ _csrf: token, ...form }), { host: HOST, headers: { cookie } });
	const rp = await send('/disclosure/request', { applicant: 'person',
		name: '欧阳若兰', contact: `${PHONE}，${ID}`, wish: '请提供体检服务合同。',
		form: 'mail', agreed: '1', _challenge: challenge.token,
		_work: workOf(challenge), ...fields });
	return { rp, send };
}

test('an applicant says who they are and how to reach them', async () => {
	const { rp } = await request({ wish: `请提供本人（${ID}）的缴费记录。` });
	assert.equal(rp.status, 200, rp.text);
	assert.match(rp.text, /[2-9A-Z]{5}-?[2-9A-Z]{5}/);
});

test('a request that can not be sent says why, at its field, and keeps all', async () => {
	const before = count('disclosure_request');
	const { rp } = await request({ wish: `${RUDE}，把合同给我。` });
	assert.equal(rp.status, 422);
	const text = unescape(rp.text);
	assert.match(text, /id="d-wish-bad">“傻逼”不能提交/);
	assert.match(text, new RegExp(`name="contact"[^>]* value="${PHONE}，${ID}"`));
	assert.match(text, /<textarea[^>]*>你们都是傻逼，把合同给我。</);
	assert.equal(count('disclosure_request'), before, 'nothing is stored');
});

test('a correction is looked at as the request was', async () => {
	const { rp, send } = await request({});
	assert.equal(rp.status, 200);
	const code = rp.text.match(/<strong>([2-9A-Z-]{10,11})<\/strong>/)[1];
	const id = db('SELECT max(id) FROM disclosure_request');
	execFileSync('sqlite3', ['-cmd', '.timeout 60000', siteOf(sites), `UPDATE disclosure_request
		SET notice_at = received_at, notice = '请写明年份' WHERE id = ${id}`]);
	const bad = await send('/disclosure/request/correct', { code, wish: RUDE });
	assert.equal(bad.status, 422, bad.text);
	assert.match(unescape(bad.text), /“傻逼”不能提交[^]*<textarea[^>]*>你们都是傻逼</);
	const good = await send('/disclosure/request/correct', { code,
		wish: `2025年的，本人${ID}。` });
	assert.equal(good.status, 200, good.text);
	assert.match(db(`SELECT wish FROM disclosure_request WHERE id = ${id}`), /2025年的/);
});

test('a bad word of the page itself can be reported, in decent words', async () => {
	const { id } = await staff.writer.create({});
	await publish(staff, id);
	const report = (fields) => sendLetter(server, `/correction?entry=${id}`, { entry: id,
		revision: db(`SELECT revision FROM live WHERE entry = ${id}`),
		sentence: `文中写着“${RUDE}”。`, wrong: '这里用词不当，请改正。', ...fields });
	const bad = await report({ wrong: RUDE });
	assert.equal(bad.status, 422, bad.text);
	assert.match(unescape(bad.text), /“傻逼”不能提交/);
	assert.equal((await report({})).status, 200);
});
