/*
 * `mingchuang theme check`: what is wrong with a theme, a line for each
 * finding, "FILE:LINE: what".  theme.c reads the manifest and walks the files,
 * theme_text.c looks at their lines, theme_colour.c at the tokens of
 * theme.css, theme_page.c at pages rendered with sample entries.
 */
#ifndef CLI_THEME_H
#define CLI_THEME_H

#include "base/lang.h"
#include "cli/main.h"
#include "script/script.h"

#define THEME_CHAIN_MAX 8

struct theme_check {
	const struct cli *cli;
	struct arena	*arena;
	struct script	*script;
	const char	*name;
	const char	*chain[THEME_CHAIN_MAX];	/* the theme, its parent, … */
	int		 chain_count;
	struct lang	*texts[2];			/* zh, en */
	int		 found;
};

/* Prints a finding; line 0: of the whole file; `file` from the root. */
void theme_found(struct theme_check *t, const char *file, int line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Is there themes/T/KIND/NAME for a T of the chain, or the plugin's? */
bool theme_has(const struct theme_check *t, const char *kind,
    const char *name, const char *ending);

/* theme_text.c; `text` is the whole file. */
void theme_text_template(struct theme_check *t, const char *file, char *text);
void theme_text_css(struct theme_check *t, const char *file,
    const char *text);
void theme_text_js(struct theme_check *t, const char *file, const char *text);
void theme_text_svg(struct theme_check *t, const char *file,
    const char *text);

/* theme_colour.c */
void theme_colours(struct theme_check *t, const char *file, const char *text);

/* theme_page.c */
enum err theme_pages(struct theme_check *t, struct fault *f);

#endif
