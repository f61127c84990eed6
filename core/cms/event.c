/* Events: see event.h. */
#include "cms/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cms/column.h"
#include "cms/entry.h"

struct event_note {
	struct event_note	*next;
	const char		*event;		/* a literal */
	int64_t			 entry, column;
	char			*type, *title;
};

bool
event_wanted(struct call *c, const char *event)
{
	const struct cms_listener *l = cms_listener(c->cms);

	return (l != NULL && c->site != NULL && l->wanted(l->arg, c, event));
}

static enum err
emit(struct call *c, const char *event, struct json **payload,
    struct fault *own)
{
	const struct cms_listener *l = cms_listener(c->cms);
	struct call inner = *c;

	/* A visitor's page is read in one transaction, which keeps nobody from
	 * writing. */
	if (l == NULL || c->site == NULL || (cms_mode(c->cms) == DB_WRITE &&
	    db_in_transaction(c->site->db)))
		return (ERR_OK);
	inner.fault = own;
	return (l->emit(l->arg, &inner, event, payload));
}

void
event_emit(struct call *c, const char *event, struct json **payload)
{
	struct fault own = { .err = ERR_OK };

	(void)emit(c, event, payload, &own);
}

#define CUT "…"

/* The messages that a fault has room for, each of them whole; all of them go
 * with it as data.  Of the first alone an end may be missing, which shows. */
static void
problems_join(const struct json *problems, char out[FAULT_DETAIL_MAX])
{
	size_t have = 0, length;

	out[0] = '\0';
	json_each(p, problems) {
		const char *message = json_get_text(p, "message", "");

		length = strlen(message);
		if (length == 0)
			continue;
		if (have == 0 && length >= FAULT_DETAIL_MAX) {
			utf8_copy(out, FAULT_DETAIL_MAX - strlen(CUT), message);
			memcpy(out + strlen(out), CUT, sizeof(CUT));
			return;
		}
		if (have + 1 + length >= FAULT_DETAIL_MAX)
			return;
		if (have > 0)
			out[have++] = ' ';
		memcpy(out + have, message, length + 1);
		have += length;
	}
}

enum err
event_ask(struct call *c, const char *event, struct json *payload,
    struct json **out)
{
	const struct json *problems;
	char detail[FAULT_DETAIL_MAX];
	struct fault missed = { .err = ERR_OK };
	enum err e;

	json_put(payload, "problems", json_array(c->arena));
	e = emit(c, event, &payload, &missed);
	if (e != ERR_OK && c->fault != NULL)
		*c->fault = missed;
	if (e != ERR_OK)
		return (e);
	problems = json_get(payload, "problems");
	if (problems == NULL || problems->type != JSON_ARRAY)
		return (ERR_OK);
	problems_join(problems, detail);
	if (detail[0] == '\0')
		return (ERR_OK);
	*out = json_object(c->arena);
	json_put(*out, "problems", json_copy(c->arena, problems));
	return (fault_set(c->fault, ERR_INPUT, "entry.refused",
	    json_get_text(problems->first, "field", NULL), "%s", detail));
}

void
event_note(struct call *c, const char *event, const struct entry *e,
    int64_t column, const char *title)
{
	struct event_note **at = &c->site->notes, *n;

	if (c->site->bulk)
		return;		/* nobody is told of it */
	while (*at != NULL)
		at = &(*at)->next;
	n = must_alloc(sizeof(*n));
	*n = (struct event_note){ .event = event, .entry = e->id,
	    .column = column, .type = must_text(e->type),
	    .title = must_text(title) };
	*at = n;
}

static void
notes_free(struct event_note *n)
{
	struct event_note *next;

	for (; n != NULL; n = next) {
		next = n->next;
		free(n->type);
		free(n->title);
		free(n);
	}
}

void
event_forget(struct site *site)
{
	notes_free(site->notes);
	site->notes = NULL;
}

static void
note_tell(struct call *c, const struct event_note *n)
{
	struct json *payload, *entry;
	struct column col = { .path = "" };
	struct fault none;

	if (!event_wanted(c, n->event))
		return;
	(void)column_by_id(c->site, c->arena, n->column, &col, &none);
	payload = json_object(c->arena);
	entry = json_put(payload, "entry", json_object(c->arena));
	json_put_int(c->arena, entry, "id", n->entry);
	json_put_text(c->arena, entry, "type", n->type);
	json_put_text(c->arena, entry, "column", col.path);
	json_put_text(c->arena, entry, "url", entry_url(c->arena, col.path,
	    n->entry));
	json_put_text(c->arena, entry, "title", n->title);
	event_emit(c, n->event, &payload);
}

/* A hook may do acts of its own, with notes of their own. */
void
event_tell(struct call *c)
{
	struct event_note *all = c->site->notes, *n;

	if (db_in_transaction(c->site->db))
		return;
	c->site->notes = NULL;
	for (n = all; n != NULL; n = n->next)
		note_tell(c, n);
	notes_free(all);
}
