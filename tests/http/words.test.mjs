// The word check through the real program: what stops a submission, who lets
// it pass, the same hits everywhere, lists in and out, texts of attachments.
import assert from 'node:assert/strict';
import { before, after, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { command, request, serve, until } from './lib.mjs';
import { Staff, addUser, makeSites, publish, run, signIn, siteOf, sql } from './site.mjs';
import { zip } from './zip.mjs';

const HOST = 'one.test';
let sites, server;
const staff = {};

before(async () => {
	sites = await makeSites();
	await run(sites, ['plugin', 'enable', 'wordcheck', '--site', 'one']);
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'training',
		'--title', '培训']);
	await addUser(sites, 'elsewhere', 'reviewer1@one:training');
	await addUser(sites, 'both', 'contributor@one', 'reviewer1@one');
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper', 'both'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const hitsOf = async (text, ...args) => JSON.parse(await run(sites,
	['words', 'check', '--site', 'one', ...args], text));
const listFile = (name, text) => {
	const file = path.join(sites, name);
	fs.writeFileSync(file, text);
	return file;
};

// What only the clerk writes, as it would.
const write = (text) => execFileSync('sqlite3', ['-cmd', '.timeout 60000',
	siteOf(sites), text]);

// A form of the desk, by somebody who is signed in there.
async function send(session, target, fields) {
	return request(server, 'POST', target, { host: HOST,
		headers: { cookie: session.cookie },
		body: new URLSearchParams({ _csrf: session.csrf, ...fields }) });
}

test('the command tells rule, passage, place, severity, suggestion and version',
	async () => {
		const text = '通知：下午按裝设备，联系13800138000。';
		const hits = await hitsOf(text);
		assert.deepEqual(hits.map((h) => [h.rule, h.text, h.start, h.length,
			h.severity, h.suggestion]), [
			['按装', '按裝', 5, 2, 'warn', '安装'],
			['mobile', '13800138000', 12, 11, 'warn', '138********']]);
		assert.match(hits[0].version, /^\d{4}\.\d+$/);
	});

test('a site that does not use the plugin has no lists', async () => {
	const done = await command(['words', 'check', '--site', 'two'],
		{ sites, input: '按装' });
	assert.equal(done.code, 1);
	assert.match(done.err, /wordcheck|two/);
});

test('what is blocked is not submitted until it is changed', async () => {
	const entry = await staff.writer.create({
		body: '<p>本人身份证号为<b>110105</b>19491231002X，特此说明。</p>' });
	const rp = await staff.writer.api('POST', `entries/${entry.id}/submit`,
		{ secrecy_checked: true });
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.code, 'entry.refused');
	assert.match(rp.text, /11010519491231002X/);
	assert.match(rp.text, /身份证号码/);
	assert.equal((await staff.writer.read(entry.id)).state, 'draft');
	const saved = await staff.writer.must('PUT', `entries/${entry.id}`, {
		base_revision: entry.revision, body: '<p>特此说明。</p>' });
	await staff.writer.submit(saved.id);
	assert.equal((await staff.writer.read(entry.id)).state, 'review');
});

// A number of a person with its check digit (GB 11643).
function idCard(serial) {
	const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
	const digits = `11010519491231${String(serial).padStart(3, '0')}`;
	const sum = weights.reduce((all, w, i) => all + w * Number(digits[i]), 0);
	return digits + '10X98765432'[sum % 11];
}

test('staff are told all that stops a text, each passage in full', async () => {
	const numbers = Array.from({ length: 12 }, (_, i) => idCard(100 + i));
	const entry = await staff.writer.create({ body: `<p>${numbers.join('，')}，又${
		numbers[0]}</p>` });
	const { json } = await staff.writer.api('POST', `entries/${entry.id}/submit`,
		{ secrecy_checked: true });
	assert.deepEqual(json.problems.map((p) => [p.field, p.text, p.rule, p.count]),
		numbers.map((n, i) => ['body', n, '身份证号码', i === 0 ? 2 : 1]));
	// The sentence holds as many of theirs as it has room for, each of them whole.
	const told = json.problems.map((p) => p.message);
	const shown = told.findIndex((_, i) =>
		told.slice(0, i + 1).join(' ').length > json.detail.length);
	assert.equal(json.detail, told.slice(0, shown).join(' '));
	const writer = await signIn(server, 'writer');
	const page = await send(writer, `/desk/entries/${entry.id}/submit`,
		{ secrecy_checked: '1' });
	assert.equal(page.status, 422);
	for (const number of numbers)
		assert.match(page.text, new RegExp(`<li>[^<]*${number}[^<]*</li>`));
});

