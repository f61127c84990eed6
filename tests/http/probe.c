/*
 * What answers in tests of the front (core/web/kore/) in place of the whole
 * program: requests that are slow, large, fatal or curious on demand.  Linked
 * with the front's own objects into BUILD/probe.so and loaded by
 * `mingchuang serve --module`.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "web/lane.h"

static const char *probe_sites;

static int64_t
probe_number(const struct request *rq, const char *name)
{
	const char *value = pairs_get(&rq->query, name);

	return (value != NULL ? strtoll(value, NULL, 10) : 0);
}

/* Adds a byte to a file first, so that tests needn't guess when it began; ends
 * early where they make the file "enough". */
static void
probe_sleep(int64_t ms)
{
	struct timespec t = { .tv_nsec = 10 * 1000000 };
	char path[4096];
	int fd;

	if (ms == 0)
		return;
	snprintf(path, sizeof(path), "%s/begun", probe_sites);
	fd = open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
	if (fd != -1) {
		if (write(fd, "x", 1) != 1)
			perror(path);
		close(fd);
	}
	snprintf(path, sizeof(path), "%s/enough", probe_sites);
	for (; ms > 0 && access(path, F_OK) == -1; ms -= 10)
		nanosleep(&t, NULL);
}

static enum err
probe_hello(struct lane *lane, struct request *rq, struct reply *rp)
{
	buf_printf(&rp->body, "hello from %s\n",
	    lane->staff ? "staff" : "visitor");
	return (ERR_OK);
}

static enum err
probe_slow(struct lane *lane, struct request *rq, struct reply *rp)
{
	probe_sleep(probe_number(rq, "ms"));
	return (probe_hello(lane, rq, rp));
}

static enum err
probe_big(struct lane *lane, struct request *rq, struct reply *rp)
{
	int64_t bytes = probe_number(rq, "bytes");

	while (bytes-- > 0)
		buf_char(&rp->body, (char)('a' + bytes % 26));
	return (ERR_OK);
}

/* A file without a name; with short=N it is N bytes shorter than promised. */
static enum err
probe_file(struct lane *lane, struct request *rq, struct reply *rp)
{
	int64_t bytes = probe_number(rq, "bytes"), at;
	char path[4096], block[65536];

	memset(block, 'f', sizeof(block));
	snprintf(path, sizeof(path), "%s/file.XXXXXX", probe_sites);
	rp->fd = mkostemp(path, O_CLOEXEC);
	if (rp->fd == -1)
		return (ERR_INTERNAL);
	unlink(path);
	for (at = 0; at < bytes; at += (int64_t)sizeof(block))
		if (pwrite(rp->fd, block, sizeof(block), at) == -1)
			return (ERR_BUSY);
	if (ftruncate(rp->fd, bytes - probe_number(rq, "short")) == -1)
		return (ERR_BUSY);
	rp->offset = (uint64_t)probe_number(rq, "offset");
	rp->length = (uint64_t)bytes - rp->offset;
	return (ERR_OK);
}

static struct json *
probe_pairs(struct arena *a, const struct pairs *pairs)
{
	struct json *out = json_array(a), *one;
	size_t i;

	for (i = 0; i < pairs->count; i++) {
		one = json_add(out, json_array(a));
		json_add(one, json_string(a, pairs->item[i].name));
		json_add(one, json_string(a, pairs->item[i].value));
	}
	return (out);
}

/* Everything that the request says. */
static enum err
probe_echo(struct lane *lane, struct request *rq, struct reply *rp)
{
	struct arena *a = rq->arena;
	struct json *out = json_object(a);
	char digest[HASH_SIZE];

	hash_hex(rq->body != NULL ? rq->body : "", rq->body_length, digest);
	json_put_text(a, out, "method", method_name(rq->method));
	json_put_text(a, out, "target", rq->target);
	json_put_text(a, out, "path", rq->path);
	json_put_text(a, out, "host", rq->host);
	json_put_text(a, out, "address", rq->address);
	json_put_bool(a, out, "secure", rq->secure);
	json_put_bool(a, out, "staff", lane->staff);
	json_put_int(a, out, "pid", getpid());
	json_put(out, "headers", probe_pairs(a, &rq->headers));
	json_put(out, "query", probe_pairs(a, &rq->query));
	json_put(out, "cookies", probe_pairs(a, &rq->cookies));
	json_put(out, "form", probe_pairs(a, &rq->form));
	json_put_int(a, out, "uploads", (int64_t)rq->upload_count);
	json_put_int(a, out, "body_length", (int64_t)rq->body_length);
	json_put_text(a, out, "body_digest", digest);
	json_put_bool(a, out, "body_file", rq->body_fd != -1);
	json_write(&rp->body, out);
	return (ERR_OK);
}

