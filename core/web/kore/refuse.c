/*
 * Replies that no lane makes: a head or a body that can't be taken, or a lane
 * that can't be opened.  The status and its sentence from core/lang; for the
 * API as a problem document.
 *
 * Both lanes' threads read the texts, which don't change once they are loaded.
 */
#include "web/kore/front.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/lang.h"
#include "base/log.h"
#include "web/header.h"
#include "web/problem.h"

static struct lang *zh, *en;

static struct lang *
refuse_texts(const char *name)
{
	struct lang *l = lang_alloc();
	struct fault f = { 0 };
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/core/lang/%s.lang", settings.root,
	    name);
	if (lang_load(l, path, &f) != ERR_OK)
		log_error("%s: %s", path, f.detail);
	return (l);
}

void
refuse_start(void)
{
	zh = refuse_texts("zh");
	en = refuse_texts("en");
}

/* What programs call a refusal that its status alone tells. */
static const char *
refuse_code(int status)
{
	static const struct {
		int		status;
		const char	*code;
	} codes[] = {
		{ 400, "request.bad" }, { 408, "request.late" },
		{ 411, "request.length" }, { 413, "request.large" },
		{ 414, "path.long" }, { 431, "request.headers" },
		{ 501, "method.unknown" }, { 503, "server.busy" },
		{ 505, "request.version" },
	};
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (codes[i].status == status)
			return (codes[i].code);
	return ("server.fault");
}

static const char *
refuse_sentence(const struct lang *lang, int status)
{
	const char *text;
	char key[32];

	snprintf(key, sizeof(key), "fault.status.%d", status);
	text = lang_text(lang, key);
	return (text != NULL ? text : send_status_text(status));
}

static void
refuse_problem(struct job *job, int status, const struct lang *lang)
{
	struct json *o = json_object(job->arena);

	json_put_text(job->arena, o, "type", "about:blank");
	json_put_text(job->arena, o, "title", refuse_sentence(lang, status));
	json_put_int(job->arena, o, "status", status);
	json_put_text(job->arena, o, "code", refuse_code(status));
	json_write(&job->rp.body, o);
}

static void
refuse_write(struct job *job, int status, bool api)
{
	const struct fault *why = &job->rq.fault;
	struct buf *body = &job->rp.body;
	const struct lang *lang;

	lang = strcmp(header_lang(pairs_get(&job->head.headers,
	    "accept-language")), "en") == 0 ? en : zh;
	if (why->err == ERR_OK || fault_status(why->err) != status)
		why = NULL;
	if (api && why != NULL)
		problem_write(body, why, lang, NULL);
	else if (api)
		refuse_problem(job, status, lang);
	else {
		buf_printf(body, "%d ", status);
		if (why != NULL)
			lang_fault(lang, why, body);
		else
			buf_text(body, refuse_sentence(lang, status));
		buf_char(body, '\n');
	}
}

void
refuse_reply(struct job *job, int status)
{
	const char *target = job->head.target;
	struct reply *rp = &job->rp;
	bool api = target != NULL && strncmp(target, "/api/", 5) == 0;

	reply_cleanup(rp);
	reply_init(rp);
	rp->status = status;
	reply_header(rp, job->arena, "content-type", api ?
	    "application/problem+json; charset=utf-8" :
	    "text/plain; charset=utf-8");
	reply_header(rp, job->arena, "x-content-type-options", "nosniff");
	reply_header(rp, job->arena, "cache-control", "no-store");
	if (status == 503)
		reply_header(rp, job->arena, "retry-after", "5");
	refuse_write(job, status, api);
}
