/* Pure data: see data.h. */
#include "script/data.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "script/sandbox.h"
#include "script/state.h"
#include "script/value.h"

static const struct state_limit data_limit = {
	.memory = 64 * 1024 * 1024, .steps = 2000000, .milliseconds = 1000
};

struct data {
	struct arena	*arena;
	const char	*chunk, *text;
	size_t		 length;
	struct json	*out;
};

static enum err
data_read_all(int fd, struct arena *a, size_t max, const char **text,
    size_t *length, const char *path, struct fault *f)
{
	struct stat st;
	char *p;
	size_t got = 0;
	ssize_t n;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (fault_set(f, ERR_NOT_FOUND, "script.file", NULL,
		    "%s: not a file", path));
	if (st.st_size < 0 || (uint64_t)st.st_size > max)
		return (fault_set(f, ERR_TOO_LARGE, "script.large", NULL,
		    "%s: over %zu bytes", path, max));
	p = arena_get(a, (size_t)st.st_size + 1);
	while (got < (size_t)st.st_size) {
		n = read(fd, p + got, (size_t)st.st_size - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		got += (size_t)n;
	}
	p[got] = '\0';
	*text = p;
	*length = got;
	return (ERR_OK);
}

enum err
data_read(struct arena *a, const char *path, size_t max, const char **text,
    size_t *length, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum err e;

	if (fd < 0)
		return (fault_set(f, ERR_NOT_FOUND, "script.file", NULL,
		    "%s: %s", path, strerror(errno)));
	e = data_read_all(fd, a, max, text, length, path, f);
	close(fd);
	return (e);
}

static int
data_run(lua_State *L)
{
	struct data *d = lua_touserdata(L, 1);

	state_charge(L, (int64_t)d->length / 16);
	if (luaL_loadbufferx(L, d->text, d->length, d->chunk, "t") != LUA_OK)
		return (lua_error(L));
	lua_newtable(L);
	lua_createtable(L, 0, 1);
	lua_pushcfunction(L, sandbox_unset);
	lua_setfield(L, -2, "__index");
	lua_setmetatable(L, -2);
	if (lua_setupvalue(L, -2, 1) == NULL)
		lua_pop(L, 1);
	lua_call(L, 0, 1);
	d->out = value_get(L, -1, d->arena);
	return (0);
}

/* Lua names file and line of what it runs itself; what is found in the table
 * afterwards has only its key. */
static void
data_placed(const char *shown, struct fault *f)
{
	struct arena *a = arena_alloc();

	if (f != NULL && strstr(f->detail, shown) == NULL)
		fault_fill(f, f->err, f->name, f->field, "%s",
		    arena_printf(a, "%s: %s", shown, f->detail));
	arena_free(a);
}

enum err
data_load(struct arena *a, const char *path, const char *shown,
    struct json **out, struct fault *f)
{
	struct data d = { .arena = a,
	    .chunk = arena_printf(a, "@%s", shown) };
	struct state *s;
	enum err e;

	e = data_read(a, path, DATA_FILE_MAX, &d.text, &d.length, f);
	if (e != ERR_OK)
		return (e);
	if (d.length > 0 && d.text[0] == LUA_SIGNATURE[0])
		return (fault_set(f, ERR_INPUT, "script.data", NULL,
		    "%s: compiled Lua; its source is expected", shown));
	s = state_alloc(&data_limit, NULL);
	e = state_run(s, data_run, &d, f);
	state_free(s);
	if (e != ERR_OK) {
		data_placed(shown, f);
		return (e);
	}
	if (d.out->type != JSON_OBJECT && d.out->type != JSON_ARRAY)
		return (fault_set(f, ERR_INPUT, "script.data", NULL,
		    "%s: the file has to return a table", shown));
	*out = d.out;
	return (ERR_OK);
}
