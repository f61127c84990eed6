// What takes long: a page that is too much for the visitors' lane is answered by
// the staff's, as long as it keeps to the limits there.
// Hooks that ask or tell something run however long the request took already;
// only what adds to a page is left out of a page that took too long.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { makeRoot } from './hostile.mjs';
import { freshFolder, request, serve } from './lib.mjs';
import { makeSites, run, signIn, siteOf, sql } from './site.mjs';

const ours = freshFolder('plugins');
let server, sites, session;

function write(name, init, guards = '') {
	const folder = path.join(ours, 'plugins', name);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'plugin.lua'), `return { name = "${name}",
		title = "${name}", version = "1.0.0", api = 1, guards = { ${guards} } }`);
	fs.writeFileSync(path.join(folder, 'init.lua'),
		`local plugin <const> = ...\n${init}`);
}

before(async () => {
	// Works for a while with each text that is saved.
	write('heavy', `plugin:hook("entry.validate", function(event)
		local n = 0
		for i = 1, 1000000 do n = n + i end
		event.entry.n = n
	end)`, '"entry.validate"');
	write('strict', `plugin:hook("entry.submit", function(event)
		table.insert(event.problems, { field = "title", message = "no" })
	end)`, '"entry.submit"');
	write('maker', `plugin:route("maker.make", "POST /maker",
		{ permission = "session" }, function(req)
			local made
			for i = 1, 5 do
				local out <const>, err <const> = plugin.cms.entry.create{
					column = "news/notice", title = "Nr " .. i, body = "<p>x</p>" }
				if not out then return nil, err end
				made = out.id
			end
			local _, err <const> = plugin.cms.entry.submit{ id = made,
				secrecy_checked = true }
			return req:json{ code = err and err.code or "passed" }
		end)`);
	// More steps than a visitors' lane gives, and few milliseconds.
	write('large', `plugin:route("large", "GET /large", { permission = "public" },
		function(req)
			local text <const> = ("x"):rep(1000000)
			for _ = 1, 100 do text:find("y", 1, true) end
			return req:json{ done = true }
		end)`);
	const env = { MINGCHUANG_ROOT: makeRoot(ours) };
	sites = await makeSites();
	for (const name of ['heavy', 'strict', 'maker', 'large'])
		await run(sites, ['plugin', 'enable', name, '--site', 'one'], '', env);
	server = await serve({ sites, env });
	session = await signIn(server, 'writer');
});
after(() => server?.stop());

test('a route that is too much for the lane of visitors is answered all the same', async () => {
	for (let i = 0; i < 5; i++) {
		const rp = await request(server, 'GET', '/large', { host: 'one.test' });
		assert.equal(rp.status, 200, rp.text);
		assert.deepEqual(JSON.parse(rp.text), { done: true });
	}
});

test('a check of what is submitted is not left out of a long request', async () => {
	const rp = await request(server, 'POST', '/maker', { host: 'one.test',
		headers: { cookie: session.cookie },
		body: new URLSearchParams({ _csrf: session.csrf }) });
	assert.equal(rp.status, 200, rp.text);
	assert.equal(JSON.parse(rp.text).code, 'entry.refused');
	assert.equal(sql(siteOf(sites), "SELECT group_concat(DISTINCT state) FROM entry").trim(),
		'draft');
});
