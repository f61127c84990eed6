/* Texts of files that people bring: UTF-8, or what their programs write. */
#ifndef BASE_CHARSET_H
#define BASE_CHARSET_H

#include <stdbool.h>

#include "base/buf.h"

/* Makes the bytes UTF-8 without a byte order mark.  What isn't UTF-8 is read
 * as UTF-16 where it begins with its mark, else as GB 18030, which is what
 * spreadsheets write in China.  False, and as it was, where it is neither. */
bool charset_read(struct buf *text);

#endif
