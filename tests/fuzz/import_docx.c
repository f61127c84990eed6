/*
 * Any bytes as a document, and as the text of one (packing is libarchive's
 * affair, which fuzzing would seldom get past): an item of valid UTF-8 that
 * can be cleaned, or a fault.
 */
#include <archive.h>
#include <archive_entry.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "html/clean.h"
#include "html/import.h"

static void
check(const void *p, size_t n)
{
	struct arena *a = arena_alloc();
	struct fault f = { .err = ERR_OK };
	struct import_docx *d = NULL;
	struct json *item = NULL;
	struct buf clean = { 0 };
	const char *body;

	if (import_docx(p, n, a, &d, &item, &f) != ERR_OK)
		HOLDS(f.name != NULL);
	else {
		body = json_get_text(item, "body", NULL);
		HOLDS(body != NULL && utf8_valid(body, strlen(body)));
		(void)html_clean(body, strlen(body), NULL, &clean, NULL, &f);
	}
	buf_cleanup(&clean);
	arena_free(a);
}

static void
member(struct archive *z, const char *name, const void *p, size_t n)
{
	struct archive_entry *e = archive_entry_new();

	archive_entry_set_pathname(e, name);
	archive_entry_set_filetype(e, AE_IFREG);
	archive_entry_set_perm(e, 0600);
	archive_entry_set_size(e, (la_int64_t)n);
	archive_write_header(z, e);
	archive_write_data(z, p, n);
	archive_entry_free(e);
}

/* Parts are separated by a byte of zero, in the order of these names. */
static void
check_packed(const uint8_t *data, size_t size)
{
	static const char *const NAMES[] = { "word/document.xml",
	    "word/styles.xml", "word/numbering.xml",
	    "word/_rels/document.xml.rels", "word/footnotes.xml",
	    "docProps/core.xml" };
	static char packed[1 << 20];
	struct archive *z = archive_write_new();
	const uint8_t *end = data + size, *zero;
	size_t used = 0, i;

	archive_write_set_format_zip(z);
	archive_write_open_memory(z, packed, sizeof(packed), &used);
	for (i = 0; i < sizeof(NAMES) / sizeof(NAMES[0]) && data < end; i++) {
		zero = memchr(data, 0, (size_t)(end - data));
		if (zero == NULL)
			zero = end;
		member(z, NAMES[i], data, (size_t)(zero - data));
		data = zero + (zero < end);
	}
	archive_write_close(z);
	archive_write_free(z);
	check(packed, used);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check(data, size);
	if (size < 500000)
		check_packed(data, size);
	return (0);
}
