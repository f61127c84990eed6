/* The tables behind word lists: what characters are taken for, readings,
 * words.  Files made by core/tools/words-tables. */
#include "base/words_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES 128
#define LEXICON_SIZE (1u << 18)

static enum err
data_bad(struct fault *f, const char *path, int line)
{
	return (fault_set(f, ERR_INTERNAL, "words.data", NULL, "%s: %d", path,
	    line));
}

typedef bool data_line(struct words_data *d, char *line);

/* Gives each line that is no comment. */
static enum err
data_file(struct words_data *d, const char *folder, const char *name,
    data_line *each, struct fault *f)
{
	char path[1024], line[LINE_MAX_BYTES];
	FILE *file;
	int number = 0;
	enum err err = ERR_OK;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if ((file = fopen(path, "re")) == NULL)
		return (data_bad(f, path, 0));
	while (err == ERR_OK && fgets(line, sizeof(line), file) != NULL) {
		number++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] != '#' && !each(d, line))
			err = data_bad(f, path, number);
	}
	if (ferror(file))
		err = data_bad(f, path, number);
	fclose(file);
	return (err);
}

/* "simplified 842C 4E07" */
static bool
fold_line(struct words_data *d, char *line)
{
	char *end, *kind = strsep(&line, " ");
	unsigned long from, to;
	uint32_t *table;

	if (line == NULL)
		return (false);
	from = strtoul(line, &end, 16);
	to = strtoul(end, &end, 16);
	table = strcmp(kind, "width") == 0 ? d->width :
	    strcmp(kind, "case") == 0 ? d->lower :
	    strcmp(kind, "simplified") == 0 ? d->simplified :
	    strcmp(kind, "lookalike") == 0 ? d->lookalike : NULL;
	if (table == NULL || from >= DATA_CODES || to == 0 ||
	    to >= DATA_CODES || *end != '\0')
		return (false);
	table[from] = (uint32_t)to;
	return (true);
}

/* "symbol 21 2F" */
static bool
skip_line(struct words_data *d, char *line)
{
	char *end, *kind = strsep(&line, " ");
	unsigned long c, last;

	if (line == NULL)
		return (false);
	c = strtoul(line, &end, 16);
	last = strtoul(end, &end, 16);
	if (last < c || *end != '\0')
		return (false);
	for (; c <= last && c < DATA_CODES; c++)
		d->gap[c] = kind[0] == 'i' ? GAP_INVISIBLE : GAP_SYMBOL;
	return (true);
}

unsigned
data_syllable(const struct words_data *d, const char *p, size_t n)
{
	size_t low = 1, high = d->syllable_count + 1, mid;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		order = strncmp(d->syllables[mid], p, n);
		if (order == 0 && d->syllables[mid][n] != '\0')
			order = 1;
		if (order == 0)
			return ((unsigned)mid);
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return (0);
}

/* "行 xing,hang"; what they are called is noted first, sorted, numbered. */
static bool
syllable_note(struct words_data *d, const char *name)
{
	size_t i, n = d->syllable_count;

	if (data_syllable(d, name, strlen(name)) != 0)
		return (true);
	if (n + 2 > SYLLABLES_MAX || strlen(name) > SYLLABLE_LETTERS)
		return (false);
	for (i = n + 1; i > 1 && strcmp(d->syllables[i - 1], name) > 0; i--)
		memcpy(d->syllables[i], d->syllables[i - 1],
		    sizeof(d->syllables[i]));
	memset(d->syllables[i], 0, sizeof(d->syllables[i]));
	memcpy(d->syllables[i], name, strlen(name));
	d->syllable_count++;
	return (true);
}

static bool
syllables_line(struct words_data *d, char *line)
{
	char *name;

	(void)strsep(&line, " ");
	while (line != NULL && (name = strsep(&line, ",")) != NULL)
		if (!syllable_note(d, name))
			return (false);
	return (true);
}

static bool
readings_line(struct words_data *d, char *line)
{
	const char *p = line;
	char *name;
	uint32_t c;
	size_t i;

	(void)strsep(&line, " ");
	c = utf8_next(&p, p + strlen(p));
	if (c < READINGS_FIRST || c > READINGS_LAST)
		return (false);
	for (i = 0; i < READINGS && line != NULL; i++) {
		name = strsep(&line, ",");
		d->readings[c - READINGS_FIRST][i] =
		    (uint16_t)data_syllable(d, name, strlen(name));
	}
	return (i > 0);
}

