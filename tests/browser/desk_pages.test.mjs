// Every staff page on a desktop and on a phone: no fault in the console (the
// strict policy holds), nothing too wide, accessible, valid, and every text
// translated.
import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { NARROW, WIDE, address, assertAxe, assertFits, assertNoFault,
	assertValid, hostOf, openBrowser, openPage, serveDemo, shoot }
	from './lib.mjs';
import { SITE, editorOf, enter, leave, submit, write } from './desk.mjs';

const KEYS = /\b(?:desk|field|state|role|act|type|fault)\.[a-z_.]+/g;

// Pages by who may see them; {id} is an entry in review, {user} a user.
const PAGES = {
	linxiao: ['', 'entries', 'entries?state=published&column=news&text=x',
		'entries/new', 'entries/new?column=news', 'entries/{id}',
		'entries/{id}/edit', 'entries/{id}/revisions', 'entries/{id}/diff',
		'media', 'sessions', 'password'],
	xuning: ['', 'review', 'review/{id}'],
	tangyue: ['columns', 'columns/new', 'columns/edit/news/notice', 'workflow',
		'workflow/news', 'site', 'home', ''],
	shenyan: ['', 'users', 'users/new', 'users/{user}', 'units', 'units/1'],
	luoheng: ['users/{user}', 'policy', 'sessions?user=tangyue'],
	guming: ['audit', 'audit?of=house'],
};
const USER = 9;

let browser, demo, id;

before(async () => {
	browser = await openBrowser();
	demo = await serveDemo();
	const author = await enter(browser, demo, 'linxiao');
	id = await write(author, 'news', '职工读书月启动', ['第一段。', '第二段。']);
	await submit(author, id);
	await leave(author);
});
after(() => Promise.all([browser?.close(), demo?.server.stop()]));

async function check(page, target) {
	const reply = await page.desk(target.replace('{id}', id)
		.replace('{user}', USER));
	assert.equal(reply.status(), 200);
	if (await page.$('[data-editor]')) await editorOf(page);
	await assertNoFault(page);
	await assertFits(page);
	await assertAxe(page);
	assert.deepEqual((await page.innerText('body')).match(KEYS) ?? [], []);
	return reply;
}

const nameOf = (user, target) =>
	`desk_${user}_${target.replace(/[^a-z0-9]+/g, '_')}`;

for (const width of [WIDE, NARROW])
	test(`the page for signing in, ${width} px wide`, async () => {
		const page = await openPage(browser, { width });
		const reply = await page.goto(address(demo.server,
			hostOf(SITE), '/desk/sign-in'));
		await assertNoFault(page);
		await assertFits(page);
		await assertAxe(page);
		await assertValid(await reply.text());
		await shoot(page, `desk_sign_in_${width}`);
		await leave(page);
	});

for (const [user, targets] of Object.entries(PAGES))
	for (const width of [WIDE, NARROW])
		test(`the pages of ${user}, ${width} px wide`, async (t) => {
			const page = await enter(browser, demo, user, { width });
			for (const target of targets)
				await t.test(`/desk/${target}`, async () => {
					const reply = await check(page, target);
					if (width === WIDE) await assertValid(await reply.text());
					await shoot(page, `${nameOf(user, target)}_${width}`);
				});
			await leave(page);
		});

test('whoever reads English gets every page in English', async (t) => {
	for (const [user, targets] of Object.entries(PAGES)) {
		const page = await enter(browser, demo, user);
		await page.goto(address(demo.server, hostOf(SITE),
			'/lang/en?back=/desk/'));
		for (const target of targets)
			await t.test(`${user} /desk/${target}`, async () => {
				await check(page, target);
				const menu = await page.$('.menu');
				assert.doesNotMatch(menu ? await menu.innerText() : '',
					/[\u4e00-\u9fff]/);
			});
		await leave(page);
	}
});

test('the menu shows only what the person may do', async () => {
	const keys = async (user) => {
		const page = await enter(browser, demo, user);
		const found = await page.$$eval('.menu a', (links) =>
			links.map((a) => new URL(a.href).pathname));
		await leave(page);
		return found;
	};
	const author = await keys('linxiao');
	assert.ok(author.includes('/desk/entries'));
	assert.ok(!author.includes('/desk/review') && !author.includes('/desk/users'));
	assert.deepEqual(await keys('guming'),
		['/desk/', '/desk/audit', '/desk/sessions']);
});

test('a page that is not theirs says so, in the frame of the desk', async () => {
	const page = await enter(browser, demo, 'linxiao');
	const reply = await page.desk('users');
	assert.equal(reply.status(), 403);
	assert.ok(await page.$('.menu'));
	assert.match(await page.textContent('main'), /权限/);
	await leave(page);
});
