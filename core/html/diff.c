/* The difference as HTML: see diff.h.  The new body is written as it is, with
 * what went put in where it was; shape.c keeps marks inside blocks. */
#include "html/diff.h"

#include <stdlib.h>
#include <string.h>

#include "html/compare.h"
#include "html/inside.h"

#define DEPTH_MAX 1024	/* of tags; deeper ones are only text */
#define NONE ((size_t)-1)

struct opened {
	size_t	base;	/* its part in the shape, or NONE */
	bool	stays;	/* the tag is in both bodies */
};

struct writer {
	struct tokens	a, b;
	size_t		*pair;	/* of a's tags: the other tag, or NONE */
	struct html_shape shape;
	struct opened	open[DEPTH_MAX];
	size_t		depth, too_deep;
	struct buf	text;	/* not yet written, decoded */
	const char	*mark;	/* "ins", "del" or NULL */
	size_t		mark_base;
	bool		marked[2];	/* in this change: del, ins */
	struct html_changes *changes;
	struct arena	*arena;
};

static void
write_text(struct writer *w)
{
	html_shape_text(&w->shape, buf_string(&w->text), w->text.length);
	buf_reset(&w->text);
}

/* Marks what follows; NULL: not. */
static void
write_mark(struct writer *w, const char *mark)
{
	if (w->mark == mark)
		return;
	write_text(w);
	if (w->mark != NULL)
		html_shape_close(&w->shape, w->mark_base);
	w->mark = mark;
	w->mark_base = w->shape.count;
	if (mark != NULL)
		html_shape_wrap(&w->shape, mark);
}

static const char MARK_DEL[] = "del", MARK_INS[] = "ins";

static void
write_marked(struct writer *w, const char *mark, const char *text,
    size_t length)
{
	write_mark(w, mark);
	html_decode(text, length, &w->text);
	if (mark != NULL && *text != ' ' && *text != '\n' && *text != '\t')
		w->marked[mark == MARK_INS] = true;
}

/* Opens what the tag names; the attributes go out as they are. */
static size_t
write_open(struct writer *w, const struct token *k)
{
	const char *p = k->text, *id;
	struct html_piece tag;
	struct buf attributes;
	size_t name, count;
	const struct html_element *e;

	html_scan(&p, k->text + k->length, &tag);
	e = html_element(tag.name);
	name = 1 + strlen(tag.name);
	write_text(w);
	if (e->kind == HTML_UNWRAP || e->kind == HTML_SKIP ||
	    k->length < name + 1)
		return (NONE);
	buf_init(&attributes);
	buf_append(&attributes, k->text + name, k->length - name - 1);
	id = strstr(buf_string(&attributes), " id=\"s-");
	count = id != NULL ? (size_t)(id - attributes.data) :
	    attributes.length;
	name = html_shape_open(&w->shape, e, &attributes, count) ?
	    w->shape.count - 1 : NONE;
	buf_cleanup(&attributes);
	return (name);
}

static void
push(struct writer *w, const struct token *k)
{
	if (w->depth == DEPTH_MAX) {
		w->too_deep++;
		return;
	}
	w->open[w->depth].stays = k->stays;
	w->open[w->depth++].base = write_open(w, k);
}

static void
pop(struct writer *w)
{
	write_text(w);
	if (w->too_deep > 0)
		w->too_deep--;
	else if (w->depth > 0 && w->open[--w->depth].base != NONE)
		html_shape_close(&w->shape, w->open[w->depth].base);
}

/* A picture or a break: like text, but for its block. */
static void
write_empty(struct writer *w, const struct token *k, const char *mark)
{
	write_mark(w, k->block ? NULL : mark);
	if (mark != NULL)
		w->marked[mark == MARK_INS] = true;
	write_open(w, k);
}

static void
write_new(struct writer *w, const struct token *k)
{
	const char *mark = k->stays ? NULL : MARK_INS;

	if (k->kind == HTML_PIECE_TEXT) {
		write_marked(w, mark, k->text, k->length);
		return;
	}
	if (k->empty) {
		write_empty(w, k, mark);
		return;
	}
	if (k->kind == HTML_PIECE_CLOSE && mark != NULL && k->block &&
	    w->depth > 0 && w->open[w->depth - 1].stays)
		write_marked(w, mark, "¶", strlen("¶"));
	write_mark(w, NULL);
	if (k->kind == HTML_PIECE_OPEN)
		push(w, k);
	else
		pop(w);
}

/* What went: whole elements in it keep their tags, other tags are left out. */
static void
write_old(struct writer *w, size_t from, size_t to)
{
	const struct token *k;
	size_t i, other;

	for (i = from; i < to; i++) {
		k = &w->a.token[i];
		other = w->pair[i];
		if (k->kind == HTML_PIECE_TEXT)
			write_marked(w, MARK_DEL, k->text, k->length);
		else if (k->empty)
			write_empty(w, k, MARK_DEL);
		else if (other != NONE && other >= from && other < to) {
			write_mark(w, NULL);
			if (k->kind == HTML_PIECE_OPEN)
				push(w, k);
			else
				pop(w);
		} else if (k->kind == HTML_PIECE_CLOSE && k->block &&
		    other != NONE && w->a.token[other].stays)
			write_marked(w, MARK_DEL, "¶", strlen("¶"));
	}
}

