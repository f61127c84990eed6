/* Bounded regular expressions: see pattern.h. */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "base/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

#define PATTERN_HEAP 1024	/* KiB that one match may take */
#define MESSAGE_MAX 120

struct pattern {
	pcre2_code		*code;
	pcre2_match_data	*data;
	pcre2_match_context	*limits;
};

enum err
pattern_alloc(struct pattern **out, const char *text, struct fault *f)
{
	struct pattern *p;
	PCRE2_UCHAR message[MESSAGE_MAX];
	pcre2_code *code;
	size_t where;
	int error;

	*out = NULL;
	if (strlen(text) > PATTERN_MAX)
		return (fault_set(f, ERR_INPUT, "pattern.bad", NULL,
		    "over %d bytes", PATTERN_MAX));
	code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
	    PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
	    PCRE2_NEVER_BACKSLASH_C, &error, &where, NULL);
	if (code == NULL) {
		pcre2_get_error_message(error, message, sizeof(message));
		return (fault_set(f, ERR_INPUT, "pattern.bad", NULL,
		    "%s: %zu: %s", text, where, (const char *)message));
	}
	p = must_alloc(sizeof(*p));
	p->code = code;
	p->data = pcre2_match_data_create_from_pattern(code, NULL);
	p->limits = pcre2_match_context_create(NULL);
	if (p->data == NULL || p->limits == NULL)
		abort();
	pcre2_set_match_limit(p->limits, PATTERN_STEPS);
	pcre2_set_depth_limit(p->limits, PATTERN_STEPS);
	pcre2_set_heap_limit(p->limits, PATTERN_HEAP);
	*out = p;
	return (ERR_OK);
}

void
pattern_free(struct pattern *p)
{
	if (p == NULL)
		return;
	pcre2_match_context_free(p->limits);
	pcre2_match_data_free(p->data);
	pcre2_code_free(p->code);
	free(p);
}

bool
pattern_fits(const struct pattern *p, const char *text, size_t length)
{
	return (pcre2_match(p->code, (PCRE2_SPTR)text, length, 0,
	    PCRE2_NO_UTF_CHECK, p->data, p->limits) >= 0);
}
