/* What the files search*.c share. */
#ifndef CMS_SEARCH_INSIDE_H
#define CMS_SEARCH_INSIDE_H

#include "cms/search.h"

/* ---- texts (search_text.c) */

/* A row of `live` as the index sees it. */
struct search_text {
	int64_t	column, published_at;
	const char *type, *title;
	struct buf names;	/* of the filters: column and type */
	struct buf title_text;	/* with how it is read */
	struct buf text;	/* title and all fields that are read */
	struct buf files;	/* title and texts of attachments */
	struct json *hashes;	/* of those attachments */
};

#define SEARCH_SOUND "\x04"	/* before a syllable of a title */
#define SEARCH_INITIALS "\x05"	/* before two initials */

#define SEARCH_TITLE "\x03"	/* before the sum of a whole title */

struct search_words;

/* Whole titles, as an expression: as they were typed, or (`bare`) their
 * letters and characters alone, with the state's name in front or without. */
const char *search_title_named(struct arena *a, const struct search_words *w,
    bool bare);

/* Appends what people read of an entry's content but its title. */
void search_compose(const struct json *content, struct buf *out);

/* The live text of an entry; `found` false where it isn't live.  `hashes`
 * (NULL: all of the entry's attachments that have a text) chooses files. */
enum err search_text_read(struct site *site, struct arena *a, int64_t entry,
    const struct json *hashes, struct search_text *out, bool *found,
    struct fault *f);
void search_text_cleanup(struct search_text *t);

int64_t search_sum(const struct buf *b);

/* The text of the file with that hash, NULL where there is none. */
enum err search_file_text(struct site *site, struct arena *a,
    const char *hash, const char **text, struct fault *f);

/* ---- words (search_words.c) */

/* What stands in quotes is meant exactly so: its words have no synonyms, and
 * where they are several, or signs stand between, the whole is a phrase. */
struct search_words {
	const char	*q, *simple;	/* as typed; simplified, or the same */
	const char	*word[SEARCH_WORDS_MAX];	/* folded */
	bool		 exact[SEARCH_WORDS_MAX];	/* in quotes */
	bool		 inside[SEARCH_WORDS_MAX];	/* and in a phrase */
	size_t		 count;
	const char	*phrase[SEARCH_WORDS_MAX];	/* folded */
	size_t		 phrases;
	bool		 cut;		/* the query was longer */
};

void search_words_read(struct arena *a, const char *q,
    struct search_words *out);
/* Several words as one; NULL where that says nothing: for one word, in quotes,
 * and where Latin words would grow together. */
const char *search_words_joined(struct arena *a,
    const struct search_words *w);
bool search_word_latin(const char *word);
/* As many characters as there are in valid text. */
size_t search_length(const char *word);

enum search_kind {
	SEARCH_WORD,	/* Latin words as words */
	SEARCH_PART,	/* and as parts of words */
	SEARCH_SYNONYM	/* or a synonym of each */
};

enum search_table { SEARCH_TITLES, SEARCH_TEXTS, SEARCH_FILES };

/* Appends the words as FTS5's expression, with what joins them. */
struct search_question {
	enum search_table table;
	enum search_kind kind;
	const char	*join;		/* " AND ", " OR " */
};
void search_expression(struct buf *out, const struct search_words *w,
    const struct search_question *q, const struct json *synonyms);

/* ---- synonyms (search_synonyms.c) */

/* Those of the words, the site's and the core's: [["a", "b"], …], folded. */
enum err search_synonyms(struct site *site, struct arena *a,
    const struct search_words *w, struct json **out, struct fault *f);

/* ---- what is found (search_find.c) */

struct search_filter {
	const char	*names;	/* expression, "" for none */
	int64_t		low, high;	/* of search_doc.id */
	size_t		enough;	/* rows below `behind` where there are many; */
	int64_t		behind;	/* 0: it takes all */
};

struct search_ids {
	int64_t	*id;		/* falling */
	size_t	 count;
	bool	 more;		/* there may be others */
};

/* The newest at most `max` rows that the expression and the filter let
 * through. */
enum err search_ids(struct site *site, struct arena *a,
    enum search_table table, const char *expression,
    const struct search_filter *filter, size_t max, struct search_ids *out,
    struct fault *f);

/* whole titles (2); titles with the phrase, with the words, texts so;
 * synonyms (2); files; parts of Latin words in titles, texts, files */
#define SEARCH_RANKS 12

/* What was found, in the order in which it is shown. */
struct search_found {
	struct site		*site;
	struct arena		*arena;
	struct fault		*fault;
	struct search_words	 words;
	struct search_filter	 filter;
	struct json		*synonyms;
	struct search_ids	 rank[SEARCH_RANKS];	/* each without the ones before */
	enum search_table	 table[SEARCH_RANKS];
	size_t			 ranks, total;
	bool			 all_words[SEARCH_RANKS];	/* must be there */
	bool			 more, ended;	/* in a rank that may have more */
	bool			 relaxed;	/* the words are pieces */
	size_t			 read;	/* texts, for phrases */
	size_t			 limit;	/* of the page, */
	int64_t			 after_rank, after;	/* and its cursor */
};

