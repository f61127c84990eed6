// Disclosure over HTTP: an item from its draft to the catalogue and to its end
// in force; a request from the form over correction and extension to a reply in
// part; the law's limits over holidays; the annual figures; and that nothing of
// who asked is anywhere in public.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test, { after, before } from 'node:test';
import { get, request, serve, until } from './lib.mjs';
import { Staff, addUser, csrfOf, makeSites, run, signIn, siteOf, sql, write }
	from './site.mjs';

const HOST = 'one.test';
const NAME = '欧阳若兰', CONTACT = 'ouyang.ruolan@example.test 0000-5550199';
const WISH = '请提供2025年职工体检服务的合同，含单价和付款方式。';
const ITEM = { column: 'disclosure', type: 'disclosure', title: '答复办法',
	category: 'disclosure_rule', issuer: '权益保障部', doc_number: '江职服〔2026〕27号',
	signed_date: '2026-01-12', scope: 'disclosure_society',
	validity: 'disclosure_valid', body: '<p>五个工作日内答复。</p>' };

const staff = {};
let server, sites, editor, handler;

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'disclosure', '--site', 'one']);
	await addUser(sites, 'editor', 'editor@one');
	await addUser(sites, 'officer', 'column_keeper@one:disclosure');
	await addUser(sites, 'newsman', 'column_keeper@one:news');
	server = await serve({ sites });
	for (const name of ['editor', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	editor = staff.editor;
	handler = await signIn(server, 'officer');
});
after(() => server?.stop());

const change = (text) => write(siteOf(sites), text);
const value = (text) => sql(siteOf(sites), text).trim();
const page = async (target, status = 200, headers = {}) => {
	const rp = await get(server, target, { host: HOST, headers });
	assert.equal(rp.status, status, `${target}: ${rp.text}`);
	return rp.text;
};
// Unix seconds of the end of a day in China.
const endOf = (day) => Date.parse(`${day}T23:59:59+08:00`) / 1000;

// ---- items

async function pass(id) {
	await editor.submit(id);
	for (const name of ['first', 'second', 'third']) {
		const rp = await staff[name].approve(id);
		assert.equal(rp.status, 200, rp.text);
	}
	return id;
}

const publish = async (fields) =>
	pass((await editor.create({ ...ITEM, ...fields })).id);

test('an item goes through review to the catalogue, and out of force', async () => {
	const { id } = await editor.create({ ...ITEM, title: '旧的答复办法' });
	assert.doesNotMatch(await page('/disclosure'), /旧的答复办法/);
	await pass(id);
	const list = await page('/disclosure');
	assert.match(list, new RegExp(`href="/disclosure/${id}\\.html">旧的答复办法<`));
	const number = />(\S+-02-2026-0001)</.exec(list)[1];
	// The head tells the beginning of the text to those who share the page.
	const [facts] = /<main[^]*/.exec(await page(`/disclosure/${id}.html`));
	assert.ok(facts.indexOf(number) > 0 &&
		facts.indexOf(number) < facts.indexOf('五个工作日内答复'));

	const next = await publish({ title: '新的答复办法', index_number: 'NEW-1' });
	const { revision } = await editor.read(id);
	await editor.must('PUT', `entries/${id}`, { base_revision: revision,
		validity: 'disclosure_void', abolished_date: '2026-06-01',
		successor: 'NEW-1' });
	assert.doesNotMatch(await page(`/disclosure/${id}.html`), /起废止/);
	await pass(id);
	const ended = await page(`/disclosure/${id}.html`);
	assert.match(ended, /本文件已自 2026-06-01 起废止/);
	assert.match(ended, new RegExp(`href="/disclosure/${next}\\.html">新的答复办法`));
	assert.match(await page(`/disclosure/${next}.html`),
		new RegExp(`href="/disclosure/${id}\\.html">旧的答复办法`));
	const ends = await page('/disclosure?state=disclosure_void');
	assert.match(ends, /旧的答复办法/);
	assert.doesNotMatch(ends, /新的答复办法/);
	const year = new Date(Date.now() + 8 * 3600e3).getUTCFullYear();
	assert.match(await page('/disclosure/annual/2026'),
		/本年废止（件）<\/th><td>1</);
	assert.match(await page(`/disclosure/annual/${year}`),
		/本年新公开（件）<\/th><td>2</);
});

