// Trials on material made by others: the sets of DATA (default
// ../shared/data), each against a fresh server or the command, and at the end
// a table of figures beside what that folder's README wants.
//
//	node tests/trial/run.mjs [SET...]        (make trial)
//
// Ends with 1 if a criterion is missed.  A set that isn't there is skipped.
// lighthouse needs none, takes minutes, and runs where it is named (make
// lighthouse, which also installs it).
import { DATA, has, table } from './lib.mjs';

const SETS = { html: 'html/vectors.jsonl', uploads: 'uploads/index.jsonl',
	http: 'http/requests.jsonl', asvs: 'asvs/common-passwords.txt',
	plugins: 'plugins/cases.jsonl',
	feeds: 'feeds/feeds.jsonl', ssrf: 'feeds/ssrf.jsonl',
	words: 'words/evasion.jsonl',
	fulltext: 'fulltext/queries.jsonl' };
const ALONE = ['lighthouse'];

const wanted = process.argv.length > 2 ? process.argv.slice(2) :
	Object.keys(SETS);
const figures = [], skipped = [];
for (const name of wanted) {
	if (!(name in SETS) && !ALONE.includes(name)) {
		console.error(`trial: no set is called ${name}: ` +
			[...Object.keys(SETS), ...ALONE]);
		process.exit(2);
	}
	if (name in SETS && !has(SETS[name])) {
		skipped.push(name);
		continue;
	}
	const began = Date.now();
	console.log(`trial of ${name} …`);
	const { trial } = await import(`./${name}.mjs`);
	figures.push(await trial());
	console.log(`  ${((Date.now() - began) / 1000).toFixed(0)} s`);
}
const good = table(figures);
for (const name of skipped)
	console.log(`skipped ${name}: ${DATA} has no ${SETS[name]}`);
process.exit(good ? 0 : 1);
