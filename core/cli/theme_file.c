/* The files of a theme, each as what it is by its place and ending; see
 * theme.h. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/theme.h"

#define FILE_MAX (2 * 1024 * 1024)
#define DEPTH_MAX 6

char *
theme_file_text(struct theme_check *t, const char *file, size_t *length)
{
	int fd = open(arena_printf(t->arena, "%s/%s", t->cli->root, file),
	    O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	char *text = NULL;
	size_t got = 0;
	ssize_t n;

	if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size <= FILE_MAX) {
		text = arena_get(t->arena, (size_t)st.st_size + 1);
		while (got < (size_t)st.st_size && (n = read(fd, text + got,
		    (size_t)st.st_size - got)) > 0)
			got += (size_t)n;
		text[got] = '\0';
	}
	if (fd != -1)
		close(fd);
	if (length != NULL)
		*length = got;
	return (text);
}

static bool
ends(const char *name, const char *ending)
{
	size_t n = strlen(name), m = strlen(ending);

	return (n > m && strcmp(name + n - m, ending) == 0);
}

static bool
ends_in(const char *name, const char *const *endings, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (ends(name, endings[i]))
			return (true);
	return (false);
}

/* The line of the first byte that is no text's; 0: all is text. */
static int
line_of_wrong(const char *text, size_t length)
{
	size_t i, from = 0;
	int line = 1;

	for (i = 0; i <= length; i++) {
		if (i < length && text[i] == '\0')
			return (line);
		if (i < length && text[i] != '\n')
			continue;
		if (!utf8_valid(text + from, i - from))
			return (line);
		from = i + 1;
		line++;
	}
	return (0);
}

static void
template_check(struct theme_check *t, const char *file, char *text)
{
	struct fault f = { .err = ERR_OK };

	if (script_template_check(t->script, arena_printf(t->arena, "%s/%s",
	    t->cli->root, file), file, &f) != ERR_OK)
		theme_found_in(t, file, f.detail);
	theme_text_template(t, file, text);
}

static void
text_check(struct theme_check *t, const char *file)
{
	size_t length;
	char *text = theme_file_text(t, file, &length);
	int line;

	if (text == NULL) {
		theme_found(t, file, 0, "can't be read, or is larger than"
		    " %d MB", FILE_MAX / 1024 / 1024);
		return;
	}
	if ((line = line_of_wrong(text, length)) != 0)
		theme_found(t, file, line, "no UTF-8");
	else if (strncmp(text, "\xef\xbb\xbf", 3) == 0)
		theme_found(t, file, 1, "begins with a byte order mark: save"
		    " it as UTF-8 without BOM");
	if (ends(file, ".html"))
		template_check(t, file, text);
	else if (ends(file, ".css"))
		theme_text_css(t, file, text);
	else if (ends(file, ".js") || ends(file, ".mjs"))
		theme_text_js(t, file, text);
	else if (ends(file, ".svg"))
		theme_text_svg(t, file, text);
}

/* What is read, by the folder that it is in: a part of its path. */
static const char *
place_wrong(const char *part, const char *name)
{
	static const char *const served[] = { ".css", ".js", ".mjs", ".json",
	    ".svg", ".png", ".jpg", ".gif", ".webp", ".ico", ".woff2",
	    ".txt" };
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

	if (strncmp(part, "templates/", 10) == 0)
		return (!ends(name, ".html") || name[n] != '\0' ?
		    "no template has such a name: letters, digits, _ and -,"
		    " then .html" : NULL);
	if (strncmp(part, "static/", 7) == 0)
		return (!ends_in(name, served, sizeof(served) /
		    sizeof(served[0])) || name[n] != '\0' ? "no file of this"
		    " name or kind is given to visitors" : NULL);
	if (strncmp(part, "lang/", 5) == 0)
		return (strcmp(name, "zh.lang") != 0 &&
		    strcmp(name, "en.lang") != 0 ? "nothing reads it: zh.lang"
		    " and en.lang are read" : NULL);
	return (strcmp(part, "theme.lua") == 0 || ends(name, ".md") ? NULL :
	    "nothing reads it: templates/, static/ and lang/ are read");
}

static void folder_check(struct theme_check *t, const char *folder,
    size_t prefix, int depth);

static void
file_check(struct theme_check *t, const char *file, size_t prefix, int depth)
{
	const char *part = file + prefix, *name = strrchr(file, '/') + 1;
	const char *path = arena_printf(t->arena, "%s/%s", t->cli->root, file);
	const char *wrong;
	struct stat st;
	bool top = strchr(part, '/') == NULL;
	bool folder = top && (strcmp(part, "templates") == 0 ||
	    strcmp(part, "static") == 0 || strcmp(part, "lang") == 0);

	if (lstat(path, &st) != 0)
		theme_found(t, file, 0, "can't be read");
	else if (S_ISLNK(st.st_mode))
		theme_found(t, file, 0, "a link: links aren't followed to"
		    " files for visitors; put the file itself here");
	else if (S_ISDIR(st.st_mode) && (top ? !folder :
	    strchr(name, '.') != NULL))
		theme_found(t, file, 0, "a folder where a file is wanted, or"
		    " that nothing reads");
	else if (S_ISDIR(st.st_mode) && depth > 0)
		folder_check(t, file, prefix, depth - 1);
	else if (S_ISDIR(st.st_mode))
		theme_found(t, file, 0, "too many folders in each other");
	else if (!S_ISREG(st.st_mode) || folder)
		theme_found(t, file, 0, folder ? "a file where a folder is"
		    " wanted" : "no file");
	else if ((wrong = place_wrong(part, name)) != NULL)
		theme_found(t, file, 0, "%s", wrong);
	else if ((st.st_mode & S_IRUSR) == 0 || access(path, R_OK) != 0)
		theme_found(t, file, 0, "can't be read by its owner, as whom"
		    " the server runs");
	else if (strcmp(part, "theme.lua") != 0 && !ends(name, ".png") &&
	    !ends(name, ".jpg") && !ends(name, ".gif") &&
	    !ends(name, ".webp") && !ends(name, ".ico") &&
	    !ends(name, ".woff2") && !ends(name, ".lang"))
		text_check(t, file);
}

static int
shown_name(const struct dirent *d)
{
	return (d->d_name[0] != '.');
}

static void
folder_check(struct theme_check *t, const char *folder, size_t prefix,
    int depth)
{
	struct dirent **names = NULL;
	int i, n;

	n = scandir(arena_printf(t->arena, "%s/%s", t->cli->root, folder),
	    &names, shown_name, alphasort);
	for (i = 0; i < n; i++) {
		file_check(t, arena_printf(t->arena, "%s/%s", folder,
		    names[i]->d_name), prefix, depth);
		free(names[i]);
	}
	free((void *)names);
}

void
theme_files(struct theme_check *t)
{
	const char *folder = arena_printf(t->arena, "themes/%s", t->name);

	folder_check(t, folder, strlen(folder) + 1, DEPTH_MAX);
}