/* ---- its ranks (search_ranks.c) */

/* All that has the words. */
enum err search_strict(struct search_found *s);
/* What has pieces of them, which take the words' place. */
enum err search_relaxed(struct search_found *s);

/* ---- pages of it (search_page.c) */

/* Reads what page is asked for, and whether of the relaxed search; ERR_INPUT
 * "search.cursor". */
enum err search_page_read(struct search_found *s,
    const struct search_query *q);

/* Has the row all phrases, and as they were typed?  One that is gone hasn't. */
enum err search_phrases_there(const struct search_found *s,
    enum search_table table, int64_t id, bool *there);

/* Puts `results` and `next` into the answer; total gets right. */
enum err search_page_make(struct search_found *s, struct json *out);

/* The summary of what is live; NULL where it isn't. */
enum err search_summary(struct site *site, struct arena *a, int64_t entry,
    struct json **out, struct fault *f);

/* ---- columns (search_column.c) */

/* [{title, url}]: some columns in whose titles all the words are. */
enum err search_columns(struct site *site, struct arena *a,
    const struct search_words *w, struct json **out, struct fault *f);

/* ---- merging (search_merge.c) */

/* What search_merge_soon() asked for; in transactions of its own. */
enum err search_merge_work(struct site *site, int64_t now, struct fault *f);
/* All of it at once. */
enum err search_merge(struct site *site, struct fault *f);

/* ---- marked texts (search_mark.c) */

struct search_marks {
	const struct json *words;
	size_t		 skip;	/* bytes that aren't shown */
	size_t		 max;	/* characters that are shown, about */
	size_t		 needed, missing; /* of the first words, those that
					   * aren't there: an answer */
};

/* How many of the first `needed` words aren't in the text. */
size_t search_missing(struct arena *a, const char *text, size_t length,
    const struct json *words, size_t needed);

/* [{text, mark}]: the text around the first of the words, on one line, with
 * "…" where something is left out; the beginning where none is there. */
struct json *search_mark(struct arena *a, const char *text, size_t length,
    struct search_marks *m);

/* ---- pinyin (search_near.c) */

/* Cuts "dangjian" into syllables, the longest first; steps back where the rest
 * can't be cut.  0: it is no pinyin. */
size_t search_syllables(struct arena *a, const char *letters,
    const char **out, size_t room);

/* Pinyin that is nearly that: as it is heard, or (`typed`) as fingers miss it.
 * How many there are, the likeliest first. */
size_t search_near(struct arena *a, const char *letters, bool typed,
    const char **out, size_t room);

/* ---- titles as they are read (search_spoken.c) */

#define SEARCH_SPOKEN_MAX 200	/* characters */

/* A title as characters, each with its syllable ("" for none). */
struct search_spoken {
	uint32_t	 c[SEARCH_SPOKEN_MAX];
	const char	*sound[SEARCH_SPOKEN_MAX];
	const char	*at[SEARCH_SPOKEN_MAX + 1];
	size_t		 count;
};

void search_speak(struct arena *a, const char *title,
    struct search_spoken *out);
/* The title and tags of that row; without characters where it is gone. */
enum err search_title_spoken(struct site *site, struct arena *a, int64_t id,
    struct search_spoken *out, struct fault *f);
const char *search_spoken_piece(struct arena *a,
    const struct search_spoken *t, size_t from, size_t count);
/* The piece that is read like the syllables; NULL. */
const char *search_sounds_like(struct arena *a, const struct search_spoken *t,
    const char *const *syllables, size_t count);

/* What titles propose: of the lowest kind what most of them have. */
#define SEARCH_VOTES 16
#define SEARCH_GUESSED 60	/* titles that are asked, the newest */
#define SEARCH_NEWEST 20000	/* entries that are asked where it takes long */

struct search_votes {
	const char	*text[SEARCH_VOTES];
	int		 kind[SEARCH_VOTES], votes[SEARCH_VOTES];
	size_t		 count;
};

/* NULL proposes nothing, and is what nothing but that gives. */
void search_vote(struct search_votes *v, const char *text, int kind);
const char *search_voted(const struct search_votes *v);

/* ---- titles that look like the query (search_shape.c) */

/* What was probably meant with a word of three characters or more. */
enum err search_guess_shape(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f);

/* ---- guesses (search_guess.c) */

/* What was probably meant, NULL: no idea. */
enum err search_guess(struct site *site, struct arena *a,
    const struct search_words *w, const struct search_filter *filter,
    const char **out, struct fault *f);

/* ---- pieces (search_piece.c) */

/* Does any title, or text, have it? */
enum err search_piece_there(struct site *site, struct arena *a,
    enum search_table table, const char *piece,
    const struct search_filter *filter, bool *there, struct fault *f);
/* Those pieces of the words that are in titles, or texts, when the whole
 * isn't: from left to right the longest each time. */
enum err search_pieces(struct site *site, struct arena *a,
    const struct search_words *w, enum search_table table,
    const struct search_filter *filter, struct search_words *out,
    struct fault *f);

#endif
