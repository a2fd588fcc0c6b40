#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/videodev2.h>
#include <string.h>
#include <sys/ioctl.h>

enum { capture = V4L2_BUF_TYPE_VIDEO_CAPTURE };

static int request(int node, unsigned long number, void *argument) {
    int result;
    do result = ioctl(node, number, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -1 : 0;
}

int vcd_video_query(int node, struct vcd_video_capability *capability) {
    struct v4l2_capability answer = {0};
    if (request(node, VIDIOC_QUERYCAP, &answer) != 0) return -1;
    /* A device's capabilities are those of all its nodes together; a node of metadata has its own alone. */
    uint32_t own = answer.capabilities & V4L2_CAP_DEVICE_CAPS ? answer.device_caps : answer.capabilities;
    memset(capability, 0, sizeof *capability);
    memcpy(capability->card, answer.card, sizeof answer.card);
    capability->captures = (own & V4L2_CAP_VIDEO_CAPTURE) && (own & V4L2_CAP_STREAMING);
    return 0;
}

int vcd_video_format_at(int node, uint32_t index, uint32_t *fourcc) {
    struct v4l2_fmtdesc answer = {.index = index, .type = capture};
    if (request(node, VIDIOC_ENUM_FMT, &answer) != 0) return -1;
    *fourcc = answer.pixelformat;
    return 0;
}

int vcd_video_size_at(int node, uint32_t index, uint32_t fourcc, struct vcd_video_size *size) {
    struct v4l2_frmsizeenum answer = {.index = index, .pixel_format = fourcc};
    if (request(node, VIDIOC_ENUM_FRAMESIZES, &answer) != 0) return -1;
    if (answer.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
        *size = (struct vcd_video_size){answer.discrete.width, answer.discrete.height, answer.discrete.width,
                                        answer.discrete.height};
        return 0;
    }
    *size = (struct vcd_video_size){answer.stepwise.min_width, answer.stepwise.min_height, answer.stepwise.max_width,
                                    answer.stepwise.max_height};
    return 0;
}

int vcd_video_set_format(int node, struct vcd_video_format *format) {
    struct v4l2_format answer = {.type = capture};
    answer.fmt.pix.width = format->width;
    answer.fmt.pix.height = format->height;
    answer.fmt.pix.pixelformat = format->fourcc;
    answer.fmt.pix.field = V4L2_FIELD_ANY;
    if (request(node, VIDIOC_S_FMT, &answer) != 0) return -1;
    *format = (struct vcd_video_format){answer.fmt.pix.pixelformat, answer.fmt.pix.width, answer.fmt.pix.height,
                                        answer.fmt.pix.bytesperline};
    return 0;
}

int vcd_video_set_rate(int node, double *rate) {
    struct v4l2_streamparm answer = {.type = capture};
    answer.parm.capture.timeperframe.numerator = 1000;
    answer.parm.capture.timeperframe.denominator = (uint32_t)(*rate * 1000);
    if (request(node, VIDIOC_S_PARM, &answer) != 0) return -1;
    struct v4l2_fract time = answer.parm.capture.timeperframe;
    *rate = time.numerator ? (double)time.denominator / time.numerator : 0;
    return 0;
}

static int holds_a_number(uint32_t type) {
    return type == V4L2_CTRL_TYPE_INTEGER || type == V4L2_CTRL_TYPE_BOOLEAN || type == V4L2_CTRL_TYPE_MENU ||
           type == V4L2_CTRL_TYPE_INTEGER_MENU || type == V4L2_CTRL_TYPE_BITMASK;
}

int vcd_video_control_after(int node, uint32_t id, struct vcd_video_control *control) {
    struct v4l2_queryctrl answer = {.id = id | V4L2_CTRL_FLAG_NEXT_CTRL};
    if (request(node, VIDIOC_QUERYCTRL, &answer) != 0) return -1;
    const uint32_t never = V4L2_CTRL_FLAG_DISABLED | V4L2_CTRL_FLAG_GRABBED | V4L2_CTRL_FLAG_READ_ONLY |
                           V4L2_CTRL_FLAG_WRITE_ONLY | V4L2_CTRL_FLAG_VOLATILE | V4L2_CTRL_FLAG_HAS_PAYLOAD |
                           V4L2_CTRL_FLAG_EXECUTE_ON_WRITE;
    memset(control, 0, sizeof *control);
    control->id = answer.id;
    memcpy(control->name, answer.name, sizeof answer.name);
    control->minimum = answer.minimum;
    control->maximum = answer.maximum;
    control->default_value = answer.default_value;
    control->is_settable = holds_a_number(answer.type) && !(answer.flags & never);
    control->is_inactive = (answer.flags & V4L2_CTRL_FLAG_INACTIVE) != 0;
    control->updates_others = (answer.flags & V4L2_CTRL_FLAG_UPDATE) != 0;
    return 0;
}

int vcd_video_control(int node, uint32_t id, int32_t *value) {
    struct v4l2_control answer = {.id = id};
    if (request(node, VIDIOC_G_CTRL, &answer) != 0) return -1;
    *value = answer.value;
    return 0;
}

int vcd_video_set_control(int node, uint32_t id, int32_t value) {
    struct v4l2_control wanted = {.id = id, .value = value};
    return request(node, VIDIOC_S_CTRL, &wanted);
}

int vcd_video_request_buffers(int node, uint32_t *count) {
    struct v4l2_requestbuffers answer = {.count = *count, .type = capture, .memory = V4L2_MEMORY_MMAP};
    if (request(node, VIDIOC_REQBUFS, &answer) != 0) return -1;
    *count = answer.count;
    return 0;
}

static int request_buffer(int node, unsigned long number, uint32_t index, struct vcd_video_buffer *buffer) {
    struct v4l2_buffer answer = {.index = index, .type = capture, .memory = V4L2_MEMORY_MMAP};
    if (request(node, number, &answer) != 0) return -1;
    *buffer = (struct vcd_video_buffer){answer.index, answer.length, answer.bytesused, answer.m.offset,
                                        (answer.flags & V4L2_BUF_FLAG_ERROR) != 0};
    return 0;
}

int vcd_video_query_buffer(int node, uint32_t index, struct vcd_video_buffer *buffer) {
    return request_buffer(node, VIDIOC_QUERYBUF, index, buffer);
}

int vcd_video_queue(int node, uint32_t index) {
    struct vcd_video_buffer buffer;
    return request_buffer(node, VIDIOC_QBUF, index, &buffer);
}

int vcd_video_dequeue(int node, struct vcd_video_buffer *buffer) {
    return request_buffer(node, VIDIOC_DQBUF, 0, buffer);
}

int vcd_video_start(int node) {
    int type = capture;
    return request(node, VIDIOC_STREAMON, &type);
}

int vcd_video_stop(int node) {
    int type = capture;
    return request(node, VIDIOC_STREAMOFF, &type);
}
