/* Sites: their row in hub.db, their hosts, their folder, their settings. */
#ifndef CMS_SITE_H
#define CMS_SITE_H

#include "cms/cms.h"

#define SITE_NAME_MAX 40	/* [a-z0-9-] */
#define SITE_HOSTS_MAX 20

/* Makes SITES/NAME/data (0700) with site.db and its first settings, and the
 * site's row.  `hosts` is an array of texts, the first one being what links
 * name; `settings` (may be NULL) is an object, "title" in it.  A folder that
 * holds data already is left alone: ERR_CONFLICT "site.exists". */
enum err site_create(struct call *c, const char *name,
    const struct json *hosts, const struct json *settings, struct site **out);

/* Takes the whole folder `from`, on the same disk, as SITES/NAME, with a row
 * and these hosts.  It has a file data/.restoring, which goes last: a folder
 * that has one and no row is left of an adoption that was killed, and gives
 * way.  ERR_CONFLICT "restore.exists", "site.host_taken". */
enum err site_adopt(struct call *c, const char *name,
    const struct json *hosts, const char *from);
#define SITE_RESTORING "data/.restoring"

/* Takes the site's row, hosts and grants away, then its folder: what belongs to
 * a site of it; *left: something else stays.  Nobody may use the site. */
enum err site_remove(struct call *c, const char *name, bool *left);

/* [a-z0-9-], not empty, at most SITE_NAME_MAX. */
bool site_name_valid(const char *name);

/* Replaces the site's hosts, inside a transaction of the hub. */
enum err site_hosts_write(struct cms *cms, int64_t site,
    const struct json *hosts, struct fault *f);

/* {id, name, title, host, hosts, profile, theme, lang, plugins, settings: {…}}
 * as templates and the desk see a site. */
enum err site_view(struct site *site, struct arena *a, struct json **out,
    struct fault *f);

/* All sites: [{id, name, host, created_at}], by name. */
enum err site_rows(struct cms *cms, struct arena *a, struct json **out,
    struct fault *f);

/* Lower case and without port; false for what can't be a host. */
bool site_host_valid(const char *host);

#endif
