/*
 * A root of its own for tests of templates and plugins: theme "plain", folder
 * plugins/, the project's lua/; beside it the small house of ../cms/world.h.
 *	stage_file(&st, "themes/plain/templates/x.html", "…")
 */
#ifndef TEST_STAGE_H
#define TEST_STAGE_H

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../cms/world.h"
#include "script/script.h"

struct stage {
	struct world	w;
	struct script	*script;
	char		root[400];
	struct buf	out;
	struct fault	fault;
};

/* Each file is younger than the one before, which the file system's clock might
 * be too coarse to tell. */
static inline void
stage_file(struct stage *st, const char *name, const char *text)
{
	static time_t files;
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT },
		{ .tv_sec = time(NULL) + ++files } };
	char path[800], *slash;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", st->root, name);
	for (slash = path + strlen(st->root) + 1;
	    (slash = strchr(slash, '/')) != NULL; slash++) {
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
	}
	file = fopen(path, "w");
	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
	    utimensat(AT_FDCWD, path, times, 0) != 0) {
		perror(path);
		exit(2);
	}
}

static inline void
stage_link(struct stage *st, const char *name)
{
	char from[900], to[900], *real;

	snprintf(from, sizeof(from), "%s/%s", world_root(), name);
	snprintf(to, sizeof(to), "%s/%s", st->root, name);
	if ((real = realpath(from, NULL)) == NULL || symlink(real, to) != 0) {
		perror(from);
		exit(2);
	}
	free(real);
}

static inline bool
stage_open(struct stage *st)
{
	static int count;

	memset(st, 0, sizeof(*st));
	if (!world_open(&st->w))
		return (false);
	snprintf(st->root, sizeof(st->root), "%s/root-%d", unit_folder(),
	    ++count);
	if (mkdir(st->root, 0700) != 0)
		return (false);
	stage_link(st, "lua");
	stage_file(st, "themes/plain/theme.lua",
	    "return { name = 'plain', title = 'plain' }");
	if (ACT(&st->w, &st->w.root, "site.update", "{'theme':'base'}") !=
	    ERR_OK)
		return (false);
	stage_file(st, "themes/base/theme.lua",
	    "return { name = 'base', title = 'b', parent = 'plain' }");
	if (script_alloc(&st->script, st->w.cms, st->root, &st->fault) !=
	    ERR_OK)
		return (false);
	script_development(st->script, true);
	return (true);
}

static inline void
stage_close(struct stage *st)
{
	script_free(st->script);
	buf_cleanup(&st->out);
	world_close(&st->w);
}

/* Parses JSON with single quotes; NULL stays NULL. */
static inline struct json *
stage_json(struct stage *st, const char *text)
{
	char *copy, *p;
	struct json *v = NULL;

	if (text == NULL)
		return (NULL);
	copy = arena_text(st->w.arena, text);
	for (p = copy; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	if (json_parse(st->w.arena, copy, strlen(copy), &v, NULL) != ERR_OK) {
		fprintf(stderr, "bad JSON in a test: %s\n", text);
		exit(2);
	}
	return (v);
}

static inline enum err
stage_render(struct stage *st, const char *template, const char *view)
{
	buf_reset(&st->out);
	memset(&st->fault, 0, sizeof(st->fault));
	return (script_render(st->script, st->w.site, template,
	    stage_json(st, view), stage_json(st, "{'lang':'zh','path':'/'}"),
	    &st->out, &st->fault));
}

#endif
