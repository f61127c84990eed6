/*
 * New connections when there are too many: Kore 4.1 leaves them waiting, and
 * its loop spinning.
 */
#include "web/kore/front.h"

#include <sys/socket.h>
#include <unistd.h>

/* Takes and drops them when even the reserve for refusals is full. */
static void
listen_accept(void *arg, int error)
{
	struct listener *l = arg;
	int fd;

	while (!error && worker_active_connections >= worker_max_connections) {
		fd = accept(l->fd, NULL, NULL);
		if (fd == -1)
			return;
		close(fd);
	}
	kore_listener_accept(arg, error);
}

void
listen_start(void)
{
	struct kore_server *server;
	struct listener *l;

	for (server = LIST_FIRST(&kore_servers); server != NULL;
	    server = LIST_NEXT(server, list))
		for (l = LIST_FIRST(&server->listeners); l != NULL;
		    l = LIST_NEXT(l, list))
			if (l->connect != NULL)
				l->evt.handle = listen_accept;
}
