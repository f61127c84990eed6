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

static const char *
refuse_sentence(const struct job *job, int status)
{
	const char *lang, *text;
	char key[32];

	lang = header_lang(pairs_get(&job->head.headers, "accept-language"));
	snprintf(key, sizeof(key), "fault.status.%d", status);
	text = lang_text(strcmp(lang, "en") == 0 ? en : zh, key);
	return (text != NULL ? text : send_status_text(status));
}

static void
refuse_problem(struct job *job, int status, const char *sentence)
{
	struct json *o = json_object(job->arena);

	json_put_text(job->arena, o, "type", "about:blank");
	json_put_text(job->arena, o, "title", sentence);
	json_put_int(job->arena, o, "status", status);
	json_write(&job->rp.body, o);
}

void
refuse_reply(struct job *job, int status)
{
	const char *target = job->head.target, *sentence;
	struct reply *rp = &job->rp;
	bool api = target != NULL && strncmp(target, "/api/", 5) == 0;

	sentence = refuse_sentence(job, status);
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
	if (api)
		refuse_problem(job, status, sentence);
	else
		buf_printf(&rp->body, "%d %s\n", status, sentence);
}
