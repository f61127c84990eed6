/*
 * `mingchuang theme check`: what is wrong with a theme, a line for each
 * finding, "FILE:LINE: what"; what is found on many pages is told of one.  theme.c
 * reads the manifest, theme_lang.c the texts, theme_file.c walks the files,
 * theme_text.c looks at their lines, theme_markup.c at tags, theme_colour.c at
 * the tokens of theme.css, theme_page.c renders pages with
 * sample entries, theme_whole.c looks at them.
 */
#ifndef CLI_THEME_H
#define CLI_THEME_H

#include "base/lang.h"
#include "cli/main.h"
#include "script/script.h"

#define THEME_CHAIN_MAX 8

struct seen {
	struct seen	*next;
	const char	*what;
};

struct theme_check {
	const struct cli *cli;
	struct arena	*arena;
	struct script	*script;
	const char	*name;
	const char	*chain[THEME_CHAIN_MAX];	/* the theme, its parent, … */
	int		 chain_count;
	struct lang	*texts[2];			/* zh, en */
	int		 found;
	struct seen	*seen;				/* on pages */
	int		 again;				/* the same on others */
};

/* Prints a finding; line 0: of the whole file; `file` from the root. */
void theme_found(struct theme_check *t, const char *file, int line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A finding that says itself where: "FILE:LINE: what", or "what". */
void theme_found_in(struct theme_check *t, const char *file,
    const char *detail);

/* Is there themes/T/KIND/NAME for a T of the chain, or the plugin's? */
bool theme_has(const struct theme_check *t, const char *kind,
    const char *name, const char *ending);

/* theme_lang.c */
void theme_texts_read(struct theme_check *t);

/* theme_file.c: the whole file, ended by NUL, and its length unless NULL; NULL
 * where it can't be read or is too large. */
char *theme_file_text(struct theme_check *t, const char *file,
    size_t *length);
void theme_files(struct theme_check *t);

/* theme_markup.c; page: a whole one, as it is sent. */
void theme_markup(struct theme_check *t, const char *file, const char *text,
    bool page);

/* theme_text.c; `text` is the whole file. */
void theme_text_template(struct theme_check *t, const char *file, char *text);
void theme_text_css(struct theme_check *t, const char *file,
    const char *text);
void theme_text_js(struct theme_check *t, const char *file, const char *text);
void theme_text_svg(struct theme_check *t, const char *file,
    const char *text);

/* theme_colour.c */
void theme_colours(struct theme_check *t, const char *file, const char *text);

/* theme_whole.c: what every page needs, whatever its theme; among it what the
 * foot says of the site, of which the sample site has: {setting, text}. */
struct theme_statement {
	const char	*setting, *text;
};
extern const struct theme_statement theme_statements[];	/* to a NULL */
void theme_whole(struct theme_check *t, const char *page, const char *body);

/* theme_page.c */
enum err theme_pages(struct theme_check *t, struct fault *f);

#endif