test('what is wrong with an item is said, and nothing is written', async () => {
	const count = value('SELECT count(*) FROM entry');
	for (const [fields, field, words] of [
		[{ validity: 'disclosure_void' }, 'abolished_date', /哪天/],
		[{ validity: 'disclosure_void', abolished_date: '2026-02-02',
			successor: 'NOBODY-9' }, 'successor', /NOBODY-9/],
		[{ signed_date: '2999-01-01' }, 'signed_date', /今天/],
		[{ index_number: 'NEW-1' }, 'index_number', /NEW-1/],
		[{ scope: 'disclosure_group', way: '支部大会' }, 'body', /只登记目录/]]) {
		const rp = await editor.api('POST', 'entries', { ...ITEM, ...fields });
		assert.equal(rp.status, 422, rp.text);
		assert.equal(rp.json.field, field);
		assert.match(rp.json.detail ?? rp.json.title, words);
	}
	assert.equal(value('SELECT count(*) FROM entry'), count);
});

test('the export is a table that runs nothing', async () => {
	await publish({ title: '=1+cmd|"/C calc"!A1', index_number: 'CSV-1' });
	const rp = await get(server, '/disclosure/catalogue.csv?q=CSV-1',
		{ host: HOST });
	assert.equal(rp.status, 200);
	assert.equal(rp.headers['content-type'], 'text/csv; charset=utf-8');
	assert.match(rp.headers['content-disposition'], /^attachment/);
	assert.deepEqual([...rp.body.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
	const [head, row] = rp.text.slice(1).split('\r\n');
	assert.match(head, /^索引号,标题,/);
	assert.match(row, /^CSV-1,"'=1\+cmd\|""\/C calc""!A1",制度文件,/);
});

// ---- requests

// A visitor with the cookie that a form sets.
async function visit(target) {
	const rp = await get(server, target, { host: HOST });
	assert.equal(rp.status, 200, rp.text);
	const cookie = rp.headers['set-cookie'][0].split(';')[0];
	const field = (name) =>
		new RegExp(`name="${name}"[^>]* value="([^"]*)"`).exec(rp.text)?.[1];
	return { cookie, field, _csrf: csrfOf(cookie.slice(cookie.indexOf('=') + 1)) };
}

// The number that makes the hash of the token with it begin with zero bits.
function work(token, bits = 16) {
	for (let n = 0; ; n++) {
		const digest = createHash('sha256').update(`${token}:${n}`).digest();
		if (digest.readUInt32BE() >>> 32 - bits === 0) return String(n);
	}
}

const REQUEST = { applicant: 'person', name: NAME, contact: CONTACT,
	wish: WISH, form: 'mail', agreed: '1' };

async function ask(changes = {}) {
	const { cookie, field, _csrf } = await visit('/disclosure/request');
	const token = field('_challenge');
	const body = new URLSearchParams({ _csrf, ...REQUEST, _challenge: token,
		_work: work(token), ...changes });
	for (const [name, v] of Object.entries(changes))
		if (v === null) body.delete(name);
	return request(server, 'POST', '/disclosure/request', { host: HOST, body,
		headers: { cookie } });
}

async function sent() {
	const rp = await ask();
	assert.equal(rp.status, 200, rp.text);
	const code = /<strong>([2-9A-Z]{5}-[2-9A-Z]{5})<\/strong>/.exec(rp.text)[1];
	return { code, id: Number(value('SELECT max(id) FROM disclosure_request')) };
}

async function send(target, fields) {
	const { cookie, _csrf } = await visit('/disclosure/request/status');
	return request(server, 'POST', target, { host: HOST, headers: { cookie },
		body: new URLSearchParams({ _csrf, ...fields }) });
}

const status = (code) => send('/disclosure/request/status', { code });

const act = (id, name, fields = {}, who = handler) => request(server, 'POST',
	`/desk/disclosure/${id}/${name}`, { host: HOST,
		headers: { cookie: who.cookie },
		body: new URLSearchParams({ _csrf: who.csrf, ...fields }) });

async function acted(id, name, fields) {
	const rp = await act(id, name, fields);
	assert.equal(rp.status, 303, `${name}: ${rp.text}`);
}

test('a request goes from the form over correction and extension to a reply in part',
	async () => {
	const { code, id } = await sent();
	assert.match((await status(code)).text, /已收到/);
	assert.match((await status(code.toLowerCase())).text, /已收到/);
	await acted(id, 'accept');
	assert.match((await status(code)).text, /办理中/);

	await acted(id, 'notice', { text: '请说明需要哪一家医院的合同。' });
	const waiting = (await status(code)).text;
	assert.match(waiting, /等待补正/);
	assert.match(waiting, /请说明需要哪一家医院的合同。/);
	assert.equal((await act(id, 'close', { kind: 'given', reply: '随函附上。' }))
		.status, 409);
	assert.equal((await act(id, 'extend', { text: '需要征求供应商的意见。' })).status,
		409, 'no time runs that could be extended');
	const corrected = await send('/disclosure/request/correct',
		{ code, wish: '第三人民医院体检中心的合同。' });
	assert.equal(corrected.status, 200, corrected.text);
	assert.match(corrected.text, /重新计算/);
	assert.equal((await send('/disclosure/request/correct',
		{ code, wish: '再补正一次试试。' })).status, 409);

	await acted(id, 'extend', { text: '需要征求供应商的意见。' });
	assert.equal((await act(id, 'extend', { text: '再延一次行不行。' })).status, 409);
	assert.match((await status(code)).text, /需要征求供应商的意见。/);

	for (const [fields, words] of [
		[{ kind: 'refused', reply: '不予公开。' }, /必须说明理由/],
		[{ kind: 'given', partial: '1', reply: '附上可以公开的部分。' }, /必须说明理由/],
		[{ kind: 'known', partial: '1', reply: '目录里已经公开。' }, /只有“予以公开”/],
		[{ kind: 'given' }, /请写答复内容/], [{ kind: 'maybe' }, /role="alert"/]]) {
		const rp = await act(id, 'close', fields);
		assert.equal(rp.status, 422, JSON.stringify(fields));
		assert.match(rp.text, words);
	}
	await acted(id, 'close', { kind: 'given', partial: '1',
		reply: '合同正文见邮件附件。', reason: '供应商的银行账号属于商业秘密。' });
	const closed = (await status(code)).text;
	assert.match(closed, /已办结/);
	assert.match(closed, /部分公开（条例第三十七条）/);
	assert.match(closed, /供应商的银行账号属于商业秘密。/);
	assert.match(closed, /合同正文见邮件附件。/);
	assert.equal((await act(id, 'accept')).status, 409);
	assert.equal(value("SELECT state FROM receipt WHERE id = (SELECT receipt " +
		`FROM disclosure_request WHERE id = ${id})`), 'answered');
});

test('limits are counted in working days, over holidays and make-up days',
	async () => {
	const { id } = await sent();
	const row = (columns) => value(`SELECT ${columns} FROM disclosure_request ` +
		`WHERE id = ${id}`);
	// 24 September 2026 is a Thursday; 25–27 September and 1–7 October are
	// holidays, Saturday 10 October is worked: twenty working days end on 29
	// October, forty on 26 November.
	change('UPDATE disclosure_request SET received_at = ' +
		`${endOf('2026-09-24') - 40000}, due_at = ${endOf('2999-01-01')}, ` +
		`notice_due = ${endOf('2999-01-01')} WHERE id = ${id}`);
	await acted(id, 'extend', { text: '需要征求第三方的意见。' });
	assert.equal(Number(row('due_at')), endOf('2026-11-26'));
});

test('what is overdue is marked, the most urgent first', async () => {
	const late = (await sent()).id, other = (await sent()).id;
	change(`UPDATE disclosure_request SET due_at = unixepoch() - 20 * 86400 ` +
		`WHERE id = ${late}`);
	const list = await page('/desk/disclosure', 200, { cookie: handler.cookie });
	assert.ok(list.indexOf(`/desk/disclosure/${late}"`) <
		list.indexOf(`/desk/disclosure/${other}"`));
	assert.match(list, /其中超期 1 件/);
	assert.match(list, /已超期 \d+ 个工作日/);
	assert.equal((await act(late, 'extend', { text: '现在才想起来。' })).status, 409);
	await acted(late, 'close', { kind: 'missing', reply: '经检索没有这份文件。' });
	assert.match(await page(`/desk/disclosure/${late}`, 200,
		{ cookie: handler.cookie }), /超期办结/);
});

test('a form that is wrong keeps what was typed and stores nothing', async () => {
	const count = value('SELECT count(*) FROM disclosure_request');
	for (const [changes, code, words] of [
		[{ name: '' }, 422, /d-name-bad/], [{ wish: '合同' }, 422, /至少写 5 个字/],
		[{ wish: '长'.repeat(2001) }, 422, /d-wish-bad/],
		[{ applicant: 'king' }, 422, /d-applicant-bad/],
		[{ agreed: null }, 422, /role="alert"/],
		[{ extra: '1' }, 422, /role="alert"/],
		[{ _work: '1', _answer: '' }, 422, /role="alert"/],
		[{ _challenge: 'forged', _work: '1' }, 422, /role="alert"/],
		[{ _csrf: 'forged' }, 403, /./]]) {
		const rp = await ask(changes);
		assert.equal(rp.status, code, `${JSON.stringify(changes)}: ${rp.status}`);
		assert.match(rp.text, words, JSON.stringify(changes));
		if (code === 422) assert.ok(rp.text.includes(CONTACT), 'kept');
	}
	assert.equal(value('SELECT count(*) FROM disclosure_request'), count);
	for (const [code, answer] of [['', 422], ['2222222222', 404],
		["' OR 1=1 --", 404], ['X'.repeat(5000), 422]])
		assert.equal((await status(code)).status, answer, code);
});

test('only who keeps the column sees and handles requests', async () => {
	const { id } = await sent();
	const before = value(`SELECT * FROM disclosure_request WHERE id = ${id}`);
	for (const name of ['newsman', 'writer', 'editor', 'first', 'system']) {
		const who = await signIn(server, name);
		for (const target of ['/desk/disclosure', `/desk/disclosure/${id}`]) {
			const rp = await get(server, target,
				{ host: HOST, headers: { cookie: who.cookie } });
			assert.equal(rp.status, 403, `${name} ${target}`);
			assert.ok(!rp.text.includes(NAME));
		}
		assert.equal((await act(id, 'accept', {}, who)).status, 403, name);
	}
	assert.equal((await get(server, `/desk/disclosure/${id}`, { host: HOST }))
		.status, 303);
	assert.equal(value(`SELECT * FROM disclosure_request WHERE id = ${id}`), before);
	await page('/desk/disclosure/99999', 404, { cookie: handler.cookie });
});

test('nothing of who asked, or of what, is anywhere in public', async () => {
	const seen = new Set(), queue = ['/', '/disclosure', '/disclosure/annual',
		'/disclosure/catalogue.csv', '/disclosure/request/status',
		'/api/v1/live', '/news/', '/sitemap.xml', '/robots.txt'];
	while (queue.length > 0 && seen.size < 300) {
		const target = queue.shift();
		if (seen.has(target)) continue;
		seen.add(target);
		const rp = await get(server, target, { host: HOST });
		for (const secret of [NAME, CONTACT, 'ouyang', '职工体检服务的合同',
			'商业秘密', '第三人民医院'])
			assert.ok(!rp.text.includes(secret), `${secret} in ${target}`);
		for (const [, link] of rp.text.matchAll(/href="(\/[^"#]*)"/g))
			if (!/^\/(assets|lang|media)\//.test(link))
				queue.push(link.replaceAll('&amp;', '&'));
	}
	assert.ok(seen.size > 10, [...seen].join(' '));
	// The core's receipts hold nothing of it, nor do logs and audit.
	const kept = sql(siteOf(sites), 'SELECT title, content, reply FROM receipt; ' +
		'SELECT object, detail FROM audit');
	for (const text of [kept, server.log])
		assert.doesNotMatch(text, /欧阳|ouyang|体检服务的合同/);
});

// ---- figures and time for keeping

test('a year of requests is counted by kind of reply; small groups are not told',
	async () => {
	change('DELETE FROM disclosure_request');
	let n = 0;
	const put = (from, to, kind, times, partial = 0) => {
		for (let i = 0; i < times; i++)
			change('INSERT INTO disclosure_request (receipt, applicant, name, ' +
				'contact, wish, form, received_at, notice_due, due_at, reply_kind, ' +
				`partial, closed_at) VALUES (${1000 + n++}, 'person', 'x', 'x', 'x', ` +
				`'mail', ${endOf(from)}, ${endOf(from)}, ${endOf(from)}, ` +
				`${kind ? `'${kind}'` : 'NULL'}, ${partial}, ` +
				`${to ? endOf(to) : 'NULL'})`);
	};
	put('2018-12-20', '2019-01-10', 'given', 12);	// carried over
	put('2019-03-01', '2019-03-20', 'given', 11, 1);
	put('2019-04-01', '2019-04-20', 'refused', 14);
	put('2019-12-31', '2020-01-05', 'known', 15);	// carried to the next
	const figure = (html, label) => new RegExp(
		`${label}</th>(?:<td>[^<]*</td>)?<td>([^<]*)<`).exec(html)[1];
	const full = await page('/disclosure/annual/2019');
	assert.deepEqual(['本年新收（件）', '上年结转（件）', '本年办结（件）',
		'结转下年（件）', '予以公开', '部分公开', '不予公开', '信息不存在']
		.map((label) => figure(full, label)),
	['40', '12', '37', '15', '12', '11', '14', '0']);

	put('2019-05-01', '2019-05-20', 'missing', 3);
	await publish({ title: '使页面重新生成的文件' });
	const masked = await page('/disclosure/annual/2019');
	assert.equal(figure(masked, '信息不存在'), '不足 10');
	// Else the sum would tell it.
	assert.equal(figure(masked, '部分公开'), '不足 10');
	assert.equal(figure(masked, '不予公开'), '14');
});

test('what is personal is emptied when its time is over, the figures stay',
	async () => {
	const { code, id } = await sent();
	await acted(id, 'close', { kind: 'given', reply: '已经寄出，请查收。' });
	change('UPDATE disclosure_request SET closed_at = unixepoch() - 366 * 86400 ' +
		`WHERE id = ${id}`);
	change("UPDATE job SET due_at = 0 WHERE kind = 'plugin.disclosure.purge'");
	await until(() => value('SELECT purged_at FROM disclosure_request ' +
		`WHERE id = ${id}`) !== '', 'the clerk');
	const row = JSON.parse(value('SELECT json_object(\'n\', name, \'c\', contact, ' +
		"'w', wish, 'r', reply, 'k', reply_kind, 'p', purged_at > 0) " +
		`FROM disclosure_request WHERE id = ${id}`));
	assert.deepEqual(row, { n: '', c: '', w: '', r: '', k: 'given', p: 1 });
	const after = (await status(code)).text;
	assert.match(after, /申请内容和答复已按规定清除/);
	assert.doesNotMatch(after, /已经寄出/);
});
