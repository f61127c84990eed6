// Input that can't be taken: each case gets its status and a problem document
// with a sentence in Chinese, or in English for whoever asks for that, and
// leaves nothing in the databases.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { request, serve } from './lib.mjs';
import { BODY, Staff, TITLE, holdings, makeSites, publish, signIn }
	from './site.mjs';

const HAN = /\p{Script=Han}/u;
const MULTIPART = 'multipart/form-data; boundary=XX';
const JSON_TYPE = 'application/json';

let server, sites, writer, entry, foreign, live, browser;

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	const staff = {};
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	({ writer } = staff);
	entry = await writer.create();
	const { revision } = await writer.must('PUT', `entries/${entry.id}`, {
		base_revision: entry.revision, title: TITLE, body: `${BODY}<p>二</p>` });
	entry.now = revision;
	live = await writer.create();
	await publish(staff, live.id);
	const stranger = await Staff.enter(server, 'stranger', 'two.test');
	foreign = await stranger.create({ column: 'news' });
	// So that ids of the two sites differ.
	while (foreign.id <= live.id)
		foreign = await stranger.create({ column: 'news' });
	browser = await signIn(server, 'writer');
});
after(() => server?.stop());

const part = (head, body = 'x') =>
	`--XX\r\nContent-Disposition: form-data; ${head}\r\n\r\n${body}\r\n`;

// What is sent: method, target under /api/v1/, body, its type; and what must
// come back: status, the fault's name, the field that it blames.
class Bytes {
	constructor(type, body) { Object.assign(this, { type, body }); }
}
const raw = (type, body) => new Bytes(type, body);
const created = (fields) => ['POST', 'entries', { column: 'news',
	title: TITLE, body: BODY, ...fields }];
const saved = (fields) => ['PUT', () => `entries/${entry.id}`, () => ({
	base_revision: entry.now, ...fields })];

