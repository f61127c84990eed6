// The forms of the desk as a browser without scripts sends them: the page is
// fetched, its form filled in beside what stood in it, and sent.  Each: what
// was changed is there afterwards; what is wrong stays as it was typed, with a
// sentence that says why.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { request, root, serve } from './lib.mjs';
import { Staff, makeSites, publish, signIn } from './site.mjs';

const HOST = 'one.test';
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADU' +
	'lEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
// With a space at its end: it counts.
const CHOSEN = ' Zhu8-zi.Qing';

const staff = {};
let server;

before(async () => {
	server = await serve({ sites: await makeSites() });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

// ---- a browser without scripts

const unescape = (s) => s.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi,
	(_, n, x, name) => n ? String.fromCodePoint(n) :
		x ? String.fromCodePoint(parseInt(x, 16)) :
			{ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }[name]);

const attribute = (tag, name) => {
	const found = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s>])`).exec(tag);
	return found && unescape(found[1] ?? '');
};

function valueOfSelect(inner) {
	const options = inner.match(/<option[^>]*>/g) ?? [];
	const chosen = options.find((o) => attribute(o, 'selected') !== null);
	return options.length ? attribute(chosen ?? options[0], 'value') : null;
}

// The fields of a form with the values that would be sent.
function fieldsOf(form) {
	const fields = {};
	const control = /<(input|textarea|select)\b([^>]*>)(?:([^]*?)<\/\1>)?/g;
	for (const [, kind, tag, inner] of form.replace(/(<input\b[^>]*>)/g,
		'$1</input>').matchAll(control)) {
		const open = ` ${tag}`, name = attribute(open, 'name');
		const type = attribute(open, 'type');
		if (!name || attribute(open, 'disabled') !== null || type === 'file')
			continue;
		if (type === 'checkbox' && attribute(open, 'checked') === null) continue;
		fields[name] = kind === 'textarea' ? unescape(inner.replace(/^\n/, '')) :
			kind === 'select' ? valueOfSelect(inner) :
				attribute(open, 'value') ?? '';
	}
	return fields;
}

class Person {
	static async enter(user, password) {
		const person = Object.assign(new Person(), { jar: new Map() });
		if (password) {
			const rp = await person.fill('/desk/sign-in', '/desk/sign-in',
				{ name: user, password });
			assert.equal(rp.status, 303, main(rp));
		} else {
			const { cookie } = await signIn(server, user, HOST);
			person.jar.set(...cookie.split('='));
		}
		return person;
	}

	async send(method, target, body, headers = {}) {
		const rp = await request(server, method, target, { host: HOST, body,
			headers: { cookie: [...this.jar].map((c) => c.join('=')).join('; '),
				...headers } });
		for (const line of rp.headers['set-cookie'] ?? []) {
			const [name, value] = line.split(';')[0].split('=');
			this.jar.set(name, value);
		}
		return rp;
	}

	// A page that must be there.
	async open(target) {
		const rp = await this.send('GET', target);
		assert.equal(rp.status, 200, `${target}: ${rp.text}`);
		return rp.text;
	}

	// The form with that action on the page.
	async form(target, action = target) {
		const page = await this.open(target);
		const form = page.match(/<form\b[^>]*>[^]*?<\/form>/g)
			.find((f) => attribute(f, 'action') === action &&
				attribute(f, 'method') === 'post');
		assert.ok(form, `${target} has no form for ${action}`);
		return form;
	}

	// Fills in the form of a page and sends it; null takes a field away, as a
	// box that isn't checked.  A field must be there, but for a button's.
	async fill(target, action, changes = {}, { button = {} } = {}) {
		const fields = fieldsOf(await this.form(target, action));
		assert.ok(fields._csrf, `${action}: no _csrf`);
		const body = new URLSearchParams();
		for (const [name, value] of Object.entries({ ...fields, ...changes,
			...button })) {
			if (value !== null) body.append(name, value.replace(/\r?\n/g, '\r\n'));
		}
		return this.send('POST', action, body);
	}

	// The same, where it must be done: the page to which it leads.
	async done(target, action, changes, options) {
		const rp = await this.fill(target, action, changes, options);
		assert.equal(rp.status, 303, `${action}: ${rp.status}: ${main(rp)}`);
		const page = await this.open(rp.headers.location);
		assert.match(page, /class="message message-good" role="status">[^<]+</,
			action);
		assert.doesNotMatch(page, /desk\.done/);
		return page;
	}

	// The same, where it must be refused: the page that says so.
	async refused(target, action, changes, status = 422, options = {}) {
		const rp = await this.fill(target, action, changes, options);
		assert.equal(rp.status, status, `${action}: ${main(rp)}`);
		const [, sentence] = /role="alert">([^<]+)</.exec(rp.text) ?? [];
		assert.match(sentence ?? '', /\p{Script=Han}{3}/u, main(rp));
		return { text: rp.text, sentence: unescape(sentence),
			fields: fieldsOf(rp.text) };
	}
}

const main = (rp) => /<main[^]*<\/main>/.exec(rp.text)?.[0] ?? rp.text;

// The sentence beside a field.
const besides = (page, id) => new RegExp(
	`<p class="bad" id="${id}-bad">([^<]+)`).exec(page)?.[1];

// The half of a new password that a page shows.
const halfOf = (rp) => {
	const [, half] = /class="half"><code>([2-9A-Z]{6})</.exec(rp.text) ?? [];
	assert.ok(half, `${rp.status}: ${main(rp)}`);
	return half;
};

const numberOf = async (person, list, text) => {
	const row = new RegExp(`href="${list}/(\\d+)[^"]*"[^>]*>${text}<`);
	return Number(row.exec(await person.open(list))[1]);
};

