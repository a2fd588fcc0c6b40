#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <mqueue.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

enum { most_places = 8 };

static int plant_file(const char *place, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", place, name);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0) return -1;
    close(file);
    return 0;
}

static void remove_file(const char *place, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", place, name);
    unlink(path);
}

static void remove_queue(const char *name) {
    char queue[64];
    snprintf(queue, sizeof queue, "/%s", name);
    mq_unlink(queue);
}

/* What of the decoy there was room for. */
struct planted {
    char device[32];
    char has_queue, has_segment;
};

/* In the child: everything as the visitor's account would leave it. Returns what failed, NULL when all is planted. */
static const char *plant(const char *source, const char *const *places, const char *name, struct planted *planted) {
    for (int at = 0; places[at] && at < most_places; at++)
        if (plant_file(places[at], name) != 0) return places[at];
    char queue[64];
    snprintf(queue, sizeof queue, "/%s", name);
    /* Others may have taken all there are: what can't be had isn't left by a visit either. */
    mqd_t made = mq_open(queue, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600, NULL);
    if (made == (mqd_t)-1 && errno != ENOSPC) return "a message queue";
    planted->has_queue = made != (mqd_t)-1;
    if (planted->has_queue) mq_close(made);
    int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (segment < 0 && errno != ENOSPC) return "a shared memory segment";
    planted->has_segment = segment >= 0;
    if (segment >= 0) {
        if (shmat(segment, NULL, 0) == (void *)-1) return "a shared memory segment";
        /* It is seen for as long as this process lives, and no longer: a scan that is killed leaves none to the next. */
        if (shmctl(segment, IPC_RMID, NULL) != 0) return "a shared memory segment that ends with its process";
    }
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return "a mount namespace";
    if (mount(source, "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0) return "a mount";
    /* Its account has no number in the new namespace and can make no file there; the folder itself does as well. */
    int file = open("/tmp", O_RDONLY | O_DIRECTORY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) return "an open file";
    snprintf(planted->device, sizeof planted->device, "%u:%u", major(status.st_dev), minor(status.st_dev));
    if (memfd_create(name, MFD_CLOEXEC) < 0) return "a file without a name";
    /* Its namespace is kept by a descriptor alone, once it has gone on to another, which has the same mounts. */
    if (open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC) < 0 || unshare(CLONE_NEWNS) != 0) return "a kept namespace";
    return NULL;
}

int vcd_decoy_start(struct vcd_decoy *decoy, unsigned uid, unsigned gid, const char *source, const char *const *places,
                    const char *name) {
    int tell[2], hold[2];
    if (pipe2(tell, O_CLOEXEC) != 0) return -1;
    if (pipe2(hold, O_CLOEXEC) != 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        close(tell[0]);
        close(hold[1]);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        prctl(PR_SET_NAME, "vcd-decoy");
        char answer[64] = "";
        struct planted planted = {0};
        const char *failed = "the account";
        if (setgroups(0, NULL) == 0 && setresgid(gid, gid, gid) == 0 && setresuid(uid, uid, uid) == 0) {
            /* Else /proc/PID would be root's, and so the id maps of its user namespace. */
            prctl(PR_SET_DUMPABLE, 1);
            failed = plant(source, places, name, &planted);
        }
        snprintf(answer, sizeof answer, "%c%c%s", planted.has_queue ? 'q' : '-', planted.has_segment ? 's' : '-',
                 planted.device);
        if (failed) snprintf(answer, sizeof answer, "!%s: %s", failed, strerror(errno));
        if (write(tell[1], answer, strlen(answer)) < 0) _exit(1);
        close(tell[1]);
        char byte;
        while (read(hold[0], &byte, 1) < 0 && errno == EINTR) {
        }
        _exit(0);
    }
    close(tell[1]);
    close(hold[0]);
    memset(decoy, 0, sizeof *decoy);
    decoy->pid = child;
    decoy->hold = hold[1];
    char answer[sizeof decoy->device] = "";
    ssize_t length = child > 0 ? read(tell[0], answer, sizeof answer - 1) : -1;
    close(tell[0]);
    if (length < 3) return -1;
    decoy->has_queue = answer[0] == 'q';
    decoy->has_segment = answer[1] == 's';
    memcpy(decoy->device, answer[0] == '!' ? answer : answer + 2, sizeof decoy->device - 2);
    return 0;
}

void vcd_decoy_stop(const struct vcd_decoy *decoy, unsigned uid, unsigned gid, const char *const *places,
                    const char *name) {
    close(decoy->hold);
    if (decoy->pid > 0) waitpid(decoy->pid, NULL, 0);
    /* Its own namespaces and its segment are gone with it; what it left elsewhere is removed by one of its account. */
    pid_t child = fork();
    if (child == 0) {
        if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0) _exit(1);
        for (int at = 0; places[at] && at < most_places; at++) remove_file(places[at], name);
        remove_queue(name);
        _exit(0);
    }
    if (child > 0) waitpid(child, NULL, 0);
}

void vcd_decoy_forget(unsigned uid, unsigned gid, const char *name) {
    pid_t child = fork();
    if (child == 0) {
        if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0) _exit(1);
        remove_queue(name);
        _exit(0);
    }
    if (child > 0) waitpid(child, NULL, 0);
}