test('hits are kept with the revision that was submitted', async () => {
	const entry = await staff.writer.create({ body: '<p>负责按装。</p>' });
	await staff.writer.submit(entry.id);
	const kept = JSON.parse(sql(siteOf(sites), `SELECT json_object('hits',
		json(hits), 'hash', hash, 'stopped', stopped) FROM wordcheck_found
		WHERE entry = ${entry.id}`));
	assert.equal(kept.hash, entry.hash);
	assert.equal(kept.stopped, 0);
	assert.deepEqual(kept.hits.map((h) => [h.field, h.rule]), [['body', '按装']]);
});

test('a reviewer lets a text pass with a reason, its author never, and only ' +
	'exactly this text', async () => {
	const entry = await staff.writer.create({ body: '<p>剧中一句“傻逼”。</p>' });
	const submit = () => staff.writer.api('POST', `entries/${entry.id}/submit`,
		{ secrecy_checked: true });
	const page = `/desk/words/entries/${entry.id}`;
	const writer = await signIn(server, 'writer');
	const reviewer = await signIn(server, 'keeper');
	assert.equal((await submit()).status, 422);
	assert.equal((await send(writer, `${page}/appeal`,
		{ note: '引用剧本原文' })).status, 303);
	assert.equal((await send(writer, `${page}/decide`, { decision: 'passed',
		reason: '我看可以', hash: entry.hash })).status, 403);
	assert.equal((await send(reviewer, `${page}/decide`, { decision: 'passed',
		reason: '', hash: entry.hash })).status, 422);
	assert.equal((await submit()).status, 422);
	assert.equal((await send(reviewer, `${page}/decide`, { decision: 'passed',
		reason: '引用属实', hash: entry.hash })).status, 303);
	const saved = await staff.writer.must('PUT', `entries/${entry.id}`, {
		base_revision: entry.revision, body: '<p>剧中一句“傻逼”，改。</p>' });
	assert.equal((await submit()).status, 422, 'another text');
	await staff.writer.must('PUT', `entries/${entry.id}`, {
		base_revision: saved.revision, body: '<p>剧中一句“傻逼”。</p>' });
	assert.equal((await submit()).status, 200);
});

test('the check of what is being written finds what the command finds',
	async () => {
		const writer = await signIn(server, 'writer');
		const text = '下午按装，王八蛋，😀 联系13800138000';
		const rp = await request(server, 'POST', '/desk/words/check', {
			host: HOST, headers: { cookie: writer.cookie },
			body: new URLSearchParams({ _csrf: writer.csrf, text_body: text }) });
		assert.equal(rp.status, 200, rp.text);
		assert.deepEqual(rp.json.fields.body, await hitsOf(text));
		const stranger = await request(server, 'POST', '/desk/words/check', {
			host: HOST, body: new URLSearchParams({ text_body: text }) });
		assert.ok([303, 401, 403].includes(stranger.status));
	});

test('a list is imported with a report by line, and replaced by its name',
	async () => {
		const file = listFile('list.csv', 'rule,severity,suggestion,reason,kind\n' +
			'虚假中奖,block,,诈骗用语,\n"带,逗号",note,,,\n甲乙丙,serious,,,\n' +
			'(,warn,,,pattern\n虚假中奖,warn,,,\n,warn,,,\n');
		const done = await command(['words', 'import', file, '--site', 'one',
			'--list', 'fraud', '--version', '3'], { sites });
		assert.equal(done.code, 0, done.err);
		assert.equal(done.out, 'list fraud: took in 2, left out 4\n');
		assert.deepEqual([...done.err.matchAll(/^(\d+): /gm)].map((m) => m[1]),
			['4', '5', '6', '7']);
		const [hit] = await hitsOf('警惕虛假中獎短信');
		assert.deepEqual([hit.rule, hit.severity, hit.list, hit.version],
			['虚假中奖', 'block', 'fraud', '3']);
		assert.match(await run(sites, ['words', 'lists', '--site', 'one']),
			/^fraud\t3\t2\ton/m);
	});

test('a list without rules, without a name, or of what can not be found is ' +
	'refused', async () => {
	const lists = () => run(sites, ['words', 'lists', '--site', 'one']);
	const before = await lists();
	const refused = async (text, list, why) => {
		const done = await command(['words', 'import', listFile('no.csv', text),
			'--site', 'one', '--list', list], { sites,
			env: { LANG: 'zh_CN.UTF-8' } });
		assert.equal(done.code, 1, done.out);
		assert.match(done.err, why);
	};
	await refused('', 'none', /没有词条/);
	await refused(' \n\n', 'none', /没有词条/);
	await refused('rule,severity\n', 'none', /没有词条/);
	for (const name of ['', ' ', '甲\n乙', ' 甲', '长'.repeat(41)])
		await refused('某词\n', name, /词库名称须为/);
	await refused('rule,kind\na^,pattern\n$密,pattern\n', 'none',
		/^2: .*不会命中.*\n3: .*不会命中/m);
	assert.equal(await lists(), before);
});

