/*
 * The system calls of a worker: a filter of its own, complete, in front of
 * Kore's.  Two faults of Kore 4.1 on Debian are why:
 *
 *  - its filters end by killing the thread, which leaves a worker that hangs
 *    and holds the accept lock; ours ends by killing the process, which the
 *    parent replaces;
 *  - Debian's build leaves in what PostgreSQL needs: socket and connect.  Ours
 *    has neither, nor execve: a worker opens no connection and starts nothing.
 *
 * A feature that needs another call shows it by `seccomp_tracing yes` in
 * Kore's conf.
 */
#include "web/kore/front.h"

#include <errno.h>
#include <sched.h>
#include <sys/mman.h>

#include <kore/seccomp.h>

#define A KORE_SYSCALL_ALLOW
#define DENY KORE_SYSCALL_DENY

static struct sock_filter filter[] = {
	/* Answered with an error, so that the C library takes another way. */
	DENY(ioctl, EACCES),
	DENY(clone3, ENOSYS),

	/* Memory; never writable and executable, never made executable. */
	KORE_SYSCALL_DENY_WITH_FLAG(mmap, 2, PROT_EXEC | PROT_WRITE, EINVAL),
	KORE_SYSCALL_DENY_WITH_FLAG(mprotect, 2, PROT_EXEC, EINVAL),
	A(mmap), A(mprotect), A(munmap), A(mremap), A(madvise), A(brk),
	A(msync),

	/* Files: SQLite, Lua, media, uploads, the log. */
	A(open), A(openat), A(read), A(write), A(writev), A(pread64),
	A(pwrite64), A(lseek), A(close), A(dup), A(fcntl), A(fstat), A(stat),
	A(lstat), A(newfstatat), A(statx), A(access), A(faccessat),
	A(faccessat2), A(readlink), A(readlinkat), A(getcwd), A(getdents64),
	A(fsync), A(fdatasync), A(ftruncate), A(fallocate), A(rename),
	A(renameat), A(renameat2), A(link), A(linkat), A(unlink), A(unlinkat),
	A(mkdir), A(mkdirat), A(rmdir), A(fchmod), A(fchown), A(umask),
	A(utimensat), A(statfs), A(fstatfs), A(copy_file_range),
	A(memfd_create), A(sendfile),

	/* Connections that visitors opened. */
	A(accept), A(accept4), A(recvfrom), A(recvmsg), A(sendto), A(sendmsg),
	A(shutdown), A(setsockopt), A(getsockopt), A(getsockname), A(poll),
	A(ppoll), A(epoll_ctl), A(epoll_wait), A(epoll_pwait), A(eventfd2),

	/* Threads, but no processes. */
	KORE_SYSCALL_ALLOW_WITH_FLAG(clone, 0, CLONE_THREAD),
	A(futex), A(set_robust_list), A(rseq), A(sched_yield),
	A(sched_getaffinity), A(gettid), A(getpid), A(getppid), A(getuid),
	A(geteuid), A(getgid), A(getegid), A(prlimit64), A(getrusage),
	A(sysinfo), A(uname), A(exit), A(exit_group),

	/* Signals and time.  kill: Kore ends itself by it. */
	A(kill), A(tgkill), A(rt_sigaction), A(rt_sigprocmask),
	A(rt_sigreturn), A(sigaltstack), A(restart_syscall), A(nanosleep),
	A(clock_nanosleep), A(clock_gettime), A(clock_getres),
	A(gettimeofday), A(time), A(times), A(getrandom),

	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
};

void
seccomp_start(void)
{
	kore_seccomp_filter("mingchuang", filter, KORE_FILTER_LEN(filter));
}
