/* Questions in words for challenge.c: see challenge.h. */
#ifndef CMS_CHALLENGE_WORDS_H
#define CMS_CHALLENGE_WORDS_H

#include <stdint.h>

struct challenge_question {
	const char	*key;
	int		a, b, c;	/* 0: the text has no such number */
	int		answer;
};

/* One of many, chosen by `seed`. */
void challenge_question(uint64_t seed, struct challenge_question *out);

#endif
