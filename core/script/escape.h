/* Writing text into HTML, for each place where it may stand. */
#ifndef SCRIPT_ESCAPE_H
#define SCRIPT_ESCAPE_H

#include <stdbool.h>

#include "base/buf.h"

/* & < > " ' as references: for text and for quoted attributes. */
void escape_text(struct buf *out, const char *p, size_t length);

/* The same but for &: what is already HTML, in a quoted attribute. */
void escape_quotes(struct buf *out, const char *p, size_t length);

/* Whether the text may stand as an address: relative, or with one of the
 * schemes http, https, mailto, tel.  `rest`: it follows other text of the
 * address, so it may not hold a scheme at all. */
bool escape_address_good(const char *p, size_t length, bool rest);

#endif