// ---- entries

test('an entry is scheduled, and the time taken away again', async () => {
	const { id } = await staff.writer.create();
	await staff.writer.submit(id);
	const keeper = await Person.enter('keeper');
	const here = `/desk/entries/${id}`, act = `${here}/schedule`;
	const at = `${new Date(Date.now() + 30 * 864e5).toISOString().slice(0, 10)}` +
		'T08:30';
	await keeper.done(here, act, { at });
	assert.equal((await staff.keeper.read(id)).scheduled_at,
		Date.parse(`${at}:00+08:00`) / 1000);
	assert.equal(fieldsOf(await keeper.form(here, act)).at, at);
	const wrong = await keeper.refused(here, act, { at: '2037-02-30T08:30' });
	assert.equal(wrong.fields.at, '2037-02-30T08:30');
	await keeper.refused(here, act, { at: '2001-01-01T08:30' });
	await keeper.done(here, act, { at: '' });
	assert.equal((await staff.keeper.read(id)).scheduled_at ?? null, null);
});

test('a withdrawn entry claims no approvals for a text that has none', async () => {
	const { id, revision } = await staff.writer.create();
	await publish(staff, id);
	await staff.writer.must('PUT', `entries/${id}`, {
		base_revision: revision, title: '另一个标题' });
	await staff.writer.submit(id);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, {
		reason: '内容有误' });
	const keeper = await Person.enter('keeper');
	const page = await keeper.open(`/desk/entries/${id}`);
	assert.match(page, /class="steps"/);
	assert.doesNotMatch(page, /step-done/);
	assert.doesNotMatch(page, new RegExp(`entries/${id}/schedule`));
});

// ---- columns

