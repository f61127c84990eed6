/*
 * Plain text and CSV: UTF-8 without control characters, and nothing that a
 * browser that guesses could take for a page.  (Ours is told not to guess.)
 */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "cms/media_type.h"

#define LOOK_BYTES 1024		/* as many as browsers look at */

static bool
looks_like_markup(const char *p, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n && i < LOOK_BYTES; i++)
		if (p[i] == '<' && (p[i + 1] == '!' || p[i + 1] == '?' ||
		    p[i + 1] == '/' || (p[i + 1] >= 'A' && p[i + 1] <= 'Z') ||
		    (p[i + 1] >= 'a' && p[i + 1] <= 'z')))
			return (true);
	return (false);
}

enum err
media_text_only(struct media_file *m)
{
	const char *p = (const char *)m->p;
	size_t i;

	if (!utf8_valid(p, m->n))
		return (fault_set(m->fault, ERR_TYPE, "media.utf8", "file",
		    NULL));
	for (i = 0; i < m->n; i++)
		if ((m->p[i] < ' ' && strchr("\t\n\r\f", p[i]) == NULL) ||
		    p[i] == '\0' || m->p[i] == 0x7f)
			return (media_broken(m, "control character"));
	return (ERR_OK);
}

enum err
media_plain(struct media_file *m)
{
	enum err e = media_text_only(m);

	if (e == ERR_OK && looks_like_markup((const char *)m->p, m->n))
		e = media_active(m, "HTML");
	return (e);
}
