#!/usr/bin/python3
"""A call program that means no good. `probe FILE` tries what a visit must not get, and writes down what happened, by
name; `listen PORT` waits for callers; `bomb` multiplies itself; `eat` and `fill FILE` use up memory."""

import ctypes
import errno
import json
import os
import pathlib
import signal
import socket
import struct
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET = 0x10000000, 0x00020000, 0x40000000
MS_BIND, MS_REC = 4096, 16384


def call(name, *arguments):
    """A function of libc's; its error as an exception."""
    ctypes.set_errno(0)
    result = getattr(libc, name)(*arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def system_call(number, *arguments):
    return call("syscall", ctypes.c_long(number), *arguments)


def unix(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(path)
        except OSError as error:
            if error.errno != errno.EPROTOTYPE:
                raise
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams:
                datagrams.connect(path)


def tcp(host, port):
    with socket.create_connection((host, port), timeout=3) as connection:
        return connection.recv(5).decode()


def udp(host, port, payload=b"?"):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as datagrams:
        datagrams.settimeout(3)
        datagrams.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        # Connected, so that the kernel tells of a refusal (udp(7)).
        datagrams.connect((host, port))
        datagrams.send(payload)
        return datagrams.recv(99)[:5].decode(errors="replace")


def read(path):
    if os.path.isdir(path):
        return f"{len(os.listdir(path))} names"
    with open(path, "rb") as file:
        return f"{len(file.read(64))} bytes"


def write(path):
    with open(path, "ab"):
        return "opened"


def inside(flags, trick):
    """What a child gets that has made itself root in a user namespace of its own."""
    ends = os.pipe()
    child = os.fork()
    if child == 0:
        uid, gid = os.getuid(), os.getgid()
        try:
            call("unshare", CLONE_NEWUSER | flags)
            for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
                pathlib.Path(f"/proc/self/{name}").write_text(text)
            said = f"+{trick() or 'done'}"
        except OSError as error:
            said = f"-{error.errno}"
        os.write(ends[1], said.encode())
        os._exit(0)
    os.close(ends[1])
    said = os.read(ends[0], 200).decode()
    os.close(ends[0])
    os.waitpid(child, 0)
    if said.startswith("+"):
        return said[1:]
    raise OSError(int(said[1:] or errno.EIO), "")


def mount(source, place, kind, flags=0):
    call("mount", source.encode(), place.encode(), kind.encode(), ctypes.c_ulong(flags), None)


def uncover(place):
    call("umount2", place.encode(), 2)
    return read(place)


def others():
    """Which processes of other accounts are to be seen."""
    own = os.getuid()
    seen = [pid for pid in os.listdir("/proc") if pid.isdigit() and os.stat(f"/proc/{pid}").st_uid != own]
    if not seen:
        raise PermissionError(errno.ENOENT, "none is seen")
    return ", ".join(pathlib.Path(f"/proc/{pid}/comm").read_text().strip() for pid in seen[:9])


def abstract():
    """Each abstract socket that the kernel names, and whether it can be connected to."""
    found = {}
    for line in pathlib.Path("/proc/net/unix").read_text().splitlines()[1:]:
        words = line.split()
        if len(words) > 7 and words[7].startswith("@"):
            try:
                unix("\0" + words[7][1:])
                found[words[7]] = "reached"
            except OSError as error:
                found[words[7]] = errno.errorcode.get(error.errno, "?")
    return found


def attempts(place):
    """What is tried: a name, whether it is meant to work, and how. `place` says where the test's servers are."""
    port, near, far = place["port"], place["near"], place["far"]
    yield "control socket", False, lambda: unix("/run/vcd/control")
    for host in ("127.0.0.1", "::1", "127.9.9.9", "::ffff:127.0.0.1", place["own"], place["own6"], "0.0.0.0"):
        yield f"service of the PC, TCP {host}", False, lambda host=host: tcp(host, port)
    for host in ("127.0.0.1", "::1", place["own"]):
        yield f"service of the PC, UDP {host}", False, lambda host=host: udp(host, port)
    yield "allowed port of the PC", True, lambda: tcp("127.0.0.1", place["allowed"])
    for host in (near, place["near6"]):
        yield f"neighbour, TCP {host}", False, lambda host=host: tcp(host, port)
        yield f"neighbour, UDP {host}", False, lambda host=host: udp(host, port)
    yield "neighbour, web page", False, lambda: tcp(near, 443)
    yield "neighbour, allowed port", True, lambda: tcp(near, place["allowed"])
    yield "neighbour, name server by its own address", False, lambda: udp(near, 53)
    server = pathlib.Path("/etc/resolv.conf").read_text().split()[1]
    yield "name server, UDP", True, lambda: udp(server, 53)
    yield "name server, TCP", True, lambda: tcp(server, 53)
    yield "name server, other port", False, lambda: tcp(server, 54)
    yield "internet, web page", True, lambda: tcp(far, 443)
    yield "internet, media", True, lambda: udp(far, 50_000)
    yield "internet, mail", False, lambda: tcp(far, 25)
    yield "internet, name server", False, lambda: udp(far, 53)
    yield "internet IPv6, web page", True, lambda: tcp(place["far6"], 443)
    yield "internet IPv6, mail", False, lambda: tcp(place["far6"], 25)
    for host in ("224.0.0.251", "255.255.255.255", "169.254.169.254", "100.64.0.1", "ff02::fb%v0", "fe80::1%v0",
                 "64:ff9b::10.0.0.1"):
        yield f"UDP {host}", False, lambda host=host: udp(host, 5353)
    yield "ping", False, lambda: ping(far)

    sockets = ["/run/dbus/system_bus_socket", "/run/systemd/private", "/run/systemd/journal/socket",
               "/run/systemd/journal/stdout", "/run/systemd/journal/dev-log", "/dev/log", "/run/cups/cups.sock",
               "/run/systemd/userdb/io.systemd.DynamicUser", "/run/systemd/io.system.ManagedOOM", "/run/udev/control",
               "/run/user/0/bus", "/run/systemd/notify"]
    for path in sockets:
        yield f"socket {path}", False, lambda path=path: unix(path)

    for path in ["/etc/vcd", "/etc/vcd/vcd.toml", "/etc/vcd/quota.key", "/etc/shadow", "/var/lib/vcd",
                 "/var/lib/vcd/ledger.db", "/var/lib/vcd-template", "/home/officer", "/home/officer/secret", "/root",
                 "/root/secret", "/run/vcd/own", "/run/vcd/results", "/run/vcd/memory", "/run/vcd/home",
                 "/var/log/journal/secret", "/proc/1/environ", "/proc/1/root", "/proc/1/cwd/etc/vcd", "/proc/kcore",
                 "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/mqueue"]:
        yield f"read {path}", False, lambda path=path: read(path)
    yield "the seat's open folder", False, lambda: read(f"/proc/{os.getppid()}/fd/0/etc/vcd/vcd.toml")
    yield "the seat's open files", False, lambda: os.listdir(f"/proc/{os.getppid()}/fd")
    yield "an open file of the seat's", False, lambda: system_call(438, os.pidfd_open(os.getppid()), 0, 0)
    yield "ptrace of the seat", False, lambda: call("ptrace", 0x4206, os.getppid(), 0, 0)
    yield "processes of others", False, others
    for path in ["/etc/x", "/usr/x", "/var/x", "/run/x", "/run/vcd/visit/order", "/run/udev/x", "/home/x", "/root/x",
                 "/proc/sys/kernel/hostname", "/sys/kernel/mm/ksm/run", "/sys/fs/cgroup/cgroup.procs"]:
        yield f"write {path}", False, lambda path=path: write(path)

    yield "raw socket", False, lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
    yield "packet socket", False, lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 3)
    yield "vsock", False, lambda: socket.socket(40, socket.SOCK_STREAM)
    yield "kernel cryptography socket", False, lambda: socket.socket(38, socket.SOCK_SEQPACKET)
    yield "firewall of the PC", False, flush_rules
    yield "ptrace of init", False, lambda: call("ptrace", 16, 1, 0, 0)
    yield "signal to vcd", False, lambda: os.kill(place["vcd"], signal.SIGTERM)
    yield "keyring", False, lambda: system_call(250, 0, -4, 1)
    yield "key", False, lambda: system_call(248, b"user", b"x", b"y", 1, -4)
    yield "bpf", False, lambda: system_call(321, 0, None, 0)
    yield "userfaultfd", False, lambda: system_call(323, 0)
    yield "kernel log", False, lambda: call("klogctl", 3, ctypes.create_string_buffer(99), 99)
    yield "reboot", False, lambda: system_call(169, 0xFEE1DEAD, 672274793, 0x89ABCDEF, None)
    yield "clock", False, lambda: time.clock_settime(time.CLOCK_REALTIME, time.time())
    yield "realtime priority", False, lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(9))
    yield "better priority", False, lambda: os.setpriority(os.PRIO_PROCESS, 0, -5)
    yield "spared when memory is short", False, lambda: pathlib.Path("/proc/self/oom_score_adj").write_text("-900")
    yield "root", False, lambda: os.setuid(0)
    yield "other account", False, lambda: os.setgroups([0])

    yield "mount", False, lambda: mount("none", "/tmp", "tmpfs")
    yield "chroot", False, lambda: os.chroot("/tmp")
    for path in ("/etc/vcd", "/run", "/home", "/root", "/var/lib"):
        yield f"own namespaces: uncover {path}", False, lambda path=path: inside(CLONE_NEWNS, lambda: uncover(path))
    yield "own namespaces: bind the root elsewhere", False, lambda: inside(CLONE_NEWNS, bind_root)
    yield "own namespaces: mount proc", False, lambda: inside(CLONE_NEWNS, lambda: mount("proc", "/tmp", "proc"))
    yield "own namespaces: the PC's network", False, lambda: inside(CLONE_NEWNET, lambda: tcp("127.0.0.1", port))
    yield "namespaces of init", False, lambda: call("setns", os.open("/proc/1/ns/mnt", os.O_RDONLY), 0)