test('a number is told masked, however much is to be kept', async () => {
	const valid = (...keep) => command(['words', 'valid', 'mobile',
		'13800138000', ...keep]);
	assert.equal((await valid()).out, 'valid\t138********\n');
	assert.equal((await valid('--keep', '3,4')).out, 'valid\t138****8000\n');
	for (const keep of ['11', '6,5', '4,4', '99999999999999999999']) {
		const done = await valid('--keep', keep);
		assert.equal(done.code, 2, keep);
		assert.doesNotMatch(done.out + done.err, /13800138000/);
	}
});

test('an entry that the site itself writes all the time is refused', async () => {
	for (let i = 0; i < 2; i++) {
		const entry = await staff.writer.create({ title: `职工书屋开放${i}` });
		await publish(staff, entry.id);
	}
	const done = await command(['words', 'import', listFile('usual.txt',
		'职工书屋\n从不出现的词\n'), '--site', 'one', '--list', 'usual'],
	{ sites, env: { LANG: 'zh_CN.UTF-8' } });
	assert.equal(done.code, 0, done.err);
	assert.equal(done.out, 'list usual: took in 1, left out 1\n');
	assert.match(done.err, /^1: .*职工书屋/m);
});

test('keepers switch lists and foldings, add words of their own, export them',
	async () => {
		const keeper = await signIn(server, 'keeper');
		const made = await send(keeper, '/desk/words/own', {});
		assert.equal(made.status, 303, made.text);
		const own = made.headers.location;
		assert.equal((await send(keeper, `${own}/add`, { rule: '旧称呼',
			kind: 'literal', severity: 'warn', suggestion: '新称呼' })).status, 303);
		assert.equal((await send(keeper, `${own}/add`, { rule: '旧称呼会议',
			kind: 'context', severity: 'note' })).status, 303);
		assert.deepEqual((await hitsOf('旧称呼会议，旧 称 呼')).map((h) => h.start),
			[6]);
		const page = await request(server, 'GET', `${own}/export`, { host: HOST,
			headers: { cookie: keeper.cookie } });
		assert.match(page.headers['content-type'], /^text\/csv/);
		assert.match(page.text, /^旧称呼,literal,warn,新称呼,/m);
		await send(keeper, own, { enabled: '1', fold_case: '1' });
		assert.equal((await hitsOf('旧 称 呼')).length, 0);
		await send(keeper, own, {});
		assert.equal((await hitsOf('旧称呼')).length, 0);
		const writer = await signIn(server, 'writer');
		const rp = await request(server, 'GET', '/desk/words', { host: HOST,
			headers: { cookie: writer.cookie } });
		assert.equal(rp.status, 403);
	});

