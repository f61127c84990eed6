/*
 * TLS by our own contexts, one set in each worker.  Under OpenSSL 3 the
 * signatures of Kore 4.1's key manager fail ("tlsv1 alert internal error"), so
 * it is never started: the conf says `tls no`, and the worker turns TLS on
 * after it has read certificate and key itself.  The worker thus holds the
 * key; who doesn't want that puts nginx or HAProxy in front.
 *
 * Certificates by name (SNI): HOST.crt and HOST.key in the folder
 * MINGCHUANG_TLS_FOLDER; other names get MINGCHUANG_TLS_CERT.
 */
#include "web/kore/front.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"

struct certificate {
	char			*host;
	SSL_CTX			*ctx;
	struct certificate	*next;
};

static struct certificate *certificates;

static const char *
tls_reason(void)
{
	unsigned long e = ERR_get_error();

	return (e != 0 ? ERR_reason_error_string(e) : strerror(errno));
}

static int
tls_by_name(SSL *ssl, int *alert, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	struct certificate *k;

	for (k = certificates; name != NULL && k != NULL; k = k->next)
		if (strcasecmp(k->host, name) == 0) {
			SSL_set_SSL_CTX(ssl, k->ctx);
			return (SSL_TLSEXT_ERR_OK);
		}
	return (SSL_TLSEXT_ERR_OK);
}

/* Only HTTP/1.1 is spoken here. */
static int
tls_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_length,
    const unsigned char *in, unsigned int in_length, void *arg)
{
	static const unsigned char known[] = "\x08http/1.1";

	if (SSL_select_next_proto((unsigned char **)(uintptr_t)out, out_length,
	    known, sizeof(known) - 1, in, in_length) == OPENSSL_NPN_NEGOTIATED)
		return (SSL_TLSEXT_ERR_OK);
	return (SSL_TLSEXT_ERR_NOACK);
}

static SSL_CTX *
tls_context(const char *cert, const char *key)
{
	static const unsigned char id[] = "mingchuang";
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	if (ctx == NULL)
		fatalx("TLS: %s", tls_reason());
	SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_options(ctx, SSL_OP_NO_COMPRESSION |
	    SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE |
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_read_ahead(ctx, 1);	/* a record by one recv(2), not two */
	SSL_CTX_set_session_id_context(ctx, id, sizeof(id) - 1);
	SSL_CTX_set_info_callback(ctx, kore_tls_info_callback);
	SSL_CTX_set_tlsext_servername_callback(ctx, tls_by_name);
	SSL_CTX_set_alpn_select_cb(ctx, tls_alpn, NULL);
	if (SSL_CTX_use_certificate_chain_file(ctx, cert) != 1)
		fatalx("TLS certificate %s: %s", cert, tls_reason());
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1)
		fatalx("TLS key %s: %s", key, tls_reason());
	if (SSL_CTX_check_private_key(ctx) != 1)
		fatalx("TLS key %s doesn't belong to %s", key, cert);
	return (ctx);
}

static void
tls_add(const char *file)
{
	char cert[PATH_MAX], key[PATH_MAX];
	size_t length = strlen(file);
	struct certificate *k;

	if (length <= 4 || strcmp(file + length - 4, ".crt") != 0)
		return;
	length -= 4;
	snprintf(cert, sizeof(cert), "%s/%s", settings.tls_folder, file);
	snprintf(key, sizeof(key), "%s/%.*s.key", settings.tls_folder,
	    (int)length, file);
	k = must_alloc(sizeof(*k));
	k->host = must_text(file);
	k->host[length] = '\0';
	k->ctx = tls_context(cert, key);
	k->next = certificates;
	certificates = k;
}

static void
tls_read_folder(void)
{
	struct dirent *entry;
	DIR *folder;

	if (settings.tls_folder == NULL)
		return;
	if ((folder = opendir(settings.tls_folder)) == NULL)
		fatalx("%s: %s", settings.tls_folder, errno_s);
	while ((entry = readdir(folder)) != NULL)
		tls_add(entry->d_name);
	closedir(folder);
}

void
tls_start(void)
{
	struct kore_server *server;
	struct kore_domain *domain;
	struct listener *l;

	if (!settings.tls)
		return;
	tls_read_folder();
	for (server = LIST_FIRST(&kore_servers); server != NULL;
	    server = LIST_NEXT(server, list)) {
		l = LIST_FIRST(&server->listeners);
		domain = TAILQ_FIRST(&server->domains);
		if (l == NULL || l->connect == NULL || domain == NULL)
			continue;
		domain->ssl_ctx = tls_context(settings.tls_cert,
		    settings.tls_key);
		primary_dom = domain;
		server->tls = 1;
	}
}

/* 0: try again on the next event; 1: a dead connection. */
static int
tls_failed(struct connection *c, int r, int flag)
{
	switch (SSL_get_error(c->ssl, r)) {
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_WRITE:
		c->evt.flags &= ~flag;
		return (0);
	default:
		return (1);
	}
}

/* In place of net_read_tls(), which on EAGAIN writes to the netbuf being sent
 * even where none is. */
int
tls_read(struct connection *c, size_t *got)
{
	int r;

	ERR_clear_error();
	r = SSL_read(c->ssl, c->rnb->buf + c->rnb->s_off,
	    (int)(c->rnb->b_len - c->rnb->s_off));
	if (c->tls_reneg > 1)
		return (KORE_RESULT_ERROR);
	*got = r > 0 ? (size_t)r : 0;
	if (r <= 0 && tls_failed(c, r, KORE_EVENT_READ))
		return (KORE_RESULT_ERROR);
	return (KORE_RESULT_OK);
}

/* In place of net_write_tls(), which makes records of 8 KB. */
int
tls_write(struct connection *c, size_t length, size_t *sent)
{
	int r;

	length = c->snb->b_len - c->snb->s_off;
	if (length > INT_MAX)
		length = INT_MAX;
	ERR_clear_error();
	r = SSL_write(c->ssl, c->snb->buf + c->snb->s_off, (int)length);
	if (c->tls_reneg > 1)
		return (KORE_RESULT_ERROR);
	*sent = r > 0 ? (size_t)r : 0;
	if (r <= 0 && tls_failed(c, r, KORE_EVENT_WRITE))
		return (KORE_RESULT_ERROR);
	return (KORE_RESULT_OK);
}
