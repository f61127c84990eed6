/* Header values of every kind: what is read is valid, what is written can't
 * carry a second line. */
#include "base/time.h"
#include "web/header.h"
#include "web/param.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_alloc();
	char *text = arena_copy(a, data, size), out[TIME_SIZE];
	const char *value, *line;
	struct pairs params;
	int64_t t, back;

	header_lang(text);
	header_accepts(text, "br");
	header_etag(text, "\"a\"");
	value = header_host(a, text);
	HOLDS(value == NULL || (*value != '\0' &&
	    header_host(a, value) != NULL &&
	    strcmp(value, header_host(a, value)) == 0));
	if (param_parse(a, text, &value, &params))
		HOLDS(params.count <= PARAMS_MAX);
	param_extended(a, text);
	line = header_disposition(a, true, text);
	HOLDS(strpbrk(line, "\r\n") == NULL);
	HOLDS(param_parse(a, line, &value, &params));
	if (time_parse(text, &t)) {
		time_iso(t, out);
		HOLDS(time_parse(out, &back));
	}
	if (time_parse_http(text, &t)) {
		time_http(t, out);
		HOLDS(time_parse_http(out, &back) && back == t);
	}
	arena_free(a);
	return (0);
}
