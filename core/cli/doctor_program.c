/* What the doctor looks at once: Kore, the module, the disk. */
#include "cli/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define KORE "4.1"			/* what core/web/kore is written for */
#define DISK_LITTLE (1LL << 30)		/* bytes left: time to do something */
#define DISK_FULL (100LL << 20)

extern char **environ;

/* The first line that a program prints; false where it can't be run. */
static bool
output_of(const char *const *argv, char *line, size_t size)
{
	posix_spawn_file_actions_t acts;
	int pipes[2], status = 0;
	char rest[256];
	ssize_t n;
	pid_t pid;
	int rc;

	if (pipe(pipes) == -1)
		return (false);
	posix_spawn_file_actions_init(&acts);
	posix_spawn_file_actions_adddup2(&acts, pipes[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&acts, pipes[1], STDERR_FILENO);
	posix_spawn_file_actions_addclose(&acts, pipes[0]);
	rc = posix_spawnp(&pid, argv[0], &acts, NULL,
	    (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&acts);
	close(pipes[1]);
	n = rc == 0 ? read(pipes[0], line, size - 1) : -1;
	while (rc == 0 && read(pipes[0], rest, sizeof(rest)) > 0)
		continue;	/* or it would die of a closed pipe */
	close(pipes[0]);
	if (rc == 0)
		while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
			continue;
	line[n > 0 ? n : 0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	return (rc == 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void
kore_look(struct doctor *d)
{
	static const char *const argv[] = { "kore", "-v", NULL };
	struct fault f = { 0 };
	char line[128];

	if (!output_of(argv, line, sizeof(line)))
		fault_set(&f, ERR_INTERNAL, "doctor.kore_missing", NULL, NULL);
	else if (strncmp(line, KORE ".", sizeof(KORE)) != 0)
		fault_set(&f, ERR_INTERNAL, "doctor.kore_version", NULL,
		    "%s", line);
	else {
		doctor_ok("kore", "%s", line);
		return;
	}
	doctor_tell(d, DOCTOR_FAULT, "kore", &f);
}

/* Without it PDF files are found by their names only. */
static void
pdf_look(struct doctor *d)
{
	static const char *const argv[] = { "pdftotext", "-v", NULL };
	struct fault f = { 0 };
	char line[128];

	if (output_of(argv, line, sizeof(line))) {
		doctor_ok("pdftotext", "reads the texts of PDF files");
		return;
	}
	fault_set(&f, ERR_INTERNAL, "doctor.pdftotext", NULL, NULL);
	doctor_tell(d, DOCTOR_WARNING, "pdftotext", &f);
}

static void
module_look(struct doctor *d)
{
	const char *path = arena_printf(d->arena, "%s.so", d->cli->program);
	struct fault f = { 0 };

	if (access(path, R_OK) == 0) {
		doctor_ok("module", "%s", path);
		return;
	}
	fault_set(&f, ERR_INTERNAL, "doctor.module", NULL, "%s", path);
	doctor_tell(d, DOCTOR_FAULT, "module", &f);
}

static void
disk_look(struct doctor *d)
{
	struct fault f = { 0 };
	struct statvfs disk;
	int64_t left;

	if (statvfs(d->cli->sites, &disk) == -1) {
		fault_set(&f, ERR_INTERNAL, "doctor.unreadable", NULL, "%s",
		    d->cli->sites);
		doctor_tell(d, DOCTOR_FAULT, "disk", &f);
		return;
	}
	left = (int64_t)(disk.f_bavail * disk.f_frsize);
	if (left >= DISK_LITTLE) {
		doctor_ok("disk", "%" PRId64 " MiB left", left >> 20);
		return;
	}
	fault_set(&f, ERR_INTERNAL, "doctor.disk", NULL, "%" PRId64 " MiB",
	    left >> 20);
	doctor_tell(d, left < DISK_FULL ? DOCTOR_FAULT : DOCTOR_WARNING,
	    "disk", &f);
}

void
doctor_program(struct doctor *d)
{
	kore_look(d);
	pdf_look(d);
	module_look(d);
	disk_look(d);
}
