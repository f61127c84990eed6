/*
 * Writes the tables of base/han.c as C, when the program is built:
 *
 *	hantable PINYIN_DICTIONARY > han_table.c
 *
 * The dictionary (Debian's rime-data-pinyin-simp) has lines "WORD<tab>
 * SYLLABLES<tab>FREQUENCY".  A character gets its commonest reading; of the
 * words only those are kept whose reading isn't that of their characters one
 * by one (重庆, 银行), the most frequent of each.  Traditional characters come
 * from libopencc; one that GB 2312 has too (著, 乾) is a simplified character
 * in its own right and stays.
 */
#include <iconv.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <opencc/opencc.h>

#define FIRST 0x3400		/* the tables cover FIRST to LAST */
#define LAST 0x9FFF
#define SYLLABLES_MAX 600
#define WORDS_MAX 80000
#define WORD_MAX 8		/* characters */

static char	syllables[SYLLABLES_MAX][8] = { "" };
static int	syllable_count = 1;	/* 0: no reading */
static uint16_t	reading[LAST - FIRST + 1];
static double	weight[LAST - FIRST + 1];

struct word {
	uint16_t	c[WORD_MAX], s[WORD_MAX];
	int		length;
	double		weight;
};
static struct word	words[WORDS_MAX];
static int		word_count;

static void
fail(const char *what)
{
	fprintf(stderr, "hantable: %s\n", what);
	exit(1);
}

static uint16_t
syllable_find(const char *text)
{
	size_t length = strlen(text);
	int i;

	for (i = 1; i < syllable_count; i++)
		if (strcmp(syllables[i], text) == 0)
			return ((uint16_t)i);
	if (syllable_count == SYLLABLES_MAX ||
	    length >= sizeof(syllables[0]))
		fail(text);
	memcpy(syllables[syllable_count], text, length + 1);
	return ((uint16_t)syllable_count++);
}

/* Characters of three bytes alone are in the tables; 0 for all others. */
static uint32_t
utf8_take(const char **p)
{
	const unsigned char *u = (const unsigned char *)*p;
	uint32_t c = 0;

	if (u[0] >= 0xE0 && u[0] < 0xF0) {
		c = (uint32_t)((u[0] & 15) << 12 | (u[1] & 63) << 6 |
		    (u[2] & 63));
		*p += 3;
	} else
		(*p)++;
	return (c >= FIRST && c <= LAST ? c : 0);
}

static void
line_read(char *line)
{
	char *tab = strchr(line, '\t'), *part, *rest, *save = NULL;
	struct word w = { .length = 0 };
	const char *p = line;
	int n = 0;

	if (tab == NULL || (rest = strchr(tab + 1, '\t')) == NULL)
		return;
	*tab = *rest = '\0';
	w.weight = strtod(rest + 1, NULL);
	while (*p != '\0' && w.length < WORD_MAX)
		if ((w.c[w.length++] = (uint16_t)utf8_take(&p)) == 0)
			return;
	for (part = strtok_r(tab + 1, " ", &save); part != NULL && n < WORD_MAX;
	    part = strtok_r(NULL, " ", &save))
		w.s[n++] = syllable_find(part);
	if (*p != '\0' || n != w.length)
		return;
	if (n > 1) {
		if (word_count == WORDS_MAX)
			fail("too many words");
		words[word_count++] = w;
	} else if (reading[w.c[0] - FIRST] == 0 ||
	    w.weight > weight[w.c[0] - FIRST]) {
		reading[w.c[0] - FIRST] = w.s[0];
		weight[w.c[0] - FIRST] = w.weight;
	}
}

static void
dictionary_read(const char *path)
{
	FILE *in = fopen(path, "r");
	char line[512];

	if (in == NULL)
		fail(path);
	while (fgets(line, sizeof(line), in) != NULL)
		if (line[0] != '#')
			line_read(line);
	fclose(in);
	if (word_count < 10000)
		fail("this is no dictionary");
}

