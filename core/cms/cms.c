/*
 * The opened world: see cms.h.  The file of generation counters is a page of
 * 64-bit numbers that all processes map: the first is hub.db's, the others
 * belong to sites.  Sites that share one (there are more than 1,023) only
 * render some pages once too often.
 */
#include "cms/cms.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/time.h"
#include "cms/event.h"
#include "cms/host.h"
#include "cms/permission.h"
#include "cms/plugin.h"
#include "cms/quarantine.h"
#include "cms/secret.h"
#include "cms/type.h"

#define GENERATIONS 1024
#define GENERATION_BYTES (GENERATIONS * sizeof(uint64_t))

struct cms {
	char		*root, *sites;
	enum db_mode	mode;
	struct db	*hub;
	uint64_t	*generations;	/* mapped */
	struct quarantine *quarantine;
	unsigned char	secret[SECRET_BYTES];
	const struct plugin_source *plugins;
	const struct cms_listener *listener;
	struct permission *permissions;
	struct site	**opened;
	size_t		opened_count;
	struct hosts	*hosts;
	struct types	*types;
};

static enum err
generations_map(struct cms *cms, struct fault *f)
{
	char *path = NULL;
	struct stat st;
	void *map;
	int fd;

	if (asprintf(&path, "%s/.generation", cms->sites) < 0)
		abort();
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1 || fstat(fd, &st) == -1 ||
	    ((size_t)st.st_size < GENERATION_BYTES &&
	    ftruncate(fd, GENERATION_BYTES) == -1))
		map = MAP_FAILED;
	else
		map = mmap(NULL, GENERATION_BYTES, PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
	if (fd != -1)
		close(fd);
	free(path);
	if (map == MAP_FAILED)
		return (fault_set(f, ERR_INTERNAL, "cms.generation", NULL,
		    "%s/.generation: %s", cms->sites, strerror(errno)));
	cms->generations = map;
	return (ERR_OK);
}

/* Opens PATH and brings it to the schema of core/migrations/OWNER. */
static enum err
cms_database(struct cms *cms, const char *path, const char *owner,
    struct db **out, struct fault *f)
{
	char *dir = NULL;
	enum err e;

	if (asprintf(&dir, "%s/core/migrations/%s", cms->root, owner) < 0)
		abort();
	e = db_open(path, cms->mode, out, f);
	if (e == ERR_OK && cms->mode == DB_WRITE)
		e = db_migrate(*out, owner, dir, f);
	else if (e == ERR_OK)
		e = db_check(*out, owner, dir, f);
	if (e != ERR_OK) {
		db_close(*out);
		*out = NULL;
	}
	free(dir);
	return (e);
}

enum err
cms_open(struct cms **out, const char *root, const char *sites,
    enum db_mode mode, struct fault *f)
{
	struct cms *cms = must_alloc(sizeof(*cms));
	char *path = NULL;
	enum err e = ERR_OK;

	*out = NULL;
	memset(cms, 0, sizeof(*cms));
	cms->root = must_text(root);
	cms->sites = must_text(sites);
	cms->mode = mode;
	cms->hosts = hosts_alloc();
	cms->types = types_alloc();
	if (mode == DB_WRITE && mkdir(sites, 0700) == -1 && errno != EEXIST)
		e = fault_set(f, ERR_INTERNAL, "cms.folder", NULL, "%s: %s",
		    sites, strerror(errno));
	if (asprintf(&path, "%s/hub.db", sites) < 0)
		abort();
	if (e == ERR_OK)
		e = cms_database(cms, path, "hub", &cms->hub, f);
	if (e == ERR_OK)
		e = generations_map(cms, f);
	if (e == ERR_OK)
		e = quarantine_open(&cms->quarantine, sites, f);
	if (e == ERR_OK)
		e = secret_read(sites, cms->secret, f);
	free(path);
	if (e == ERR_OK)
		e = types_load_core(cms->types, root, f);
	if (e != ERR_OK) {
		cms_close(cms);
		return (e);
	}
	*out = cms;
	return (ERR_OK);
}

static void
site_close(struct site *site)
{
	event_forget(site);
	db_close(site->db);
	calendar_free(site->calendar);
	free((char *)site->name);
	free((char *)site->folder);
	free(site);
}

void
cms_close(struct cms *cms)
{
	size_t i;

	if (cms == NULL)
		return;
	for (i = 0; i < cms->opened_count; i++)
		site_close(cms->opened[i]);
	free(cms->opened);
	if (cms->generations != NULL)
		munmap(cms->generations, GENERATION_BYTES);
	quarantine_close(cms->quarantine);
	db_close(cms->hub);
	hosts_free(cms->hosts);
	types_free(cms->types);
	permission_drop(cms, NULL);
	free(cms->root);
	free(cms->sites);
	free(cms);
}

struct db *
cms_hub(struct cms *cms)
{
	return (cms->hub);
}

