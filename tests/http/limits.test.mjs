// What staff are kept from: the host that they use can't be taken away under
// them, no policy goes below three examinations, and a form is shown only to
// those who may send it.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { command, get, post, serve } from './lib.mjs';
import { Staff, makeSites, run, signIn } from './site.mjs';

const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['keeper', 'system', 'security'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

const hosts = async () => (await staff.keeper.must('GET', 'site')).hosts;

test('the host in use stays, in the API and in the desk', async () => {
	const rp = await staff.keeper.api('PUT', 'site', { hosts: ['new.test'] });
	assert.equal(rp.status, 409, rp.text);
	assert.deepEqual([rp.json.code, rp.json.field], ['site.host_used', 'hosts']);
	assert.match(rp.json.detail, /one\.test/);
	const { cookie, csrf } = await signIn(server, 'keeper');
	const page = await post(server, '/desk/site', new URLSearchParams({
		_csrf: csrf, title: '江城集团', hosts: 'new.test', theme: 'chihong',
		profile: 'institution', lang: 'zh', receive_hour: '200',
		receive_words_hour: '60', letters_days: '365' }), { host: 'one.test', headers: { cookie } });
	assert.equal(page.status, 409);
	assert.match(page.text, /您正通过 one\.test 使用本站/);
	assert.deepEqual(await hosts(), ['one.test']);
});

test('another host is added, and from there the old one goes', async () => {
	await staff.keeper.must('PUT', 'site', { hosts: ['new.test', 'one.test'] });
	const there = await Staff.enter(server, 'keeper', 'new.test');
	await there.must('PUT', 'site', { hosts: ['new.test'] });
	assert.equal((await get(server, '/', { host: 'one.test' })).status, 404);
});

test('the command brings a host back', async () => {
	assert.match(await run(sites, ['site', 'host', 'one', 'one.test,www.one.test']),
		/one\.test,www\.one\.test/);
	assert.equal((await get(server, '/', { host: 'one.test' })).status, 200);
	assert.equal((await get(server, '/', { host: 'new.test' })).status, 404);
	for (const [args, code] of [[['one', 'two.test'], 1], [['one', 'no host'], 1],
		[['nowhere', 'a.test'], 1], [['one'], 2], [['one', ''], 1]])
		assert.equal((await command(['site', 'host', ...args], { sites })).code,
			code, `${args}`);
	assert.deepEqual(await hosts(), ['one.test', 'www.one.test']);
});

test('three examinations are the fewest that any policy asks for', async () => {
	const { cookie, csrf } = await signIn(server, 'security');
	const form = await get(server, '/desk/policy', { host: 'one.test',
		headers: { cookie } });
	const values = Object.fromEntries([...form.text.matchAll(
		/<input[^>]* name="(\w+)"[^>]* value="(\d+)"/g)].map(([, n, v]) => [n, v]));
	assert.equal(values.workflow_steps_min, '3');
	const send = (steps) => post(server, '/desk/policy', new URLSearchParams({
		...values, _csrf: csrf, workflow_steps_min: steps }),
	{ host: 'one.test', headers: { cookie } });
	for (const steps of ['1', '2'])
		assert.equal((await send(steps)).status, 422, steps);
	assert.equal((await send('4')).status, 303);
	assert.equal((await send('3')).status, 303);
});

test('the form of a new account is for those who may make one', async () => {
	const open = async (user) => (await get(server, '/desk/users/new', {
		host: 'one.test', headers: { authorization: `Bearer ${staff[user].token}` } }));
	assert.equal((await open('system')).status, 200);
	for (const user of ['security', 'keeper']) {
		const rp = await open(user);
		assert.equal(rp.status, 403, user);
		assert.doesNotMatch(rp.text, /name="display"/);
	}
});
