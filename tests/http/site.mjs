// What tests of the whole program share: sites with columns and staff, made
// by the command; staff who speak to the API or sign in as browsers do; and
// what the databases hold, to show that nothing was written.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { command, freshFolder, request, until } from './lib.mjs';

const PASSWORD = 'Qing7-shan.Zai';
export const TITLE = '江城集团召开年中工作会议';
export const BODY = '<p>会议总结了上半年的工作，部署了下半年的任务。</p>';

export async function run(sites, args, input = '', env = {}) {
	const done = await command(args, { sites, input, env });
	assert.equal(done.code, 0, `${args.join(' ')}: ${done.err}`);
	return done.out;
}

export const addUser = (sites, name, ...roles) => run(sites, ['user', 'add',
	name, ...roles.flatMap((role) => ['--role', role]), '--password-stdin'],
	`${PASSWORD}\n`);

// Site "one" with everybody whom an article needs, site "two" with an editor
// of its own, and the three administrators.
export async function makeSites(sites = freshFolder()) {
	for (const name of ['one', 'two']) {
		await run(sites, ['site', 'create', name, '--title',
			name === 'one' ? '江城集团' : '江城分公司', '--host', `${name}.test`]);
		await run(sites, ['column', 'create', '--site', name,
			'--path', 'news', '--title', '新闻中心']);
	}
	await run(sites, ['column', 'create', '--site', 'one',
		'--path', 'news/notice', '--title', '通知公告']);
	await addUser(sites, 'writer', 'contributor@one');
	await addUser(sites, 'other', 'contributor@one');
	for (const [name, step] of [['first', 1], ['second', 2], ['third', 3]])
		await addUser(sites, name, `reviewer${step}@one`);
	await addUser(sites, 'keeper', 'site_keeper@one');
	await addUser(sites, 'stranger', 'editor@two', 'contributor@two');
	await addUser(sites, 'system', 'system_admin');
	await addUser(sites, 'security', 'security_admin');
	await addUser(sites, 'auditor', 'audit_admin');
	return sites;
}

// A member of staff with a bearer token.
export class Staff {
	static async enter(server, name, host = 'one.test') {
		const rp = await request(server, 'POST', '/api/v1/session', {
			host, body: { user: name, password: PASSWORD } });
		assert.equal(rp.status, 200, rp.text);
		return Object.assign(new Staff(), {
			server, name, host, token: rp.json.token });
	}

	api(method, target, body, { headers = {}, ...options } = {}) {
		return request(this.server, method, `/api/v1/${target}`, {
			host: this.host, body, ...options,
			headers: { authorization: `Bearer ${this.token}`, ...headers },
		});
	}

	// The answer's value; anything but a status of 2xx fails.
	async must(method, target, body) {
		const rp = await this.api(method, target, body);
		assert.ok(rp.status < 300, `${this.name}: ${method} ${target}: ${rp.text}`);
		return rp.json;
	}

	create(fields = {}) {
		return this.must('POST', 'entries', {
			column: 'news/notice', type: 'article', title: TITLE, body: BODY,
			...fields });
	}

	read(id) {
		return this.must('GET', `entries/${id}`);
	}

	submit(id) {
		return this.must('POST', `entries/${id}/submit`, {
			secrecy_checked: true });
	}

	async approve(id, comment = '同意', more = {}) {
		const { hash } = await this.read(id);
		return this.api('POST', `entries/${id}/approve`, { hash, comment, ...more });
	}
}

// first, second and third approve in order: the entry is live then.
export async function publish(staff, id) {
	await staff.writer.submit(id);
	for (const name of ['first', 'second', 'third']) {
		const rp = await staff[name].approve(id);
		assert.equal(rp.status, 200, `${name}: ${rp.text}`);
	}
}

const cookieOf = (rp, name) => (rp.headers['set-cookie'] ?? [])
	.map((c) => c.split(';')[0]).find((c) => c.startsWith(`${name}=`));

export const csrfOf = (secret) =>
	createHash('sha256').update(`csrf:${secret}`).digest('base64url');

// Signs in at the desk: { cookie, csrf } of the session.
export async function signIn(server, user, host = 'one.test') {
	const page = await request(server, 'GET', '/desk/sign-in', { host });
	const form = (page.headers['set-cookie'] ?? [])[0].split(';')[0];
	const _csrf = csrfOf(form.slice(form.indexOf('=') + 1));
	const rp = await request(server, 'POST', '/desk/sign-in', {
		host, headers: { cookie: form },
		body: new URLSearchParams({ _csrf, name: user, password: PASSWORD }) });
	assert.equal(rp.status, 303, rp.text);
	const cookie = cookieOf(rp, 'mc_session');
	return { cookie, csrf: csrfOf(cookie.slice('mc_session='.length)) };
}

// A server may be writing to the database at the same time.
const PATIENT = '.timeout 60000';

export const sql = (file, text) =>
	execFileSync('sqlite3', ['-readonly', '-cmd', PATIENT, file, text],
		{ encoding: 'utf8', maxBuffer: 1 << 28 });

// Writes to a database behind the back of whoever uses it.
export const write = (file, text) =>
	execFileSync('sqlite3', ['-cmd', PATIENT, file, text]);

export const hubOf = (sites) => path.join(sites, 'hub.db');
export const siteOf = (sites, name = 'one') =>
	path.join(sites, name, 'data', 'site.db');

// Everything that the databases hold, but for what reading and refusing
// leave: the audit, when a session was last seen, how many codes were wrong;
// and but for the clerk's own list of what is to be done, which goes on at the
// same time.
export function holdings(sites) {
	const all = execFileSync('sqlite3', [':memory:',
		...[siteOf(sites, 'one'), siteOf(sites, 'two'), hubOf(sites)]
			.flatMap((file) => [`.open --readonly ${file}`, PATIENT, '.dump']),
		'SELECT id, user, kind FROM session'],
	{ encoding: 'utf8', maxBuffer: 1 << 28 });
	return all.split('\n')
		.filter((line) => !/^INSERT INTO (audit|session|job|receipt_guess) /.test(line)).join('\n');
}

// Another process that holds a database's write lock until it's let go.
export async function holdLock(file) {
	const child = spawn('sqlite3', [file], { stdio: ['pipe', 'pipe', 'inherit'] });
	let out = '';
	child.stdout.on('data', (d) => { out += d; });
	child.stdin.write("BEGIN IMMEDIATE;\nSELECT 'held';\n");
	await until(() => out.includes('held'), 'the lock');
	return async () => {
		child.stdin.end('ROLLBACK;\n');
		if (child.exitCode === null) await once(child, 'exit');
	};
}
