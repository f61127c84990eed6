// A file that is chosen fills the field of the list.
const file = document.getElementById('words-file');
const csv = document.getElementById('words-csv');

file?.addEventListener('change', async () => {
	const [one] = file.files;
	if (!one) return;
	const bytes = await one.arrayBuffer();
	let text;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// As spreadsheets write it.
		text = new TextDecoder('gb18030').decode(bytes);
	}
	csv.value = text;
});
