/*
 * Multipart forms: see multipart.h.  Every byte is looked at a fixed number of
 * times: memmem() finds the delimiters one after another, and a part's head
 * has a limit.
 */
#include "web/multipart.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "web/param.h"

#define SPACE " \t"
#define DELIMITER_SIZE (MULTIPART_BOUNDARY_MAX + 5)	/* CR LF - - … NUL */

struct form {
	struct arena	*arena;
	const char	*body, *at, *end;
	char		delimiter[DELIMITER_SIZE];
	size_t		delimiter_length;
	struct pairs	*fields;
	struct upload	*files;
	size_t		file_count, file_room, parts;
	struct fault	*fault;
};

/* What a part's header lines say. */
struct part {
	const char	*name;		/* NULL: not said yet */
	const char	*filename;	/* NULL: a field */
	const char	*type;
};

static enum err
bad(struct form *m, const char *where)
{
	return (fault_set(m->fault, ERR_SYNTAX, "form.bad", NULL, "%zu",
	    (size_t)(where - m->body)));
}

static enum err
large(struct form *m, const char *field)
{
	return (fault_set(m->fault, ERR_TOO_LARGE, "form.large", field, NULL));
}

/* RFC 2046, 5.1.1. */
static bool
boundary_fits(const char *boundary)
{
	size_t length = strspn(boundary, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'()+_,-./:=? ");

	return (boundary[length] == '\0' && length > 0 &&
	    length <= MULTIPART_BOUNDARY_MAX && boundary[length - 1] != ' ');
}

/* Behind a delimiter's boundary: 1 another part follows (*at moves to it), 0
 * it was the last one, -1 this is data that only looks alike. */
static int
delimiter_kind(const struct form *m, const char **at)
{
	const char *s = *at;
	bool last = m->end - s >= 2 && s[0] == '-' && s[1] == '-';

	s += last ? 2 : 0;
	while (s < m->end && (*s == ' ' || *s == '\t'))
		s++;
	if (m->end - s >= 2 && s[0] == '\r' && s[1] == '\n') {
		*at = s + 2;
		return (last ? 0 : 1);
	}
	/* Behind the last one the line end may be missing or cut. */
	return (last && (s == m->end || (s + 1 == m->end && *s == '\r')) ?
	    0 : -1);
}

/* The next delimiter from m->at on: *data_end is where the data in front of it
 * ends, m->at moves behind it, *last says whether it closes the form. */
static bool
find_delimiter(struct form *m, const char **data_end, bool *last)
{
	const char *found = m->at, *behind;
	int kind;

	for (;;) {
		found = memmem(found, (size_t)(m->end - found), m->delimiter,
		    m->delimiter_length);
		if (found == NULL)
			return (false);
		behind = found + m->delimiter_length;
		kind = delimiter_kind(m, &behind);
		if (kind >= 0)
			break;
		found += 2;
	}
	*data_end = found;
	*last = kind == 0;
	m->at = behind;
	return (true);
}

/* The first delimiter may stand at the very beginning, without CR LF. */
static bool
find_first(struct form *m, bool *last)
{
	const char *unused, *behind;
	size_t length = m->delimiter_length - 2;
	int kind;

	if ((size_t)(m->end - m->at) > length &&
	    memcmp(m->at, m->delimiter + 2, length) == 0) {
		behind = m->at + length;
		kind = delimiter_kind(m, &behind);
		if (kind >= 0) {
			*last = kind == 0;
			m->at = behind;
			return (true);
		}
	}
	return (find_delimiter(m, &unused, last));
}

static bool
text_fits(const char *p, size_t length)
{
	return (memchr(p, '\0', length) == NULL && utf8_valid(p, length));
}

/* Behind the last slash of either kind; what isn't a name becomes "". */
static const char *
base_name(const char *name)
{
	const char *c, *base = name;

	for (c = name; *c != '\0'; c++)
		if (*c == '/' || *c == '\\')
			base = c + 1;
	return (strcmp(base, ".") == 0 || strcmp(base, "..") == 0 ? "" : base);
}

static bool
read_disposition(struct form *m, const char *value, struct part *p)
{
	struct pairs params;
	const char *kind, *name, *extended;

	if (p->name != NULL ||
	    !param_parse(m->arena, value, &kind, &params) ||
	    strcmp(kind, "form-data") != 0 ||
	    (p->name = pairs_get(&params, "name")) == NULL)
		return (false);
	name = pairs_get(&params, "filename");
	extended = pairs_get(&params, "filename*");
	if (extended != NULL &&
	    (name = param_extended(m->arena, extended)) == NULL)
		return (false);
	if (name != NULL)
		p->filename = base_name(name);
	return (true);
}

/* One header line, ending with NUL. */
static enum err
read_line(struct form *m, const char *at, char *line, struct part *p)
{
	char *value = strchr(line, ':'), *c;
	size_t length;

	if (value == NULL || value == line ||
	    strcspn(line, SPACE "\"") < (size_t)(value - line))
		return (bad(m, at));
	*value++ = '\0';
	for (c = value; *c != '\0'; c++)
		if (((unsigned char)*c < 0x20 && *c != '\t') || *c == 0x7F)
			return (bad(m, at));
	value += strspn(value, SPACE);
	for (length = strlen(value); length > 0 &&
	    strchr(SPACE, value[length - 1]) != NULL; length--)
		value[length - 1] = '\0';
	if (strcasecmp(line, "content-disposition") == 0)
		return (read_disposition(m, value, p) ? ERR_OK : bad(m, at));
	if (strcasecmp(line, "content-type") == 0)
		p->type = value;
	else if (strcasecmp(line, "content-transfer-encoding") == 0 &&
	    strcasecmp(value, "7bit") != 0 && strcasecmp(value, "8bit") != 0 &&
	    strcasecmp(value, "binary") != 0)
		return (fault_set(m->fault, ERR_TYPE, "form.encoding",
		    p->name, "%s", value));
	return (ERR_OK);
}

/* Header lines up to the empty one. */
static enum err
read_head(struct form *m, struct part *p)
{
	const char *start = m->at, *end;
	size_t room = (size_t)(m->end - start), lines;
	enum err e;

	for (lines = 0;; lines++) {
		end = memmem(m->at, room, "\r\n", 2);
		if (end == NULL)
			return (room > MULTIPART_HEAD_MAX ? large(m, p->name) :
			    bad(m, m->at));
		if (end == m->at)
			break;
		if ((size_t)(end - start) > MULTIPART_HEAD_MAX ||
		    lines == MULTIPART_LINES_MAX)
			return (large(m, p->name));
		if (!text_fits(m->at, (size_t)(end - m->at)))
			return (bad(m, m->at));
		e = read_line(m, m->at,
		    arena_copy(m->arena, m->at, (size_t)(end - m->at)), p);
		if (e != ERR_OK)
			return (e);
		room -= (size_t)(end + 2 - m->at);
		m->at = end + 2;
	}
	if (p->name == NULL)
		return (bad(m, start));
	if (strlen(p->name) > MULTIPART_NAME_MAX)
		return (large(m, NULL));
	/* The line end stays: a part without data shares it. */
	return (ERR_OK);
}

static enum err
add_file(struct form *m, const struct part *p, const char *data,
    size_t length)
{
	struct upload *more;

	if (length == 0 && *p->filename == '\0')
		return (ERR_OK);
	if (m->file_count == MULTIPART_FILES_MAX)
		return (large(m, p->name));
	if (m->file_count == m->file_room) {
		m->file_room = m->file_room > 0 ? 2 * m->file_room : 4;
		more = arena_get(m->arena, m->file_room * sizeof(*more));
		if (m->file_count > 0)
			memcpy(more, m->files, m->file_count * sizeof(*more));
		m->files = more;
	}
	m->files[m->file_count++] = (struct upload){ .field = p->name,
		.name = p->filename, .type = p->type, .data = data,
		.length = length };
	return (ERR_OK);
}

static enum err
add_part(struct form *m, const struct part *p, const char *data,
    size_t length)
{
	if (p->filename != NULL)
		return (add_file(m, p, data, length));
	if (length > MULTIPART_FIELD_MAX)
		return (large(m, p->name));
	if (!text_fits(data, length))
		return (bad(m, data));
	pairs_add(m->arena, m->fields, p->name,
	    arena_copy(m->arena, data, length));
	return (ERR_OK);
}

/* m->at stands at a part's head; *last: the form ends behind it. */
static enum err
read_part(struct form *m, bool *last)
{
	struct part p = { .type = "" };
	const char *data, *data_end;
	enum err e;

	if (m->parts++ == MULTIPART_PARTS_MAX)
		return (large(m, NULL));
	if ((e = read_head(m, &p)) != ERR_OK)
		return (e);
	data = m->at + 2;
	if (!find_delimiter(m, &data_end, last))
		return (bad(m, m->end));
	return (add_part(m, &p, data,
	    data_end > data ? (size_t)(data_end - data) : 0));
}

enum err
multipart_parse(struct request *rq, const char *boundary)
{
	const char *body = rq->body != NULL ? rq->body : "";
	struct form m = { .arena = rq->arena, .body = body, .at = body,
		.end = body + (rq->body != NULL ? rq->body_length : 0),
		.fields = &rq->form, .fault = &rq->fault };
	bool last = false;
	enum err e;

	if (boundary == NULL || !boundary_fits(boundary))
		return (fault_set(m.fault, ERR_SYNTAX, "form.boundary", NULL,
		    NULL));
	m.delimiter_length = (size_t)snprintf(m.delimiter,
	    sizeof(m.delimiter), "\r\n--%s", boundary);
	if (!find_first(&m, &last))
		return (bad(&m, m.at));
	while (!last)
		if ((e = read_part(&m, &last)) != ERR_OK)
			return (e);
	rq->uploads = m.files;
	rq->upload_count = m.file_count;
	return (ERR_OK);
}
