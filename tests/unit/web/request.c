#include "web/request.h"
#include "../unit.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

TEST(the_first_pair_of_a_name_is_the_one)
{
	struct arena *a = arena_alloc();
	struct pairs p = { 0 };
	int i;

	CHECK(pairs_get(&p, "a") == NULL);
	for (i = 0; i < 100; i++)
		pairs_add(a, &p, i % 2 == 0 ? "a" : "b",
		    arena_printf(a, "%d", i));
	CHECK_INT(p.count, 100);
	CHECK_TEXT(pairs_get(&p, "a"), "0");
	CHECK_TEXT(pairs_get(&p, "b"), "1");
	CHECK_TEXT(p.item[99].value, "99");
	CHECK(pairs_get(&p, "A") == NULL);
	arena_free(a);
}

TEST(only_reading_methods_are_safe)
{
	CHECK(!method_unsafe(METHOD_GET));
	CHECK(!method_unsafe(METHOD_HEAD));
	CHECK(!method_unsafe(METHOD_OPTIONS));
	CHECK(method_unsafe(METHOD_POST));
	CHECK(method_unsafe(METHOD_DELETE));
	CHECK_TEXT(method_name(METHOD_PATCH), "PATCH");
}

TEST(a_large_body_goes_with_its_request)
{
	struct request rq = { .body_length = 4 };
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/body", unit_folder());
	rq.body_fd = fd = open(path, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && write(fd, "body", 4) == 4);
	rq.body = mmap(NULL, 4, PROT_READ, MAP_PRIVATE, fd, 0);
	CHECK(rq.body != MAP_FAILED);
	request_cleanup(&rq);
	CHECK(rq.body == NULL && rq.body_fd == -1);
	CHECK_INT(fcntl(fd, F_GETFD), -1);
	request_cleanup(&rq);
}
