// What reviewers and keepers see besides the text: pictures that changed, and
// what is overdue; and that a workflow may have nine steps.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { deflateSync } from 'node:zlib';
import { get, request, serve, until } from './lib.mjs';
import { Staff, csrfOf, makeSites, publish, signIn, siteOf, sql, write }
	from './site.mjs';

const HOST = 'one.test';
const NINE = ['编辑', '初审', '校对', '复审', '法务', '保密', '核稿', '终审', '签发'];

const staff = {};
let server, sites;

before(async () => {
	sites = await makeSites();
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
});
after(() => server?.stop());

async function page(user, target) {
	const { cookie } = await signIn(server, user);
	const rp = await get(server, target, { host: HOST, headers: { cookie } });
	assert.equal(rp.status, 200, rp.text);
	return rp.text;
}

// ---- pictures

function crc(bytes) {
	let c = ~0;
	for (const b of bytes) {
		c ^= b;
		for (let i = 0; i < 8; i++) c = c & 1 ? c >>> 1 ^ 0xedb88320 : c >>> 1;
	}
	return ~c >>> 0;
}

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length);
	body.copy(out, 4);
	out.writeUInt32BE(crc(body), body.length + 4);
	return out;
}

// A picture of one grey pixel.
const png = (grey) => Buffer.concat([
	Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
	chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
	chunk('IDAT', deflateSync(Buffer.from([0, grey]))),
	chunk('IEND', Buffer.alloc(0)),
]);

async function upload(name, alt, bytes) {
	const mark = 'mc-boundary';
	const part = (head, data) => [`--${mark}\r\nContent-Disposition: form-data; ` +
		`${head}\r\n\r\n`, data, '\r\n'];
	const body = Buffer.concat([...part('name="alt"', alt),
		...part(`name="file"; filename="${name}"\r\nContent-Type: image/png`, bytes),
		`--${mark}--\r\n`].map((p) => Buffer.from(p)));
	const rp = await request(server, 'POST', '/api/v1/media', { host: HOST, body,
		headers: { authorization: `Bearer ${staff.writer.token}`,
			'content-type': `multipart/form-data; boundary=${mark}` } });
	assert.equal(rp.status, 201, rp.text);
	return rp.json;
}

const sides = (html) => [...html.matchAll(
	/<figure class="picture picture-(from|to)">([^]*?)<\/figure>/g)]
	.map(([, side, inside]) => ({ side, inside }));

test('a changed cover is shown before and after, not as a number', async () => {
	const old = await upload('old.png', '旧会场', png(20));
	const fresh = await upload('new.png', '新会场', png(200));
	const { id } = await staff.writer.create({ cover: old.hash });
	await publish(staff, id);
	const { revision } = await staff.writer.read(id);
	const saved = await staff.writer.must('PUT', `entries/${id}`,
		{ base_revision: revision, cover: fresh.hash });
	await staff.writer.submit(id);
	for (const target of [`/desk/review/${id}`,
		`/desk/entries/${id}/diff?from=${revision}&to=${saved.revision}`]) {
		const html = await page('first', target);
		const [from, to] = sides(html);
		assert.equal(from.side, 'from');
		assert.ok(from.inside.includes(`src="${old.url}" alt="旧会场"`), from.inside);
		assert.equal(to.side, 'to');
		assert.ok(to.inside.includes(`src="${fresh.url}" alt="新会场"`), to.inside);
		assert.doesNotMatch(html, new RegExp(`>[^<]*${fresh.hash}`));
	}
	// Which only those see who may read the entry.
	const { cookie } = await signIn(server, 'second');
	for (const [headers, status] of [[{ cookie }, 200], [{}, 404]])
		assert.equal((await get(server, fresh.url, { host: HOST, headers })).status,
			status);
});

test('a cover that was taken away leaves an empty place', async () => {
	const { hash, url } = await upload('gone.png', '', png(90));
	const { id, revision } = await staff.writer.create({ cover: hash });
	const saved = await staff.writer.must('PUT', `entries/${id}`,
		{ base_revision: revision, cover: '' });
	const [from, to] = sides(await page('keeper',
		`/desk/entries/${id}/diff?from=${revision}&to=${saved.revision}`));
	assert.ok(from.inside.includes(`src="${url}" alt="gone.png"`), from.inside);
	assert.match(to.inside, /（没有）/);
});

// ---- what is overdue

// As if the step had begun days ago.
function makeLate(id) {
	write(siteOf(sites),
		`UPDATE entry SET due_at = unixepoch() - 3600 WHERE id = ${id}`);
}

