// Reporter for `node --test`: a line "ok NAME" or "not ok NAME" for each test,
// the same form as the unit tests', so that tests/run can count them; after
// the tests of a file, the seconds that it took.
import path from 'node:path';

const isFile = (data) => /\.mjs$/.test(data.name);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
const nameOf = (file) => path.basename(file, '.test.mjs');

export default async function* report(source) {
	let began = 0;
	for await (const { type, data } of source) {
		if (type === 'test:dequeue' && isFile(data)) began = Date.now();
		if (type === 'test:complete' && isFile(data))
			yield `# ${nameOf(data.name)}: ${seconds(Date.now() - began)}\n`;
		if (type === 'test:stdout' || type === 'test:stderr')
			yield data.message;
		if (type !== 'test:pass' && type !== 'test:fail')
			continue;
		const failed = type === 'test:fail';
		// A file is reported as a test too: it counts only if it broke
		// outside of its own tests.
		const error = data.details?.error;
		if (isFile(data) && (!failed || error?.failureType === 'subtestsFailed'))
			continue;
		if (data.details?.type === 'suite')
			continue;
		const file = data.file ? `${nameOf(data.file)}: ` : '';
		if (data.skip !== undefined && data.skip !== false) {
			yield `skipped ${file}${data.name}\n`;
			continue;
		}
		yield `${failed ? 'not ok' : 'ok'} ${file}${data.name}\n`;
		if (failed) {
			const text = String(error?.cause?.stack ?? error?.message ?? error);
			yield text.split('\n').map((l) => `#   ${l}\n`).join('');
		}
	}
}
