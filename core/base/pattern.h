/*
 * Regular expressions (PCRE2), for patterns that come as data: a type's field,
 * later a word list.  UTF-8; the work of one match is bounded, so that no
 * pattern can hold up whoever uses it.
 */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

#define PATTERN_MAX 500		/* bytes of a pattern */
#define PATTERN_STEPS 100000	/* of one match; then it counts as none */

struct pattern;

/* ERR_INPUT "pattern.bad" says where it is wrong. */
enum err pattern_alloc(struct pattern **out, const char *text,
    struct fault *f);
void pattern_free(struct pattern *p);	/* NULL is allowed */

/* Does the whole text match?  `text` is valid UTF-8. */
bool pattern_fits(const struct pattern *p, const char *text, size_t length);

#endif
