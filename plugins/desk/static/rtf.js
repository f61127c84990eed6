// Pictures out of RTF, as Word and WPS put it on the clipboard beside HTML
// whose pictures point to files that no page may read.

const TYPES = { pngblip: 'image/png', jpegblip: 'image/jpeg' };

// Behind the brace that closes the group at `start`.
function groupEnd(rtf, start) {
	let depth = 0;
	for (let i = start; i < rtf.length; i++) {
		if (rtf[i] === '\\') i++;
		else if (rtf[i] === '{') depth++;
		else if (rtf[i] === '}' && --depth === 0) return i + 1;
	}
	return rtf.length;
}

// The group without the groups inside it.
function ownText(group) {
	let out = '', depth = 0;
	for (let i = 0; i < group.length; i++) {
		if (group[i] === '{') depth++;
		else if (group[i] === '}') depth--;
		else if (depth === 1) out += group[i];
	}
	return out;
}

function bytesOf(hex) {
	const bytes = new Uint8Array(hex.length >> 1);
	for (let i = 0; i < bytes.length; i++)
		bytes[i] = parseInt(hex.substr(i * 2, 2), 16);
	return bytes;
}

function pictureOf(group) {
	const own = ownText(group);
	const kind = /\\(pngblip|jpegblip)/.exec(own)?.[1];
	const hex = own.replace(/\\[a-z*]+-?\d*/gi, ' ').replace(/[^0-9a-f]/gi, '');
	if (!kind || hex.length < 16) return null;
	return new Blob([bytesOf(hex)], { type: TYPES[kind] });
}

// One blob for each picture in its order; null where it is of another kind.
// Word writes each twice: what stands in \nonshppict is for old readers.
export function rtfPictures(rtf) {
	const pictures = [];
	let at = 0;
	while ((at = rtf.indexOf('{\\', at)) >= 0) {
		if (rtf.startsWith('{\\nonshppict', at)) {
			at = groupEnd(rtf, at);
		} else if (rtf.startsWith('{\\pict', at)) {
			const end = groupEnd(rtf, at);
			pictures.push(pictureOf(rtf.slice(at, end)));
			at = end;
		} else {
			at += 2;
		}
	}
	return pictures;
}
