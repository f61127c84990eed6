/*
 * Tables (RFC 4180): a line of names, then a line for each item.  Commas, or
 * what the first line has instead: tabs, semicolons.  A line that is no record
 * is refused by its number, and reading goes on with the next.
 */
#include <string.h>
#include <strings.h>

#include "base/charset.h"
#include "base/hash.h"
#include "html/import_inside.h"

#define COLUMNS_MAX 100
#define AGAIN_MAX (8u * 1024 * 1024)	/* bytes read anew after bad quotes */

static const struct {
	const char	*field;
	const char	*names;	/* " a b ": lower case */
} NAMES[] = {
	{ "title", " 标题 文章标题 新闻标题 题目 名称 title headline subject " },
	{ "body", " 正文 内容 文章内容 新闻内容 body content text " },
	{ "summary", " 摘要 简介 导读 概要 summary abstract excerpt"
	    " description " },
	{ "signed_date", " 成文日期 签发日期 signed_date " },
	{ "date", " 日期 时间 发布日期 发布时间 发表时间 date published"
	    " published_at pubdate " },
	{ "source", " 来源 稿源 信息来源 source " },
	{ "author", " 作者 撰稿 供稿 author writer " },
	{ "editor", " 编辑 责任编辑 责编 editor " },
	{ "tags", " 标签 分类标签 tags tag " },
	{ "keywords", " 关键词 关键字 keywords keyword " },
	{ "link", " 原网址 原地址 网址 链接 url link address " },
	{ "cover", " 封面 题图 封面图 cover " },
	{ "attachments", " 附件 attachments files " },
};
#define NAMES_COUNT (sizeof(NAMES) / sizeof(NAMES[0]))

struct table {
	const char	*at, *end;
	char		separator;
	int64_t		line;
	size_t		again;		/* bytes that may still be read anew */
	size_t		columns;
	const char	*name[COLUMNS_MAX];
	bool		known[COLUMNS_MAX];	/* a field of NAMES */
	import_each	*each;
	void		*arg;
};

struct record {
	struct buf	cell;		/* all of them, each ending with NUL */
	size_t		cells;
	int64_t		line, lines;	/* where it begins; its line breaks */
	const char	*after;
	const char	*fault;		/* NULL: it is one */
};

/* A quoted cell; *p stands behind its first quote. */
static void
quoted(const struct table *t, const char **p, struct record *r)
{
	for (; *p < t->end; (*p)++) {
		if (**p == '"' && (*p + 1 == t->end || (*p)[1] != '"')) {
			(*p)++;
			if (*p < t->end && **p != t->separator &&
			    **p != '\r' && **p != '\n')
				r->fault = "import.quote";
			return;
		}
		if (**p == '"')
			(*p)++;
		r->lines += **p == '\n';
		buf_char(&r->cell, **p);
	}
	r->fault = "import.unclosed";
}

static void
record_read(const struct table *t, struct record *r)
{
	const char *p = t->at;

	buf_reset(&r->cell);
	r->cells = 0;
	r->line = t->line;
	r->lines = 0;
	r->fault = NULL;
	for (;;) {
		if (p < t->end && *p == '"') {
			p++;
			quoted(t, &p, r);
		} else
			for (; p < t->end && *p != t->separator &&
			    *p != '\n'; p++)
				if (*p != '\r' || p + 1 == t->end ||
				    p[1] != '\n')
					buf_char(&r->cell, *p);
		buf_char(&r->cell, '\0');
		r->cells++;
		if (r->fault != NULL || p >= t->end)
			break;
		if (*p == '\r' && p + 1 < t->end && p[1] == '\n')
			p++;
		if (*p++ == t->separator)
			continue;
		r->lines++;
		break;
	}
	r->after = p;
}

/* Moves behind the record.  Of a bad one only its first line is lost, unless
 * reading anew has cost enough. */
static void
record_pass(struct table *t, const struct record *r)
{
	size_t read = (size_t)(r->after - t->at);
	bool again = read <= t->again;
	const char *from = again ? t->at : r->after;
	const char *line = memchr(from, '\n', (size_t)(t->end - from));

	if (r->fault == NULL) {
		t->line += r->lines;
		t->at = r->after;
		return;
	}
	if (again)
		t->again -= read;
	t->line += 1 + (again ? 0 : r->lines);
	t->at = line != NULL ? line + 1 : t->end;
}

static const char *
cell_of(const struct record *r, size_t i)
{
	const char *p = r->cell.data;

	while (i-- > 0)
		p += strlen(p) + 1;
	return (p);
}

static const char *
field_of(const char *name)
{
	char small[64];
	size_t i, n = strlen(name);

	if (n >= sizeof(small))
		return (NULL);
	for (i = 0; i <= n; i++)
		small[i] = name[i] >= 'A' && name[i] <= 'Z' ?
		    (char)(name[i] + 'a' - 'A') : name[i];
	for (i = 0; i < NAMES_COUNT; i++)
		if (html_among(NAMES[i].names, small, n))
			return (NAMES[i].field);
	return (NULL);
}

static enum err
names_read(struct table *t, const struct record *r, struct arena *a,
    struct fault *f)
{
	struct json *one, *seen = json_object(a);
	const char *field;
	size_t i;