def bind_root():
    mount("/", "/tmp", "", MS_BIND | MS_REC)
    return read("/tmp/etc/vcd/vcd.toml")


def ping(host):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_ICMP) as echo:
        echo.settimeout(3)
        echo.sendto(struct.pack("!BBHHH", 8, 0, 0, 1, 1), (host, 0))
        return f"{len(echo.recv(99))} bytes"


def flush_rules():
    """NFT_MSG_DELTABLE of every table, as a batch (linux/netfilter/nf_tables.h)."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12) as netfilter:
        netfilter.bind((0, 0))
        netfilter.settimeout(3)

        def message(kind, flags, family, resource):
            body = struct.pack("!BBH", family, 0, resource)
            return struct.pack("=IHHII", 16 + len(body), kind, flags, 1, 0) + body

        netfilter.send(message(16, 1, 0, 10) + message(10 << 8 | 2, 5, 0, 0) + message(17, 1, 0, 10))
        code = -struct.unpack_from("=i", netfilter.recv(4096), 16)[0]
        if code:
            raise OSError(code, os.strerror(code))


def probe(file):
    place = json.loads(pathlib.Path("/usr/local/share/hostile.json").read_text())
    results = []
    for name, is_meant, attempt in attempts(place):
        begin = time.monotonic()
        try:
            outcome = {"reached": True, "detail": str(attempt() or "done")}
        except OSError as error:
            detail = errno.errorcode.get(error.errno, str(error)) if error.errno else str(error)
            outcome = {"reached": False, "detail": detail}
        outcome["milliseconds"] = (time.monotonic() - begin) * 1000
        results.append({"name": name, "meant": is_meant, **outcome})
    fresh = pathlib.Path(file + ".new")
    fresh.write_text(json.dumps({"results": results, "abstract": abstract()}))
    fresh.rename(file)
    signal.pause()


def listen(port):
    listener = socket.create_server(("::", port), family=socket.AF_INET6, dualstack_ipv6=True)
    pathlib.Path(os.environ["HOME"], "listening").touch()
    while True:
        connection, _ = listener.accept()
        connection.sendall(b"hello")


def queue(host, port):
    """Leaves more to be sent than is taken on the other side."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8 << 20)
        connection.connect((host, port))
        connection.setblocking(False)
        end = time.monotonic() + 2
        while time.monotonic() < end:
            try:
                connection.send(b"W" * 65536)
            except BlockingIOError:
                time.sleep(0.1)
        pathlib.Path(os.environ["HOME"], "queued").touch()
        signal.pause()


def peers(file):
    """What the kernel tells of whom one has spoken with: connections that are over, and what is remembered of hosts."""
    text = "".join(
        pathlib.Path(f"/proc/net/{name}").read_text()
        for name in ("tcp", "tcp6", "udp", "udp6", "arp", "snmp", "netstat") if pathlib.Path(f"/proc/net/{name}").exists()
    )
    fresh = pathlib.Path(file + ".new")
    fresh.write_text(text)
    fresh.rename(file)
    signal.pause()


def bomb():
    """Each new process begins a session, so that the kernel's fairness between sessions is no help."""
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
        except OSError:
            pass


def eat():
    held = []
    while True:
        held.append(b"x" * (1 << 20))


def fill(path):
    with open(path, "wb", buffering=0) as file:
        while True:
            file.write(b"x" * (1 << 20))


if __name__ == "__main__":
    words = sys.argv[1:]
    programs = {"probe": probe, "listen": lambda port: listen(int(port)), "bomb": bomb, "eat": eat, "fill": fill,
                "queue": lambda host, port: queue(host, int(port)), "peers": peers}
    programs[words[0]](*words[1:])
