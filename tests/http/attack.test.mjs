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
