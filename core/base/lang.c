/*
 * Texts by key: see lang.h.  An open hash table over an arena; keys come from
 * files of the project and its sites, never from requests.
 */
#include "base/lang.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

#define LANG_FIRST 256		/* slots; a power of two */
#define LANG_LINE_MAX 4096	/* bytes, with line end and NUL */
#define LANG_KEY_SIZE 128

struct lang_text {
	const char	*key;	/* NULL: a free slot */
	const char	*text;
};

struct lang {
	struct arena		*arena;
	struct lang_text	*slot;
	size_t			count, size;
};

struct lang *
lang_alloc(void)
{
	struct lang *l = must_alloc(sizeof(*l));

	l->arena = arena_alloc();
	l->size = LANG_FIRST;
	l->count = 0;
	l->slot = arena_get(l->arena, l->size * sizeof(*l->slot));
	return (l);
}

void
lang_free(struct lang *l)
{
	if (l == NULL)
		return;
	arena_free(l->arena);
	free(l);
}

/* The slot of a key, or the free one where it belongs (FNV-1a). */
static struct lang_text *
lang_slot(const struct lang *l, const char *key)
{
	uint32_t hash = 2166136261u;
	const char *c;
	size_t i;

	for (c = key; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 16777619u;
	for (i = hash & (l->size - 1); l->slot[i].key != NULL;
	    i = (i + 1) & (l->size - 1))
		if (strcmp(l->slot[i].key, key) == 0)
			break;
	return (&l->slot[i]);
}

static void
lang_grow(struct lang *l)
{
	struct lang_text *old = l->slot;
	size_t i, size = l->size;

	l->size *= 2;
	l->slot = arena_get(l->arena, l->size * sizeof(*l->slot));
	for (i = 0; i < size; i++)
		if (old[i].key != NULL)
			*lang_slot(l, old[i].key) = old[i];
}

static void
lang_add(struct lang *l, const char *key, const char *text)
{
	struct lang_text *slot = lang_slot(l, key);

	if (slot->key != NULL)
		return;
	slot->key = arena_text(l->arena, key);
	slot->text = arena_text(l->arena, text);
	if (++l->count > l->size / 2)
		lang_grow(l);
}

/* Without spaces and tabs at both ends. */
static char *
lang_trim(char *s)
{
	size_t length;

	s += strspn(s, " \t");
	for (length = strlen(s); length > 0 &&
	    (s[length - 1] == ' ' || s[length - 1] == '\t'); length--)
		;
	s[length] = '\0';
	return (s);
}

static bool
lang_line(struct lang *l, char *line)
{
	char *key = lang_trim(line), *text = strchr(key, '=');
	size_t length;

	if (*key == '\0' || *key == '#')
		return (true);
	if (text == NULL)
		return (false);
	*text++ = '\0';
	key = lang_trim(key);
	text = lang_trim(text);
	length = strspn(key, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
	if (length == 0 || key[length] != '\0' || length >= LANG_KEY_SIZE ||
	    !utf8_valid(text, strlen(text)))
		return (false);
	lang_add(l, key, text);
	return (true);
}

enum err
lang_load(struct lang *l, const char *path, struct fault *f)
{
	char line[LANG_LINE_MAX];
	FILE *file = fopen(path, "re");
	enum err e = ERR_OK;
	size_t length;
	int number = 0;

	if (file == NULL)
		return (fault_set(f, errno == ENOENT ? ERR_NOT_FOUND :
		    ERR_INTERNAL, "lang.open", NULL, "%s: %s", path,
		    strerror(errno)));
	while (e == ERR_OK && fgets(line, sizeof(line), file) != NULL) {
		number++;
		length = strlen(line);
		if (length > 0 && line[length - 1] == '\n')
			line[--length] = '\0';
		else if (!feof(file))
			line[0] = '=';	/* too long, or a NUL: bad */
		if (length > 0 && line[length - 1] == '\r')
			line[length - 1] = '\0';
		if (!lang_line(l, line))
			e = fault_set(f, ERR_SYNTAX, "lang.line", NULL,
			    "%s:%d", path, number);
	}
	if (e == ERR_OK && ferror(file))
		e = fault_set(f, ERR_INTERNAL, "lang.open", NULL, "%s", path);
	fclose(file);
	return (e);
}

const char *
lang_text(const struct lang *l, const char *key)
{
	return (lang_slot(l, key)->text);
}

void
lang_walk(const struct lang *l,
    void (*each)(const char *key, const char *text, void *arg), void *arg)
{
	size_t i;

	for (i = 0; i < l->size; i++)
		if (l->slot[i].key != NULL)
			each(l->slot[i].key, l->slot[i].text, arg);
}

/* A field is shown under its label where there is one. */
static const char *
lang_label(const struct lang *l, const char *field)
{
	char key[LANG_KEY_SIZE];
	const char *text;

	snprintf(key, sizeof(key), "field.%s", field);
	text = lang_text(l, key);
	return (text != NULL ? text : field);
}

/* "honours.3.year": the year in the third row of the honours.  The fault's
 * label is the row's cell's then. */
static void
lang_field(const struct lang *l, const struct fault *f, struct buf *out)
{
	const char *own = f->label[0] != '\0' ? lang_text(l, f->label) : NULL;
	const char *field = f->field;
	char list[FAULT_FIELD_MAX];
	const char *row = strchr(field, '.');
	const char *sub = row != NULL ? strchr(row + 1, '.') : NULL;

	if (sub == NULL) {
		buf_text(out, own != NULL ? own : lang_label(l, field));
		return;
	}
	snprintf(list, sizeof(list), "%.*s", (int)(row - field), field);
	buf_printf(out, "%s %.*s", lang_label(l, list), (int)(sub - row - 1),
	    row + 1);
	if (sub[1] != '\0')
		buf_printf(out, " · %s", own != NULL ? own :
		    lang_label(l, sub + 1));
}

/* The text of PREFIX.WORD, or of the key `otherwise`. */
static const char *
lang_named(const struct lang *l, const char *prefix, const char *word,
    size_t length, const char *otherwise)
{
	char key[LANG_KEY_SIZE];
	const char *text;

	snprintf(key, sizeof(key), "%s.%.*s", prefix, (int)length, word);
	if ((text = lang_text(l, key)) == NULL)
		text = lang_text(l, otherwise);
	return (text != NULL ? text : "");
}

/* Who may, of a refusal's detail: the act, and a word for each of them. */
static void
lang_who(const struct lang *l, const char *detail, struct buf *out)
{
	const char *word = strchr(detail, ' ');
	size_t length;

	if (word == NULL)
		buf_text(out, lang_named(l, "who", "nobody", 6, "act.other"));
	for (; word != NULL && *word != '\0'; word += length) {
		if (word != strchr(detail, ' '))
			buf_text(out, lang_named(l, "who", "and", 3,
			    "act.other"));
		length = strcspn(++word, " ");
		buf_text(out, lang_named(l, "who", word, length,
		    "act.other"));
	}
}

bool
lang_knows(const struct lang *l, const struct fault *f)
{
	char key[LANG_KEY_SIZE];

	if (f->name == NULL)
		return (true);
	snprintf(key, sizeof(key), "fault.%s", f->name);
	return (lang_text(l, key) != NULL);
}

const char *
lang_title(const struct lang *l, const struct fault *f)
{
	char status[LANG_KEY_SIZE];

	snprintf(status, sizeof(status), "fault.status.%d",
	    fault_status(f->err));
	return (lang_named(l, "title", f->name != NULL ? f->name : "",
	    f->name != NULL ? strlen(f->name) : 0, status));
}

void
lang_fault(const struct lang *l, const struct fault *f, struct buf *out)
{
	char key[LANG_KEY_SIZE];
	const char *text = NULL, *open, *kind;

	if (f->name != NULL) {
		snprintf(key, sizeof(key), "fault.%s", f->name);
		text = lang_text(l, key);
	}
	/* A name is for programs: people are told what kind of fault it is. */
	if (text == NULL) {
		snprintf(key, sizeof(key), "fault.status.%d",
		    fault_status(f->err));
		text = lang_text(l, key);
	}
	if (text == NULL)
		text = f->name != NULL ? f->name : key + strlen("fault.");
	while ((open = strchr(text, '{')) != NULL) {
		buf_append(out, text, (size_t)(open - text));
		text = open + 1;
		if (strncmp(text, "field}", 6) == 0) {
			lang_field(l, f, out);
			text += 6;
		} else if (strncmp(text, "detail}", 7) == 0) {
			buf_text(out, f->detail);
			text += 7;
		} else if (strncmp(text, "kind}", 5) == 0) {
			kind = lang_named(l, "kind", f->detail,
			    strlen(f->detail), "kind.other");
			buf_text(out, *kind != '\0' ? kind : f->detail);
			text += 5;
		} else if (strncmp(text, "act}", 4) == 0) {
			buf_text(out, lang_named(l, "act", f->detail,
			    strcspn(f->detail, " "), "act.other"));
			text += 4;
		} else if (strncmp(text, "who}", 4) == 0) {
			lang_who(l, f->detail, out);
			text += 4;
		} else
			buf_char(out, '{');
	}
	buf_text(out, text);
}