const CASES = [
	// Bodies that can't be read.
	['a body that is no JSON', 'POST', 'entries', raw(JSON_TYPE, '{"title":'), 400, 'json.bad'],
	['JSON with something behind it', 'POST', 'entries', raw(JSON_TYPE, '{} {}'), 400, 'json.bad'],
	['JSON in broken UTF-8', 'POST', 'entries',
		raw(JSON_TYPE, Buffer.from('{"title":"\xc3\x28"}', 'latin1')), 400, 'json.bad'],
	['half a surrogate', 'POST', 'entries', raw(JSON_TYPE, '{"title":"\\ud83d"}'), 400, 'json.bad'],
	['nesting without an end', 'POST', 'entries', raw(JSON_TYPE, '['.repeat(100000)), 400, 'json.bad'],
	['a list for an object', 'POST', 'entries', raw(JSON_TYPE, '[1]'), 422, 'json.object'],
	['a field twice', 'POST', 'entries', raw(JSON_TYPE, '{"title":"a","title":"b"}'), 422, 'json.name', 'title'],
	['a body of another type', 'POST', 'entries', raw('text/xml', '<a/>'), 415, 'api.type'],
	['a form in place of JSON', 'POST', 'entries',
		raw('application/x-www-form-urlencoded', 'title=a'), 415, 'api.type'],
	['a form in broken UTF-8', 'POST', 'entries',
		raw('application/x-www-form-urlencoded', 'title=%c3%28'), 400, 'query.bad'],
	['more JSON than anything needs', 'POST', 'entries',
		() => raw(JSON_TYPE, JSON.stringify({ title: 'x'.repeat(9 << 20) })), 413, 'json.size'],
	['more fields than a form has', 'POST', 'entries',
		raw('application/x-www-form-urlencoded', 'a=1&'.repeat(1200)), 413, 'query.large'],
	['multipart without a boundary', 'POST', 'media', raw('multipart/form-data', 'x'), 400, 'form.boundary'],
	['multipart without an end', 'POST', 'media',
		raw(MULTIPART, part('name="file"; filename="a.png"')), 400, 'form.bad'],
	['multipart with another boundary inside', 'POST', 'media',
		raw(MULTIPART, '--YY\r\n\r\nx\r\n--YY--\r\n'), 400, 'form.bad'],
	['a file name in broken UTF-8', 'POST', 'media', raw(MULTIPART, Buffer.from(
		`${part('name="file"; filename="\xc3\x28.png"')}--XX--\r\n`, 'latin1')), 400, 'form.bad'],
	['multipart without a file', 'POST', 'media',
		raw(MULTIPART, `${part('name="alt"')}--XX--\r\n`), 422, 'media.one', 'file'],
	['two files at once', 'POST', 'media', raw(MULTIPART,
		`${part('name="a"; filename="a.png"')}${part('name="b"; filename="b.png"')}--XX--\r\n`),
	422, 'media.one', 'file'],
	['a page that calls itself a picture', 'POST', 'media', raw(MULTIPART,
		`--XX\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n` +
		'Content-Type: image/png\r\n\r\n<html><script>1</script>\r\n--XX--\r\n'), 415, /^media\./, 'file'],

	// Fields.
	['an unknown field', ...created({ colour: 'red' }), 422, /unknown$/, 'colour'],
	['a number for a text', ...created({ title: 7 }), 422, /type$/, 'title'],
	['a text for a list', ...created({ tags: 'a' }), 422, /type$/, 'tags'],
	['no title', ...created({ title: ' ' }), 422, /missing$/, 'title'],
	['a title of 121 characters', ...created({ title: '题'.repeat(121) }), 422, /long$/, 'title'],
	['a line break in a title', ...created({ title: 'a\nb' }), 422, /control$/, 'title'],
	['a NUL in a text', ...created({ summary: 'a\u0000b' }), 422, /control$/, 'summary'],
	['a date that is none', ...created({ signed_date: '2026-02-30' }), 422, /date$/, 'signed_date'],
	['a picture that nobody uploaded', ...created({ cover: 'f'.repeat(64) }), 422, /./, 'cover'],
	['a column that is not there', ...created({ column: 'nowhere' }), 422, /^column\./, 'column'],
	['a type that is not there', ...created({ type: 'opera' }), 422, /^type\./, 'type'],
	['no base revision', 'PUT', () => `entries/${entry.id}`, { title: TITLE }, 422, 'input.missing', 'base_revision'],
	['a text for a number', 'PUT', () => `entries/${entry.id}`, { base_revision: '1' }, 422, 'input.type', 'base_revision'],
	['a broken number', 'PUT', () => `entries/${entry.id}`, { base_revision: 1.5 }, 422, 'input.type', 'base_revision'],
	['an entry without a text', ...saved({ title: '' }), 422, /missing$/, 'title'],
	['a return without a reason', 'POST', () => `entries/${entry.id}/return`, { to: 0 }, 422, 'input.missing', 'reason'],
	['a query that is no number', 'GET', 'entries?limit=x', undefined, 422, 'input.int', 'limit'],
	['a number beyond all numbers', 'GET', `entries?limit=${'9'.repeat(30)}`, undefined, 422, 'input.int', 'limit'],
	['a query that nobody knows', 'GET', 'entries?colour=red', undefined, 422, 'input.unknown', 'colour'],
	['a query in broken UTF-8', 'GET', 'entries?text=%ff', undefined, 400, 'query.bad'],

	// Things that aren't there, or not in this state.
	['an id of another site', 'GET', () => `entries/${foreign.id}`, undefined, 404],
	['an edit of another site\'s entry', 'PUT', () => `entries/${foreign.id}`,
		() => ({ base_revision: foreign.revision, title: TITLE }), 404],
	['an id that nobody has', 'GET', 'entries/999999', undefined, 404],
	['a revision that nobody has', 'GET', () => `entries/${entry.id}/revisions/999`, undefined, 404],
	['a cursor that nobody gave', 'GET', 'entries?cursor=x', undefined, 422, 'input.cursor', 'cursor'],
	['a file that nobody has', 'GET', `media/${'0'.repeat(64)}`, undefined, 404],
	['an address that is not there', 'GET', 'nowhere', undefined, 404, 'page.unknown'],
	['a POST to an address that is not there', 'POST', 'nowhere', {}, 404, 'page.unknown'],
	['a DELETE of an address that is not there', 'DELETE', 'entries/1/nowhere', undefined, 404, 'page.unknown'],
	['an address that is no UTF-8', 'GET', 'live/%ff', undefined, 400, 'path.bad'],
	['an address with half an escape', 'POST', 'entries/%f', {}, 400, 'path.bad'],
	['an address with an escaped slash', 'GET', 'live%2f1', undefined, 400, 'path.bad'],
	['a method that the address does not take', 'PATCH', 'entries', {}, 405, 'method.unknown'],
	['an outdated revision', 'PUT', () => `entries/${entry.id}`,
		() => ({ base_revision: entry.revision, title: '另一个标题' }), 409, 'entry.stale'],
	['a withdrawal of what was never published', 'POST', () => `entries/${entry.id}/withdraw`,
		{ reason: '有误' }, 403],
];

const given = (v) => typeof v === 'function' ? v() : v;

function send([, method, target, body], language) {
	const value = given(body);
	const headers = language ? { 'accept-language': language } : {};
	if (!(value instanceof Bytes))
		return writer.api(method, given(target), value, { headers });
	headers['content-type'] = value.type;
	return writer.api(method, given(target), value.body, { headers });
}

