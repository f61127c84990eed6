// Special topics: written, reviewed and published as any entry, shown at an
// address of their own.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { get, serve } from './lib.mjs';
import { Staff, makeSites, publish, run } from './site.mjs';

const PARTS = [
	{ form: 'topic_list', title: '进展', from: 'news', limit: 2 },
	{ form: 'topic_text', title: '怎样参加', text: '周六集合。\n带 <雨鞋>。' },
];
const staff = {};
let server;

before(async () => {
	const sites = await makeSites();
	await run(sites, ['column', 'create', '--site', 'one', '--path', 'topics',
		'--title', '专题', '--type', 'topic']);
	await run(sites, ['plugin', 'enable', 'qa', '--site', 'one']);
	server = await serve({ sites });
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	for (const title of ['开工', '中期', '完工'])
		await publish(staff, (await staff.writer.create({ title })).id);
});
after(() => server?.stop());

const topic = (fields) => staff.writer.create({ column: 'topics', type: 'topic',
	title: '一条河', name: 'river', summary: '导语一句', body: '',
	parts: PARTS, ...fields });
const page = (target) => get(server, target, { host: 'one.test' });

test('a topic is public only after its review, at its own address', async () => {
	const { id } = await topic();
	assert.equal((await page('/topics/river/')).status, 404);
	await publish(staff, id);
	const rp = await page('/topics/river/');
	assert.equal(rp.status, 200);
	assert.match(rp.text, /<h1 class="topic-title">一条河<\/h1>/);
	assert.match(rp.text, /带 &lt;雨鞋&gt;。/);
	assert.match(rp.text, /rel="canonical" href="[^"]*\/topics\/river\/"/);
	assert.deepEqual([...rp.text.matchAll(/class="list-title">([^<]*)</g)]
		.map((m) => m[1]), ['完工', '中期']);
	assert.match((await page('/topics/')).text, /href="\/topics\/river\/"/);
	for (const other of ['/topics/river', `/topics/${id}.html`]) {
		const moved = await page(other);
		assert.deepEqual([moved.status, moved.headers.location],
			[301, '/topics/river/'], other);
	}
});

test('what a topic shows follows what is published', async () => {
	await publish(staff, (await staff.writer.create({ title: '验收' })).id);
	assert.match((await page('/topics/river/')).text, /class="list-title">验收</);
});

test('chosen entries come in the chosen order; what isn\'t live is left out',
	async () => {
	const draft = (await staff.writer.create({ title: '草稿秘密' })).id;
	const { id } = await topic({ name: 'chosen', parts: [{ form: 'topic_list',
		title: '选读', entries: `3，1, ${draft}, 99999` }] });
	await publish(staff, id);
	const { text } = await page('/topics/chosen/');
	assert.deepEqual([...text.matchAll(/class="list-title">([^<]*)</g)]
		.map((m) => m[1]), ['完工', '开工']);
	assert.doesNotMatch(text, /草稿秘密/);
});

test('bad fields are refused, each by its name', async () => {
	for (const [fields, field] of [
		[{ name: 'Big River' }, 'name'], [{ name: '../x' }, 'name'],
		[{ name: '' }, 'name'],
		[{ parts: [{ form: 'topic_dance' }] }, 'parts.1.form'],
		[{ parts: [{ form: 'topic_list', entries: '1; DROP' }] },
			'parts.1.entries']]) {
		const rp = await staff.writer.api('POST', 'entries', { column: 'topics',
			type: 'topic', title: 'a', name: 'a', parts: [], ...fields });
		assert.equal(rp.status, 422, rp.text);
		assert.equal(rp.json.field, field, rp.text);
	}
});

test('a column that isn\'t there stops the submission', async () => {
	const { id } = await topic({ name: 'lost', parts: [{ form: 'topic_list',
		from: 'nowhere' }] });
	const rp = await staff.writer.api('POST', `entries/${id}/submit`,
		{ secrecy_checked: true });
	assert.deepEqual([rp.status, rp.json.code, rp.json.field],
		[422, 'column.unknown', 'parts.1.from'], rp.text);
});

test('an address belongs to one topic of a column', async () => {
	const { id } = await topic({ title: '另一条河' });
	const rp = await staff.writer.api('POST', `entries/${id}/submit`,
		{ secrecy_checked: true });
	assert.deepEqual([rp.status, rp.json.code, rp.json.field],
		[409, 'topic.taken', 'name'], rp.text);
});

test('a withdrawn topic answers 410 at its name, until another has it', async () => {
	const { id } = await topic({ name: 'over' });
	await publish(staff, id);
	await staff.keeper.must('POST', `entries/${id}/withdraw`, { reason: '活动取消' });
	for (const target of ['/topics/over/', '/topics/over', `/topics/${id}.html`]) {
		const rp = await page(target);
		assert.equal(rp.status, 410, target);
		assert.match(rp.text, /活动取消/);
	}
	assert.equal((await page('/zh-hant/topics/over/')).status, 410);
	await publish(staff, (await topic({ name: 'over', title: '又一条河' })).id);
	assert.match((await page('/topics/over/')).text, /又一条河/);
});

test('a purged topic leaves no name', async () => {
	const { id } = await topic({ name: 'wiped' });
	await publish(staff, id);
	await staff.keeper.must('POST', `entries/${id}/purge`, { reason: '依法删除' });
	assert.equal((await page('/topics/wiped/')).status, 404);
	assert.equal((await page(`/topics/${id}.html`)).status, 410);
});

test('the block of a plugin stands where the topic has it; of another column there is a list', async () => {
	const { id } = await topic({ name: 'asked', parts: [
		{ form: 'topic_text', title: '第一块', text: '前言' },
		{ form: 'topic_plugin', title: '大家在问', from: 'qa' },
		{ form: 'topic_plugin', from: 'news' },
		{ form: 'topic_text', title: '第三块', text: '后记' }] });
	await publish(staff, id);
	const { text } = await page('/topics/asked/');
	assert.deepEqual([...text.matchAll(/class="block-title">([^<]*)</g)]
		.map((m) => m[1]), ['第一块', '大家在问', '新闻中心', '第三块']);
	assert.match(text, /href="\/qa\/ask"/);
});

test('a film among a topic\'s files is played; sound with subtitles shows them',
	async () => {
	const upload = (name, type, bytes) => staff.writer.api('POST', 'media',
		Buffer.concat([Buffer.from('--XX\r\nContent-Disposition: form-data; ' +
			`name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
		bytes, Buffer.from('\r\n--XX--\r\n')]), { headers: {
			'content-type': 'multipart/form-data; boundary=XX' } });
	const frame = Buffer.alloc(417);
	frame.set([0xff, 0xfb, 0x90]);
	const files = [];
	for (const [name, type, bytes] of [
		['讲话.mp3', 'audio/mpeg', Buffer.concat(Array(20).fill(frame))],
		['讲话.vtt', 'text/vtt', Buffer.from(
			'WEBVTT\n\n00:00.000 --> 00:02.000\n各位职工\n')]]) {
		const rp = await upload(name, type, bytes);
		assert.equal(rp.status, 201, rp.text);
		files.push({ hash: rp.json.hash, name });
	}
	const { id } = await topic({ name: 'heard', attachments: files });
	await publish(staff, id);
	const { text } = await page('/topics/heard/');
	assert.match(text, /<video class="player-sound"[^>]*aria-label="讲话.mp3"/);
	assert.match(text, /<track kind="captions"[^>]*src="\/media\/[^"]*\.vtt"/);
});