static int
word_compare(const void *va, const void *vb)
{
	const struct word *a = va, *b = vb;
	int i;

	for (i = 0; i < a->length && i < b->length; i++)
		if (a->c[i] != b->c[i])
			return (a->c[i] < b->c[i] ? -1 : 1);
	if (a->length != b->length)	/* the longest comes first */
		return (a->length > b->length ? -1 : 1);
	return (a->weight > b->weight ? -1 : a->weight < b->weight);
}

static int
word_same(const struct word *a, const struct word *b)
{
	return (a->length == b->length &&
	    memcmp(a->c, b->c, sizeof(a->c[0]) * (size_t)a->length) == 0);
}

static int
word_regular(const struct word *w)
{
	int i;

	for (i = 0; i < w->length; i++)
		if (reading[w->c[i] - FIRST] != w->s[i])
			return (0);
	return (1);
}

/* The characters and syllables of all words one behind the other, and where
 * the words of a first character begin. */
static void
words_write(void)
{
	int i, k, kept = 0, cells = 0;

	qsort(words, (size_t)word_count, sizeof(words[0]), word_compare);
	printf("const struct han_word han_words[] = {\n");
	for (i = 0; i < word_count; i++) {
		if ((i > 0 && word_same(&words[i], &words[i - 1])) ||
		    word_regular(&words[i]))
			continue;
		printf("{%d,%d},", cells, words[i].length);
		printf(++kept % 8 == 0 ? "\n" : " ");
		cells += words[i].length;
	}
	printf("};\nconst size_t han_word_count = %d;\n", kept);
	for (k = 0; k < 2; k++) {
		printf("const uint16_t han_word_%s[] = {\n",
		    k == 0 ? "text" : "sound");
		for (i = 0; i < word_count; i++) {
			const struct word *w = &words[i];

			if ((i > 0 && word_same(w, w - 1)) || word_regular(w))
				continue;
			for (int n = 0; n < w->length; n++)
				printf("%d,", k == 0 ? w->c[n] : w->s[n]);
			printf("\n");
		}
		printf("};\n");
	}
}

static void
readings_write(void)
{
	int i;

	printf("const char han_syllables[][8] = {\n");
	for (i = 0; i < syllable_count; i++)
		printf("\"%s\",\n", syllables[i]);
	printf("};\nconst size_t han_syllable_count = %d;\n", syllable_count);
	printf("const uint16_t han_readings[] = {\n");
	for (i = 0; i <= LAST - FIRST; i++)
		printf("%d,%s", reading[i], i % 16 == 15 ? "\n" : "");
	printf("};\n");
}

/* Is it a simplified character of GB 2312? */
static int
gb_has(iconv_t gb, char *utf8)
{
	char out[8], *o = out;
	size_t in = 3, room = sizeof(out);

	iconv(gb, NULL, NULL, NULL, NULL);
	return (iconv(gb, &utf8, &in, &o, &room) == 0);
}

static void
simple_write(void)
{
	iconv_t gb = iconv_open("GB2312", "UTF-8");
	opencc_t cc = opencc_open("t2s.json");
	char text[4] = "", *simple;
	const char *p;
	uint32_t c, s;

	if (gb == (iconv_t)-1 || cc == (opencc_t)-1)
		fail("iconv and opencc are needed");
	printf("const uint16_t han_simples[] = {\n");
	for (c = FIRST; c <= LAST; c++) {
		text[0] = (char)(0xE0 | c >> 12);
		text[1] = (char)(0x80 | (c >> 6 & 63));
		text[2] = (char)(0x80 | (c & 63));
		simple = opencc_convert_utf8(cc, text, 3);
		p = simple;
		s = utf8_take(&p);
		printf("%u,%s", (unsigned)(*p != '\0' || s == 0 ||
		    gb_has(gb, text) ? c : s), c % 16 == 15 ? "\n" : "");
		opencc_convert_utf8_free(simple);
	}
	printf("};\n");
	opencc_close(cc);
	iconv_close(gb);
}

int
main(int argc, char **argv)
{
	if (argc != 2)
		fail("usage: hantable DICTIONARY");
	dictionary_read(argv[1]);
	printf("/* Written by core/tools/hantable.c; see base/han_table.h. */\n"
	    "#include \"base/han_table.h\"\n");
	readings_write();
	words_write();
	simple_write();
	return (ferror(stdout) || fflush(stdout) != 0);
}
