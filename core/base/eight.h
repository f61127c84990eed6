/*
 * Eight bytes of a text at once, for loops over long texts in which what they
 * look for is rare: which of the bytes are such, each by its top bit; 0 where
 * none is.
 */
#ifndef BASE_EIGHT_H
#define BASE_EIGHT_H

#include <stdint.h>
#include <string.h>

#define EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

static inline uint64_t
eight_read(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (w);
}

/* Those that are less than `n`, which is 0x80 at most. */
static inline uint64_t
eight_below(uint64_t w, unsigned n)
{
	return (~((w & EIGHT(0x7F)) + EIGHT(0x80 - n)) & ~w & EIGHT(0x80));
}

/* Those that are `byte`. */
static inline uint64_t
eight_is(uint64_t w, unsigned char byte)
{
	w ^= EIGHT(byte);
	return (~(((w & EIGHT(0x7F)) + EIGHT(0x7F)) | w) & EIGHT(0x80));
}

/* How many top bits a result of the above has. */
static inline unsigned
eight_count(uint64_t bits)
{
	return ((unsigned)(((bits >> 7) * EIGHT(1)) >> 56));
}

#endif
