#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <net/if.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* What udev tells once it has done with a device (libudev's monitors listen to this group). */
enum { group_of_udev = 2 };

static int open_netlink(int protocol, unsigned groups) {
    const int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (descriptor < 0) return -1;
    const struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
    if (bind(descriptor, (const struct sockaddr *)&address, sizeof address) == 0) return descriptor;
    const int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

int vcd_watch_rules(void) { return open_netlink(NETLINK_NETFILTER, 1u << (NFNLGRP_NFTABLES - 1)); }

int vcd_drain(int descriptor) {
    char room[8192];
    int found = 0;
    for (;;) {
        const ssize_t count = recv(descriptor, room, sizeof room, 0);
        /* Where more came than there is room for, something was told too. */
        if (count >= 0 || errno == ENOBUFS) found = 1;
        else if (errno != EINTR) return found;
    }
}

int vcd_hear_devices(void) { return open_netlink(NETLINK_KOBJECT_UEVENT, group_of_udev); }

int vcd_open_device_news(void) { return open_netlink(NETLINK_KOBJECT_UEVENT, 0); }

int vcd_tell_devices(int descriptor, const void *bytes, size_t length) {
    struct sockaddr_nl everybody = {.nl_family = AF_NETLINK, .nl_groups = group_of_udev};
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = length};
    const struct msghdr message = {
        .msg_name = &everybody, .msg_namelen = sizeof everybody, .msg_iov = &part, .msg_iovlen = 1};
    return sendmsg(descriptor, &message, 0) < 0 ? -1 : 0;
}

union room {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int vcd_send_descriptor(int socket, int descriptor) {
    char byte = 0;
    union room room = {0};
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(head), &descriptor, sizeof descriptor);
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int vcd_receive_descriptor(int socket) {
    char byte = 0;
    union room room = {0};
    struct iovec part = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
    const ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    if (count < 0) return -1;
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    int descriptor = -1;
    if (head && head->cmsg_level == SOL_SOCKET && head->cmsg_type == SCM_RIGHTS
        && head->cmsg_len == CMSG_LEN(sizeof descriptor))
        memcpy(&descriptor, CMSG_DATA(head), sizeof descriptor);
    if (descriptor < 0) errno = EBADMSG;
    return descriptor;
}

struct new_link {
    struct nlmsghdr head;
    struct ifinfomsg link;
    char attributes[512];
};

static struct rtattr *add(struct new_link *message, unsigned short type, const void *bytes, size_t length) {
    struct rtattr *part = (struct rtattr *)((char *)message + NLMSG_ALIGN(message->head.nlmsg_len));
    part->rta_type = type;
    part->rta_len = (unsigned short)RTA_LENGTH(length);
    if (length) memcpy(RTA_DATA(part), bytes, length);
    message->head.nlmsg_len = NLMSG_ALIGN(message->head.nlmsg_len) + RTA_ALIGN(part->rta_len);
    return part;
}

/* What was added since is within it. */
static void end(struct new_link *message, struct rtattr *outer) {
    outer->rta_len = (unsigned short)((char *)message + message->head.nlmsg_len - (char *)outer);
}

int vcd_make_pair(const char *inner, const char *outer, int pid) {
    struct new_link message = {0};
    if (strlen(inner) >= IFNAMSIZ || strlen(outer) >= IFNAMSIZ) {
        errno = EINVAL;
        return -1;
    }
    message.head.nlmsg_len = NLMSG_LENGTH(sizeof message.link);
    message.head.nlmsg_type = RTM_NEWLINK;
    message.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK;
    add(&message, IFLA_IFNAME, inner, strlen(inner) + 1);
    struct rtattr *info = add(&message, IFLA_LINKINFO, NULL, 0);
    add(&message, IFLA_INFO_KIND, "veth", 5);
    struct rtattr *data = add(&message, IFLA_INFO_DATA, NULL, 0);
    /* The other end is described as a link of its own. */
    const struct ifinfomsg other = {0};
    struct rtattr *peer = add(&message, VETH_INFO_PEER, &other, sizeof other);
    add(&message, IFLA_IFNAME, outer, strlen(outer) + 1);
    add(&message, IFLA_NET_NS_PID, &pid, sizeof pid);
    end(&message, peer);
    end(&message, data);
    end(&message, info);

    const int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor < 0) return -1;
    const struct timeval limit = {.tv_sec = 10};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    int code = 0;
    union {
        struct nlmsghdr head;
        char bytes[4096];
    } answer;
    if (send(descriptor, &message, message.head.nlmsg_len, 0) < 0) code = errno;
    else {
        ssize_t count;
        do count = recv(descriptor, &answer, sizeof answer, 0);
        while (count < 0 && errno == EINTR);
        if (count < 0) code = errno;
        else if (!NLMSG_OK(&answer.head, (size_t)count) || answer.head.nlmsg_type != NLMSG_ERROR) code = EBADMSG;
        else code = -((const struct nlmsgerr *)NLMSG_DATA(&answer.head))->error;
    }
    close(descriptor);
    errno = code;
    return code ? -1 : 0;
}
