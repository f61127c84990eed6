// Every route that `mingchuang routes` prints: no unsafe one without its CSRF
// token, no protected one without a session or with one that lacks the role;
// and whatever is refused has written nothing.
//
// A new unsafe route that fails here with 422 wants its input in INPUTS below.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { request, root, serve, until } from './lib.mjs';
import { BODY, Staff, TITLE, holdings, makeSites, publish, run, signIn,
	hubOf, siteOf, sql } from './site.mjs';

const HOST = 'one.test';
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAA' +
	'DUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const sites = await makeSites();
const plugins = (await run(sites, ['plugin', 'list'])).trim().split('\n')
	.map((line) => line.split('\t')[0]);
for (const plugin of plugins)
	await run(sites, ['plugin', 'enable', plugin, '--site', 'one']);
const routes = (await run(sites, ['routes'])).trim().split('\n').map((line) => {
	const [method, pattern, permission, name] = line.split('\t');
	return { method, pattern, permission, name, unsafe: method !== 'GET',
		api: pattern.startsWith('/api/'),
		plugin: name.split('.')[0] !== 'desk' &&
			plugins.includes(name.split('.')[0]) };
});
// Forms for visitors: instead of a token they want a challenge that was solved.
const isForm = (r) => r.unsafe && r.plugin && r.permission === 'public';
const unsafe = routes.filter((r) => r.unsafe && !isForm(r) &&
	r.name !== 'api.session.create');
const guarded = routes.filter((r) => r.permission !== 'public');

// What anybody may do who is signed in at all: the own session and password,
// the empty bench, what is wrong with words that one sends.
const ANYBODY = ['api.session.end', 'desk.sign_out', 'desk.password',
	'desk.password.do', 'desk.sessions', 'desk.bench', 'wordcheck.check'];

let server, entry, live, hash, session, mine, keeper, foreign, inputs, then;

const multipart = (fields) => {
	const parts = Object.entries(fields).map(([name, value]) => Buffer.concat(
		Buffer.isBuffer(value) ? [Buffer.from(`--XX\r\nContent-Disposition: ` +
			`form-data; name="${name}"; filename="a.png"\r\n` +
			`Content-Type: image/png\r\n\r\n`), value, Buffer.from('\r\n')] :
			[Buffer.from(`--XX\r\nContent-Disposition: form-data; ` +
				`name="${name}"\r\n\r\n${value}\r\n`)]));
	return Buffer.concat([...parts, Buffer.from('--XX--\r\n')]);
};

before(async () => {
	server = await serve({ sites });
	const staff = {};
	for (const name of ['writer', 'first', 'second', 'third'])
		staff[name] = await Staff.enter(server, name);
	entry = await staff.writer.create();
	live = await staff.writer.create({ title: '已发布的文章' });
	await publish(staff, live.id);
	const upload = await staff.writer.api('POST', 'media', multipart(
		{ file: PICTURE }), { headers: {
		'content-type': 'multipart/form-data; boundary=XX' } });
	assert.equal(upload.status, 201, upload.text);
	({ hash } = upload.json);
	mine = await signIn(server, 'writer');
	keeper = await signIn(server, 'keeper');
	foreign = await signIn(server, 'stranger');
	session = sql(hubOf(sites), `SELECT max(session.id) FROM session
		JOIN user ON user.id = session.user WHERE user.name = 'writer'`).trim();
	await until(() => sql(siteOf(sites), 'SELECT count(*) FROM media ' +
		'WHERE sizes IS NULL').trim() === '0', 'sizes of the picture');
	inputs = makeInputs();
	then = holdings(sites);
});
after(() => server?.stop());

// A good input of each unsafe route, so that nothing but the missing token or
// role can be the reason of a refusal.
function makeInputs() {
	const { revision } = entry, at = { base_revision: revision };
	const text = { title: TITLE, body: BODY };
	const reason = { reason: '数据有误' };
	const save = { ...text, ...at };
	const input = {
		'entry.create': { column: 'news/notice', ...text },
		'entry.save': save, 'entry.autosave': save,
		'entry.submit': { secrecy_checked: true },
		'entry.approve': { hash: entry.hash },
		'entry.return': { to: 0, ...reason },
		'entry.schedule': { at: null }, 'entry.withdraw': reason,
		'entry.trash': {}, 'entry.untrash': {},
		'entry.restore': { revision, ...at }, 'entry.purge': reason,
		'receipt.erase': reason, 'plugin.configure': { settings: {} },
		'media.upload': { file: PICTURE }, 'media.delete': {},
	};
	const api = Object.fromEntries(Object.entries(input)
		.map(([name, value]) => [`api.${name}`, value]));
	const desk = Object.fromEntries(Object.entries(input)
		.map(([name, value]) => [`desk.${name}`, value]));
	return { ...api, ...desk,
		'desk.entry.submit': { secrecy_checked: 1 },
		'desk.entry.schedule': { at: '' },
		'desk.review.approve': { hash: entry.hash },
		'desk.review.return': { to: 0, ...reason },
		'desk.site.save': { title: '江城集团' },
	};
}

