// What plugins cost: an empty hook, and the share of the bridge for the page
// of an article that passes ten plugins, each with empty hooks on it.
//
//	node tests/bench/plugins.mjs      (make bench, which builds BUILD/hooks)
//
// The bridge is measured by itself (tests/bench/hooks.c), in time of the
// processor; the whole page, rendered each time, on a server.  Both in one run.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { makeRoot } from '../http/hostile.mjs';
import { build, freshFolder, get, serve } from '../http/lib.mjs';
import { cpuOf } from './measure.mjs';
import { Staff, makeSites, publish, run } from '../http/site.mjs';

const PLUGINS = 10, REQUESTS = 1000;
const AIM_HOOK = 5, AIM_SHARE = 0.1;
const HOOKS = ['entry.view', 'head.meta'];
const host = 'one.test';

const made = freshFolder('plugins');
for (let i = 0; i < PLUGINS; i++) {
	const folder = path.join(made, 'plugins', `empty${i}`);
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'plugin.lua'),
		`return { name = "empty${i}", title = "empty", version = "1", api = 1 }\n`);
	fs.writeFileSync(path.join(folder, 'init.lua'), 'local plugin <const> = ...\n' +
		HOOKS.map((h) => `plugin:hook("${h}", function() end)\n`).join(''));
}
const env = { MINGCHUANG_ROOT: makeRoot(made) };

// Time of the worker's processor for a page that is rendered each time.
async function rendered(server, target) {
	const [worker] = server.workers;
	const ask = () => get(server, target, { host });
	for (let i = 0; i < 50; i++) await ask();
	const before = cpuOf(worker);
	for (let i = 0; i < REQUESTS; i++) await ask();
	return (cpuOf(worker) - before) / REQUESTS;
}

const sites = await makeSites();
for (let i = 0; i < PLUGINS; i++)
	await run(sites, ['plugin', 'enable', `empty${i}`, '--site', 'one'], '', env);
const server = await serve({ sites, workers: 1, args: ['--log-level', 'notice'],
	env: { ...env, MINGCHUANG_CACHE_MB: '0' } });
const staff = {};
for (const name of ['writer', 'first', 'second', 'third'])
	staff[name] = await Staff.enter(server, name);
const paragraph = '坚持和加强党的全面领导，推动各项工作取得新的成效。'.repeat(20);
const { id } = await staff.writer.create({ body: `<p>${paragraph}</p>`.repeat(4) });
await publish(staff, id);
const page = await rendered(server, `/news/notice/${id}.html`);
await server.stop();
const { head_us: head, entry_us: entry } = JSON.parse(execFileSync(
	path.join(build, 'hooks'), [env.MINGCHUANG_ROOT, sites, 'one', String(id)],
	{ env: { ...process.env, ...env } }));

const hook = head / PLUGINS, share = (head + entry) / page;
const line = (what, value, aim, good) => console.log(
	`${what.padEnd(44)}${value.padStart(12)}   aim ${aim}${good ? '' : '   MISSED'}`);
line('an empty hook', `${hook.toFixed(2)} µs`, `< ${AIM_HOOK} µs`, hook < AIM_HOOK);
line('an empty hook with a whole article',
	`${(entry / PLUGINS).toFixed(2)} µs`, '(told)', true);
line(`an article's page, rendered, ${PLUGINS} plugins`,
	`${page.toFixed(0)} µs`, '(told)', true);
line('of that for the bridge', `${(share * 100).toFixed(1)} %`,
	`< ${AIM_SHARE * 100} %`, share < AIM_SHARE);
