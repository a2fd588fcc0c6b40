#define _GNU_SOURCE
#include "CLinux.h"

#include <sys/timerfd.h>
#include <time.h>

int vcd_timer_create(void) { return timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK); }

int vcd_timer_set(int timer, int64_t nanoseconds) {
    struct itimerspec due = {
        .it_value = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000},
    };
    return timerfd_settime(timer, TFD_TIMER_ABSTIME, &due, NULL);
}
