/*
 * Kore as it comes, to compare with: every request is answered with the bytes
 * of the file that $BENCH_BODY names, by http_response().
 */
#include <kore/kore.h>
#include <kore/http.h>

#pragma GCC visibility push(default)
#include <kore/hooks.h>
int plain_answer(struct http_request *req);
#pragma GCC visibility pop

#include <stdio.h>
#include <stdlib.h>

static char *body;
static size_t length;

/* In the parent: its workers' filter knows no newfstatat, which glibc uses. */
void
kore_parent_configure(int argc, char **argv)
{
	const char *path = getenv("BENCH_BODY");
	FILE *file = path != NULL ? fopen(path, "r") : NULL;

	if (file == NULL)
		fatalx("BENCH_BODY names no file");
	fseek(file, 0, SEEK_END);
	length = (size_t)ftell(file);
	rewind(file);
	body = malloc(length);
	if (body == NULL || fread(body, 1, length, file) != length)
		fatalx("%s can't be read", path);
	fclose(file);
}

int
plain_answer(struct http_request *req)
{
	http_response_header(req, "content-type", "text/html; charset=utf-8");
	http_response(req, 200, body, length);
	return (KORE_RESULT_OK);
}
