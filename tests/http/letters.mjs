// What tests share that send forms as visitors do: the challenge, by work or in
// words.
import { createHash } from 'node:crypto';
import { get, post } from './lib.mjs';

const HOST = 'one.test';

export const unescape = (text) => text.replaceAll('&quot;', '"')
	.replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>')
	.replaceAll('&amp;', '&');

// { token, bits, question } of a page with a form.
export function challengeOf(page) {
	const [, token] = page.match(/name="_challenge" value="([\w-]+)"/);
	const [, bits] = page.match(/data-bits="(\d+)"/);
	const [, question] = page.match(/<label for="challenge-answer">([^<]*)</);
	return { token, bits: Number(bits), question: unescape(question) };
}

// The number that the page's script looks for.
export function workOf({ token, bits }) {
	for (let n = 0; ; n++) {
		const head = createHash('sha256').update(`${token}:${n}`).digest()
			.readUInt32BE(0);
		if (head >>> (32 - bits) === 0) return String(n);
	}
}

const HAN = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
	...'一二三四五六七八九'.split('').map((c) => `十${c}`), '二十'];
const KINDS = [
	[/比(\S+?)多(\S+?)的/, (a, b) => a + b],
	[/比(\S+?)少(\S+?)的/, (a, b) => a - b],
	[/答：(\S+?)减去(\S+?)还/, (a, b) => a - b],
	[/答：(\S+?)和(\S+?)，哪个数大/, (a, b) => Math.max(a, b)],
	[/答：(\S+?)和(\S+?)，哪个数小/, (a, b) => Math.min(a, b)],
	[/，(\S+?)的下一个/, (a) => a + 1],
	[/，(\S+?)的前一个/, (a) => a - 1],
	[/答：(\S+?)和(\S+?)中间/, (a) => a + 1],
	[/答：(\S+?)的两倍/, (a) => 2 * a],
	[/答：(\S+?)、(\S+?)、(\S+?)加起来/, (a, b, c) => a + b + c],
	[/答：(\S+?)加(\S+?)等于/, (a, b) => a + b],
];

// The answer that somebody gives who reads the question.
export function answerOf({ question }) {
	for (const [pattern, count] of KINDS) {
		const m = question.match(pattern);
		if (m) return count(...m.slice(1).map((n) => HAN.indexOf(n)));
	}
	throw new Error(`what does "${question}" ask?`);
}

// Opens a form and sends it with the work done; `fields` may say otherwise.
export async function sendLetter(server, target, fields, { headers } = {}) {
	const page = await get(server, target, { host: HOST, headers });
	const challenge = challengeOf(page.text);
	const all = { _challenge: challenge.token, ...fields };
	all._work ??= workOf(challenge);
	return post(server, target, new URLSearchParams(all),
		{ host: HOST, headers });
}
