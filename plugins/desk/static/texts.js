// Sentences for scripts: the page brings them in its reader's language.
const element = document.getElementById('texts');

// text('saved', { time: '10:20' })
export function text(key, args = {}) {
	const sentence = element?.dataset[key] ?? key;
	return sentence.replace(/\{(\w+)\}/g, (_, name) => args[name] ?? '');
}

export const lang = document.documentElement.lang;
