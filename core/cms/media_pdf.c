/*
 * PDF: from "%PDF-" at the first byte to "%%EOF" at the last, without actions
 * that run something.  Names are looked for in the whole file, also written
 * with #xx, and in unpacked object streams, where a newer PDF keeps them.
 */
#include <string.h>
#include <zlib.h>

#include "cms/media_type.h"

#define UNPACKED_MAX (64 * 1024 * 1024)	/* of all object streams */
#define PIECE 65536
#define NAME_MAX_PDF 16
#define DICTIONARY_MAX 2048	/* bytes from /ObjStm to its stream */

static const char *const ACTIVE[] = { "JavaScript", "Launch", "XFA",
	"RichMedia", "SubmitForm", "ImportData", "Rendition", NULL };

/* What one run over bytes found. */
struct names {
	const char	*active;	/* the first of ACTIVE */
	bool		encrypted;
	char		name[NAME_MAX_PDF];	/* being read */
	size_t		length;
	bool		inside;
	int		hex;		/* digits of #xx still to come */
	unsigned	value;
};

static int
hex_digit(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

static bool
ends_name(unsigned char c)
{
	return (c <= ' ' || strchr("()<>[]{}/%", c) != NULL);
}

static bool
name_is(const struct names *s, const char *name)
{
	return (strlen(name) == s->length &&
	    memcmp(s->name, name, s->length) == 0);
}

static void
name_end(struct names *s, bool *object_stream)
{
	size_t i;

	for (i = 0; ACTIVE[i] != NULL; i++)
		if (s->active == NULL && name_is(s, ACTIVE[i]))
			s->active = ACTIVE[i];
	if (name_is(s, "Encrypt"))
		s->encrypted = true;
	*object_stream = name_is(s, "ObjStm");
	s->inside = false;
}

static void
name_add(struct names *s, unsigned char c)
{
	if (s->length < sizeof(s->name))
		s->name[s->length] = (char)c;
	if (s->length < sizeof(s->name) + 1)
		s->length++;
	if (s->length > sizeof(s->name))
		s->inside = false;	/* longer than any we look for */
}

/* One byte; true where the name ObjStm ended before it. */
static bool
feed(struct names *s, unsigned char c)
{
	bool object_stream = false;
	int digit;

	if (s->inside && ends_name(c))
		name_end(s, &object_stream);
	if (c == '/') {
		s->inside = true;
		s->length = 0;
		s->hex = 0;
	} else if (s->inside && s->hex > 0 && (digit = hex_digit(c)) >= 0) {
		s->value = s->value * 16 + (unsigned)digit;
		if (--s->hex == 0)
			name_add(s, (unsigned char)s->value);
	} else if (s->inside && c == '#') {
		s->hex = 2;
		s->value = 0;
	} else if (s->inside) {
		name_add(s, c);
	}
	return (object_stream);
}

/* Where the data of the stream begins whose dictionary is here; 0: none. */
static size_t
stream_at(const unsigned char *p, size_t n, size_t at)
{
	size_t end = n - at < DICTIONARY_MAX ? n : at + DICTIONARY_MAX;
	const unsigned char *s = memmem(p + at, end - at, "stream", 6);
	size_t i;

	if (s == NULL)
		return (0);
	i = (size_t)(s - p) + 6;
	if (i < n && p[i] == '\r')
		i++;
	if (i < n && p[i] == '\n')
		i++;
	return (i);
}

/* Looks for names in an unpacked object stream. */
static enum err
unpack(struct media_file *m, size_t at, uint64_t *total, struct names *found)
{
	unsigned char piece[PIECE];
	struct names s = { .active = NULL };
	z_stream z = { .next_in = (Bytef *)m->p + at,
	    .avail_in = m->n - at > UINT32_MAX ? UINT32_MAX :
	    (uInt)(m->n - at) };
	size_t i, n;
	int r;

	if (inflateInit(&z) != Z_OK)
		return (fault_set(m->fault, ERR_INTERNAL, NULL, NULL, NULL));
	do {
		z.next_out = piece;
		z.avail_out = sizeof(piece);
		r = inflate(&z, Z_NO_FLUSH);
		n = sizeof(piece) - z.avail_out;
		*total += n;
		for (i = 0; i < n; i++)
			(void)feed(&s, piece[i]);
	} while (r == Z_OK && s.active == NULL && *total < UNPACKED_MAX);
	(void)feed(&s, ' ');
	inflateEnd(&z);
	if (s.active != NULL)
		found->active = s.active;
	else if (r != Z_STREAM_END)
		return (media_broken(m, "ObjStm"));
	return (ERR_OK);
}

static bool
frame_holds(struct media_file *m)
{
	size_t i, n = m->n;

	if (n < 64 || memcmp(m->p, "%PDF-", 5) != 0)
		return (false);
	while (n > 0 && (m->p[n - 1] <= ' '))
		n--;
	if (n < 5 || memcmp(m->p + n - 5, "%%EOF", 5) != 0)
		return (false);
	/* Binary marks may stand in line 2; HTML may not. */
	for (i = 5; i < 9; i++)
		if (m->p[i] == '<')
			return (false);
	return (true);
}

enum err
media_pdf(struct media_file *m)
{
	struct names s = { .active = NULL };
	uint64_t total = 0;
	bool packed = false;
	size_t i, data;
	enum err e;

	if (!frame_holds(m))
		return (media_broken(m, "%PDF- … %%EOF"));
	for (i = 0; i < m->n && s.active == NULL; i++) {
		if (!feed(&s, m->p[i]))
			continue;
		packed = true;
		data = stream_at(m->p, m->n, i);
		if (data == 0 || s.encrypted)
			continue;
		if ((e = unpack(m, data, &total, &s)) != ERR_OK)
			return (e);
	}
	if (s.active != NULL)
		return (media_active(m, s.active));
	/* Nobody can look into packed objects that are enciphered, too. */
	if (packed && s.encrypted)
		return (fault_set(m->fault, ERR_TYPE, "media.locked",
		    "file", NULL));
	return (ERR_OK);
}
