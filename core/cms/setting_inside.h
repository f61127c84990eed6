/*
 * What setting.c and setting_check.c share: the rule of each setting.
 */
#ifndef CMS_SETTING_INSIDE_H
#define CMS_SETTING_INSIDE_H

#include "cms/setting.h"

enum kind {
	KIND_TITLE,	/* a line that isn't blank */
	KIND_LINE,
	KIND_LINK,	/* http(s) address or a path of the site, or none */
	KIND_MAIL,	/* or none */
	KIND_TEXT,	/* may have line breaks */
	KIND_PICTURE,	/* hash of a picture of the site, or none */
	KIND_CODE,	/* digits, exactly `max` of them, or none */
	KIND_CHOICE,	/* one of the words in `choices` */
	KIND_NAME,	/* of a folder under `choices` in the root */
	KIND_NAMES,	/* a list of such */
	KIND_ROWS,	/* a list of objects with members named in `choices` */
	KIND_BOOL,
	KIND_TIME,	/* "2026-04-28 09:30", or none */
	KIND_COUNT	/* an integer from 0 to `max` */
};

struct rule {
	const char	*name;
	enum kind	kind;
	size_t		max;		/* characters */
	const char	*otherwise;
	const char	*choices;
};

/* May the setting have this value?  Not null: that is the default. */
enum err setting_check(struct site *site, const struct rule *rule,
    const struct json *v, struct fault *f);

#endif
