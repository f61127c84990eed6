/* What may stand in what: see inside.h. */
#include "html/inside.h"

bool
html_is_inline(enum html_kind k)
{
	return (k == HTML_INLINE || k == HTML_MEDIA || k == HTML_RUBYPART ||
	    k == HTML_VOID || k == HTML_SOURCE);
}

static bool
is_table_part(enum html_kind k)
{
	return (k == HTML_CAPTION || k == HTML_COLGROUP || k == HTML_COL ||
	    k == HTML_SECTION || k == HTML_ROW || k == HTML_CELL);
}

static enum html_fit
fit_imply(const char **implied, const char *name)
{
	*implied = name;
	return (HTML_FIT_IMPLY);
}

static enum html_fit
fit_flow(const struct html_part *in, enum html_kind kind, const char **implied)
{
	enum html_kind holder = in != NULL ? in->element->kind : HTML_FLOW;

	if (kind == HTML_ITEM)
		return (holder == HTML_ITEM ? HTML_FIT_LEAVE :
		    fit_imply(implied, "ul"));
	if (kind == HTML_TERM)
		return (holder == HTML_TERM ? HTML_FIT_LEAVE :
		    fit_imply(implied, "dl"));
	if (is_table_part(kind))
		return (fit_imply(implied, "table"));
	return (HTML_FIT);
}

static enum html_fit
fit_table(enum html_kind kind, const char **implied)
{
	if (kind == HTML_CAPTION || kind == HTML_COLGROUP ||
	    kind == HTML_SECTION)
		return (HTML_FIT);
	return (fit_imply(implied, kind == HTML_COL ? "colgroup" : "tbody"));
}

static enum html_fit
fit_row(enum html_kind holder, enum html_kind kind, const char **implied)
{
	bool section = holder == HTML_SECTION;

	if (kind == (section ? HTML_ROW : HTML_CELL))
		return (HTML_FIT);
	if (is_table_part(kind) && kind != HTML_CELL)
		return (HTML_FIT_NEVER);
	return (fit_imply(implied, section ? "tr" : "td"));
}

enum html_fit
html_fit(const struct html_part *in, enum html_kind kind, const char **implied)
{
	switch (in != NULL ? in->element->kind : HTML_FLOW) {
	case HTML_PHRASE:
		return (html_is_inline(kind) ? HTML_FIT : HTML_FIT_LEAVE);
	case HTML_LIST:
		return (kind == HTML_ITEM || kind == HTML_LIST ? HTML_FIT :
		    fit_imply(implied, "li"));
	case HTML_TERMS:
		return (kind == HTML_TERM ? HTML_FIT :
		    fit_imply(implied, "dd"));
	case HTML_TABLE:
		return (fit_table(kind, implied));
	case HTML_COLGROUP:
		return (kind == HTML_COL ? HTML_FIT : HTML_FIT_LEAVE);
	case HTML_SECTION:
	case HTML_ROW:
		return (fit_row(in->element->kind, kind, implied));
	default:
		return (fit_flow(in, kind, implied));
	}
}
