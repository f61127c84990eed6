/* Texts for other formats: see text_bind.h. */
#include "script/text_bind.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "script/state.h"

#define BYTES_PER_STEP 16	/* bytes of work that cost a step */

/* What stands for the byte at p: a text, "" for nothing, NULL for itself. */
static const char *
xml_mean(const char *p, const char *end)
{
	unsigned char c = (unsigned char)*p;

	switch (c) {
	case '&':
		return ("&amp;");
	case '<':
		return ("&lt;");
	case '>':
		return ("&gt;");
	case '"':
		return ("&quot;");
	default:
		break;
	}
	if ((c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0x7F)
		return ("");
	/* U+FFFE and U+FFFF, all three bytes. */
	return (c == 0xEF && end - p >= 3 && (unsigned char)p[1] == 0xBF &&
	    ((unsigned char)p[2] | 1) == 0xBF ? "" : NULL);
}

int
text_xml(lua_State *L)
{
	size_t length;
	const char *p = luaL_tolstring(L, 1, &length), *end = p + length;
	const char *from = p, *mean;
	luaL_Buffer b;

	state_charge(L, (int64_t)length / BYTES_PER_STEP);
	while (p < end && xml_mean(p, end) == NULL)
		p++;
	if (p == end)
		return (1);
	luaL_buffinitsize(L, &b, length + length / 8);
	for (; p < end; p++) {
		if ((mean = xml_mean(p, end)) == NULL)
			continue;
		luaL_addlstring(&b, from, (size_t)(p - from));
		luaL_addstring(&b, mean);
		if ((unsigned char)*p == 0xEF)
			p += 2;
		from = p + 1;
	}
	luaL_addlstring(&b, from, (size_t)(end - from));
	luaL_pushresult(&b);
	return (1);
}

int
text_quoted(lua_State *L)
{
	static const char digits[] = "0123456789abcdef";
	size_t length;
	const char *p = luaL_checklstring(L, 1, &length), *end = p + length;
	const char *from = p;
	luaL_Buffer b;

	state_charge(L, (int64_t)length / BYTES_PER_STEP);
	luaL_buffinitsize(L, &b, length + length / 8 + 2);
	luaL_addchar(&b, '"');
	for (; p < end; p++) {
		unsigned char c = (unsigned char)*p;

		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F)
			continue;
		luaL_addlstring(&b, from, (size_t)(p - from));
		luaL_addstring(&b, "\\u00");
		luaL_addchar(&b, digits[c >> 4]);
		luaL_addchar(&b, digits[c & 15]);
		from = p + 1;
	}
	luaL_addlstring(&b, from, (size_t)(end - from));
	luaL_addchar(&b, '"');
	luaL_pushresult(&b);
	return (1);
}
