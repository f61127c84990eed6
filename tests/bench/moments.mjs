// What isn't a rate: from start to the first page, from the last approval to
// the page that all workers show, and what a look at the generation costs.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { build, freePort, get, request, root, serve, until }
	from '../http/lib.mjs';

// Milliseconds until a page has come whole, of a server that didn't run.
export async function firstPage(sites, host, times) {
	const all = [];
	for (let i = 0; i < times; i++) {
		const port = await freePort(), began = performance.now();
		const starting = serve({ sites, port, args: ['--log-level', 'notice'] });
		for (;;) {
			const rp = await get({ port }, '/', { host }).catch(() => null);
			if (rp?.status === 200) break;
		}
		all.push(performance.now() - began);
		await (await starting).stop();
	}
	return all;
}

const sockets = (pid) => fs.readdirSync(`/proc/${pid}/fd`).filter((fd) => {
	try {
		return fs.readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
	} catch {
		return false;
	}
}).length;

// Connections that are kept, at least one to each worker.
async function connections(server, host) {
	const before = server.workers.map(sockets), agents = [];
	const reached = () => server.workers.every((pid, i) =>
		sockets(pid) > before[i]);
	while (!reached() && agents.length < 64) {
		const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
		await request(server, 'GET', '/', { host, agent });
		agents.push(agent);
	}
	if (!reached()) throw new Error('a worker takes no connection');
	return agents;
}

// Staff of a demo site, signed in: api(method, path, body).
async function enter(server, host, name) {
	const line = fs.readFileSync(path.join(server.sites, '.demo-accounts'), 'utf8')
		.split('\n').map((l) => l.trim().split(/\s+/)).find((w) => w[0] === name);
	const { json } = await request(server, 'POST', '/api/v1/session', { host,
		body: { user: name, password: line[1] } });
	return async (method, target, body) => {
		const rp = await request(server, method, `/api/v1/${target}`, { host, body,
			headers: { authorization: `Bearer ${json.token}` } });
		if (rp.status >= 300) throw new Error(`${name}: ${target}: ${rp.text}`);
		return rp.json;
	};
}

// Milliseconds from sending the last approval until every connection, whichever
// worker it leads to, shows the article.
export async function visible(server, host, { writer, reviewers, column },
	times) {
	const write = await enter(server, host, writer);
	const approve = [];
	for (const name of reviewers) approve.push(await enter(server, host, name));
	const agents = await connections(server, host), all = [];
	for (let i = 0; i < times; i++) {
		const { id, hash } = await write('POST', 'entries', { column,
			title: `职工书屋第 ${i} 次开放`, body: '<p>周一至周六开放。</p>' });
		await write('POST', `entries/${id}/submit`, { secrecy_checked: true });
		for (const one of approve.slice(0, -1))
			await one('POST', `entries/${id}/approve`, { hash });
		const url = `/${column}/${id}.html`;
		await Promise.all(agents.map((agent) =>
			request(server, 'GET', url, { host, agent })));	// 404
		const began = performance.now();
		await approve.at(-1)('POST', `entries/${id}/approve`, { hash });
		await Promise.all(agents.map((agent) => until(async () => (
			await request(server, 'GET', url, { host, agent })).status === 200)));
		all.push(performance.now() - began);
	}
	agents.forEach((agent) => agent.destroy());
	return all;
}

// Nanoseconds: {check_ns} the generation alone, {site_ns} with the site found
// by its host.
export const generation = (sites, host) => JSON.parse(execFileSync(
	path.join(build, 'generation'), [root, sites, host],
	{ env: { ...process.env, MINGCHUANG_ROOT: root } }));
