/* The log: whole lines, cleaned, from a level up, through a rotation. */
#include "../unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"

static char path[4096], text[65536];

static const char *
log_text(const char *suffix)
{
	char file[4200];
	FILE *f;
	size_t n;

	snprintf(file, sizeof(file), "%s%s", path, suffix);
	if ((f = fopen(file, "r")) == NULL)
		return (NULL);
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	return (text);
}

static enum err
log_begin(enum log_level min)
{
	struct fault f;

	log_close();
	snprintf(path, sizeof(path), "%s/log", unit_folder());
	unlink(path);
	return (log_open(path, min, &f));
}

TEST(lines_below_the_level_are_dropped)
{
	CHECK_INT(log_begin(LEVEL_NOTICE), ERR_OK);
	log_line(LEVEL_INFO, "one");
	log_notice("two %d", 2);
	CHECK_TEXT(log_text(""), "");
	log_flush();
	CHECK(strstr(log_text(""), "one") == NULL);
	CHECK(strstr(log_text(""), "Z notice two 2\n") != NULL);
}

TEST(what_would_forge_a_line_becomes_blanks)
{
	CHECK_INT(log_begin(LEVEL_INFO), ERR_OK);
	log_line(LEVEL_INFO, "a\nb\r\x1b[0m中");
	log_flush();
	CHECK(strstr(log_text(""), " info a b  [0m中\n") != NULL);
}

TEST(a_long_text_is_cut_at_a_character)
{
	char long_text[3 * LOG_LINE_MAX] = "";
	int i;

	for (i = 0; i < LOG_LINE_MAX / 2; i++)
		memcpy(long_text + 3 * i, "中", 4);
	CHECK_INT(log_begin(LEVEL_INFO), ERR_OK);
	log_line(LEVEL_INFO, "%s", long_text);
	log_flush();
	CHECK(strlen(log_text("")) <= LOG_LINE_MAX);
	CHECK(strcmp(text + strlen(text) - 4, "中\n") == 0);
}

TEST(a_renamed_file_is_begun_anew)
{
	char old[4200];

	CHECK_INT(log_begin(LEVEL_INFO), ERR_OK);
	log_notice("before");
	log_flush();
	snprintf(old, sizeof(old), "%s.1", path);
	CHECK(rename(path, old) == 0);
	log_notice("after");
	log_flush();
	CHECK(strstr(log_text(".1"), "before") != NULL);
	CHECK(strstr(text, "after") == NULL);
	CHECK(strstr(log_text(""), "after") != NULL);
}

TEST(a_folder_that_is_not_there_is_told)
{
	struct fault f;

	log_close();
	CHECK_INT(log_open("/nonexistent/log", LEVEL_INFO, &f), ERR_INTERNAL);
	CHECK_TEXT(f.name, "log.open");
}

TEST(levels_have_names)
{
	CHECK_INT(log_level_find("warning", LEVEL_INFO), LEVEL_WARNING);
	CHECK_INT(log_level_find("loud", LEVEL_INFO), LEVEL_INFO);
	CHECK_INT(log_level_find(NULL, LEVEL_ERROR), LEVEL_ERROR);
	CHECK_TEXT(log_level_name(LEVEL_DEBUG), "debug");
}
