#pragma once
#include <stdint.h>

/* A timer that can be read once it is due, on CLOCK_BOOTTIME (timerfd_create(2)); close-on-exec, not blocking. */
int vcd_timer_create(void);

/* Sets it for a time since boot in nanoseconds, also one that has passed; 0 for never (timerfd_settime(2)). */
int vcd_timer_set(int timer, int64_t nanoseconds);
