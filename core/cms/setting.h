/*
 * Settings: policy of the house (numbers in hub.db) and settings of a site
 * (JSON in site.db).  Both are tables of rules with defaults; what isn't
 * stored has its default.
 */
#ifndef CMS_SETTING_H
#define CMS_SETTING_H

#include "cms/cms.h"

enum policy {
	POLICY_PASSWORD_LENGTH,		/* characters */
	POLICY_PASSWORD_KINDS,		/* of lower, upper, digit, other */
	POLICY_PASSWORD_HISTORY,	/* past passwords that can't come back */
	POLICY_PASSWORD_DAYS,		/* until one must be changed; 0: never */
	POLICY_PASSWORD_COST,		/* of yescrypt; tests use 1 */
	POLICY_LOCK_FAILURES,
	POLICY_LOCK_MINUTES,
	POLICY_SESSION_IDLE_MINUTES,	/* browser sessions */
	POLICY_SESSION_HOURS,		/* longest life of a browser session */
	POLICY_TOKEN_HOURS,		/* longest life of a bearer token */
	POLICY_WORKFLOW_STEPS_MIN,	/* that any review has at least */
	POLICY_MEDIA_PICTURE_MB,	/* the largest upload of each kind */
	POLICY_MEDIA_AUDIO_MB,
	POLICY_MEDIA_VIDEO_MB,
	POLICY_MEDIA_DOCUMENT_MB,
	POLICY_MEDIA_MEGAPIXELS,	/* width times height of a picture */
	POLICY_COUNT
};

/* The value in force; the default where it can't be read. */
int64_t policy(struct cms *cms, enum policy p);

/* A setting of the site, or its default, or NULL for an unknown name. */
enum err setting_read(struct site *site, struct arena *a, const char *name,
    struct json **out, struct fault *f);

/* Checks `value` (null: back to the default) against the rule of its name and
 * stores it, inside the caller's transaction.  Names "plugin.…" have no rule:
 * their plugin has checked them. */
enum err setting_write(struct site *site, const char *name,
    const struct json *value, struct fault *f);

/* All settings that have a rule, as an object. */
enum err setting_all(struct site *site, struct arena *a, struct json **out,
    struct fault *f);

/* Is there a rule for a setting of this name? */
bool setting_known(const char *name);

#endif
