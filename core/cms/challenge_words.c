/* Questions in words, and numbers as people write them: see challenge.h. */
#include "cms/challenge_words.h"

#include <string.h>

#include "base/utf8.h"
#include "cms/challenge.h"

#define TEXT_MAX 16	/* characters of an answer */

/* By value; a second spelling where people have one. */
static const struct {
	const char *han, *other, *english;
} numbers[CHALLENGE_ANSWER_MAX + 1] = {
	{ "零", "〇", "zero" }, { "一", "壹", "one" }, { "二", "两", "two" },
	{ "三", "叁", "three" }, { "四", "肆", "four" },
	{ "五", "伍", "five" }, { "六", "陆", "six" },
	{ "七", "柒", "seven" }, { "八", "捌", "eight" },
	{ "九", "玖", "nine" }, { "十", "一十", "ten" },
	{ "十一", "一十一", "eleven" }, { "十二", "一十二", "twelve" },
	{ "十三", "一十三", "thirteen" }, { "十四", "一十四", "fourteen" },
	{ "十五", "一十五", "fifteen" }, { "十六", "一十六", "sixteen" },
	{ "十七", "一十七", "seventeen" },
	{ "十八", "一十八", "eighteen" }, { "十九", "一十九", "nineteen" },
	{ "二十", "廿", "twenty" }
};

/* Lower case, half width, no spaces; "" where it is too long. */
static void
fold(const char *text, char *out, size_t size)
{
	const char *p = text, *end = text + strlen(text);
	size_t n = 0, count = 0;
	uint32_t c;

	while (p < end && count < TEXT_MAX && n + 4 < size) {
		c = utf8_next(&p, end);
		if (c >= 0xFF01 && c <= 0xFF5E)
			c -= 0xFF01 - '!';
		if (c == ' ' || c == 0x3000 || c == '\t' || c == UTF8_BAD)
			continue;
		if (c >= 'A' && c <= 'Z')
			c |= 0x20;
		n += utf8_put(out + n, c);
		count++;
	}
	out[p < end ? 0 : n] = '\0';
}

int
challenge_number(const char *text)
{
	char plain[TEXT_MAX * 4 + 1];
	int i, value = 0;

	fold(text, plain, sizeof(plain));
	if (plain[0] == '\0')
		return (-1);
	for (i = 0; i <= CHALLENGE_ANSWER_MAX; i++)
		if (strcmp(plain, numbers[i].han) == 0 ||
		    strcmp(plain, numbers[i].other) == 0 ||
		    strcmp(plain, numbers[i].english) == 0)
			return (i);
	for (i = 0; plain[i] >= '0' && plain[i] <= '9' && i < 4; i++)
		value = value * 10 + (plain[i] - '0');
	return (plain[i] == '\0' && value <= CHALLENGE_ANSWER_MAX ? value :
	    -1);
}

enum kind {
	PLUS, MINUS, MORE, LESS, LARGER, SMALLER, AFTER, BEFORE, BETWEEN, TWICE,
	SUM, KINDS
};

static const char *const keys[KINDS] = {
	[PLUS] = "plus", [MINUS] = "minus", [MORE] = "more", [LESS] = "less",
	[LARGER] = "larger", [SMALLER] = "smaller", [AFTER] = "after",
	[BEFORE] = "before", [BETWEEN] = "between", [TWICE] = "twice",
	[SUM] = "sum"
};

/* A number from `low` to `high`, by the next part of the seed. */
static int
draw(uint64_t *seed, int low, int high)
{
	unsigned span = (unsigned)(high - low) + 1;
	int n = low + (int)(*seed % span);

	*seed /= span;
	return (n);
}

void
challenge_question(uint64_t seed, struct challenge_question *out)
{
	enum kind kind = (enum kind)draw(&seed, 0, KINDS - 1);
	int a = draw(&seed, 1, 10), b = draw(&seed, 1, 9);
	int c = draw(&seed, 1, 5);

	if (kind == MINUS || kind == LESS)
		a += b;			/* never below one */
	if (b >= a && (kind == LARGER || kind == SMALLER))
		b++;			/* never equal */
	*out = (struct challenge_question){ .key = keys[kind], .a = a,
		.b = b, .c = c };
	switch (kind) {
	case PLUS:
	case MORE:
		out->answer = a + b;
		break;
	case MINUS:
	case LESS:
		out->answer = a - b;
		break;
	case LARGER:
		out->answer = a > b ? a : b;
		break;
	case SMALLER:
		out->answer = a < b ? a : b;
		break;
	case AFTER:
		out->answer = a + 1;
		break;
	case BEFORE:
		out->answer = a - 1;
		break;
	case BETWEEN:
		out->b = a + 2;
		out->answer = a + 1;
		break;
	case TWICE:
		out->answer = 2 * a;
		break;
	case SUM:
		out->a = a = (a + 1) / 2;
		out->answer = a + b + c;
		break;
	case KINDS:
		break;
	}
}
