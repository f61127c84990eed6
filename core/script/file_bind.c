/* See file_bind.h. */
#include "script/file_bind.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "base/utf8.h"
#include "script/plugin.h"
#include "script/world.h"

/* Names between slashes, none of them hidden or "..". */
static bool
path_inside(const char *path)
{
	const char *p;

	for (p = path; *p != '\0'; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9') ||
		    *p == '_' || *p == '-' || ((*p == '.' || *p == '/') &&
		    p > path && p[-1] != '.' && p[-1] != '/')))
			return (false);
	return (p > path);
}

int
file_read(lua_State *L)
{
	struct plugin *p = state_owner(L);
	const char *path = luaL_checkstring(L, 1);
	struct buf *b = &p->script->scratch;
	char full[1024], block[16384];
	size_t n;
	FILE *f;

	if (!path_inside(path))
		return (luaL_error(L, "'%s' is no path in the plugin's folder",
		    path));
	snprintf(full, sizeof(full), "%s/%s", p->folder, path);
	buf_reset(b);
	state_leave(L);
	if ((f = fopen(full, "re")) != NULL) {
		while (b->length <= FILE_BYTES_MAX &&
		    (n = fread(block, 1, sizeof(block), f)) > 0)
			buf_append(b, block, n);
		fclose(f);
	}
	state_enter(L);
	if (f == NULL)
		return (0);
	if (b->length > FILE_BYTES_MAX ||
	    !utf8_valid(buf_string(b), b->length))
		return (luaL_error(L, "'%s' is too large, or no text", path));
	lua_pushlstring(L, buf_string(b), b->length);
	return (1);
}

struct csv {
	const char	*p, *end;
	char		separator;
	long		line;
	struct buf	*text;
};

/* Reads a text into c->text; false: a quotation that never ends. */
static bool
csv_text(struct csv *c)
{
	bool quoted = c->p < c->end && *c->p == '"';

	buf_reset(c->text);
	if (quoted)
		c->p++;
	for (; c->p < c->end; c->p++) {
		if (quoted && *c->p == '"') {
			if (c->p + 1 < c->end && c->p[1] == '"')
				c->p++;
			else {
				quoted = false;
				continue;
			}
		} else if (!quoted && (*c->p == c->separator ||
		    *c->p == '\n' || (*c->p == '\r' && c->p + 1 < c->end &&
		    c->p[1] == '\n')))
			break;
		buf_char(c->text, *c->p);
	}
	return (!quoted);
}

/* Pushes the next row; false: as csv_text(). */
static bool
csv_row(lua_State *L, struct csv *c)
{
	int n = 0;

	lua_newtable(L);
	for (;;) {
		if (!csv_text(c))
			return (false);
		lua_pushlstring(L, buf_string(c->text), c->text->length);
		lua_rawseti(L, -2, ++n);
		if (c->p == c->end || *c->p != c->separator)
			break;
		c->p++;
	}
	if (c->p < c->end && *c->p == '\r')
		c->p++;
	if (c->p < c->end)
		c->p++;
	c->line++;
	return (true);
}

int
csv_read(lua_State *L)
{
	struct plugin *p = state_owner(L);
	size_t length;
	const char *text = luaL_checklstring(L, 1, &length), *line;
	struct csv c = { text, text + length, ',', 1, &p->script->scratch };
	lua_Integer n = 0;

	state_charge(L, (int64_t)length / 8);
	if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		c.p += 3;
	line = memchr(c.p, '\n', (size_t)(c.end - c.p));
	line = line != NULL ? line : c.end;
	if (memchr(c.p, '\t', (size_t)(line - c.p)) != NULL &&
	    memchr(c.p, ',', (size_t)(line - c.p)) == NULL)
		c.separator = '\t';
	lua_newtable(L);
	while (c.p < c.end) {
		if (!csv_row(L, &c)) {
			lua_pushnil(L);
			lua_pushinteger(L, c.line);
			return (2);
		}
		lua_rawseti(L, -2, ++n);
	}
	return (1);
}
