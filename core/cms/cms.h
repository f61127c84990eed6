/*
 * The opened world of one lane, command or clerk: hub.db and the sites'
 * databases, opened when first needed.  Belongs to one thread.
 */
#ifndef CMS_CMS_H
#define CMS_CMS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "base/json.h"
#include "cms/upload.h"
#include "store/db.h"

struct actor;
struct event_note;
struct permission;
struct calendar;
struct cms;

struct site {
	int64_t		id;
	const char	*name;
	const char	*folder;	/* SITES/NAME */
	struct db	*db;		/* this lane's connection */
	struct cms	*cms;
	bool		live_changed;	/* raise the generation at commit */
	bool		index_later;	/* the clerk indexes what is published */
	struct event_note *notes;	/* see event.h */
	bool		bulk;		/* acts are parts of one transaction */
	bool		index_last;	/* … which ends with the index */
	struct calendar	*calendar;	/* see workdays.h; NULL: not read */
	int64_t		raised;		/* by site_raise_soon(), a second */
};

/* The context of one act.  Everything is borrowed until the act returns. */
struct call {
	struct cms		*cms;
	struct site		*site;		/* NULL: an act on the hub alone */
	const struct actor	*actor;		/* NULL: a visitor */
	struct arena		*arena;		/* results live here */
	struct fault		*fault;
	const struct upload	*uploads;
	size_t			upload_count;
	const char		*role;	/* by which the last check passed */
	bool			looking; /* a preview: plugins write nothing */
	const char		*host;	/* that was asked; NULL: none, a command */
};

/* `sites`: the folder of hub.db; `root`: of core/migrations, types, lang.
 * DB_WRITE creates and migrates; DB_READ only checks. */
enum err cms_open(struct cms **out, const char *root, const char *sites,
    enum db_mode mode, struct fault *f);
void cms_close(struct cms *cms);

struct db *cms_hub(struct cms *cms);
enum db_mode cms_mode(const struct cms *cms);
/* The registry of content types; see type.h. */
struct types *cms_types(struct cms *cms);
/* Where permission_plugin.c keeps what plugins added. */
struct permission **cms_permissions(struct cms *cms);
/* Plugins out of use; see quarantine.h. */
struct quarantine *cms_quarantine(struct cms *cms);
/* The installation's own key; see secret.h. */
const unsigned char *cms_secret(const struct cms *cms);
const char *cms_root(const struct cms *cms);
const char *cms_sites(const struct cms *cms);

/* An opened site; owned by `cms`.  ERR_NOT_FOUND "site.unknown". */
enum err cms_site(struct cms *cms, const char *name, struct site **out,
    struct fault *f);
/* By host (lower case, no port); a single site answers to any host.  And the
 * host by which links name the site, until the next call; NULL: it has none. */
const char *cms_site_host(struct cms *cms, const char *name);
enum err cms_site_by_host(struct cms *cms, const char *host,
    struct site **out, struct fault *f);

/* Generation counters, shared by all processes that use the same folder of
 * sites through the mapped file SITES/.generation.  Raised after the COMMIT of
 * whatever public pages show; read before rendering. */
uint64_t site_generation(const struct site *site);
void site_raise(struct site *site);
/* For what strangers write as often as they like (a plugin's counters): at
 * once where the last time is more than a second ago, else pages made in this
 * very second may be shown till it ends. */
void site_raise_soon(struct site *site);
/* Is what was made at `from` in the second `made` good now, the generation
 * being `to`? */
bool generation_holds(uint64_t from, int64_t made, uint64_t to, int64_t now);
/* The same for hub.db: hosts, people, policy.  Raised after its COMMIT. */
uint64_t cms_generation(const struct cms *cms);
void cms_raise(struct cms *cms);

/* A write transaction on the site's database.  site_commit() raises the
 * generation when live_changed was set; site_rollback() forgets. */
enum err site_begin(struct site *site, struct fault *f);
enum err site_commit(struct site *site, struct fault *f);
void site_rollback(struct site *site);

/* Many acts in one transaction, for imports: each act is still all or nothing,
 * and all of them reach the disk with site_bulk_commit().  Other writers wait
 * meanwhile, plugins' own connections among them. */
enum err site_bulk_begin(struct site *site, struct fault *f);
enum err site_bulk_commit(struct site *site, struct fault *f);
void site_bulk_rollback(struct site *site);

#endif
