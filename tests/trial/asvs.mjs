// ASVS 5.0, 6.2.4: each of the common passwords is refused by user.create.
import fs from 'node:fs';
import { command } from '../http/lib.mjs';
import { addUser, makeSites } from '../http/site.mjs';
import { Figures, bytesOf, each } from './lib.mjs';

const LANES = 2;

export async function trial() {
	const f = new Figures('asvs');
	const sites = await makeSites();
	await addUser(sites, 'control', 'contributor@one');	// a good one passes
	const passwords = bytesOf('asvs/common-passwords.txt').toString()
		.split('\n').filter(Boolean);
	const taken = [];
	await each(passwords, LANES, async (password) => {
		const { code, err } = await command(['user', 'add', 'candidate', '--role',
			'contributor@one', '--password-stdin'], { sites, input: `${password}\n`, env: { LANG: 'C' } });
		if (code !== 1 || !/password/i.test(err)) taken.push(password);
	});
	f.fails('common passwords taken', taken, passwords.length);
	fs.rmSync(sites, { recursive: true, force: true });
	return f;
}
