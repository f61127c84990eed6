/*
 * Han characters: simplified and traditional forms, and how texts are read.
 *
 * Single characters by tables in the program (shared by all processes, no
 * file is opened); whole texts, where a word decides the character (头发 and
 * 发展), by libopencc, whose dictionaries are read when first needed.
 */
#ifndef BASE_HAN_H
#define BASE_HAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"

/* The character for comparing texts: lower case, half width, simplified.  A
 * character of GB 2312 stays itself (著, 乾).  A full-width space is ' '. */
uint32_t han_fold(uint32_t c);

/* What is read: Han, kana, letters and digits of any script; no punctuation,
 * no space, no symbol.  Of folded characters. */
bool han_is_text(uint32_t c);

/* The simplified form alone. */
uint32_t han_simple(uint32_t c);

/* The commonest reading without tone ("dang"), "" where none is known. */
const char *han_sound(uint32_t c);

/* Is it a syllable of Mandarin ("xian", "lv")? */
bool han_is_syllable(const char *text, size_t length);

/* Appends how a text is read, without tones: words with a reading of their own
 * first (重庆: chongqing), then characters one by one.  `between` stands
 * between syllables; letters and digits stay, in lower case; all else is left
 * out.  `initials` (may be NULL) gets the first letter of each. */
void han_pinyin(const char *text, size_t length, const char *between,
    struct buf *full, struct buf *initials);

enum han_form {
	HAN_SIMPLIFIED,
	HAN_TRADITIONAL,	/* one form a character, as dictionaries have it */
	HAN_PRINTED		/* as people are used to read it: 為, not 爲 */
};

/* Appends the text in that form, word by word.  May be called by several
 * threads; one converts at a time.  ERR_INTERNAL "han.convert" where
 * libopencc's data is missing. */
enum err han_convert(enum han_form form, const char *text, size_t length,
    struct buf *out, struct fault *f);

#endif