test('what is overdue is told on the workbench, by column', async () => {
	const { id } = await staff.writer.create();
	await staff.writer.submit(id);
	assert.doesNotMatch(await page('keeper', '/desk/'), /id="overdue"/);
	makeLate(id);
	const card = async (user) => /<section[^>]*id="overdue">[^]*?<\/section>/
		.exec(await page(user, '/desk/'))?.[0];
	const keeper = await card('keeper');
	assert.match(keeper, /超期未审 1 篇/);
	assert.match(keeper, /column=news%2Fnotice">通知公告</);
	assert.doesNotMatch(keeper, /等您审核/);
	assert.match(await card('first'), /其中等您审核 1 篇/);
	for (const user of ['second', 'writer', 'system'])
		assert.equal(await card(user), undefined, user);

	await until(() => sql(siteOf(sites), "SELECT count(*) FROM audit WHERE " +
		`act = 'entry.overdue' AND object = 'entry ${id}'`).trim() === '1',
	"the clerk's note");
	assert.match(await page('keeper', `/desk/entries/${id}`),
		/clerk<\/strong> 超期提醒 [^<]*1/);

	await staff.first.approve(id);
	assert.equal(await card('keeper'), undefined);
});

test('who signs in on the way to another page hears of it there', async () => {
	const { id } = await staff.writer.create();
	await staff.writer.submit(id);
	makeLate(id);
	const target = '/desk/media?kind=picture';
	const form = await get(server, '/desk/sign-in', { host: HOST });
	const cookie = form.headers['set-cookie'][0].split(';')[0];
	const _csrf = csrfOf(cookie.slice(cookie.indexOf('=') + 1));
	const rp = await request(server, 'POST', '/desk/sign-in', { host: HOST,
		headers: { cookie }, body: new URLSearchParams({ _csrf, name: 'first',
			password: 'Qing7-shan.Zai', back: target }) });
	assert.equal(rp.status, 303, rp.text);
	assert.equal(rp.headers.location, `${target}&welcome=1`);
	assert.match(await page('first', rp.headers.location),
		/role="status">[^]{0,40}有 1 篇稿件超过审核期限，其中等您审核 1 篇。/);
	assert.doesNotMatch(await page('first', target), /超过审核期限/);
	assert.doesNotMatch(await page('second', rp.headers.location), /超过审核期限/);
});

// ---- nine steps

async function sendSteps(steps) {
	const { cookie, csrf } = await signIn(server, 'keeper');
	const fields = { _csrf: csrf };
	steps.forEach(([title, days], i) => Object.assign(fields, {
		[`title_${i + 1}`]: title, [`days_${i + 1}`]: days }));
	return request(server, 'POST', '/desk/workflow/news', { host: HOST,
		headers: { cookie }, body: new URLSearchParams(fields) });
}

const rowsOf = (html) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((n) =>
	new RegExp(`name="title_${n}"[^>]* value="([^"]*)"`).exec(html)?.[1]);

test('the form of a workflow has nine rows, and all of them count', async () => {
	const before = rowsOf(await page('keeper', '/desk/workflow/news'));
	assert.deepEqual(before,
		['初审', '复审', '终审', '', '', '', '', '', '', undefined]);
	const rp = await sendSteps(NINE.map((title) => [title, '8']));
	assert.equal(rp.status, 303, rp.text);
	assert.deepEqual(rowsOf(await page('keeper', '/desk/workflow/news')),
		[...NINE, undefined]);
	const { id } = await staff.writer.create({ column: 'news' });
	await staff.writer.submit(id);
	assert.deepEqual((await staff.keeper.read(id)).steps.map((s) => s.title),
		NINE);
});

test('rows left blank between others are closed up', async () => {
	const rp = await sendSteps([['初审', '4'], ['', ''], ['复审', '4'], ['', '9'],
		['', ''], ['', ''], ['', ''], ['', ''], ['终审', '4']]);
	assert.equal(rp.status, 303, rp.text);
	assert.deepEqual(rowsOf(await page('keeper', '/desk/workflow/news')),
		['初审', '复审', '终审', '', '', '', '', '', '', undefined]);
});

test('a refused form keeps all nine rows as they were typed', async () => {
	const typed = NINE.map((title, i) => [title, i === 8 ? '0' : '8']);
	const rp = await sendSteps(typed);
	assert.equal(rp.status, 422, rp.text);
	assert.deepEqual(rowsOf(rp.text), [...NINE, undefined]);
	assert.match(rp.text, /name="days_9"[^>]* value="0"/);
	assert.match(rp.text, /role="alert">[^<]*工作日/);
});

test('a reviewer who is too early or too late is told so, others nothing',
	async () => {
	const { id, hash } = await staff.writer.create();
	const stranger = await Staff.enter(server, 'stranger');
	const answers = async (who, act, body) => {
		const rp = await who.api('POST', `entries/${id}/${act}`, body);
		return [rp.status, rp.json.code];
	};
	for (const [act, body] of [['approve', { hash }],
		['return', { to: 0, reason: '请补充活动的时间和地点' }]]) {
		assert.deepEqual(await answers(staff.first, act, body),
			[409, 'entry.not_review']);
		assert.deepEqual(await answers(stranger, act, body),
			[403, 'permission.denied']);
	}
});
