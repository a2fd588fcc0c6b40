#define _GNU_SOURCE
#include "CLinux.h"

#include <fcntl.h>
#include <mqueue.h>
#include <sound/asound.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int vcd_plant_segment(const void *bytes, size_t length) {
    int segment = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (segment < 0 || length > 4096) return -1;
    void *memory = shmat(segment, NULL, 0);
    if (memory == (void *)-1) return -1;
    memcpy(memory, bytes, length);
    return shmdt(memory);
}

int vcd_plant_message(const char *name, const void *bytes, size_t length) {
    mqd_t queue = mq_open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600, NULL);
    if (queue == (mqd_t)-1) return -1;
    int result = mq_send(queue, bytes, length, 0);
    mq_close(queue);
    return result;
}

int vcd_plant_key(const char *name, const void *bytes, size_t length) {
    /* -4: the account's own keyring (keyctl(2), KEY_SPEC_USER_KEYRING). */
    return syscall(SYS_add_key, "user", name, bytes, length, -4) < 0 ? -1 : 0;
}

int vcd_crash_with(const void *bytes, size_t length) {
    pid_t child = fork();
    if (child < 0) return -1;
    if (child == 0) {
        char held[256];
        memcpy(held, bytes, length < sizeof held ? length : sizeof held);
        *(volatile char *)held = held[0];
        *(volatile int *)0 = held[0];
        _exit(0);
    }
    int status;
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) ? 0 : -1;
}

int vcd_send_datagram(const char *path, const void *bytes, size_t length) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -1;
    strcpy(address.sun_path, path);
    int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return -1;
    ssize_t sent = sendto(socket_, bytes, length, MSG_DONTWAIT, (void *)&address, sizeof address);
    close(socket_);
    return sent == (ssize_t)length ? 0 : -1;
}

int vcd_plant_abstract(const void *bytes, size_t length) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (length >= sizeof address.sun_path) return -1;
    memcpy(address.sun_path + 1, bytes, length);
    int socket_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket_ < 0) return -1;
    const socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
    if (bind(socket_, (void *)&address, size) == 0) return socket_;
    close(socket_);
    return -1;
}

int vcd_plant_memory_file(const void *bytes, size_t length) {
    int file = memfd_create("drill", MFD_CLOEXEC);
    if (file < 0) return -1;
    if (write(file, bytes, length) == (ssize_t)length) return file;
    close(file);
    return -1;
}

int vcd_plant_sound_control(const void *bytes, size_t length) {
    int result = -1;
    for (int card = 0; card < 8; card++) {
        char path[32];
        snprintf(path, sizeof path, "/dev/snd/controlC%d", card);
        int control = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        if (control < 0) continue;
        struct snd_ctl_elem_info element = {.type = SNDRV_CTL_ELEM_TYPE_INTEGER, .count = 1};
        element.id.iface = SNDRV_CTL_ELEM_IFACE_MIXER;
        element.owner = 1;
        element.access = SNDRV_CTL_ELEM_ACCESS_READWRITE;
        element.value.integer.max = 1;
        memcpy(element.id.name, bytes, length < sizeof element.id.name ? length : sizeof element.id.name - 1);
        if (ioctl(control, SNDRV_CTL_IOCTL_ELEM_ADD, &element) == 0) result = 0;
        close(control);
    }
    return result;
}
