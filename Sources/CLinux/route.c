#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

struct question {
    struct nlmsghdr head;
    struct rtmsg route;
    char attributes[RTA_SPACE(16)];
};

static size_t length_of(int family) { return family == AF_INET6 ? 16 : 4; }

static void take_gateway(struct vcd_route *route, int family, const void *address) {
    route->gateway_family = family;
    memcpy(route->gateway, address, length_of(family));
}

static int read_answer(struct nlmsghdr *head, struct vcd_route *route) {
    const struct rtmsg *found = NLMSG_DATA(head);
    if (found->rtm_type != RTN_UNICAST) return ENETUNREACH;
    memset(route, 0, sizeof *route);
    int left = RTM_PAYLOAD(head);
    for (struct rtattr *part = RTM_RTA(found); RTA_OK(part, left); part = RTA_NEXT(part, left)) {
        const size_t payload = RTA_PAYLOAD(part);
        if (part->rta_type == RTA_OIF && payload == sizeof(uint32_t)) {
            uint32_t index;
            memcpy(&index, RTA_DATA(part), sizeof index);
            if (!if_indextoname(index, route->interface)) return errno;
        } else if (part->rta_type == RTA_GATEWAY && payload == length_of(found->rtm_family)) {
            take_gateway(route, found->rtm_family, RTA_DATA(part));
        } else if (part->rta_type == RTA_VIA && payload >= sizeof(struct rtvia)) {
            /* An IPv4 route by a router that has an IPv6 address alone. */
            const struct rtvia *via = RTA_DATA(part);
            if (payload == sizeof *via + length_of(via->rtvia_family))
                take_gateway(route, via->rtvia_family, via->rtvia_addr);
        }
    }
    return route->interface[0] ? 0 : ENETUNREACH;
}

static int ask(int descriptor, int family, const void *address, struct vcd_route *route) {
    struct question question = {0};
    struct rtattr *destination = (struct rtattr *)question.attributes;
    const size_t length = length_of(family);
    question.head.nlmsg_len = NLMSG_LENGTH(sizeof question.route) + RTA_LENGTH(length);
    question.head.nlmsg_type = RTM_GETROUTE;
    question.head.nlmsg_flags = NLM_F_REQUEST;
    question.route.rtm_family = (unsigned char)family;
    question.route.rtm_dst_len = (unsigned char)(length * 8);
    destination->rta_type = RTA_DST;
    destination->rta_len = (unsigned short)RTA_LENGTH(length);
    memcpy(RTA_DATA(destination), address, length);
    if (send(descriptor, &question, question.head.nlmsg_len, 0) < 0) return errno;
    union {
        struct nlmsghdr head;
        char bytes[8192];
    } answer;
    ssize_t count;
    do count = recv(descriptor, &answer, sizeof answer, 0);
    while (count < 0 && errno == EINTR);
    if (count < 0) return errno;
    if (!NLMSG_OK(&answer.head, (size_t)count)) return EBADMSG;
    if (answer.head.nlmsg_type == NLMSG_ERROR) {
        const struct nlmsgerr *error = NLMSG_DATA(&answer.head);
        return error->error ? -error->error : EBADMSG;
    }
    return answer.head.nlmsg_type == RTM_NEWROUTE ? read_answer(&answer.head, route) : EBADMSG;
}

int vcd_route_to(int family, const void *address, struct vcd_route *route) {
    const int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (descriptor < 0) return -1;
    const struct timeval limit = {.tv_sec = 2};
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    const int code = ask(descriptor, family, address, route);
    close(descriptor);
    errno = code;
    return code ? -1 : 0;
}
