// What an attacker, or staff who want more than is theirs, would try: each is
// refused, says so, and leaves nothing behind.
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { get, post, request, serve, until } from './lib.mjs';
import { Staff, addUser, csrfOf, hubOf, makeSites, publish, signIn, siteOf,
	sql } from './site.mjs';

const HOST = 'one.test';

let server, sites, staff;

before(async () => {
	sites = await makeSites();
	// One worker: what a lane counts is seen by each request.
	server = await serve({ sites });
	staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
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
		const rp = await until(async () => {
			const one = await post(server, '/desk/sign-in', new URLSearchParams({
				_csrf, name: 'nobody', password: 'wrong' }),
			{ host: HOST, headers: { cookie } });
			return one.status === 429 && one;
		}, 'the refusal');
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

	test('of the rows on the first page do not cost the site that page', async () => {
		const { cookie, csrf } = await signIn(server, 'keeper');
		for (const home of ['list', '|||', 'list | | 5', 'list | news | many',
			'list | news | 0', 'list | news | 51',
			'list | news | 99999999999999999999']) {
			const rp = await post(server, '/desk/site', new URLSearchParams({
				_csrf: csrf, title: '江城集团', hosts: 'one.test', theme: 'chihong',
				profile: 'institution', lang: 'zh', home }),
			{ host: HOST, headers: { cookie } });
			assert.equal(rp.status, 422, `${home}: ${rp.text}`);
			assert.equal((await get(server, '/', { host: HOST })).status, 200, home);
		}
	});

	test('are no lists where a page shows a text', async () => {
		const { cookie, csrf } = await signIn(server, 'keeper');
		const { id } = await staff.writer.create();
		await staff.writer.submit(id);
		const twice = (fields) => new URLSearchParams([['_csrf', csrf],
			...Object.entries(fields).flatMap((f) => [f, f])]);
		for (const [target, fields] of [
			['/desk/site', { title: 'a', hosts: 'one.test', slogan: 'b' }],
			['/desk/columns/new', { slug: 'a', title: 'b', type: 'article' }],
			['/desk/columns/edit/news', { title: 'b', type: 'article' }],
			['/desk/columns/move/news', { parent: 'nowhere' }],
			['/desk/entries/new', { column: 'nowhere' }],
			['/desk/entries/new', { column: 'news', title: 'a', body: 'b',
				tags: 'c', attachments: 'd', attachments_name: 'e', cover: 'f' }],
			[`/desk/entries/${id}/edit`, { column: 'news', title: 'a',
				base_revision: '1', body: 'b' }],
			[`/desk/entries/${id}/schedule`, { at: 'never' }],
			[`/desk/entries/${id}/withdraw`, { reason: 'a' }],
			[`/desk/review/${id}/return`, { to: '0', reason: 'a' }],
			['/desk/workflow', { title_1: 'a', days_1: 'b' }]]) {
			const rp = await post(server, target, twice(fields),
				{ host: HOST, headers: { cookie } });
			assert.ok(rp.status >= 400 && rp.status < 500,
				`${target}: ${rp.status} ${rp.text}`);
			assert.doesNotMatch(rp.text, /0x[0-9a-f]{8}/, target);
		}
	});

	test('are not taken for numbers', async () => {
		for (const limit of ['+5', ' 5', '5 ', '0x5', '5.0', ''])
			assert.equal((await staff.writer.api('GET',
				`entries?limit=${encodeURIComponent(limit)}`)).status, 422, limit);
	});
});

describe('files', () => {
	const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ' +
		'AAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
	let url, hash;

	before(async () => {
		const rp = await staff.writer.api('POST', 'media', Buffer.concat([
			Buffer.from('--XX\r\nContent-Disposition: form-data; name="file"; ' +
				'filename="a%22><script>.png"\r\nContent-Type: image/png\r\n\r\n'),
			PICTURE, Buffer.from('\r\n--XX--\r\n')]), { headers: {
			'content-type': 'multipart/form-data; boundary=XX' } });
		assert.equal(rp.status, 201, rp.text);
		({ url, hash } = rp.json);
	});

	const seen = async (as, host = HOST) => (await get(server, url, { host,
		headers: as ? { authorization: `Bearer ${as.token}` } : {} }));

	test('are for staff of the site alone before they are live, and after', async () => {
		const stranger = await Staff.enter(server, 'stranger', 'two.test');
		const hidden = async (when) => {
			assert.equal((await seen()).status, 404, `visitor ${when}`);
			assert.equal((await seen(stranger)).status, 404, `stranger ${when}`);
			assert.equal((await seen(null, 'two.test')).status, 404);
			const own = await seen(staff.writer);
			assert.equal(own.status, 200, `writer ${when}`);
			assert.equal(own.headers['cache-control'], 'private, no-cache');
		};
		await hidden('in the library');
		const { id } = await staff.writer.create({
			body: `<p>图</p><img src="${url}" alt="门">` });
		await hidden('in a draft');
		await publish(staff, id);
		const rp = await seen();
		assert.equal(rp.status, 200);
		assert.match(rp.headers['cache-control'], /s-maxage=60/);
		await staff.keeper.must('POST', `entries/${id}/withdraw`,
			{ reason: '图片涉及个人信息' });
		await hidden('after the withdrawal');
	});

	test('have names that break no header', async () => {
		for (const name of ['a%0d%0aset-cookie:b=c', 'a%22;filename=%22b.html',
			'%E4%B8%AD%0a.png', 'a%00b', '..%5cb']) {
			const rp = await get(server, `/media/${hash}/${name}`, { host: HOST,
				headers: { authorization: `Bearer ${staff.writer.token}` } });
			assert.equal(rp.headers['set-cookie'], undefined, name);
			if (rp.status !== 400)
				assert.match(rp.headers['content-disposition'],
					/^inline; filename="[^"\\]*"(; filename\*=UTF-8''[\w%.~-]*)?$/);
		}
	});
});