test('a column is created, changed, moved and deleted', async () => {
	const keeper = await Person.enter('keeper');
	const columns = '/desk/columns', add = '/desk/columns/new';
	const bad = await keeper.refused(add, add, { title: '专题专栏',
		slug: 'No good', description: '一段说明', parent: 'news' });
	assert.match(besides(bad.text, 'slug'), /\p{Script=Han}/u);
	for (const [name, value] of Object.entries({ title: '专题专栏',
		slug: 'No good', description: '一段说明', parent: 'news' }))
		assert.equal(bad.fields[name], value);
	await keeper.refused(add, add, { title: '新闻', slug: 'news' }, 409);
	const page = await keeper.done(add, add, { title: '专题专栏', slug: 'topics' });
	assert.match(page, /href="\/desk\/columns\/edit\/topics"/);

	const edit = '/desk/columns/edit/topics';
	await keeper.done(edit, edit, { title: '专题', keywords: '甲, 乙',
		freshness_days: '30', in_menu: null });
	const now = fieldsOf(await keeper.form(edit));
	assert.equal(now.title, '专题');
	assert.equal(now.keywords, '甲, 乙');
	assert.equal(now.freshness_days, '30');
	assert.equal(now.in_menu, undefined);
	const old = await keeper.refused(edit, edit, { title: '改过的题目',
		freshness_days: '-4' });
	assert.ok(besides(old.text, 'freshness_days'));
	assert.equal(old.fields.title, '改过的题目');
	assert.equal(old.fields.freshness_days, '-4');
	await keeper.done(edit, edit, { freshness_days: '' });
	assert.equal(fieldsOf(await keeper.form(edit)).freshness_days, '');

	const order = (text) => [...text.matchAll(/columns\/edit\/([a-z/]+)"/g)]
		.map((m) => m[1]);
	assert.ok(order(await keeper.open(columns)).indexOf('topics') > 0);
	await keeper.done(columns, '/desk/columns/shift/topics', {},
		{ button: { to: 'up' } });
	assert.equal(order(await keeper.open(columns))[0], 'topics');

	const move = '/desk/columns/move/news';
	const within = await keeper.refused('/desk/columns/edit/news', move,
		{ parent: 'news/notice' });
	const again = fieldsOf(within.text.slice(within.text.indexOf(move)));
	assert.equal(again.parent, 'news/notice');
	await keeper.done(edit, '/desk/columns/move/topics', { parent: 'news' });
	const moved = '/desk/columns/edit/news/topics';
	assert.equal(fieldsOf(await keeper.form(moved,
		'/desk/columns/move/news/topics')).parent, 'news');
	await keeper.refused('/desk/columns/edit/news', '/desk/columns/delete/news',
		{}, 409);
	await keeper.done(moved, '/desk/columns/delete/news/topics');
	assert.equal((await keeper.send('GET', moved)).status, 404);
});

test('a column gets its own steps of review', async () => {
	const keeper = await Person.enter('keeper');
	const here = '/desk/workflow/news/notice';
	await keeper.done(here, here, { title_1: '初审', days_1: '4',
		title_2: '复审', days_2: '8', title_3: '核稿', days_3: '2',
		title_4: '终审', days_4: '6' });
	const flow = fieldsOf(await keeper.form(here));
	assert.deepEqual([1, 2, 3, 4, 5].map((n) =>
		[flow[`title_${n}`], flow[`days_${n}`]]),
	[['初审', '4'], ['复审', '8'], ['核稿', '2'], ['终审', '6'], ['', '']]);
	const bad = await keeper.refused(here, here, { title_1: '只此一步',
		days_1: '-1' });
	assert.equal(bad.fields.title_1, '只此一步');
	assert.equal(bad.fields.days_1, '-1');
	await keeper.refused(here, here, Object.fromEntries(
		[1, 2, 3, 4].map((n) => [`title_${n}`, ''])));
	await keeper.done(here, here, { _inherit: '1' });
	assert.equal(fieldsOf(await keeper.form(here)).title_4, '');
	assert.match((await keeper.send('GET', here)).text, /沿用全站的审核流程/);
	await keeper.done('/desk/workflow', '/desk/workflow', { days_1: '12' });
	assert.equal(fieldsOf(await keeper.form('/desk/workflow')).days_1, '12');
});

// ---- people

test('an account is created, stopped, unlocked and put to work', async () => {
	const system = await Person.enter('system');
	const add = '/desk/users/new';
	const typed = { display: '王小明', name: 'x' };
	const bad = await system.refused(add, add, typed);
	assert.ok(besides(bad.text, 'name'), main(bad));
	assert.equal(bad.fields.display, '王小明');
	const twice = await system.refused(add, add, { ...typed, name: 'writer' },
		409);
	assert.ok(besides(twice.text, 'name'));
	const first = halfOf(await system.fill(add, add, { ...typed, name: 'wang' }));
	const id = await numberOf(system, '/desk/users', '王小明');
	const here = `/desk/users/${id}`;
	const security = await Person.enter('security');
	const password = first +
		halfOf(await security.fill(here, `${here}/reset/give`));

	assert.match(await system.done(here, `${here}/update`, { display: '王明' }),
		/王明/);
	await system.done('/desk/units', '/desk/units', { name: '一处', code: 'A1' });
	const unit = String(await numberOf(system, '/desk/units', '一处'));
	const long = await system.refused(here, `${here}/update`,
		{ display: '长'.repeat(90), unit });
	assert.equal(long.fields.display, '长'.repeat(90));
	assert.equal(long.fields.unit, unit);
	await system.done(here, `${here}/update`, { unit });
	assert.equal(fieldsOf(await system.form(here, `${here}/update`)).unit, unit);
	assert.match(await system.done(here, `${here}/disable`), /tag-disabled/);
	const shut = Object.assign(new Person(), { jar: new Map() });
	const sign = ['/desk/sign-in', '/desk/sign-in',
		{ name: 'wang', password }];
	assert.ok((await shut.fill(...sign)).status >= 400);
	assert.match(await system.done(here, `${here}/enable`), /tag-active/);
	assert.equal((await shut.fill(...sign)).status, 303);
});

test('an account locked by wrong passwords is unlocked', async () => {
	const security = await Person.enter('security');
	const id = await numberOf(security, '/desk/users', 'other');
	const here = `/desk/users/${id}`;
	for (let i = 0; i < 6; i++)
		await request(server, 'POST', '/api/v1/session', { host: HOST,
			body: { user: 'other', password: 'Wrong-1.password' } });
	assert.match(await security.open(here), /tag-overdue/);
	assert.doesNotMatch(await security.done(here, `${here}/unlock`), /tag-overdue/);
	await Staff.enter(server, 'other');
});

test('a new password takes two administrators, and its owner is told',
	async () => {
	const system = await Person.enter('system');
	const security = await Person.enter('security');
	const owner = await Person.enter('second');
	const id = await numberOf(system, '/desk/users', 'second');
	const here = `/desk/users/${id}`;
	assert.ok(!(await security.open(here)).includes(`${here}/reset/ask`));
	const first = halfOf(await system.fill(here, `${here}/reset/ask`));
	assert.doesNotMatch(await system.open(here), /class="half"/, 'shown once');
	assert.ok(!(await system.open(here)).includes(`${here}/reset/give`));
	assert.match(await owner.open('/desk/'), /为您申请了新密码，还没有发放/);
	assert.match(await security.open('/desk/'), /等您发放密码 1 人/);
	const password = first +
		halfOf(await security.fill(here, `${here}/reset/give`));
	assert.doesNotMatch(await security.open('/desk/'), /等您发放密码/);
	assert.equal((await owner.send('GET', '/desk/')).status, 303, 'ended');

	const person = await Person.enter('second', password);
	const kept = await person.send('GET', '/desk/entries');
	assert.equal(kept.status, 303);
	assert.match(kept.headers.location, /^\/desk\/password/);

	const change = '/desk/password';
	assert.match(await person.open(change),
		/system 于 [-0-9: ]+ 申请重置，security 于 [-0-9: ]+ 发放/);
	for (const [field, typed] of [
		['old', { old: 'Wrong-1.password', new: CHOSEN, again: CHOSEN }],
		['new', { old: password, new: 'short', again: 'short' }],
		['again', { old: password, new: CHOSEN, again: password }],
	]) {
		const bad = await person.fill(change, change, typed);
		assert.ok(bad.status >= 400 && bad.status < 500, `${bad.status}`);
		assert.match(besides(bad.text, field) ?? '', /\p{Script=Han}/u, field);
	}
	await person.done(change, change,
		{ old: password, new: CHOSEN, again: CHOSEN });
	await person.open('/desk/entries');
	await Person.enter('second', CHOSEN);
});

test('a reset that was asked for is taken back', async () => {
	const system = await Person.enter('system');
	const here = `/desk/users/${await numberOf(system, '/desk/users', 'third')}`;
	halfOf(await system.fill(here, `${here}/reset/ask`));
	await system.done(here, `${here}/reset/drop`);
	const security = await Person.enter('security');
	assert.ok(!(await security.open(here)).includes(`${here}/reset/give`));
	await Person.enter('third');
});

test('users are found by role and site, and the list says where roles hold',
	async () => {
	const system = await Person.enter('system');
	const all = await system.open('/desk/users');
	assert.match(all, /审核员2（[^）]+）/);
	const found = await system.open('/desk/users?role=reviewer2&site=one');
	assert.match(found, />second</);
	assert.doesNotMatch(found, />writer</);
	assert.match(await system.open('/desk/users?text=nobody-at-all'),
		/没有符合条件的用户/);
});

test('a role is given and taken away', async () => {
	const security = await Person.enter('security');
	const id = await numberOf(security, '/desk/users', 'first');
	const here = `/desk/users/${id}`, add = `${here}/grants`;
	const page = await security.done(here, add, { role: 'editor', site: 'one',
		column: 'news', unit: '' });
	const [, grant] = /编辑<\/td>[^]*?grants\/(\d+)\/remove/.exec(page);
	const bad = await security.refused(here, add, { role: 'editor', site: '',
		column: 'news', unit: '' });
	assert.equal(bad.fields.role, 'editor');
	assert.equal(bad.fields.column, 'news');
	assert.equal(bad.fields.site, '');
	const left = await security.done(here, `${add}/${grant}/remove`);
	assert.doesNotMatch(left, new RegExp(`grants/${grant}/remove`));
});

test('a unit is created and changed', async () => {
	const system = await Person.enter('system');
	const units = '/desk/units';
	await system.done(units, units, { name: '集团办公室', code: 'B01' });
	const id = await numberOf(system, units, '集团办公室');
	const here = `${units}/${id}`;
	await system.done(units, units, { name: '秘书处', code: 'B02',
		parent: String(id) });
	const child = `${units}/${await numberOf(system, units, '秘书处')}`;
	assert.equal(fieldsOf(await system.form(child)).parent, String(id));
	const bad = await system.refused(units, units, { name: '又一处', code: 'B01',
		parent: String(id) }, 409);
	assert.ok(besides(bad.text, 'code'));
	assert.equal(bad.fields.name, '又一处');
	assert.equal(bad.fields.parent, String(id));
	await system.done(here, here, { name: '办公室' });
	assert.equal(fieldsOf(await system.form(here)).name, '办公室');
	await system.done(child, child, { parent: '' });
	assert.equal(fieldsOf(await system.form(child)).parent, '');
});

test('a session is ended', async () => {
	const here = await Person.enter('third'), there = await Person.enter('third');
	const ends = [...(await here.open('/desk/sessions'))
		.matchAll(/action="(\/desk\/sessions\/\d+\/end)"/g)].map((m) => m[1]);
	assert.ok(ends.length > 0);
	for (const end of ends) await here.done('/desk/sessions', end);
	const gone = await there.send('GET', '/desk/');
	assert.equal(gone.status, 303);
	assert.match(gone.headers.location, /^\/desk\/sign-in/);
	await here.open('/desk/');
	staff.third = await Staff.enter(server, 'third');
});

// ---- the site and the house

test("the site's settings are saved, a wrong code is named", async () => {
	const keeper = await Person.enter('keeper'), here = '/desk/site';
	await keeper.done(here, here, { slogan: '务实 创新', site_code: '3201000001',
		links: '省政府 | https://www.example.gov.cn/\n市政府 | https://city.example/',
		search: '1', synonyms: '职代会 代表大会\r\n送温暖 帮扶' });
	const now = fieldsOf(await keeper.form(here));
	assert.equal(now.slogan, '务实 创新');
	assert.equal(now.site_code, '3201000001');
	assert.equal(now.links,
		'省政府 | https://www.example.gov.cn/\n市政府 | https://city.example/');
	assert.equal(now.hosts, HOST);
	assert.equal(now.search, '1');
	assert.equal(now.synonyms, '职代会 代表大会\n送温暖 帮扶');
	assert.ok((await request(server, 'GET', '/', { host: HOST })).text
		.includes('3201000001'));
	const bad = await keeper.refused(here, here, { site_code: '12ab',
		slogan: '另一句', search: null });
	assert.match(besides(bad.text, 'site_code') ?? '', /\p{Script=Han}/u);
	assert.equal(bad.fields.site_code, '12ab');
	assert.equal(bad.fields.slogan, '另一句');
	assert.equal(bad.fields.search, undefined);
	assert.equal(fieldsOf(await keeper.form(here)).slogan, '务实 创新');
	for (const [name, value] of [['title', ''], ['hosts', 'no host!'],
		['links', '坏链接 | javascript:alert(1)'], ['links', '只有名称'],
		['theme', '../base'], ['icp', '字'.repeat(61)],
		['synonyms', '词'.repeat(4001)]]) {
		const page = await keeper.refused(here, here, { [name]: value });
		assert.ok(besides(page.text, name), `${name}: ${page.sentence}`);
		assert.equal(page.fields[name], value);
	}
});

test('the policy is saved within its bounds', async () => {
	const security = await Person.enter('security'), here = '/desk/policy';
	const { _csrf, ...policy } = fieldsOf(await security.form(here));
	const [name] = Object.keys(policy);
	const more = String(Number(policy[name]) + 1);
	await security.done(here, here, { [name]: more });
	assert.equal(fieldsOf(await security.form(here))[name], more);
	const bad = await security.refused(here, here, { [name]: '-1' });
	assert.match(besides(bad.text, name) ?? '', /\p{Script=Han}/u);
	assert.equal(bad.fields[name], '-1');
	await security.done(here, here, { [name]: policy[name] });
	assert.ok(_csrf);
});

// ---- files

// The upload form, with a file.
async function upload(person, bytes, name, alt) {
	const { _csrf } = fieldsOf(await person.form('/desk/media'));
	const line = '----forms';
	const part = (head, body) => [`--${line}\r\ncontent-disposition: form-data; ` +
		`${head}\r\n\r\n`, body, '\r\n'].map((x) => Buffer.from(x));
	const body = Buffer.concat([...part('name="_csrf"', _csrf),
		...part(`name="file"; filename="${name}"\r\ncontent-type: ` +
			'application/octet-stream', bytes),
		...part('name="alt"', alt), Buffer.from(`--${line}--\r\n`)]);
	return person.send('POST', '/desk/media', body,
		{ 'content-type': `multipart/form-data; boundary=${line}` });
}

test('a file is uploaded, kept while it is used, and deleted', async () => {
	const keeper = await Person.enter('keeper');
	for (const [bytes, name] of [['', ''], ['#!/bin/sh\n', 'a.sh']]) {
		const rp = await upload(keeper, bytes, name, '会场照片');
		assert.ok([415, 422].includes(rp.status), `${rp.status}`);
		assert.match(rp.text, /role="alert">[^<]*\p{Script=Han}/u);
		assert.equal(fieldsOf(rp.text).alt, '会场照片');
	}
	const rp = await upload(keeper, PICTURE, 'a.png', '会场照片');
	assert.equal(rp.status, 303, main(rp));
	const here = rp.headers.location.split('?')[0], remove = `${here}/delete`;
	assert.match(await keeper.open(rp.headers.location), /会场照片/);
	const fields = fieldsOf(await keeper.form(here, remove));

	const hash = here.split('/').pop();
	const { id } = await staff.writer.create({ title: '用图的稿件', cover: hash });
	const used = await keeper.send('POST', remove, new URLSearchParams(fields));
	assert.equal(used.status, 409, main(used));
	assert.match(used.text, /role="alert">[^<]*\p{Script=Han}/u);
	assert.match(used.text, new RegExp(`/desk/entries/${id}">用图的稿件<`));

	const second = await upload(keeper, Buffer.from('一份说明\n'), 'b.txt', '');
	assert.equal(second.status, 303, main(second));
	const there = second.headers.location.split('?')[0];
	await keeper.done(there, `${there}/delete`);
	assert.equal((await keeper.send('GET', there)).status, 404);
});

// ---- the frame

test('the language is switched and stays', async () => {
	const keeper = await Person.enter('keeper');
	const link = /href="(\/lang\/en[^"]*)"/.exec(await keeper.open('/desk/media'));
	const rp = await keeper.send('GET', unescape(link[1]));
	assert.equal(rp.status, 303);
	assert.equal(rp.headers.location, '/desk/media');
	const english = await keeper.open('/desk/media');
	assert.match(english, /<html lang="en">/);
	assert.match(english, /href="\/lang\/zh/);
	await keeper.send('GET', '/lang/zh?back=/desk/media');
	assert.match(await keeper.open('/desk/media'), /<html lang="zh-CN">/);
});

test('an error of whatever status has a title in words', async () => {
	const keeper = await Person.enter('keeper');
	const { id } = await staff.writer.create({ title: '尚无版本' });
	for (const target of ['/desk/entries/999999', '/desk/users',
		`/desk/entries/${id}/revisions/999`, '/desk/media/xyz',
		`/desk/entries/${id}/diff?from=999&to=1`, '/desk/entries?cursor=%00x']) {
		const rp = await keeper.send('GET', target);
		const title = /<title>([^<]*)/.exec(rp.text)[1];
		assert.doesNotMatch(title, /desk\./, `${target}: ${rp.status}`);
		assert.match(title, /\p{Script=Han}/u);
	}
	// No address of the desk answers with most statuses: its own function.
	const desk = path.join(root, 'plugins/desk');
	const out = execFileSync('lua5.4', ['-', path.join(desk, 'page.lua'),
		path.join(desk, 'problems.lua')], {
		encoding: 'utf8', input: `
			package.preload["desk.problems"] = loadfile(arg[2])
			cms = { array = function(t) return t or {} end }
			local page = loadfile(arg[1])({ cms = {},
				hook = function() end, emit = function(_, _, event) return event end,
				permits = function() return false end })
			for status = 400, 599 do
				page.fault({ query = {}, t = function(_, key) return key end,
					render = function(_, _, view) print(view.title) end },
					{ status = status, message = "" })
			end` });
	const keys = new Set(out.trim().split('\n'));
	assert.ok(keys.has('desk.error.404') && keys.size > 5);
	for (const lang of ['zh', 'en']) {
		const lines = fs.readFileSync(path.join(desk, `lang/${lang}.lang`), 'utf8');
		for (const key of keys)
			assert.ok(lines.includes(`\n${key} = `), `${lang}: ${key}`);
	}
});