	if (r->fault != NULL || r->cells > COLUMNS_MAX)
		return (fault_set(f, ERR_INPUT, "import.header", NULL, NULL));
	for (i = 0; i < r->cells; i++) {
		one = json_object(a);
		import_put(a, one, "name", cell_of(r, i));
		t->name[i] = json_get_text(one, "name", "");
		field = field_of(t->name[i]);
		if ((t->known[i] = field != NULL))
			t->name[i] = field;
		if (t->name[i][0] != '\0' && json_get(seen, t->name[i]) !=
		    NULL)
			return (fault_set(f, ERR_INPUT, "import.twice", NULL,
			    "%s", t->name[i]));
		json_put_bool(a, seen, t->name[i], true);
	}
	t->columns = r->cells;
	if (json_get(seen, "title") == NULL)
		return (fault_set(f, ERR_INPUT, "import.header", NULL, NULL));
	return (ERR_OK);
}

static void
put_files(struct arena *a, struct json *item, const char *text)
{
	struct json *urls = json_object(a), *list = json_array(a), *file;

	import_put_tags(a, urls, text);
	json_each(url, json_get(urls, "tags")) {
		file = json_add(list, json_object(a));
		json_put_text(a, file, "url", url->text);
	}
	if (list->length > 0)
		json_put(item, "attachments", list);
}

static void
cell_put(struct arena *a, struct json *item, const char *name,
    const char *text)
{
	struct buf html = { 0 };

	if (strcmp(name, "body") == 0) {
		import_paragraphs(text, &html);
		json_put_text(a, item, name, buf_string(&html));
		buf_cleanup(&html);
	} else if (strcmp(name, "tags") == 0)
		import_put_tags(a, item, text);
	else if (strcmp(name, "date") == 0) {
		if (json_get(item, "date") == NULL)
			import_put_date(a, item, text);
	} else if (strcmp(name, "signed_date") == 0)
		import_put_date(a, item, text);
	else if (strcmp(name, "attachments") == 0)
		put_files(a, item, text);
	else
		import_put(a, item, name, text);
}

static struct json *
item_of(const struct table *t, const struct record *r, struct arena *a)
{
	struct json *item = json_object(a), *fields = json_object(a);
	char hash[HASH_SIZE];
	size_t i;

	json_put_int(a, item, "line", r->line);
	if (r->fault != NULL) {
		import_refuse(a, item, r->fault, "%s", "");
		return (item);
	}
	for (i = 0; i < r->cells; i++)
		if (i >= t->columns && *cell_of(r, i) != '\0') {
			import_refuse(a, item, "import.cells", "%zu",
			    t->columns);
			return (item);
		}
	hash_hex(r->cell.data, r->cell.length, hash);
	json_put_text(a, item, "key", hash);
	for (i = 0; i < r->cells && i < t->columns; i++)
		if (t->known[i])
			cell_put(a, item, t->name[i], cell_of(r, i));
		else if (t->name[i][0] != '\0')
			import_put(a, fields, t->name[i], cell_of(r, i));
	json_put(item, "fields", fields);
	return (item);
}

/* An empty line, or one of separators alone. */
static bool
is_blank(const struct record *r)
{
	return (r->fault == NULL && r->cell.length == r->cells);
}

static enum err
table_read(struct table *t, struct arena *a, struct fault *f)
{
	struct arena *one = arena_alloc();
	struct record r = { .fault = NULL };
	enum err e;

	record_read(t, &r);
	e = names_read(t, &r, a, f);
	record_pass(t, &r);
	while (e == ERR_OK && t->at < t->end) {
		record_read(t, &r);
		if (!is_blank(&r))
			e = t->each(t->arg, one, item_of(t, &r, one));
		record_pass(t, &r);
		arena_reset(one);
	}
	buf_cleanup(&r.cell);
	arena_free(one);
	return (e);
}

/* What the first line has most of, outside of quotes. */
static char
separator_of(const char *p, const char *end)
{
	size_t count[3] = { 0 };
	bool inside = false;

	for (; p < end && *p != '\n'; p++) {
		inside ^= *p == '"';
		if (!inside) {
			count[0] += *p == ',';
			count[1] += *p == '\t';
			count[2] += *p == ';';
		}
	}
	if (count[1] > count[0] && count[1] >= count[2])
		return ('\t');
	return (count[2] > count[0] ? ';' : ',');
}

enum err
import_csv(struct buf *text, import_each *each, void *arg, struct fault *f)
{
	struct table t = { .line = 1, .again = AGAIN_MAX, .each = each,
	    .arg = arg };
	struct arena *a;
	size_t i, n = 0;
	enum err e;

	if (text->length > IMPORT_FILE_MAX)
		return (fault_set(f, ERR_TOO_LARGE, "import.large", NULL, "%u",
		    IMPORT_FILE_MAX / 1024 / 1024));
	if (text->length == 0)
		return (fault_set(f, ERR_INPUT, "import.header", NULL, NULL));
	if (!charset_read(text))
		return (fault_set(f, ERR_INPUT, "input.encoding", NULL, NULL));
	for (i = 0; i < text->length; i++)
		if ((unsigned char)text->data[i] >= ' ' ||
		    text->data[i] == '\t' || text->data[i] == '\n' ||
		    text->data[i] == '\r')
			text->data[n++] = text->data[i];
	text->length = n;
	t.at = buf_string(text);
	t.end = t.at + n;
	t.separator = separator_of(t.at, t.end);
	a = arena_alloc();
	e = table_read(&t, a, f);
	arena_free(a);
	return (e);
}
