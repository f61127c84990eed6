// What an attacker, or staff who want more than is theirs, would try: each is
// refused, says so, and leaves nothing behind.
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { get, post, request, serve } from './lib.mjs';
import { Staff, csrfOf, hubOf, makeSites, signIn, sql } from './site.mjs';

const HOST = 'one.test';

let server, sites, staff;

before(async () => {
	sites = await makeSites();
	// One worker: what a lane counts is seen by each request.
	server = await serve({ sites, workers: 1 });
	staff = {};
	for (const name of ['writer', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

describe('sign-ins that fail', () => {
	const enter = (user, password = 'wrong', options = {}) =>
		post(server, '/api/v1/session', { user, password },
			{ host: HOST, ...options });

	const failures = () => Number(sql(hubOf(sites),
		"SELECT count(*) FROM audit WHERE result = 'session.refused'"));

	test('too often in a minute are refused unseen, whoever else may go on', async () => {
		let rp;
		for (let i = 0; i < 12; i++) rp = await enter('Nobody');
		assert.equal(rp.status, 401, rp.text);
		const seen = failures();
		rp = await enter('nobody');
		assert.equal(rp.status, 429, rp.text);
		const wait = Number(rp.headers['retry-after']);
		assert.ok(wait > 0 && wait <= 60, rp.headers['retry-after']);
		assert.equal(rp.json.code, 'session.often');
		assert.match(rp.json.detail, new RegExp(`${wait} 秒`));
		assert.equal(failures(), seen, 'and the audit does not grow');
		assert.equal((await enter('somebody')).status, 401);
		await Staff.enter(server, 'writer');
	});

	test('are refused on the page as well, which says so', async () => {
		const page = await get(server, '/desk/sign-in', { host: HOST });
		const cookie = page.headers['set-cookie'][0].split(';')[0];
		const _csrf = csrfOf(cookie.slice(cookie.indexOf('=') + 1));
		const rp = await post(server, '/desk/sign-in', new URLSearchParams({
			_csrf, name: 'nobody', password: 'wrong' }),
		{ host: HOST, headers: { cookie } });
		assert.equal(rp.status, 429);
		assert.match(rp.text, /登录失败的次数过多/);
	});
});

describe('addresses to lead away to', () => {
	// Browsers drop tabs and line breaks from an address before they read it.
	const BAD = ['//evil.test', '/\\evil.test', '/\t/evil.test', '/\n/evil.test',
		'\t//evil.test', 'https://evil.test/', 'javascript:alert(1)',
		'/\r\nset-cookie: a=b', ''];

	test('are not followed when the language is chosen', async () => {
		for (const back of BAD) {
			const rp = await get(server,
				`/lang/en?back=${encodeURIComponent(back)}`, { host: HOST });
			assert.equal(rp.headers.location, '/', JSON.stringify(back));
		}
	});

	test('are not followed after signing in', async () => {
		const { cookie } = await signIn(server, 'writer');
		for (const back of BAD) {
			const rp = await get(server,
				`/desk/sign-in?back=${encodeURIComponent(back)}`,
				{ host: HOST, headers: { cookie } });
			assert.equal(rp.headers.location, '/desk/', JSON.stringify(back));
		}
	});
});

describe('values of the wrong shape', () => {
	test('are not kept by autosave, so the page of the entry still opens', async () => {
		const { cookie } = await signIn(server, 'writer');
		const { id, revision } = await staff.writer.create();
		for (const content of [{ attachments: [1] }, { attachments: 'x' },
			{ tags: [[1]] }, { tags: { a: 1 } }, { title: { a: 1 } },
			{ body: [[]] }, { summary: 1 }]) {
			const rp = await staff.writer.api('PUT', `entries/${id}/autosave`,
				{ base_revision: revision, ...content });
			assert.equal(rp.status, 422, `${JSON.stringify(content)} ${rp.text}`);
			const page = await get(server, `/desk/entries/${id}/edit`,
				{ host: HOST, headers: { cookie } });
			assert.equal(page.status, 200, JSON.stringify(content));
		}
	});

	test('do not show where things lie in memory', async () => {
		const rp = await post(server, '/desk/sign-in', new URLSearchParams([
			['_csrf', csrfOf('x')], ['name', 'a'], ['name', 'b'],
			['password', 'c']]), { host: HOST, headers: { cookie: 'mc_form=x' } });
		assert.doesNotMatch(rp.text, /0x[0-9a-f]{6}/);
		assert.doesNotMatch(sql(hubOf(sites), 'SELECT user_name FROM audit'), /0x/);
	});

	test('are not taken for numbers', async () => {
		for (const limit of ['+5', ' 5', '5 ', '0x5', '5.0', ''])
			assert.equal((await staff.writer.api('GET',
				`entries?limit=${encodeURIComponent(limit)}`)).status, 422, limit);
	});
});
