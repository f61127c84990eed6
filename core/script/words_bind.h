/* Word lists for plugins; base/words.h does the work. */
#ifndef SCRIPT_WORDS_BIND_H
#define SCRIPT_WORDS_BIND_H

#include <lua.h>

/* Adds to the table on top of the stack:
 *
 * words(version, sql)	the list that the query gives (kind, severity, fold,
 *	text, number), compiled once for all lanes of the process and kept until
 *	another version is asked for.  list:find(text, { html=, max= }) →
 *	{ { number, severity, start, length, text, kind } … }, start and length
 *	in characters, of the text that is read where html is true; #list
 * words_try(kind, text)	true, or nil and why it is no rule
 * words_spread(rules, sql)	how many of the query's texts each rule
 *	{ kind, text, fold } is in, and how many texts there are
 * words_mask(kind, text)	the text with a mask over most of it
 * words_folds	names of the foldings, of bit 0 on */
void words_bind_open(lua_State *L);

#endif
