// What tests of containment share: a root of the program that has plugins of
// others beside the project's own, and a site that uses them.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { freshFolder, root } from './lib.mjs';
import { makeSites, run } from './site.mjs';

export const CORPUS = path.join(root, 'tests/data/hostile');

const folders = (dir) => fs.readdirSync(dir, { withFileTypes: true })
	.filter((d) => d.isDirectory()).map((d) => d.name);
const all = folders(path.join(CORPUS, 'plugins'));
// Those whose templates are parts of pages have a test of their own.
const ofPages = (name) => /^(block|type)/.test(name);
export const HOSTILE = all.filter((name) => !ofPages(name));
export const PARTS = all.filter(ofPages);

// A folder like the project's: core/, lua/, sites/, and each plugin and theme of
// `sources` (folders with plugins/ and themes/) by link.
export function makeRoot(...sources) {
	const made = freshFolder('root');
	for (const name of ['core', 'lua', 'sites'])
		fs.symlinkSync(path.join(root, name), path.join(made, name));
	for (const kind of ['plugins', 'themes']) {
		fs.mkdirSync(path.join(made, kind));
		for (const source of [root, ...sources]) {
			const from = path.join(source, kind);
			for (const name of fs.existsSync(from) ? folders(from) : [])
				fs.symlinkSync(path.join(from, name), path.join(made, kind, name));
		}
	}
	return made;
}

// Sites of which "one" uses these plugins.
export async function makeHostileSites(env, plugins) {
	const sites = await makeSites();
	for (const name of plugins)
		await run(sites, ['plugin', 'enable', name, '--site', 'one'], '', env);
	return sites;
}

// The plugin as staff see it.
export async function standing(keeper, name) {
	const rp = await keeper.api('GET', 'plugins');
	assert.equal(rp.status, 200, rp.text);
	return rp.json.plugins.find((p) => p.name === name);
}