for (const one of CASES) {
	const [name, , , , status, code, field] = one;
	test(`${name}: ${status}, a sentence, nothing written`, async () => {
		const then = holdings(sites);
		const rp = await send(one);
		assert.equal(rp.status, status, rp.text);
		assert.match(rp.headers['content-type'], /^application\/problem\+json/);
		const { json } = rp;
		assert.equal(json.status, status);
		assert.match(json.detail, HAN);
		if (code instanceof RegExp) assert.match(json.code, code);
		else if (code) assert.equal(json.code, code);
		if (field) assert.equal(json.field, field);
		const english = (await send(one, 'en-GB,zh;q=0.5')).json;
		assert.equal(english.status, status);
		assert.ok(english.detail.length > 10 && !HAN.test(english.detail),
			english.detail);
		assert.ok(holdings(sites) === then, 'something was written');
	});
}

test('405 tells what an address takes; one that is not there is 404', async () => {
	const ask = (method, target) => request(server, method, target,
		{ host: 'one.test', body: method === 'POST' ? '' : undefined });
	for (const [target, allow] of [['/api/v1/live', 'GET, HEAD'],
		['/news/notice/', 'GET, HEAD'], ['/news/notice', 'GET, HEAD'],
		[`/news/notice/${live.id}.html`, 'GET, HEAD']]) {
		const rp = await ask('POST', target);
		assert.equal(rp.status, 405, target);
		assert.equal(rp.headers.allow, allow, target);
	}
	for (const target of ['/api/', '/api/v1/live/nowhere', '/nowhere/', '/nowhere',
		'/wp-login.php', '/news/notice/999999.html', '/desk/nowhere']) {
		const rp = await ask('POST', target);
		assert.equal(rp.status, 404, target);
		assert.equal(rp.headers.allow, undefined, target);
	}
});

test('a field goes by what it is in the act that it belongs to', async () => {
	const diff = (query) => writer.api('GET', `entries/${entry.id}/diff?${query}`);
	for (const [query, name] of [['from=1&to=x', '对照的新版本'],
		['from=1', '对照的新版本'], ['to=1', '对照的旧版本']])
		assert.ok((await diff(query)).json.detail.includes(`“${name}”`), query);
	const returned = await writer.api('POST', `entries/${entry.id}/return`,
		{ reason: '有误' });
	assert.match(returned.json.detail, /“退回到”/);
});

test('each cause of a refusal has a title of its own', async () => {
	const titles = [
		(await writer.api('PUT', `entries/${entry.id}`,
			{ base_revision: entry.revision, title: TITLE })).json,
		(await writer.api('POST', `entries/${entry.id}/untrash`)).json,
		(await writer.api('POST', `entries/${live.id}/trash`)).json,
	].map(({ status, title }) => `${status} ${title}`);
	assert.deepEqual(titles, ['409 稿件已有更新的版本', '409 稿件不在回收站',
		'409 稿件正在发布']);
});

test('a sign-in that fails says that name or password is wrong', async () => {
	const answers = [];
	for (const user of ['writer', 'nobody-at-all']) {
		const rp = await request(server, 'POST', '/api/v1/session', {
			host: 'one.test', headers: { 'content-type': JSON_TYPE },
			body: JSON.stringify({ user, password: 'Wrong-Wrong-1' }) });
		assert.equal(rp.status, 401);
		assert.equal(rp.json.title, '用户名或密码不正确');
		assert.match(rp.json.detail, /用户名或密码不正确/);
		answers.push(rp.text);
	}
	assert.equal(answers[0], answers[1]);
});

test('an outdated revision is answered with both texts', async () => {
	const { json } = await writer.api('PUT', `entries/${entry.id}`, {
		base_revision: entry.revision, title: '另一个标题' });
	assert.equal(json.current.revision, entry.now);
	assert.match(json.current.content.body, /二/);
	assert.equal(json.yours.title, '另一个标题');
});

test('a body of more than a visitor may send is refused before it is read', async () => {
	const rp = await request(server, 'POST', '/api/v1/entries', {
		host: 'one.test', headers: { 'content-type': JSON_TYPE,
			'content-length': 2 << 20 }, body: '' });
	assert.equal(rp.status, 413);
	assert.match(rp.headers['content-type'], /^application\/problem\+json/);
	assert.match(rp.json.title, HAN);
	assert.equal(rp.json.code, 'request.large');
});

test('a form of the desk that cannot be taken keeps what was typed', async () => {
	const then = holdings(sites);
	const body = new URLSearchParams({ _csrf: browser.csrf, column: 'news',
		title: '题'.repeat(121), body: BODY });
	const rp = await request(server, 'POST', '/desk/entries/new', {
		host: 'one.test', headers: { cookie: browser.cookie }, body });
	assert.equal(rp.status, 422);
	assert.ok(rp.text.includes('题'.repeat(121)));
	assert.ok(holdings(sites) === then);
});
