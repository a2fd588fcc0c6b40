#define _GNU_SOURCE
#include "CLinux.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/input.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <linux/videodev2.h>
#include <sound/asound.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int vcd_filter_load(const struct vcd_filter_step *steps, size_t count) {
    _Static_assert(sizeof(struct vcd_filter_step) == sizeof(struct sock_filter), "the kernel's own form");
    struct sock_fprog program = {.len = (unsigned short)count, .filter = (struct sock_filter *)steps};
    if (count > BPF_MAXINSNS || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    /* A thread that can't be brought under it is told by its id. */
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0 ? 0 : -1;
}

uint32_t vcd_filter_architecture(void) {
#if defined(__x86_64__)
    return AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
    return AUDIT_ARCH_AARCH64;
#else
    return 0;
#endif
}

const uint32_t *vcd_requests_of_pictures(void) {
    static const uint32_t requests[] = {
        VIDIOC_QUERYCAP, VIDIOC_ENUM_FMT, VIDIOC_ENUM_FRAMESIZES, VIDIOC_ENUM_FRAMEINTERVALS,
        VIDIOC_G_FMT, VIDIOC_S_FMT, VIDIOC_TRY_FMT, VIDIOC_G_PARM, VIDIOC_S_PARM,
        VIDIOC_CROPCAP, VIDIOC_G_CROP, VIDIOC_G_SELECTION,
        VIDIOC_ENUMSTD, VIDIOC_G_STD, VIDIOC_ENUMINPUT, VIDIOC_G_INPUT, VIDIOC_S_INPUT, VIDIOC_G_PRIORITY,
        VIDIOC_REQBUFS, VIDIOC_CREATE_BUFS, VIDIOC_PREPARE_BUF, VIDIOC_QUERYBUF, VIDIOC_QBUF, VIDIOC_DQBUF,
        VIDIOC_EXPBUF, VIDIOC_STREAMON, VIDIOC_STREAMOFF,
        VIDIOC_QUERYCTRL, VIDIOC_QUERY_EXT_CTRL, VIDIOC_QUERYMENU, VIDIOC_G_CTRL, VIDIOC_G_EXT_CTRLS,
        VIDIOC_SUBSCRIBE_EVENT, VIDIOC_UNSUBSCRIBE_EVENT, VIDIOC_DQEVENT, 0,
    };
    return requests;
}

const uint32_t *vcd_requests_of_sound_controls(void) {
    static const uint32_t requests[] = {
        SNDRV_CTL_IOCTL_PVERSION, SNDRV_CTL_IOCTL_CARD_INFO, SNDRV_CTL_IOCTL_ELEM_LIST, SNDRV_CTL_IOCTL_ELEM_INFO,
        SNDRV_CTL_IOCTL_ELEM_READ, SNDRV_CTL_IOCTL_SUBSCRIBE_EVENTS, SNDRV_CTL_IOCTL_TLV_READ,
        SNDRV_CTL_IOCTL_HWDEP_NEXT_DEVICE, SNDRV_CTL_IOCTL_PCM_NEXT_DEVICE, SNDRV_CTL_IOCTL_PCM_INFO,
        SNDRV_CTL_IOCTL_PCM_PREFER_SUBDEVICE, SNDRV_CTL_IOCTL_RAWMIDI_NEXT_DEVICE, SNDRV_CTL_IOCTL_POWER_STATE, 0,
    };
    return requests;
}

uint32_t vcd_request_to_set_sound(void) { return SNDRV_CTL_IOCTL_ELEM_WRITE; }

const uint32_t *vcd_requests_of_sound_timers(void) {
    /* TREAD by its number: its name differs with the age of the header. */
    static const uint32_t requests[] = {
        SNDRV_TIMER_IOCTL_PVERSION, SNDRV_TIMER_IOCTL_NEXT_DEVICE, _IOW('T', 0x02, int), _IOW('T', 0xa4, int),
        SNDRV_TIMER_IOCTL_GINFO, SNDRV_TIMER_IOCTL_GSTATUS, SNDRV_TIMER_IOCTL_SELECT, SNDRV_TIMER_IOCTL_INFO,
        SNDRV_TIMER_IOCTL_PARAMS, SNDRV_TIMER_IOCTL_STATUS, 0,
    };
    return requests;
}

const uint32_t *vcd_requests_of_terminals(void) {
    static const uint32_t requests[] = {
        TCGETS2, TCSETS2, TCSETSW2, TCSETSF2, TIOCGPTN, TIOCSPTLCK, TIOCGPTLCK, TIOCGPKT, TIOCGEXCL, TIOCGDEV, 0,
    };
    return requests;
}

const uint32_t *vcd_requests_never_of_terminals(void) {
    static const uint32_t requests[] = {
        TIOCSTI, TIOCLINUX, TIOCCONS, TIOCSETD, TIOCSSERIAL, TIOCSERCONFIG, TIOCVHANGUP, TIOCSLCKTRMIOS, 0,
    };
    return requests;
}

const uint32_t *vcd_requests_of_sockets(void) {
    static const uint32_t requests[] = {
        FIOSETOWN, SIOCSPGRP, FIOGETOWN, SIOCGPGRP, SIOCATMARK, SIOCGSTAMP_OLD, SIOCGSTAMPNS_OLD,
        SIOCGIFNAME, SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK,
        SIOCGIFMETRIC, SIOCGIFMTU, SIOCGIFHWADDR, SIOCGIFINDEX, SIOCGIFTXQLEN, 0,
    };
    return requests;
}

const uint32_t *vcd_requests_of_input(void) {
    static const uint32_t requests[] = {EVIOCSCLOCKID, EVIOCREVOKE, EVIOCSMASK, 0};
    return requests;
}
