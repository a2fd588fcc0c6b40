#pragma once
#include <stdint.h>

/* Video for Linux (the kernel's userspace-api/media/v4l), one function a request of ioctl(2). */

struct vcd_video_capability {
    char card[33];
    /* Whether this very node takes pictures and streams them. */
    int captures;
};

struct vcd_video_size {
    uint32_t smallest_width, smallest_height, largest_width, largest_height;
};

struct vcd_video_format {
    uint32_t fourcc, width, height, line;
};

struct vcd_video_control {
    uint32_t id;
    char name[33];
    int32_t minimum, maximum, default_value;
    /* It holds a number that may be read and set, now and for good. */
    int is_settable;
    int is_inactive;
    int updates_others;
};

struct vcd_video_buffer {
    uint32_t index, length, used, offset;
    int is_damaged;
};

/* VIDIOC_QUERYCAP */
int vcd_video_query(int node, struct vcd_video_capability *capability);

/* VIDIOC_ENUM_FMT */
int vcd_video_format_at(int node, uint32_t index, uint32_t *fourcc);

/* VIDIOC_ENUM_FRAMESIZES */
int vcd_video_size_at(int node, uint32_t index, uint32_t fourcc, struct vcd_video_size *size);

/* VIDIOC_S_FMT: the driver writes what it made of it. */
int vcd_video_set_format(int node, struct vcd_video_format *format);

/* VIDIOC_S_PARM: frames a second; the driver's own in `rate`, 0 where it has none. */
int vcd_video_set_rate(int node, double *rate);

/* VIDIOC_QUERYCTRL with V4L2_CTRL_FLAG_NEXT_CTRL: the control after `id`. */
int vcd_video_control_after(int node, uint32_t id, struct vcd_video_control *control);

/* VIDIOC_G_CTRL, VIDIOC_S_CTRL */
int vcd_video_control(int node, uint32_t id, int32_t *value);
int vcd_video_set_control(int node, uint32_t id, int32_t value);

/* VIDIOC_REQBUFS for mmap(2); the driver's own number in `count`. 0 frees them. */
int vcd_video_request_buffers(int node, uint32_t *count);

/* VIDIOC_QUERYBUF, VIDIOC_QBUF, VIDIOC_DQBUF */
int vcd_video_query_buffer(int node, uint32_t index, struct vcd_video_buffer *buffer);
int vcd_video_queue(int node, uint32_t index);
int vcd_video_dequeue(int node, struct vcd_video_buffer *buffer);

/* VIDIOC_STREAMON, VIDIOC_STREAMOFF */
int vcd_video_start(int node);
int vcd_video_stop(int node);
