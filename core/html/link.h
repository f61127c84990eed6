/*
 * Turning words of a text into links: the first mention of each subject, the
 * longest word where several begin at one place.  Compiled once, used for many
 * texts, by one thread.
 *
 * The HTML has to be clean (clean.h), and what comes out is: links stand in
 * text only, never within a, h1 to h6, pre, code, figcaption, caption, th,
 * nor in attributes.  A Latin word or number is matched whole ("API" isn't in
 * "APIs"), letters A to Z in either case.  Time grows with the text; the words
 * cost memory only.
 */
#ifndef HTML_LINK_H
#define HTML_LINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define LINK_WORDS_MAX 50000
#define LINK_WORD_MAX 120	/* bytes of a word; longer ones are left out */
#define LINK_CLASS "term-link"

struct links;

struct links *links_alloc(void);
void links_free(struct links *l);	/* NULL is allowed */

/* `subject` is what the word means: all words of one subject count as one
 * mention.  Of equal words the first wins.  `url` is a path of this site.
 * False: it isn't taken (empty, too long, one character, too many). */
bool links_add(struct links *l, int64_t subject, const char *word,
    const char *url);
size_t links_count(const struct links *l);

/* Appends `html` with links to `out`, without those to `self` (a subject; 0:
 * none), at most `max` links.  How many there are. */
size_t links_apply(struct links *l, const char *html, size_t length,
    int64_t self, size_t max, struct buf *out);

#endif