describe('the three administrators', () => {
	const idOf = (name) => sql(hubOf(sites),
		`SELECT id FROM user WHERE name = '${name}'`).trim();
	const grantOf = (name) => sql(hubOf(sites),
		`SELECT min(id) FROM role_grant WHERE user = ${idOf(name)}`).trim();

	const form = async (who, target, fields = {}) => {
		const { cookie, csrf } = await signIn(server, who);
		return post(server, target, new URLSearchParams({ _csrf: csrf, ...fields }),
			{ host: HOST, headers: { cookie } });
	};

	test('never get another role, in whatever order it is tried', async () => {
		await addUser(sites, 'second-guard', 'security_admin');
		for (const [by, whom, role, site, status] of [
			['security', 'security', 'contributor', 'one', 403],
			['second-guard', 'security', 'contributor', 'one', 409],
			['security', 'system', 'reviewer1', 'one', 409],
			['security', 'writer', 'audit_admin', '', 409],
			['security', 'auditor', 'system_admin', '', 409],
			['system', 'writer', 'editor', 'one', 403]]) {
			const rp = await form(by, `/desk/users/${idOf(whom)}/grants`,
				{ role, site });
			assert.equal(rp.status, status, `${by} ${whom} ${role}: ${rp.text}`);
		}
		await form('security', `/desk/users/${idOf('second-guard')}/disable`);
		const rp = await form('system', `/desk/users/${idOf('auditor')}/reset/ask`);
		assert.equal(rp.status, 403, 'nor by a new password');
	});

	test('cannot be shut out by each other', async () => {
		for (const [by, target] of [
			['system', `${idOf('auditor')}/disable`],
			['security', `${idOf('system')}/grants/${grantOf('system')}/remove`],
			['security', `${idOf('auditor')}/grants/${grantOf('auditor')}/remove`]]) {
			const rp = await form(by, `/desk/users/${target}`);
			assert.equal(rp.status, 409, `${target}: ${rp.text}`);
			assert.match(rp.text, /至少有一人/);
		}
		await form('system', `/desk/users/${idOf('second-guard')}/disable`);
		assert.equal((await form('system',
			`/desk/users/${idOf('security')}/disable`)).status, 409);
		await signIn(server, 'security');
	});
});

describe('whoever must change the password', () => {
	test('may leave, and nothing else', async () => {
		await addUser(sites, 'fresh', 'contributor@one');
		const fresh = await Staff.enter(server, 'fresh');
		const id = sql(hubOf(sites), "SELECT id FROM user WHERE name = 'fresh'").trim();
		let password = '';
		for (const [who, verb] of [['system', 'ask'], ['security', 'give']]) {
			const { cookie, csrf } = await signIn(server, who);
			const page = await post(server, `/desk/users/${id}/reset/${verb}`,
				new URLSearchParams({ _csrf: csrf }), { host: HOST, headers: { cookie } });
			password += /class="half"><code>(\w{6})</.exec(page.text)[1];
		}
		assert.equal((await fresh.api('GET', 'entries')).status, 401);
		const rp = await post(server, '/api/v1/session', { user: 'fresh', password },
			{ host: HOST });
		fresh.token = rp.json.token;
		for (const target of ['entries', 'queue', 'media', 'columns', 'entries/1'])
			assert.equal((await fresh.api('GET', target)).status, 403, target);
		assert.equal((await fresh.api('DELETE', 'session')).status, 200);
		assert.equal((await fresh.api('GET', 'entries')).status, 401);
	});
});

