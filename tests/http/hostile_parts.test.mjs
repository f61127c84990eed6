// Containment of what plugins put into pages: a block of the home page whose
// template never ends, fails or is none (tests/data/hostile/plugins/block…) is
// left out, and the page comes with all the rest; the page of a type whose own
// template does comes plain.  Each is told to staff and taken out of use after
// three failures in a row.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { CORPUS, PARTS, makeHostileSites, makeRoot, standing }
	from './hostile.mjs';
import { get, serve } from './lib.mjs';
import { Staff, TITLE, publish } from './site.mjs';

const HOST = { host: 'one.test' };
const FAILURES = 3;
const BAD = PARTS.filter((name) =>
	name.startsWith('block') && !['blockgood', 'blocksyntax'].includes(name));

let server, staff;

before(async () => {
	const env = { MINGCHUANG_ROOT: makeRoot(CORPUS) };
	server = await serve({ sites: await makeHostileSites(env,
		['blockgood', 'typeloop']), env, workers: 1 });
	staff = {};
	for (const name of ['writer', 'first', 'second', 'third', 'keeper'])
		staff[name] = await Staff.enter(server, name);
	await publish(staff, (await staff.writer.create()).id);
});
after(() => server?.stop());

const turn = (name, how) => staff.keeper.must('POST', `plugins/${name}/${how}`, {});

// The page as it is without the bad part: nothing of it, and all the rest.
async function pageWithout(target, ...rest) {
	const rp = await get(server, target, HOST);
	assert.equal(rp.status, 200, rp.text);
	for (const text of [...rest, '</html>'])
		assert.ok(rp.text.includes(text), `${target}: ${text}`);
	assert.ok(!/坏区块|坏页面/.test(rp.text), target);
}

// Fails three times, is told and put out of use; and comes back.
async function countedOut(name, where, visit) {
	await turn(name, 'enable');
	for (let i = 1; i <= FAILURES; i++) {
		await visit();
		const { state, failure } = await standing(staff.keeper, name);
		assert.equal(state, i < FAILURES ? 'on' : 'quarantined', `visit ${i}`);
		assert.equal(failure.where, where);
		assert.match(failure.name, /^script\.(budget|failed|template)$/);
	}
	assert.ok(server.log.includes(`plugin ${name} is out of use on site one`));
	await visit();		// without it from the start
	await turn(name, 'release');
	assert.equal((await standing(staff.keeper, name)).state, 'on');
	await turn(name, 'disable');
}

test('there are blocks of each kind', () => {
	assert.ok(BAD.length >= 4, BAD);
	assert.ok(PARTS.includes('typeloop'));
});

test('what is no template is told by file and line, and not enabled', async () => {
	const rp = await staff.keeper.api('POST', 'plugins/blocksyntax/enable', {});
	assert.equal(rp.status, 422, rp.text);
	assert.equal(rp.json.code, 'plugin.part');
	assert.match(rp.text, /plugins\/blocksyntax\/templates\/\w+\.html:\d+/);
	assert.equal((await standing(staff.keeper, 'blocksyntax')).state, 'off');
});

for (const name of BAD)
	test(`the home page comes without ${name}, and with all the rest`, async () => {
		await countedOut(name, `${name}/block (html)`,
			() => pageWithout('/', TITLE, '好邻居的区块'));
		assert.equal((await standing(staff.keeper, 'blockgood')).failure, null);
	});

test('a page that lacks a part is not kept', async () => {
	await turn('blockloop', 'enable');
	await pageWithout('/', TITLE);
	await turn('blockloop', 'disable');
	await pageWithout('/', TITLE, '好邻居的区块');
	assert.equal((await standing(staff.keeper, 'blockloop')).state, 'off');
});

test('pages of a type whose own template never ends come plain', async () => {
	const { id } = await staff.writer.create({ column: 'looped', type: 'looped',
		title: '照样能看', body: '<p>正文还在。</p>' });
	await publish(staff, id);
	await countedOut('typeloop', 'typeloop/entry-looped (html)',
		() => pageWithout(`/looped/${id}.html`, '照样能看', '正文还在'));
	await countedOut('typeloop', 'typeloop/column-looped (html)',
		() => pageWithout('/looped/', '照样能看'));
});
