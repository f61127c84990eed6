// Addresses that must not be asked: each through `mingchuang feed fetch`, with
// a canary that counts who connects to it.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { Figures, rowsOf } from './lib.mjs';
import { command } from '../http/lib.mjs';

async function listening(server, host = '127.0.0.1') {
	server.listen(0, host);
	await once(server, 'listening');
	return server.address().port;
}

// What the rows in words describe, on a server that is allowed by name.
function site(canary) {
	const routes = {
		'/redirect': (q, r) => r.writeHead(302,
			{ location: `http://127.0.0.1:${canary}/` }).end(),
		'/loop': (q, r) => r.writeHead(302, { location: '/loop' }).end(),
		'/endless': (q, r) => {
			const more = () => { while (r.write(' '.repeat(65536))); };
			r.on('drain', more);
			more();
		},
		'/items': (q, r) => r.end('<rss><channel>' +
			'<item><title>x</title></item>'.repeat(100000) + '</channel></rss>'),
		'/script': (q, r) => r.end('<rss><channel><item><title>x</title>' +
			'<link>javascript:alert(1)</link></item></channel></rss>'),
	};
	let asked = 0;
	const server = http.createServer((q, r) => {
		asked++;
		const chain = q.url.match(/^\/chain\/(\d+)$/);
		if (chain) return r.writeHead(302,
			{ location: `/chain/${Number(chain[1]) + 1}` }).end();
		(routes[q.url] ?? ((_, s) => s.writeHead(404).end()))(q, r);
	});
	return { server, asked: () => asked };
}

export async function trial() {
	const figures = new Figures('ssrf'), failed = [];
	let hits = 0;
	const canary = net.createServer((socket) => { hits++; socket.destroy(); });
	const port = await listening(canary, '0.0.0.0');
	const local = site(port), own = await listening(local.server);
	const fetch = (url) => command(['feed', 'fetch', url, '--fetch-allow',
		`127.0.0.1:${own}`]);
	const rows = rowsOf('feeds/ssrf.jsonl').filter((row) => !row.url.startsWith('('));
	for (const row of rows) {
		const before = hits;
		const { code, err } = await fetch(row.url.replaceAll('{canary}', port));
		if (code !== 1 || hits !== before || !err)
			failed.push(`${row.id} ${row.url}: exit ${code}, ${hits - before} connections`);
	}
	figures.fails('addresses asked', failed, rows.length);
	const base = `http://127.0.0.1:${own}`, server = [];
	const must = (what, good) => good || server.push(what);
	must('a redirect inside', (await fetch(`${base}/redirect`)).code === 1 && hits === 0);
	for (const path of ['/loop', '/chain/0']) {
		const before = local.asked();
		must(path, (await fetch(base + path)).code === 1 &&
			local.asked() - before <= 6);
	}
	must('an endless body', (await fetch(`${base}/endless`)).code === 1);
	const items = await fetch(`${base}/items`);
	must('100,000 items', items.code === 0 &&
		JSON.parse(items.out).items.length <= 1000);
	const script = await fetch(`${base}/script`);
	must('a link that acts', script.code === 0 && !script.out.includes('javascript'));
	figures.fails('servers that mean harm', server, 6);
	local.server.closeAllConnections?.();
	local.server.close();
	canary.close();
	return figures;
}
