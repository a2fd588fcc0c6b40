#pragma once
#include <stddef.h>
#include <sys/types.h>

/* Makes a pair of links (veth(4)): `inner` in this process's network namespace, `outer` in that of the process `pid` as this one
   numbers it (rtnetlink(7)). ip(8) would look at that process's files, for which it takes more rights than for this. */
int vcd_make_pair(const char *inner, const char *outer, int pid);

/* Events of the kernel and of udev that a network namespace hears, or not (netlink(7)). Each descriptor is close-on-exec and not
   blocking. */

/* Can be read when any rule of nftables was changed in this process's network namespace. */
int vcd_watch_rules(void);

/* Takes all that waits there; 1 if there was anything. */
int vcd_drain(int descriptor);

/* What udev tells of devices in this process's network namespace (udev(7)). */
int vcd_hear_devices(void);

/* A socket that can tell them in this process's network namespace, and one message. */
int vcd_open_device_news(void);
int vcd_tell_devices(int descriptor, const void *bytes, size_t length);

/* Hands a descriptor over a Unix socket, and takes it there (SCM_RIGHTS of unix(7)). */
int vcd_send_descriptor(int socket, int descriptor);
int vcd_receive_descriptor(int socket);
