// Archives made in tests: members are stored as they are, { name: bytes }.
function crc(bytes) {
	let c = ~0;
	for (const b of bytes) {
		c ^= b;
		for (let i = 0; i < 8; i++) c = (c >>> 1) ^ (c & 1 ? 0xedb88320 : 0);
	}
	return ~c >>> 0;
}

export function zip(members) {
	const files = [], directory = [];
	let at = 0;
	for (const [name, text] of Object.entries(members)) {
		const data = Buffer.from(text), head = Buffer.alloc(26);
		head.writeUInt16LE(20, 0);
		head.writeUInt32LE(crc(data), 10);
		head.writeUInt32LE(data.length, 14);
		head.writeUInt32LE(data.length, 18);
		head.writeUInt16LE(name.length, 22);
		const local = Buffer.concat([Buffer.from('PK\x03\x04'), head,
			Buffer.from(name), data]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(at, 10);
		directory.push(Buffer.from('PK\x01\x02\x14\x00'), head, tail,
			Buffer.from(name));
		files.push(local);
		at += local.length;
	}
	const list = Buffer.concat(directory), end = Buffer.alloc(22);
	end.write('PK\x05\x06');
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...files, list, end]);
}