describe('an entry', () => {
	test('is not read, saved or judged from another column or site', async () => {
		await addUser(sites, 'reporter', 'contributor@one:news/notice');
		await addUser(sites, 'local-keeper', 'column_keeper@one:news/notice');
		await addUser(sites, 'local-judge', 'reviewer1@one:news/notice');
		const { id, revision, hash } = await staff.writer.create(
			{ column: 'news', title: '未公开的标题' });
		await staff.writer.submit(id);
		for (const [name, host] of [['reporter'], ['local-keeper'],
			['local-judge'], ['auditor'], ['system'], ['security'],
			['stranger', 'two.test']]) {
			const who = await Staff.enter(server, name, host ?? HOST);
			who.host = HOST;
			const own = await who.api('POST', 'entries', { column: 'news/notice',
				title: '自己的', body: '<p>自己的</p>' });
			for (const [method, target, body] of [['GET', ''],
				['GET', '/revisions'], ['GET', `/revisions/${revision}`],
				['GET', `/diff?from=${revision}&to=${revision}`],
				['GET', '/history'], ['PUT', '', { base_revision: revision }],
				['PUT', '/autosave', { base_revision: revision, title: 'x' }],
				['POST', '/approve', { hash }],
				['POST', '/return', { to: 0, reason: '需要修改' }],
				['POST', '/trash', {}], ['POST', '/withdraw', { reason: '需要撤回' }],
				['POST', '/schedule', { at: null }]]) {
				const rp = await who.api(method, `entries/${id}${target}`, body);
				assert.equal(rp.status, 403, `${name} ${target} ${rp.text}`);
				assert.doesNotMatch(rp.text, /未公开/);
			}
			if (own.status === 201)
				for (const rp of [
					await who.api('GET', `entries/${own.json.id}/revisions/${revision}`),
					await who.api('POST', `entries/${own.json.id}/restore`,
						{ revision, base_revision: own.json.revision })])
					assert.equal(rp.status, 404, rp.text);
			for (const list of ['entries?text=%E6%9C%AA%E5%85%AC', 'queue', 'entries'])
				assert.doesNotMatch((await who.api('GET', list)).text, /未公开/);
			const { cookie } = await signIn(server, name, host ?? HOST);
			for (const page of [`entries/${id}`, `entries/${id}/edit`,
				`entries/${id}/diff`, `entries/${id}/revisions/${revision}`,
				`review/${id}`, 'entries', 'review', ''])
				assert.doesNotMatch((await get(server, `/desk/${page}`,
					{ host: HOST, headers: { cookie } })).text, /未公开/, page);
		}
	});
});

// Live texts without one approval of another person for each step, for
// exactly their hash, none of them by who wrote or submitted it.
const UNAPPROVED = `SELECT l.entry FROM live l
	JOIN submission s ON s.id = l.submission JOIN workflow w ON w.id = s.workflow
	WHERE (SELECT hash FROM revision WHERE id = l.revision) <> l.hash
	OR json_array_length(w.steps) <> (SELECT count(DISTINCT v.user) FROM review v
		WHERE v.submission = s.id AND v.act = 'approve' AND v.valid = 1
		AND v.hash = l.hash AND v.user <> s.user AND v.user NOT IN
			(SELECT user FROM revision WHERE entry = l.entry))
	OR json_array_length(w.steps) <> (SELECT count(DISTINCT step) FROM review
		WHERE submission = s.id AND act = 'approve' AND valid = 1)`;

describe('all at once, over both workers', () => {
	let own, crowd;

	before(async () => {
		await server.stop();
		for (const step of [1, 2, 3])
			await addUser(sites, `twin${step}`, `reviewer${step}@one`);
		own = await serve({ sites, workers: 2 });
		crowd = {};
		for (const name of ['writer', 'keeper', 'first', 'second', 'third',
			'twin1', 'twin2', 'twin3'])
			crowd[name] = await Staff.enter(own, name);
	});
	after(() => own?.stop());

	const count = (rps) => rps.filter((rp) => rp.status === 200).length;

	test('approvals, saves, returns and withdrawals publish nothing unapproved', async () => {
		for (let round = 0; round < 8; round++) {
			const { id, hash, revision } = await crowd.writer.create();
			await crowd.writer.submit(id);
			const approve = (name) => crowd[name].api('POST',
				`entries/${id}/approve`, { hash });
			const save = (title) => crowd.writer.api('PUT', `entries/${id}`,
				{ base_revision: revision, title });
			const step = (names) => Promise.all(names.map(approve));
			assert.equal(count(await step(['first', 'twin1', 'first', 'twin1'])), 1);
			if (round % 2 === 0)
				assert.equal(count(await step(['second', 'twin2', 'second'])), 1);
			const rps = await Promise.all([approve('third'), approve('second'),
				approve('twin3'), save('甲'), save('乙'), approve('third'),
				crowd.keeper.api('POST', `entries/${id}/withdraw`,
					{ reason: '需要撤回' }),
				crowd.twin3.api('POST', `entries/${id}/return`,
					{ to: 0, reason: '需要修改' })]);
			assert.ok(count([rps[3], rps[4]]) <= 1, 'two saves on one base');
			assert.ok(count([rps[0], rps[2], rps[5]]) <= 1, 'one last approval');
			for (const rp of rps) assert.ok(rp.status < 500, rp.text);
			assert.equal(sql(siteOf(sites), UNAPPROVED), '');
		}
	});

	test('one submission comes of ten', async () => {
		const { id } = await crowd.writer.create();
		const rps = await Promise.all(Array.from({ length: 10 }, () =>
			crowd.writer.api('POST', `entries/${id}/submit`,
				{ secrecy_checked: true })));
		assert.equal(count(rps), 1);
		assert.equal(sql(siteOf(sites), `SELECT count(*) FROM submission
			WHERE entry = ${id}`).trim(), '1');
	});
});
