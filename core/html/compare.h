/*
 * Shared by the files of the difference view: bodies as tokens with equal
 * numbers where they are equal, and which of them stay.
 *
 *   token.c  a body as tokens      match.c  what stays (Myers)
 *   tidy.c   making that readable  diff.c   writing it
 */
#ifndef HTML_COMPARE_H
#define HTML_COMPARE_H

#include <stdbool.h>
#include <stdint.h>

#include "html/scan.h"

struct token {
	const char	*text;		/* borrowed from the body */
	uint32_t	length, id;	/* equal ids: equal tokens */
	unsigned char	kind;		/* enum html_piece_kind */
	bool		block;		/* a block's tag */
	bool		empty;		/* a tag with no end: a picture */
	bool		stays;		/* it is in both bodies */
};

struct tokens {
	struct token	*token;
	size_t		count, size;
};

/* Numbers for equal texts. */
struct intern {
	struct intern_slot *slot;
	size_t	size, count;
};

void intern_cleanup(struct intern *n);
uint32_t intern_id(struct intern *n, const void *p, size_t length);

/* The tokens of a body; ids are of `n`, in which `p` must stay valid. */
void tokens_read(struct tokens *t, struct intern *n, const char *p,
    size_t length);
void tokens_cleanup(struct tokens *t);

/* Sets `stays` in both; as many in one as in the other, in equal order. */
void tokens_match(struct tokens *a, struct tokens *b);

/* Undoes matches that hinder reading, moves changes to better places. */
void tokens_tidy(struct tokens *a, struct tokens *b);

#endif