const upload = (name, type, bytes) => staff.writer.api('POST', 'media',
	Buffer.concat([Buffer.from('--XX\r\nContent-Disposition: form-data; ' +
		`name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
	Buffer.from(bytes), Buffer.from('\r\n--XX--\r\n')]), { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
const submit = (id) => staff.writer.api('POST', `entries/${id}/submit`,
	{ secrecy_checked: true });

test('the text of an attachment is checked too', async () => {
	const file = zip({ '[Content_Types].xml':
		'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/' +
		'package/2006/content-types"><Override PartName="/word/document.xml" ' +
		'ContentType="application/vnd.openxmlformats-officedocument.' +
		'wordprocessingml.document.main+xml"/></Types>', 'word/document.xml':
		'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.' +
		'org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>名单：张三 ' +
		'110105</w:t></w:r><w:r><w:t>19491231002X</w:t></w:r></w:p></w:body>' +
		'</w:document>' });
	const rp = await upload('名单.docx', 'application/vnd.openxmlformats-' +
		'officedocument.wordprocessingml.document', file);
	const stored = rp.json;
	assert.equal(rp.status, 201, JSON.stringify(stored));
	await until(() => sql(siteOf(sites), `SELECT state FROM media_text
		WHERE media = '${stored.hash}'`).trim() === 'done');
	const entry = await staff.writer.create({ attachments: [
		{ hash: stored.hash, name: '名单.docx' }] });
	const submitted = await staff.writer.api('POST',
		`entries/${entry.id}/submit`, { secrecy_checked: true });
	assert.equal(submitted.status, 422, submitted.text);
	assert.match(submitted.text, /名单\.docx/);
	// What was found is known for the next text that has the file, by its
	// places alone, until the lists change.
	const next = async () => submit((await staff.writer.create({ attachments: [
		{ hash: stored.hash, name: '名单.docx' }] })).id);
	const kept = sql(siteOf(sites), `SELECT places FROM wordcheck_file
		WHERE hash = '${stored.hash}'`);
	assert.match(kept, /^\[\[\d+,\d+,18,"block"\]\]/);
	assert.match((await next()).text, /名单\.docx/);
	write("UPDATE wordcheck_file SET places = '[]'");
	assert.equal((await next()).status, 200);
	write('UPDATE wordcheck_state SET generation = generation + 1');
	assert.match((await next()).text, /名单\.docx/);
});

test('a file that nobody has read yet stops, its name is checked, and what ' +
	'can\'t be read is told to reviewers', async () => {
	process.kill(server.clerk, 'SIGSTOP');
	const secret = await upload('名单.txt', 'text/plain', '11010519491231002X\n');
	const waits = await staff.writer.create({ attachments: [
		{ hash: secret.json.hash, name: '名单.txt' }] });
	const early = await submit(waits.id);
	process.kill(server.clerk, 'SIGCONT');
	assert.equal(early.status, 422, early.text);
	assert.match(early.text, /附件“名单\.txt”的文字还没有读完/);
	const good = await upload('说明.txt', 'text/plain', '一切如常\n');
	for (const rp of [secret, good])
		await until(() => sql(siteOf(sites), `SELECT state FROM media_text
			WHERE media = '${rp.json.hash}'`).trim() === 'done');
	assert.match((await submit(waits.id)).text, /11010519491231002X/);
	const named = await staff.writer.create({ attachments: [
		{ hash: good.json.hash, name: '11010519491231002X.txt' }] });
	assert.match((await submit(named.id)).text, /11010519491231002X/);
	const fine = await staff.writer.create({ attachments: [
		{ hash: good.json.hash, name: '说明.txt' }] });
	write(`UPDATE media_text SET state = 'failed', text = ''
		WHERE media = '${good.json.hash}'`);
	assert.equal((await submit(fine.id)).status, 200);
	const { cookie } = await signIn(server, 'first');
	const page = await request(server, 'GET', `/desk/words/entries/${fine.id}`,
		{ host: HOST, headers: { cookie } });
	assert.match(page.text, /附件“说明\.txt”的文字读不出来/);
	// A picture has no text; a subtitle has.
	const film = await upload('字幕.vtt', 'text/vtt', 'WEBVTT\n\n00:00.000 --> 00:02.000\n一切如常\n');
	await until(() => sql(siteOf(sites), `SELECT state FROM media_text
		WHERE media = '${film.json.hash}'`).trim() === 'done');
});

test('what blocks is found behind any number of lesser hits', async () => {
	for (const n of [300, 10500]) {
		const entry = await staff.writer.create({
			body: `<p>${'按装，'.repeat(n)}11010519491231002X</p>` });
		const rp = await submit(entry.id);
		assert.equal(rp.status, 422, `${n}: ${rp.text}`);
		assert.match(rp.text, /11010519491231002X/);
	}
});

test('who edited a text doesn\'t pass it, whoever wrote it first', async () => {
	const { id, revision } = await staff.writer.create({
		body: '<p>11010519491231002X</p>' });
	const { hash } = await staff.keeper.must('PUT', `entries/${id}`, {
		base_revision: revision, body: '<p>证号11010519491231002X</p>' });
	const keeper = await signIn(server, 'keeper');
	const rp = await send(keeper, `/desk/words/entries/${id}/decide`, {
		decision: 'passed', reason: '我觉得可以', hash });
	assert.equal(rp.status, 403, rp.text);
	assert.equal((await submit(id)).status, 422);
});

const page = async (name, target) => (await request(server, 'GET', target, {
	host: HOST, headers: { cookie: (await signIn(server, name)).cookie } }));

test('a reviewer of the column sees an appeal\'s passages alone, and decides',
	async () => {
		const { id, hash } = await staff.writer.create({ title: '没交的草稿标题',
			body: `<p>样表示例：11010519491231002X，仅供参考。</p>
				<p>${'这一段是别的内容。'.repeat(10)}还没有到公开的时候</p>` });
		assert.equal((await submit(id)).status, 422);
		const writer = await signIn(server, 'writer');
		assert.equal((await send(writer, `/desk/words/entries/${id}/appeal`,
			{ note: '这是样表里的号码' })).status, 303);
		assert.equal((await page('first', `/desk/words/entries/${id}`)).status, 403,
			'the draft itself stays closed');
		const list = (await page('first', '/desk/words/appeals')).text;
		const url = list.match(/href="(\/desk\/words\/appeals\/\d+)">没交的草稿标题/)?.[1];
		assert.ok(url, list);
		const shown = (await page('first', url)).text;
		assert.match(shown, /样表示例：<mark>11010519491231002X<\/mark>，仅供参考/);
		assert.match(shown, /这是样表里的号码/);
		assert.doesNotMatch(shown, /还没有到公开的时候/);
		// A reviewer of another column, and staff without the right.
		assert.equal((await page('elsewhere', url)).status, 404);
		assert.doesNotMatch((await page('elsewhere', '/desk/words/appeals')).text,
			/没交的草稿标题/);
		assert.equal((await page('writer', url)).status, 403);

		const first = await signIn(server, 'first');
		const decide = (reason, session = first) => send(session, url,
			{ decision: 'passed', reason, hash });
		assert.equal((await decide('')).status, 422);
		assert.equal((await decide('样表，不是真号码', writer)).status, 403);
		assert.equal((await decide('样表，不是真号码')).status, 303);
		assert.equal((await decide('再来一次')).status, 409);
		assert.equal((await submit(id)).status, 200);
		assert.equal(sql(siteOf(sites), `SELECT passages || decided_by FROM
			wordcheck_appeal WHERE entry = ${id}`).trim(), '[]first');
	});

test('who wrote the text decides about no appeal', async () => {
	const { id, hash } = await staff.both.create({
		body: '<p>11010519491231002X</p>' });
	const both = await signIn(server, 'both');
	assert.equal((await send(both, `/desk/words/entries/${id}/appeal`,
		{ note: '请放行' })).status, 303);
	const row = sql(siteOf(sites), `SELECT id FROM wordcheck_appeal
		WHERE entry = ${id}`).trim();
	assert.equal((await send(both, `/desk/words/appeals/${row}`,
		{ decision: 'passed', reason: '我说可以', hash })).status, 403);
	assert.equal((await staff.both.api('POST', `entries/${id}/submit`,
		{ secrecy_checked: true })).status, 422);
});

test('what staff do by a plugin stands in the record, without what they typed',
	async () => {
		const rows = (act) => sql(siteOf(sites), `SELECT user_name || '|' ||
			role || '|' || object || '|' || result FROM audit
			WHERE act = '${act}' ORDER BY id DESC LIMIT 1`).trim();
		const keeper = await signIn(server, 'keeper');
		const writer = await signIn(server, 'writer');
		const id = sql(siteOf(sites),
			"SELECT id FROM wordcheck_list WHERE name = 'secrecy'").trim();
		assert.equal((await send(keeper, `/desk/words/lists/${id}`,
			{ enabled: '0' })).status, 303);
		assert.equal(rows('wordcheck.switch'),
			'keeper|site_keeper|词库“密级和内部标志”：停用|done');
		assert.equal(sql(siteOf(sites), `SELECT updated_by FROM wordcheck_list
			WHERE id = ${id}`).trim(), 'keeper');
		assert.equal((await send(keeper, '/desk/words/import',
			{ name: '外来', csv: '' })).status, 422);
		assert.match(rows('wordcheck.import'), /\|plugin\.refused$/);
		assert.equal((await send(writer, `/desk/words/lists/${id}`,
			{ enabled: '1' })).status, 403);
		assert.equal(rows('wordcheck.switch'),
			`writer|contributor|id ${id}|permission.denied`);
		await run(sites, ['words', 'import', '--site', 'one', '--list', '新表', '-'],
			'某个词\n');
		assert.equal(rows('wordcheck.import'), 'words|system|词库“新表”|done');
		assert.match(rows('wordcheck.appeal'), /\|《.+》（稿件 \d+）\|done$/);
		assert.match(rows('wordcheck.appeals.decide'), /\|(done|plugin\.refused)$/);
		assert.match(rows('entry.submit'), /\|(done|entry\.refused)$/);
		const before = rows('wordcheck.check');
		assert.equal((await send(writer, '/desk/words/check',
			{ text_body: '按装' })).status, 200);
		assert.equal(rows('wordcheck.check'), before, 'only looks');
		const all = sql(siteOf(sites), 'SELECT group_concat(object || detail) FROM audit');
		assert.ok(!all.includes('11010519491231002X'));
	});
