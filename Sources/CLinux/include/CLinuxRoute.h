#pragma once

/* The way that the kernel would send something (rtnetlink(7)). */
struct vcd_route {
    char interface[16];
    /* AF_INET or AF_INET6; 0 where the link needs no router. */
    int gateway_family;
    unsigned char gateway[16];
};

/* RTM_GETROUTE: by all rules and tables, as this account's. Nothing is sent. `address` is of 4 or 16 bytes. */
int vcd_route_to(int family, const void *address, struct vcd_route *route);
