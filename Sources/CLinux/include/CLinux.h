#pragma once
#include <stdint.h>
#include <sys/types.h>

/* What Glibc's Swift module does not show. Own types only; each returns -1 and sets errno as the call behind it. */

/* pidfd_open(2), close-on-exec. */
int vcd_pidfd_open(pid_t pid);

/* pidfd_send_signal(2). */
int vcd_pidfd_send_signal(int pidfd, int signal);

/* prctl(2) PR_SET_NO_NEW_PRIVS. */
int vcd_set_no_new_privileges(void);

/* sendfile(2) until `count` bytes are copied or the source ends; returns the bytes copied. */
int64_t vcd_copy_bytes(int from, int to, int64_t count);
