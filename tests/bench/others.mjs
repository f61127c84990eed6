// The programs to compare with: nginx that serves our bytes from disk, plain
// and gzipped, and Kore as it comes.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, freePort, get, until } from '../http/lib.mjs';

const ended = [];
process.on('exit', () => ended.forEach((end) => end()));

async function start(program, command, args, port, env = {}) {
	// Whatever becomes of us, they end with us.
	const child = spawn('setpriv', ['--pdeathsig', 'TERM', command, ...args], { env: { ...process.env, ...env },
		stdio: ['ignore', 'pipe', 'pipe'] });
	let err = '';
	child.stderr.on('data', (d) => { err += d; });
	child.stdout.on('data', (d) => { err += d; });
	ended.push(() => child.kill('SIGTERM'));
	await until(async () => {
		if (child.exitCode !== null) throw new Error(`${program}: ${err}`);
		return get({ port }, '/').then(() => true, () => false);
	}, program);
	return { program, port, pid: child.pid };
}

// A certificate as ours and nginx's tests of TLS use it.
export function certificate(folder, host) {
	const key = path.join(folder, 'key.pem'), cert = path.join(folder, 'cert.pem');
	execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
		'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj',
		`/CN=${host}`, '-keyout', key, '-out', cert], { stdio: 'ignore' });
	return { key, cert };
}

// { plain, tls }: one nginx, on two ports.
export async function nginx(work, folder, { key, cert }) {
	const [port, secure] = [await freePort(), await freePort()];
	const conf = path.join(work, 'nginx.conf');
	fs.writeFileSync(conf, `daemon off; pid ${work}/nginx.pid;
error_log ${work}/nginx.log; worker_processes 2;
${process.getuid() === 0 ? 'user root;' : ''}
events { worker_connections 1024; }
http {
	access_log off; sendfile on; keepalive_requests 100000000;
	open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
	gzip_static on; types { text/html html; image/png png; }
	charset utf-8; root ${folder};
	server { listen 127.0.0.1:${port}; }
	server {
		listen 127.0.0.1:${secure} ssl;
		ssl_certificate ${cert}; ssl_certificate_key ${key};
	}
}
`);
	const plain = await start('nginx', 'nginx', ['-c', conf, '-p', work], port);
	return { plain, tls: { ...plain, port: secure, tls: true } };
}

export async function kore(work, body) {
	const port = await freePort(), conf = path.join(work, 'kore.conf');
	fs.copyFileSync(path.join(build, 'plain.so'), path.join(work, 'plain.so'));
	fs.writeFileSync(conf, `load ./plain.so
server plain {
	bind 127.0.0.1 ${port}
	tls no
}
workers 2
worker_max_connections 512
worker_set_affinity 0
worker_accept_threshold 1
worker_death_policy terminate
http_keepalive_time 60
domain * {
	attach plain
	route ^/ plain_answer
}
`);
	return start('kore', 'sh', ['-c', `cd ${work} && ulimit -n 1024 && ` +
		`exec kore -f -n -r -c ${conf}`], port, { BENCH_BODY: body });
}

// What nginx serves: the bytes that we sent, plain and gzipped.
export async function mirror(server, host, folder, targets) {
	for (const target of targets) {
		const file = path.join(folder, decodeURI(target),
			target.endsWith('/') ? 'index.html' : '');
		fs.mkdirSync(path.dirname(file), { recursive: true });
		const plain = await get(server, target, { host });
		const packed = await get(server, target, { host,
			headers: { 'accept-encoding': 'gzip' } });
		if (plain.status !== 200) throw new Error(`${target}: ${plain.status}`);
		fs.writeFileSync(file, plain.body);
		if (packed.headers['content-encoding'] === 'gzip')
			fs.writeFileSync(`${file}.gz`, packed.body);
	}
}