/* POST adds a byte to a file after a while, GET says how many there are. */
static enum err
probe_mark(struct lane *lane, struct request *rq, struct reply *rp)
{
	char path[4096];
	int fd;

	probe_sleep(probe_number(rq, "ms"));
	snprintf(path, sizeof(path), "%s/marks", probe_sites);
	fd = open(path, O_CREAT | O_RDWR | O_APPEND, 0600);
	if (fd == -1)
		return (ERR_INTERNAL);
	if (method_unsafe(rq->method) && write(fd, "x", 1) != 1)
		rp->status = 500;
	buf_printf(&rp->body, "%lld\n", (long long)lseek(fd, 0, SEEK_END));
	close(fd);
	return (ERR_OK);
}

/* A system call that no worker may make. */
static enum err
probe_forbidden(struct lane *lane, struct request *rq, struct reply *rp)
{
	const char *call = pairs_get(&rq->query, "call");

	if (call == NULL)
		return (ERR_INPUT);
	if (strcmp(call, "socket") == 0)
		socket(AF_INET, SOCK_STREAM, 0);
	else if (strcmp(call, "connect") == 0)
		connect(0, NULL, 0);
	else if (strcmp(call, "execve") == 0)
		execl("/bin/true", "true", (char *)NULL);
	else if (strcmp(call, "fork") == 0)
		fork();
	else if (strcmp(call, "ptrace") == 0)
		syscall(SYS_ptrace, 0, 0, 0, 0);
	return (probe_hello(lane, rq, rp));
}

static enum err
probe_headers(struct lane *lane, struct request *rq, struct reply *rp)
{
	reply_header(rp, rq->arena, "set-cookie", "a=1");
	reply_header(rp, rq->arena, "set-cookie", "b=2");
	reply_header(rp, rq->arena, "x-bad", "one\r\nx-evil: two");
	rp->status = (int)probe_number(rq, "status");
	return (ERR_OK);
}

static enum err
probe_fail(struct lane *lane, struct request *rq, struct reply *rp)
{
	buf_text(&rp->body, "half a page");
	return (ERR_INTERNAL);
}

static const struct {
	const char	*path;
	enum err	(*answer)(struct lane *lane, struct request *rq,
			    struct reply *rp);
} probes[] = {
	{ "/", probe_hello },
	{ "/healthz", probe_hello },
	{ "/hello", probe_hello },
	{ "/slow", probe_slow },
	{ "/big", probe_big },
	{ "/file", probe_file },
	{ "/echo", probe_echo },
	{ "/mark", probe_mark },
	{ "/forbidden", probe_forbidden },
	{ "/headers", probe_headers },
	{ "/fail", probe_fail },
};

enum err
web_answer(struct lane *lane, struct request *rq, struct reply *rp)
{
	size_t i;

	if (rq->fault.err != ERR_OK)
		return (rq->fault.err);
	for (i = 0; i < sizeof(probes) / sizeof(probes[0]); i++)
		if (strcmp(probes[i].path, rq->path) == 0)
			return (probes[i].answer(lane, rq, rp));
	return (ERR_NOT_FOUND);
}

enum err
lane_open(struct lane **out, const struct lane_options *o, struct fault *f)
{
	*out = must_alloc(sizeof(**out));
	**out = (struct lane){ .staff = o->staff };
	probe_sites = o->sites;
	return (ERR_OK);
}

void
lane_close(struct lane *lane)
{
	free(lane);
}
