/*
 * Does the server answer?  A real request: that a port is open says only that
 * the kernel takes connections.  Under TLS the greeting of the handshake has
 * to be enough, since the certificate is made for another name.
 */
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "cli/serve.h"

static int
probe_connect(const struct serve *s)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV }, *found = NULL;
	const struct timeval wait = { .tv_sec = 5 };
	const char *address = s->address;
	char port[16];
	int fd;

	if (strcmp(address, "0.0.0.0") == 0)
		address = "127.0.0.1";
	else if (strcmp(address, "::") == 0)
		address = "::1";
	snprintf(port, sizeof(port), "%d", s->port);
	if (getaddrinfo(address, port, &hints, &found) != 0)
		return (-1);
	fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd != -1) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
		if (connect(fd, found->ai_addr, found->ai_addrlen) == -1) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(found);
	return (fd);
}

/* A ClientHello of TLS 1.2 with one cipher; whatever is wrong with it, a TLS
 * server says so in a record. */
static const char hello_tls[] =
    "\x16\x03\x01\x00\x2d\x01\x00\x00\x29\x03\x03"
    "01234567890123456789012345678901"
    "\x00\x00\x02\xc0\x2f\x01\x00";

bool
serve_answers(const struct serve *s)
{
	static const char hello[] = "GET /healthz HTTP/1.1\r\n"
	    "host: localhost\r\nconnection: close\r\n\r\n";
	char answer[16] = "";
	ssize_t n = -1;
	int fd = probe_connect(s);

	if (fd == -1)
		return (false);
	if (s->tls_cert != NULL) {
		if (send(fd, hello_tls, sizeof(hello_tls) - 1,
		    MSG_NOSIGNAL) > 0)
			n = recv(fd, answer, sizeof(answer), 0);
		close(fd);
		return (n >= 5 && (answer[0] == 0x15 || answer[0] == 0x16));
	}
	if (send(fd, hello, sizeof(hello) - 1, MSG_NOSIGNAL) > 0)
		n = recv(fd, answer, sizeof(answer), MSG_WAITALL);
	close(fd);
	return (n >= 9 && memcmp(answer, "HTTP/1.1 ", 9) == 0);
}
