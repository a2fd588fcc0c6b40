"""Servers that the network probes ask, good ones and bad ones, on loopback.

Usage: servers.py [ADDRESS]. Prints {"authorities": FILE, "ports": {NAME: PORT}}, one line, and serves until standard
input ends. The certificates are made by openssl(1), in a folder that goes at the end.
"""

import json
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta, timezone

FOLDER = tempfile.mkdtemp(prefix="vcd-servers-", dir="/tmp")
ADDRESS = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1"
PORTS = {}
COOKIE = b"\x21\x12\xa4\x42"


def openssl(*words):
    done = subprocess.run(["openssl", *words], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"openssl {words[0]}: {done.stderr}")


def make_authority():
    with open(f"{FOLDER}/ca.conf", "w") as file:
        file.write(
            "[ca]\ndefault_ca = tests\n[tests]\ndatabase = index.txt\nnew_certs_dir = .\nrand_serial = yes\n"
            "default_md = sha256\npolicy = any\nunique_subject = no\ncopy_extensions = copy\n[any]\ncommonName = supplied\n"
        )
    open(f"{FOLDER}/index.txt", "w").close()
    for name in ["ca", "leaf"]:
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", f"{name}.key")
    openssl("req", "-x509", "-key", "ca.key", "-subj", "/CN=Tests", "-days", "3650", "-out", "ca.pem",
            "-addext", "basicConstraints=critical,CA:TRUE")


def make_certificate(name, first, last, names="DNS:localhost,DNS:call.example,IP:127.0.0.1", subject=None, more=(),
                     key="leaf"):
    """Valid from one day to another, counted from today."""
    now = datetime.now(timezone.utc)
    dates = [(now + timedelta(days=days)).strftime("%Y%m%d%H%M%SZ") for days in (first, last)]
    extensions = [f"subjectAltName={names}"] * bool(names) + list(more)
    openssl("req", "-new", "-key", f"{key}.key", "-subj", f"/CN={subject or name}", "-out", f"{name}.csr",
            *[word for extension in extensions for word in ("-addext", extension)])
    openssl("ca", "-batch", "-notext", "-config", "ca.conf", "-keyfile", "ca.key", "-cert", "ca.pem", "-in",
            f"{name}.csr", "-out", f"{name}.pem", "-startdate", dates[0], "-enddate", dates[1])


def thread(work, *arguments):
    threading.Thread(target=work, args=arguments, daemon=True).start()


def tcp(name, serve):
    """A server that hands each connection to `serve`, which keeps it open by not returning."""
    listener = socket.create_server((ADDRESS, 0), backlog=32)
    PORTS[name] = listener.getsockname()[1]

    def one(connection):
        try:
            with connection:
                serve(connection)
        except OSError:
            pass

    def accept():
        while True:
            thread(one, listener.accept()[0])

    thread(accept)