/* "交通 12" */
static bool
lexicon_line(struct words_data *d, char *line)
{
	const char *p = line, *end;
	char *word = strsep(&line, " ");
	uint32_t c[8];
	size_t n = 0;

	if (line == NULL)
		return (false);
	end = word + strlen(word);
	while (p < end && n < 8)
		c[n++] = utf8_next(&p, end);
	lexicon_add(d, c, n, (unsigned)strtoul(line, NULL, 10));
	return (true);
}

static void
gaps_refine(struct words_data *d)
{
	static const uint32_t PROSE[] = { ',', ';', ':', '!', '?', '\n', 0x2028,
	    0x2029, 0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF1A, 0xFF01, 0xFF1F,
	    0x300A, 0x300B, 0x201C, 0x201D, 0x2026, 0x2014, '\r', '\f' };
	static const uint32_t BLANK[] = { ' ', '\t', 0xA0, 0x3000, 0x2002,
	    0x2003, 0x2009, 0x202F };
	size_t i;

	for (i = 0; i < sizeof(PROSE) / sizeof(PROSE[0]); i++)
		d->gap[PROSE[i]] = GAP_PROSE;
	for (i = 0; i < sizeof(BLANK) / sizeof(BLANK[0]); i++)
		d->gap[BLANK[i]] = GAP_BLANK;
	/* Braille patterns, of which the first shows nothing. */
	d->gap[0x2800] = GAP_INVISIBLE;
	d->gap[0] = GAP_INVISIBLE;
}

static void *
zeros(size_t count, size_t size)
{
	void *p = must_alloc(count * size);

	memset(p, 0, count * size);
	return (p);
}

enum err
words_data_alloc(struct words_data **out, const char *folder, struct fault *f)
{
	struct words_data *d = zeros(1, sizeof(*d));
	enum err err;

	d->width = zeros(DATA_CODES, sizeof(uint32_t));
	d->simplified = zeros(DATA_CODES, sizeof(uint32_t));
	d->lower = zeros(DATA_CODES, sizeof(uint32_t));
	d->lookalike = zeros(DATA_CODES, sizeof(uint32_t));
	d->gap = zeros(DATA_CODES, 1);
	d->readings = zeros(READINGS_LAST - READINGS_FIRST + 1,
	    sizeof(*d->readings));
	d->lexicon = zeros(LEXICON_SIZE, sizeof(uint32_t));
	err = data_file(d, folder, "fold.txt", fold_line, f);
	if (err == ERR_OK)
		err = data_file(d, folder, "skip.txt", skip_line, f);
	if (err == ERR_OK)
		err = data_file(d, folder, "pinyin.txt", syllables_line, f);
	if (err == ERR_OK)
		err = data_file(d, folder, "pinyin.txt", readings_line, f);
	if (err == ERR_OK)
		err = data_file(d, folder, "lexicon.txt", lexicon_line, f);
	gaps_refine(d);
	if (err != ERR_OK) {
		words_data_free(d);
		d = NULL;
	}
	*out = d;
	return (err);
}

void
words_data_free(struct words_data *d)
{
	if (d == NULL)
		return;
	free(d->width);
	free(d->simplified);
	free(d->lower);
	free(d->lookalike);
	free(d->gap);
	free(d->readings);
	free(d->lexicon);
	free(d);
}

enum gap
data_gap(const struct words_data *d, uint32_t c)
{
	if (c >= DATA_CODES)
		return (c >= 0xE0000 && c < 0xE1000 ? GAP_INVISIBLE : GAP_NONE);
	return ((enum gap)d->gap[c]);
}

uint32_t
data_fold(const struct words_data *d, unsigned fold, uint32_t c)
{
	int i;
	uint32_t was;

	/* Most of what there is. */
	if (c >= 0x4E00 && c <= 0x9FFF && ((fold & WORDS_SIMPLIFIED) == 0 ||
	    d->simplified[c] == 0))
		return (c);
	/* Twice is enough: Ｃ → C → c; 門 in a circle → 門 → 门. */
	for (i = 0; i < 3; i++) {
		was = c;
		if (c >= DATA_CODES)
			return (c);
		if ((fold & WORDS_LOOKALIKE) != 0 && d->lookalike[c] != 0)
			c = d->lookalike[c];
		if ((fold & WORDS_WIDTH) != 0 && d->width[c] != 0)
			c = d->width[c];
		if ((fold & WORDS_SIMPLIFIED) != 0 && d->simplified[c] != 0)
			c = d->simplified[c];
		if ((fold & WORDS_CASE) != 0 && d->lower[c] != 0)
			c = d->lower[c];
		if (c == was)
			break;
	}
	return (c);
}
