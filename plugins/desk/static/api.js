// Calls of the HTTP API with the session of this page.
const token = document.querySelector('meta[name=csrf]')?.content ?? '';

// The answer; fails with the sentence of problem+json.
async function answer(reply) {
	const value = await reply.json().catch(() => ({}));
	if (!reply.ok) {
		const fault = new Error(value.detail ?? value.title ??
			`HTTP ${reply.status}`);
		fault.status = reply.status;
		throw fault;
	}
	return value;
}

export async function call(method, path, body) {
	return answer(await fetch(`/api/v1/${path}`, {
		method, credentials: 'same-origin',
		headers: { 'X-CSRF-Token': token, Accept: 'application/json',
			...(body === undefined ? {} :
				{ 'Content-Type': 'application/json' }) },
		body: body === undefined ? undefined : JSON.stringify(body),
	}));
}

// Stores a file in the library: { hash, url, name, alt, width, height }.
export async function upload(file, name = file.name, alt = '') {
	const form = new FormData();
	form.append('file', file, name);
	if (alt) form.append('alt', alt);
	return answer(await fetch('/api/v1/media', {
		method: 'POST', credentials: 'same-origin', body: form,
		headers: { 'X-CSRF-Token': token, Accept: 'application/json' },
	}));
}
