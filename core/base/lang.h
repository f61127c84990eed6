/*
 * Texts that people see, from lang/ files: UTF-8, a line `key = text`, `#`
 * begins a comment line.  {name} in a text stands for an argument.
 */
#ifndef BASE_LANG_H
#define BASE_LANG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

struct lang;

struct lang *lang_alloc(void);
void lang_free(struct lang *l);

/* Adds the texts of a file; a key that is there already keeps its text, so
 * load the site's file first, then the theme's, then the core's.  A missing
 * file is ERR_NOT_FOUND; a bad line is ERR_SYNTAX naming file and line. */
enum err lang_load(struct lang *l, const char *path, struct fault *f);

/* NULL where there is none. */
const char *lang_text(const struct lang *l, const char *key);

/* Calls `each` for every key and text. */
void lang_walk(const struct lang *l,
    void (*each)(const char *key, const char *text, void *arg), void *arg);

/* Appends the sentence of a fault: text of "fault." + name (without a name, or
 * a text for it, "fault.status." + HTTP status) with {field} and {detail} put
 * in; the name itself where no text at all is known.  A field goes by its
 * label, "field." + name, where there is one; {kind} is the text of "kind." +
 * detail, or the detail.  Of a refusal, whose detail is the name of an act and
 * words for those who may, {act} is the text of "act." + name and {who} those
 * of "who." + word. */
void lang_fault(const struct lang *l, const struct fault *f, struct buf *out);
/* What of several faults with the same status this one is, in few words: the
 * text of "title." + name, or, where there is none, that of the status. */
const char *lang_title(const struct lang *l, const struct fault *f);

/* Has it a sentence for the fault's name (or the fault none)? */
bool lang_knows(const struct lang *l, const struct fault *f);

#endif