def tls(name, certificate, delay=0, together=1, key="leaf", newest=None):
    """`together`: how many have to be connected at the same time before any is answered."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    # What is weak or old is served all the same.
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    if newest:
        context.maximum_version = newest
    context.load_cert_chain(f"{FOLDER}/{certificate}.pem", f"{FOLDER}/{key}.key")

    met = threading.Barrier(together, timeout=10)

    def serve(connection):
        try:
            met.wait()
        except threading.BrokenBarrierError:
            return
        time.sleep(delay)
        with context.wrap_socket(connection, server_side=True) as secured:
            secured.recv(1)

    tcp(name, serve)


def http(name, answer):
    def serve(connection):
        request = b""
        while b"\r\n\r\n" not in request:
            request += connection.recv(1024) or b"\r\n\r\n"
        expected = f"GET /check HTTP/1.1\r\nHost: {ADDRESS}:{PORTS[name]}\r\n".encode()
        connection.sendall(answer if request.startswith(expected) else b"HTTP/1.1 400 Bad Request\r\n\r\n")

    tcp(name, serve)


def black_hole():
    """A listener whose queue is full: the kernel drops what comes, as a firewall would."""
    listener = socket.socket()
    listener.bind((ADDRESS, 0))
    listener.listen(0)
    PORTS["blackhole"] = listener.getsockname()[1]
    fillers = [socket.socket() for _ in range(4)]
    for filler in fillers:
        filler.setblocking(False)
        filler.connect_ex(listener.getsockname())
    return [listener, *fillers]


def refused():
    """A port that nobody else is given, and nobody listens at."""
    holders = []
    for name, kind in [("refused", socket.SOCK_STREAM), ("stun_refused", socket.SOCK_DGRAM)]:
        holder = socket.socket(type=kind)
        holder.bind((ADDRESS, 0))
        PORTS[name] = holder.getsockname()[1]
        if kind == socket.SOCK_STREAM:
            holders.append(holder)
        else:
            holder.close()
    return holders


def stun(name, answer):
    """A server that sends what `answer` makes of the number and bytes of a request."""
    server = socket.socket(type=socket.SOCK_DGRAM)
    server.bind((ADDRESS, 0))
    PORTS[name] = server.getsockname()[1]

    def one(count, request, peer):
        reply = answer(count, request, peer)
        if reply:
            server.sendto(reply, peer)

    def serve():
        count = 0
        while True:
            request, peer = server.recvfrom(2048)
            thread(one, count, request, peer)
            count += 1

    thread(serve)


def mapped(request, peer):
    if request[:8] != b"\x00\x01\x00\x00" + COOKIE or len(request) != 20:
        return None
    port = struct.pack("!H", peer[1] ^ 0x2112)
    address = bytes(a ^ b for a, b in zip(socket.inet_aton(peer[0]), COOKIE))
    body = struct.pack("!HHBB", 0x0020, 8, 0, 1) + port + address
    return struct.pack("!HH", 0x0101, len(body)) + request[4:20] + body


def error(request):
    body = struct.pack("!HHBBBB", 0x0009, 4, 0, 0, 4, 20)
    return struct.pack("!HH", 0x0111, len(body)) + request[4:20] + body


def slowly(reply):
    time.sleep(0.7)
    return reply


def main():
    make_authority()
    make_certificate("good", -1, 81)
    make_certificate("ending", -80, 6)
    make_certificate("expired", -90, -3)
    make_certificate("future", 2, 90)
    make_certificate("other", -1, 80, names="DNS:other.example,IP:192.0.2.1")
    openssl("req", "-x509", "-key", "leaf.key", "-subj", "/CN=localhost", "-days", "30", "-out", "selfsigned.pem",
            "-addext", "subjectAltName=DNS:localhost")
    make_certificate("nosan", -1, 80, names=None, subject="localhost")
    make_certificate("subjectonly", -1, 80, names="DNS:other.example", subject="localhost")
    make_certificate("partial", -1, 80, names="DNS:*calhost")
    make_certificate("client", -1, 80, more=["extendedKeyUsage=clientAuth"])
    openssl("genrsa", "-out", "weak.key", "768")
    make_certificate("weak", -1, 80, key="weak")
    tls("weak", "weak", key="weak")
    tls("oldtls", "good", newest=ssl.TLSVersion.TLSv1_1)
    tcp("alert", lambda connection: connection.recv(1024) and connection.sendall(b"\x15\x03\x03\x00\x02\x02\x28")
        or connection.recv(1024))
    for name in ["good", "ending", "expired", "future", "other", "selfsigned", "nosan", "subjectonly", "partial", "client"]:
        tls(name, name)
    tls("slow", "good", delay=0.8)
    tls("together", "good", together=3)
    tcp("mute", lambda connection: time.sleep(1000))
    tcp("closing", lambda connection: None)
    tcp("plain", lambda connection: connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n") or connection.recv(1024))
    http("portal_free", b"HTTP/1.1 204 No Content\r\n\r\n")
    http("portal_redirect", b"HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n")
    http("portal_page", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlogin")
    stun("stun", lambda count, request, peer: mapped(request, peer))
    stun("stun_lossy", lambda count, request, peer: mapped(request, peer) if count % 5 in (0, 2, 4) else None)
    stun("stun_silent", lambda count, request, peer: None)
    stun("stun_foreign", lambda count, request, peer: mapped(request[:8] + bytes(12), peer))
    stun("stun_error", lambda count, request, peer: error(request))
    stun("stun_slow", lambda count, request, peer: slowly(mapped(request, peer)))
    held = [black_hole(), refused()]
    print(json.dumps({"authorities": f"{FOLDER}/ca.pem", "ports": PORTS}), flush=True)
    sys.stdin.read()
    del held


try:
    main()
finally:
    shutil.rmtree(FOLDER, ignore_errors=True)
