#pragma once
#include <stdint.h>
#include <sys/types.h>

#include "CLinuxFilter.h"
#include "CLinuxNetwork.h"
#include "CLinuxRoute.h"
#include "CLinuxTimer.h"
#include "CLinuxVideo.h"

/* What Glibc's Swift module does not show. Own types only; each returns -1 and sets errno as the call behind it. */

/* pidfd_open(2), close-on-exec. */
int vcd_pidfd_open(pid_t pid);

/* pidfd_send_signal(2). */
int vcd_pidfd_send_signal(int pidfd, int signal);

/* prctl(2) PR_SET_NO_NEW_PRIVS. */
int vcd_set_no_new_privileges(void);

/* Blocks a signal for the process and returns a descriptor that can be read once it came (signalfd(2)). */
int vcd_block_signal(int signal);
int vcd_unblock_signal(int signal);

/* Whether a process may have the namespaces that a browser makes for its sandbox (unshare(2)); in a child that ends. */
int vcd_try_namespaces(void);

/* mount(2) of a tmpfs: nosuid, nodev, and noswap where the kernel has it (6.4). */
int vcd_mount_memory(const char *place, const char *options);

/* Clones the tree of the directory `source` and attaches it at `place` (open_tree(2), move_mount(2)), read-only, nosuid, nodev. What
   root owns there is shown as owned by `uid` and `gid` (mount_setattr(2), MOUNT_ATTR_IDMAP); all other owners are
   shown as nobody. */
int vcd_mount_as(int source, const char *place, unsigned uid, unsigned gid);

/* mount(2) of an overlay: nosuid, nodev. */
int vcd_mount_overlay(const char *place, const char *options);

/* umount2(2) with UMOUNT_NOFOLLOW. */
int vcd_unmount(const char *place);

/* The same with MNT_DETACH: also where somebody still uses it. */
int vcd_detach(const char *place);

/* Has the kernel forget what it keeps of names and files there that nobody uses: a remount that changes nothing (mount(2)). */
int vcd_forget_names(const char *place);

/* Opens a directory, through no symbolic link anywhere on its path (openat(2), O_NOFOLLOW). */
int vcd_open_directory(const char *path);

/* sendfile(2) until `count` bytes are copied or the source ends; returns the bytes copied. */
int64_t vcd_copy_bytes(int from, int to, int64_t count);

/* 1 if a file has file capabilities (capabilities(7)), 0 if not. */
int vcd_has_capabilities(int file);

/* fremovexattr(2) of all extended attributes but those whose names begin with `but`. */
int vcd_remove_attributes(int file, const char *but);

/* What a scan plants itself, to prove that it sees: a process of the account, which holds a file open in a mount of
   its own namespace, and a file in each of the places, a POSIX message queue and a System V segment. */
struct vcd_decoy {
    pid_t pid;
    int hold;
    /* Whether there was room for a queue and a segment: others may have taken all there are. */
    char has_queue, has_segment;
    /* The mount's device as `major:minor`; where something else could not be planted, '!' and what. */
    char device[64];
};

/* Starts the decoy. `source` is what its mount is named, `places` ends with NULL. Returns once all is planted. */
int vcd_decoy_start(struct vcd_decoy *decoy, unsigned uid, unsigned gid, const char *source, const char *const *places,
                    const char *name);

/* Removes the queue of a decoy that was not ended. */
void vcd_decoy_forget(unsigned uid, unsigned gid, const char *name);

/* Ends it and removes what it planted. */
void vcd_decoy_stop(const struct vcd_decoy *decoy, unsigned uid, unsigned gid, const char *const *places,
                    const char *name);

/* 1 if a code of getaddrinfo(3) says that there is no such name, or none with an address; 0 if it says anything else. */
int vcd_is_unknown_name(int code);

/* memmem(3): the offset of the first match, -1 where there is none. */
int64_t vcd_find(const void *hay, size_t length, const void *needle, size_t size);

/* What the drill's decoy does. Each returns 0 when the bytes are where they should be. */

/* A System V segment (shmget(2)) that nobody removes. */
int vcd_plant_segment(const void *bytes, size_t length);

/* Whether something keeps the kernel's clock synchronised (adjtimex(2)): 1 or 0, and -1 where the kernel may not be
   asked, as under ProtectClock= (systemd.exec(5)). */
int vcd_clock_is_synchronised(void);

/* A message in a POSIX queue (mq_overview(7)). */
int vcd_plant_message(const char *name, const void *bytes, size_t length);

/* A key in the account's own keyring (add_key(2)). */
int vcd_plant_key(const char *name, const void *bytes, size_t length);

/* A child that crashes with the bytes on its stack (core(5)). */
int vcd_crash_with(const void *bytes, size_t length);

/* A datagram to a Unix socket. */
int vcd_send_datagram(const char *path, const void *bytes, size_t length);

/* A Unix socket with a name of the kernel's own, which no file has (unix(7), abstract); returns it, and it keeps the name. */
int vcd_plant_abstract(const void *bytes, size_t length);

/* A file without a place that lives as long as it is open (memfd_create(2)); returns it. */
int vcd_plant_memory_file(const void *bytes, size_t length);

/* An element of the user's own on any sound card, named by the bytes (SNDRV_CTL_IOCTL_ELEM_ADD). */
int vcd_plant_sound_control(const void *bytes, size_t length);

/* prctl(2) PR_SET_DUMPABLE, off: other processes of this account can neither trace this one nor take its open files. */
int vcd_keep_to_itself(void);

/* prctl(2) PR_SET_PDEATHSIG: this process is killed when the thread that started it ends. */
int vcd_die_with_parent(void);

/* 1 if somebody could log in as the account by a password, 0 if none that is typed could match (shadow(5)). */
int vcd_has_password(const char *account);