const nameOf = (r) => `${r.method} ${r.pattern}`;
const pathOf = (r) => r.pattern
	.replace('/sessions/{id:int}', `/sessions/${session}`)
	.replace(/\{id:int\}/, entry.id)
	.replace('{hash}', hash).replace(/\{\w+:int\}/g, '1')
	.replace(/\{\w+\*?\}/g, 'news')
	.replace('/diff', `/diff?from=${entry.revision}&to=${entry.revision}`);

function send(r, headers = {}) {
	const input = inputs[r.name] ?? {};
	const options = { host: HOST, headers: { ...headers } };
	if (Object.values(input).some(Buffer.isBuffer)) {
		options.headers['content-type'] = 'multipart/form-data; boundary=XX';
		options.body = multipart(input);
	} else if (r.unsafe)
		options.body = r.api ? input : new URLSearchParams(input);
	return request(server, r.method, pathOf(r), options);
}

// The answer of send(), which must have written nothing.
async function sendInVain(r, headers) {
	const rp = await send(r, headers);
	const now = holdings(sites), known = new Set(then.split('\n'));
	const same = now === then;
	then = now;
	assert.ok(same, `${rp.status}, but something was written: ` +
		now.split('\n').filter((line) => !known.has(line)).join(' ').slice(0, 500));
	return rp;
}

const SENTENCE = fs.readFileSync(path.join(root, 'core/lang/zh.lang'), 'utf8')
	.match(/^fault\.csrf\.bad = (.*)$/m)[1];
const brief = (rp) => `${rp.status} ${rp.text.replace(/^.*<main/s, '')
	.replace(/<[^>]*>|\s+/g, ' ').slice(0, 300)}`;
const isCsrf = (r, rp) => r.api ? rp.json.code === 'csrf.bad' :
	rp.text.includes(SENTENCE);

// Who has the role, so that nothing but the token is missing.
const ableTo = (r) => r.plugin ? keeper : mine;

for (const r of unsafe)
	test(`${nameOf(r)} without a CSRF token is refused`, async () => {
		for (const token of [undefined, 'x'.repeat(43), foreign.csrf]) {
			const headers = { cookie: ableTo(r).cookie };
			if (token) headers['x-csrf-token'] = token;
			const rp = await sendInVain(r, headers);
			assert.equal(rp.status, 403, brief(rp));
			assert.ok(isCsrf(r, rp), brief(rp));
		}
	});

for (const r of routes.filter(isForm))
	test(`${nameOf(r)} without a solved challenge does nothing`, async () => {
		const rp = await sendInVain(r);
		assert.ok([403, 404, 422].includes(rp.status), brief(rp));
	});

for (const r of guarded)
	test(`${nameOf(r)} wants a session`, async () => {
		for (const headers of [{}, { cookie: 'mc_session=nobody' },
			{ authorization: 'Bearer nobody' }]) {
			const rp = await sendInVain(r, headers);
			if (r.api) {
				assert.equal(rp.status, 401, brief(rp));
				assert.equal(rp.headers['www-authenticate'], 'Bearer');
			} else if (r.unsafe)
				assert.equal(rp.status, 401);
			else {
				assert.equal(rp.status, 303);
				assert.match(rp.headers.location, /^\/desk\/sign-in\?back=/);
			}
		}
	});

for (const r of guarded.filter((one) => !ANYBODY.includes(one.name)))
	test(`${nameOf(r)} wants the role`, async () => {
		const rp = await sendInVain(r, { cookie: foreign.cookie,
			'x-csrf-token': foreign.csrf });
		assert.ok([403, 404].includes(rp.status), brief(rp));
		assert.ok(!isCsrf(r, rp), brief(rp));
	});