struct types *
cms_types(struct cms *cms)
{
	return (cms->types);
}

enum db_mode
cms_mode(const struct cms *cms)
{
	return (cms->mode);
}

struct quarantine *
cms_quarantine(struct cms *cms)
{
	return (cms->quarantine);
}

struct permission **
cms_permissions(struct cms *cms)
{
	return (&cms->permissions);
}

void
cms_listen(struct cms *cms, const struct cms_listener *l)
{
	cms->listener = l;
}

const struct cms_listener *
cms_listener(const struct cms *cms)
{
	return (cms->listener);
}

void
cms_set_plugins(struct cms *cms, const struct plugin_source *source)
{
	cms->plugins = source;
}

const struct plugin_source *
cms_plugins(const struct cms *cms)
{
	return (cms->plugins);
}

const unsigned char *
cms_secret(const struct cms *cms)
{
	return (cms->secret);
}

const char *
cms_root(const struct cms *cms)
{
	return (cms->root);
}

const char *
cms_sites(const struct cms *cms)
{
	return (cms->sites);
}

static enum err
site_open(struct cms *cms, int64_t id, const char *name, struct site **out,
    struct fault *f)
{
	struct site *site = must_alloc(sizeof(*site));
	char *folder = NULL, *path = NULL;
	enum err e;

	if (asprintf(&folder, "%s/%s", cms->sites, name) < 0 ||
	    asprintf(&path, "%s/data/site.db", folder) < 0)
		abort();
	memset(site, 0, sizeof(*site));
	site->id = id;
	site->name = must_text(name);
	site->folder = folder;
	site->cms = cms;
	e = cms_database(cms, path, "site", &site->db, f);
	free(path);
	if (e != ERR_OK) {
		site_close(site);
		return (e);
	}
	cms->opened = must_realloc(cms->opened,
	    (cms->opened_count + 1) * sizeof(struct site *));
	cms->opened[cms->opened_count++] = site;
	*out = site;
	return (ERR_OK);
}

enum err
cms_site(struct cms *cms, const char *name, struct site **out, struct fault *f)
{
	int64_t id = 0;
	enum err e;
	size_t i;

	*out = NULL;
	for (i = 0; i < cms->opened_count; i++)
		if (strcmp(cms->opened[i]->name, name) == 0) {
			*out = cms->opened[i];
			return (ERR_OK);
		}
	e = db_value(cms->hub, &id, f, "SELECT id FROM site WHERE name = :name",
	    DB_TEXT(":name", name));
	if (e != ERR_OK)
		return (e);
	if (id == 0)
		return (fault_set(f, ERR_NOT_FOUND, "site.unknown", NULL, "%s",
		    name));
	return (site_open(cms, id, name, out, f));
}

enum err
cms_site_by_host(struct cms *cms, const char *host, struct site **out,
    struct fault *f)
{
	struct host *found;
	enum err e;

	*out = NULL;
	e = hosts_read(cms->hosts, cms->hub, cms_generation(cms), f);
	if (e != ERR_OK)
		return (e);
	if ((found = hosts_find(cms->hosts, host)) == NULL)
		return (fault_set(f, ERR_NOT_FOUND, "site.unknown", NULL, "%s",
		    host));
	if (found->site == NULL)
		e = cms_site(cms, found->name, &found->site, f);
	*out = found->site;
	return (e);
}

const char *
cms_site_host(struct cms *cms, const char *name)
{
	return (hosts_first(cms->hosts, name));
}

static uint64_t *
generation_of(const struct site *site)
{
	return (&site->cms->generations[1 +
	    (uint64_t)(site->id - 1) % (GENERATIONS - 1)]);
}

uint64_t
site_generation(const struct site *site)
{
	return (__atomic_load_n(generation_of(site), __ATOMIC_ACQUIRE));
}

void
site_raise(struct site *site)
{
	__atomic_add_fetch(generation_of(site), 1, __ATOMIC_ACQ_REL);
}

/* The upper bits count what may wait for the second's end. */
#define SOON_SHIFT 48

void
site_raise_soon(struct site *site)
{
	int64_t now = time_now();

	if (site->raised != now)
		site_raise(site);
	else
		__atomic_add_fetch(generation_of(site),
		    UINT64_C(1) << SOON_SHIFT, __ATOMIC_ACQ_REL);
	site->raised = now;
}

bool
generation_holds(uint64_t from, int64_t made, uint64_t to, int64_t now)
{
	return (from == to ||
	    (made == now && (from ^ to) << (64 - SOON_SHIFT) == 0));
}

uint64_t
cms_generation(const struct cms *cms)
{
	return (__atomic_load_n(&cms->generations[0], __ATOMIC_ACQUIRE));
}

void
cms_raise(struct cms *cms)
{
	__atomic_add_fetch(&cms->generations[0], 1, __ATOMIC_ACQ_REL);
}
