#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <netdb.h>
#include <sched.h>
#include <shadow.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

int vcd_pidfd_open(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

int vcd_pidfd_send_signal(int pidfd, int signal) {
    return (int)syscall(SYS_pidfd_send_signal, pidfd, signal, (void *)0, 0);
}

int vcd_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

int vcd_has_password(const char *account) {
    struct spwd *entry = getspnam(account);
    if (!entry) return -1;
    return entry->sp_pwdp && entry->sp_pwdp[0] != '!' && entry->sp_pwdp[0] != '*';
}

int vcd_keep_to_itself(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int vcd_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0); }

int vcd_has_capabilities(int file) { return fgetxattr(file, "security.capability", NULL, 0) >= 0; }

int vcd_remove_attributes(int file, const char *but) {
    static char names[1 << 16];
    ssize_t length = flistxattr(file, names, sizeof names);
    if (length < 0) return -1;
    int result = 0;
    for (const char *name = names; name < names + length; name += strlen(name) + 1)
        if (strncmp(name, but, strlen(but)) != 0 && fremovexattr(file, name) != 0) result = -1;
    return result;
}

int64_t vcd_copy_bytes(int from, int to, int64_t count) {
    int64_t copied = 0;
    while (copied < count) {
        ssize_t step = sendfile(to, from, (void *)0, (size_t)(count - copied));
        if (step < 0 && errno == EINTR) continue;
        if (step < 0) return -1;
        if (step == 0) break;
        copied += step;
    }
    return copied;
}

int vcd_block_signal(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0) return -1;
    return signalfd(-1, &set, SFD_CLOEXEC);
}

int vcd_unblock_signal(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    return sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* <sys/mount.h> and <linux/mount.h> exclude each other. */
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);

static const unsigned long plain_flags = MS_NOSUID | MS_NODEV;

int vcd_mount_memory(const char *place, const char *options) {
    char with_noswap[256];
    if (snprintf(with_noswap, sizeof with_noswap, "%s,noswap", options) < (int)sizeof with_noswap &&
        mount("vcd-home", place, "tmpfs", plain_flags, with_noswap) == 0)
        return 0;
    return mount("vcd-home", place, "tmpfs", plain_flags, options);
}

int vcd_mount_overlay(const char *place, const char *options) {
    return mount("vcd-home", place, "overlay", plain_flags, options);
}

int vcd_unmount(const char *place) { return umount2(place, 8 /* UMOUNT_NOFOLLOW */); }

int vcd_detach(const char *place) { return umount2(place, 8 | 2 /* MNT_DETACH */); }

int vcd_forget_names(const char *place) {
    return mount(NULL, place, NULL, MS_REMOUNT | plain_flags, NULL);
}

static int write_map(pid_t child, const char *name, unsigned id) {
    char path[64], line[64];
    snprintf(path, sizeof path, "/proc/%d/%s", child, name);
    int length = snprintf(line, sizeof line, "0 %u 1\n", id);
    int map = open(path, O_WRONLY | O_CLOEXEC);
    if (map < 0) return -1;
    ssize_t written = write(map, line, (size_t)length);
    int saved = errno;
    close(map);
    errno = saved;
    return written == length ? 0 : -1;
}

/* A user namespace that maps root alone, to `uid` and `gid`. It needs a process to be made in. */
static int open_user_namespace(unsigned uid, unsigned gid) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return -1;
    pid_t child = fork();
    if (child == 0) {
        close(pair[0]);
        char byte = unshare(CLONE_NEWUSER) == 0 ? 0 : (char)errno;
        if (write(pair[1], &byte, 1) != 1 || shutdown(pair[1], SHUT_WR) != 0) _exit(1);
        /* Until the parent has taken the namespace. */
        while (read(pair[1], &byte, 1) < 0 && errno == EINTR) {
        }
        _exit(0);
    }
    close(pair[1]);
    int namespace = -1, saved = errno;
    if (child > 0) {
        char byte = 0;
        if (read(pair[0], &byte, 1) != 1) {
            saved = EIO;
        } else if (byte != 0) {
            saved = byte;
        } else if (write_map(child, "uid_map", uid) == 0 && write_map(child, "gid_map", gid) == 0) {
            char path[64];
            snprintf(path, sizeof path, "/proc/%d/ns/user", child);
            namespace = open(path, O_RDONLY | O_CLOEXEC);
            saved = errno;
        } else {
            saved = errno;
        }
    }
    close(pair[0]);
    if (child > 0) waitpid(child, NULL, 0);
    errno = saved;
    return namespace;
}

int vcd_mount_as(int source, const char *place, unsigned uid, unsigned gid) {
    int namespace = open_user_namespace(uid, gid);
    if (namespace < 0) return -1;
    int result = -1;
    int tree = (int)syscall(SYS_open_tree, source, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
    if (tree >= 0) {
        struct mount_attr attributes;
        memset(&attributes, 0, sizeof attributes);
        attributes.attr_set = MOUNT_ATTR_IDMAP | MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
        attributes.userns_fd = (unsigned long long)namespace;
        if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes) == 0)
            result = (int)syscall(SYS_move_mount, tree, "", AT_FDCWD, place, MOVE_MOUNT_F_EMPTY_PATH);
        int saved = errno;
        close(tree);
        errno = saved;
    }
    int saved = errno;
    close(namespace);
    errno = saved;
    return result;
}

/* Step by step: openat2(2) is not to be had under RestrictSUIDSGID= (systemd.exec(5)). */
int vcd_open_directory(const char *path) {
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int folder = open("/", flags);
    while (folder >= 0) {
        while (*path == '/') path++;
        if (*path == 0) break;
        char name[256];
        size_t length = strcspn(path, "/");
        if (length >= sizeof name) {
            close(folder);
            errno = ENAMETOOLONG;
            return -1;
        }
        memcpy(name, path, length);
        name[length] = 0;
        path += length;
        int next = openat(folder, name, flags);
        int saved = errno;
        close(folder);
        errno = saved;
        folder = next;
    }
    return folder;
}

int vcd_is_unknown_name(int code) { return code == EAI_NONAME || code == EAI_NODATA || code == EAI_ADDRFAMILY; }

int64_t vcd_find(const void *hay, size_t length, const void *needle, size_t size) {
    const char *found = hay ? memmem(hay, length, needle, size) : NULL;
    return found ? found - (const char *)hay : -1;
}

int vcd_clock_is_synchronised(void) {
    struct timex state;
    memset(&state, 0, sizeof state);
    int answer = adjtimex(&state);
    if (answer < 0) return -1;
    return answer != TIME_ERROR && !(state.status & STA_UNSYNC);
}

int vcd_try_namespaces(void) {
    pid_t child = fork();
    if (child < 0) return -1;
    if (child == 0) _exit(unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET) == 0 ? 0 : errno);
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return -1;
    errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
    return errno ? -1 : 0;
}
