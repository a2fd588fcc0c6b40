#pragma once
#include <stddef.h>
#include <stdint.h>

/* Filters of system calls (seccomp(2)), and the numbers that they are about. */

/* One instruction of a filter program, as struct sock_filter. */
struct vcd_filter_step {
    uint16_t code;
    uint8_t if_true, if_false;
    uint32_t value;
};

/* Loads a program for every thread of this process and all that it starts. */
int vcd_filter_load(const struct vcd_filter_step *steps, size_t count);

/* AUDIT_ARCH_... of this program; 0 where it is none that the filter knows. */
uint32_t vcd_filter_architecture(void);

/* Requests of ioctl(2) by what they are for, each list ending with 0. */

/* Pictures from a camera, and what its settings are. Nothing that sets one, but the pictures' format. */
const uint32_t *vcd_requests_of_pictures(void);

/* A sound card's controls, to be read. */
const uint32_t *vcd_requests_of_sound_controls(void);

/* SNDRV_CTL_IOCTL_ELEM_WRITE: a control's value. */
uint32_t vcd_request_to_set_sound(void);

/* The timers that sound is mixed by. */
const uint32_t *vcd_requests_of_sound_timers(void);

/* Terminals: what is more than a number without an argument's size. */
const uint32_t *vcd_requests_of_terminals(void);

/* Of terminals without a size: what types in another's stead, or sets the machine's own. */
const uint32_t *vcd_requests_never_of_terminals(void);

/* Sockets and network interfaces, to be asked. */
const uint32_t *vcd_requests_of_sockets(void);

/* Keyboards and mice as a compositor uses them, beside what only asks. */
const uint32_t *vcd_requests_of_input(void);
