"""A name server that answers, doesn't, or takes its time.

Usage: name_server.py ADDRESS MODE, where MODE is up, silent or slow. It knows call.example, which is 127.0.0.1,
hole.example, which is 192.0.2.9, and bare.example, which has no address. Prints a line once it listens.
"""

import socket
import struct
import sys
import threading
import time

KNOWN = {
    b"\x04call\x07example\x00": "127.0.0.1",
    b"\x04hole\x07example\x00": "192.0.2.9",
    b"\x04bare\x07example\x00": None,
}
DELAY = {"up": 0, "slow": 3}


def answer(query):
    end = query.index(b"\x00", 12) + 1
    name, kind = query[12:end].lower(), query[end : end + 2]
    found = KNOWN.get(name)
    records = b""
    if found and kind == b"\x00\x01":
        records = b"\xc0\x0c\x00\x01\x00\x01" + struct.pack("!IH", 60, 4) + socket.inet_aton(found)
    # RFC 1035, section 4.1.1: an answer, authoritative; 3 is NXDOMAIN.
    flags = 0x8400 | (0 if name in KNOWN else 3)
    counts = struct.pack("!HHHHH", flags, 1, 1 if records else 0, 0, 0)
    return query[:2] + counts + query[12 : end + 4] + records


def main(address, mode):
    server = socket.socket(type=socket.SOCK_DGRAM)
    server.bind((address, 53))
    print("ready", flush=True)

    def reply(query, peer):
        time.sleep(DELAY[mode])
        server.sendto(answer(query), peer)

    while True:
        query, peer = server.recvfrom(512)
        if mode in DELAY:
            threading.Thread(target=reply, args=(query, peer), daemon=True).start()


main(*sys.argv[1:])
