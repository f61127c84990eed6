/*
 * Tables that core/tools/hantable.c writes when the program is built; han.c
 * alone reads them.
 */
#ifndef BASE_HAN_TABLE_H
#define BASE_HAN_TABLE_H

#include <stddef.h>
#include <stdint.h>

#define HAN_FIRST 0x3400u	/* han_readings and han_simples cover these */
#define HAN_LAST 0x9FFFu

/* A word whose reading isn't that of its characters: where its characters and
 * syllables begin in han_word_text and han_word_sound, and how many.  In the
 * order of characters; of two words with the same beginning the longer one
 * comes first. */
struct han_word {
	uint16_t	at, length;
};

extern const char han_syllables[][8];	/* the first is "": none */
extern const size_t han_syllable_count;
extern const uint16_t han_readings[];	/* syllable of each character */
extern const uint16_t han_simples[];	/* its simplified form, or itself */
extern const struct han_word han_words[];
extern const size_t han_word_count;
extern const uint16_t han_word_text[], han_word_sound[];

#endif
