/*
 * Whatever comes in as a URL: what is taken is http or https, its host is
 * plain, and none that is an address inside passes.
 */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/address.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct address_url u;
	struct fault f = { 0 };
	char *url = malloc(size + 1);

	HOLDS(url != NULL);
	memcpy(url, data, size);
	url[size] = '\0';
	if (address_read(url, &u, &f) == ERR_OK) {
		HOLDS(u.host[0] != '\0' && strlen(u.host) < ADDRESS_HOST_MAX);
		HOLDS(strpbrk(u.host, "/?#@\\ []%") == NULL);
		/* inet_aton() reads every odd spelling that C libraries know. */
		if (address_check(&u, NULL, &f) == ERR_OK && !u.version6 &&
		    inet_aton(u.host, &four.sin_addr) != 0)
			HOLDS(address_public((const struct sockaddr *)&four));
	} else
		HOLDS(f.name != NULL);
	free(url);
	return (0);
}