/* Which tags of the old body belong together. */
static void
pair_tags(struct writer *w)
{
	size_t *stack = must_alloc((w->a.count + 1) * sizeof(*stack));
	size_t depth = 0, i;

	w->pair = must_alloc((w->a.count + 1) * sizeof(*w->pair));
	for (i = 0; i < w->a.count; i++) {
		w->pair[i] = NONE;
		if (w->a.token[i].kind == HTML_PIECE_OPEN &&
		    !w->a.token[i].empty)
			stack[depth++] = i;
		else if (w->a.token[i].kind == HTML_PIECE_CLOSE && depth > 0) {
			w->pair[i] = stack[--depth];
			w->pair[stack[depth]] = i;
		}
	}
	free(stack);
}

static void
attribute_change(struct writer *w, const struct html_piece *old,
    const struct html_piece *new, const char *name)
{
	struct json *list = w->changes->attributes, *change;
	struct buf from, to;
	bool in_old, in_new;

	buf_init(&from);
	buf_init(&to);
	in_old = html_piece_attribute(old, name, &from);
	in_new = html_piece_attribute(new, name, &to);
	if ((in_old != in_new || strcmp(buf_string(&from),
	    buf_string(&to)) != 0) && list->length < HTML_CHANGES_MAX) {
		change = json_add(list, json_object(w->arena));
		json_put_text(w->arena, change, "element", new->name);
		json_put_text(w->arena, change, "attribute", name);
		json_put_text(w->arena, change, "from", buf_string(&from));
		json_put_text(w->arena, change, "to", buf_string(&to));
	}
	buf_cleanup(&from);
	buf_cleanup(&to);
}

/* Two tags of one name: what differs in them. */
static void
attribute_changes(struct writer *w, const struct token *a,
    const struct token *b)
{
	struct html_piece old, new;
	const char *pa = a->text, *pb = b->text;
	size_t i;

	if (a->kind != HTML_PIECE_OPEN || (a->length == b->length &&
	    memcmp(a->text, b->text, a->length) == 0))
		return;
	html_scan(&pa, a->text + a->length, &old);
	html_scan(&pb, b->text + b->length, &new);
	if (strcmp(old.name, new.name) != 0)
		return;
	for (i = 0; html_attributes[i].name != NULL; i++)
		attribute_change(w, &old, &new, html_attributes[i].name);
	attribute_change(w, &old, &new, "class");
}

/* A picture that went and one that came in the same place. */
static void
picture_changes(struct writer *w, size_t a, size_t a_end, size_t b,
    size_t b_end)
{
	const struct token *ka = w->a.token, *kb = w->b.token;

	for (; a < a_end && b < b_end; a++, b++) {
		while (a < a_end && !(ka[a].empty && ka[a].length > 8 &&
		    memcmp(ka[a].text, "<img ", 5) == 0))
			a++;
		while (b < b_end && !(kb[b].empty && kb[b].length > 8 &&
		    memcmp(kb[b].text, "<img ", 5) == 0))
			b++;
		if (a < a_end && b < b_end)
			attribute_changes(w, &ka[a], &kb[b]);
	}
}

static void
write_all(struct writer *w)
{
	struct tokens *a = &w->a, *b = &w->b;
	size_t i = 0, k = 0, i2, k2;

	for (;;) {
		for (i2 = i; i2 < a->count && !a->token[i2].stays; i2++)
			;
		for (k2 = k; k2 < b->count && !b->token[k2].stays; k2++)
			;
		w->marked[0] = w->marked[1] = false;
		picture_changes(w, i, i2, k, k2);
		write_old(w, i, i2);
		for (; k < k2; k++)
			write_new(w, &b->token[k]);
		w->changes->removed += w->marked[0];
		w->changes->added += w->marked[1];
		if (i2 == a->count || k2 == b->count)
			break;
		attribute_changes(w, &a->token[i2], &b->token[k2]);
		write_new(w, &b->token[k2]);
		i = i2 + 1;
		k = k2 + 1;
	}
	write_mark(w, NULL);
	write_text(w);
	html_shape_close(&w->shape, 0);
}

void
html_diff(const char *from, size_t from_length, const char *to,
    size_t to_length, struct arena *a, struct buf *out,
    struct html_changes *changes)
{
	struct writer *w = must_alloc(sizeof(*w));
	struct intern ids = { NULL, 0, 0 };
	struct buf shown;

	memset(w, 0, sizeof(*w));
	memset(changes, 0, sizeof(*changes));
	buf_init(&shown);
	changes->attributes = json_array(a);
	w->changes = changes;
	w->arena = a;
	w->shape.out = &shown;
	tokens_read(&w->a, &ids, from, from_length);
	tokens_read(&w->b, &ids, to, to_length);
	tokens_match(&w->a, &w->b);
	tokens_tidy(&w->a, &w->b);
	pair_tags(w);
	write_all(w);
	buf_append(out, buf_string(&shown), shown.length);
	buf_cleanup(&shown);
	buf_cleanup(&w->text);
	buf_cleanup(&w->shape.attributes);
	free(w->pair);
	tokens_cleanup(&w->a);
	tokens_cleanup(&w->b);
	intern_cleanup(&ids);
	free(w);
}

void
html_diff_line(const char *from, const char *to, struct arena *a,
    struct buf *out, struct html_changes *changes)
{
	struct buf old, new;

	buf_init(&old);
	buf_init(&new);
	html_escape(&old, from, strlen(from), false);
	html_escape(&new, to, strlen(to), false);
	html_diff(buf_string(&old), old.length, buf_string(&new), new.length,
	    a, out, changes);
	buf_cleanup(&old);
	buf_cleanup(&new);
}
