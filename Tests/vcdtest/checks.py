"""A station whose parts are checked: what is required, what fails, what hangs."""

import os
import socket
import ssl
import subprocess
import threading

from vcdtest import embedded, programs

NAMES = (
    "client start template sandbox proof privacy account display memory disk temperature camera microphone loudspeaker"
    " network servers stun clock rtc power units"
).split()


class CheckTest(embedded.StationTest):
    def configure_checks(self, checks="", **others):
        self.configure(rest=f'[shutdown]\ndelay = "0s"\n[drill]\nat_start = false\n{checks}\n', **others)

    def check(self, *words):
        """The answer, and what was found by name."""
        answer = self.json("check", *words)
        return answer, {check["name"]: check for check in answer.last.get("checks", [])}

    def found(self, *words):
        """The verdict and the English words on one part."""
        check = self.check(*words)[1][words[0]]
        return check["verdict"], check["detail"]

    def parameters(self, answer):
        return answer.last["parameters"]

    def hanging(self):
        """A [network] table whose probe waits in the kernel for what never comes."""
        path = self.folder / "never"
        os.mkfifo(path)
        # The probe connects before it opens that file.
        listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.addCleanup(listener.close)
        return f'[network]\nservers = ["127.0.0.1:{listener.getsockname()[1]}"]\nauthorities = "{path}"\n'

    def only_hung_probe(self):
        """Whether all probes have answered but the one of `hanging()`."""
        return [words.split()[-1] for _, words in self.probes() if " probe " in words] == ["servers"]

    def probes(self):
        """The processes of this station's checks: those of vcd's children that are vcd-helper, and their children."""
        children = {}
        listing = self.run("ps", "-eo", "pid=,ppid=,stat=,args=")
        for line in listing.out.splitlines():
            pid, parent, state, words = line.split(maxsplit=3)
            if not state.startswith("Z"):
                children.setdefault(int(parent), []).append((int(pid), words))
        found, parents = [], [process.pid for process in self.started]
        while parents:
            for pid, words in children.get(parents.pop(), []):
                parents.append(pid)
                if "vcd-helper" in words:
                    found.append((pid, words))
        return found


def free_port():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        return holder.getsockname()[1]


def certificate(folder):
    """A certificate of localhost that is its own authority."""
    programs.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
         "60", "-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    return folder / "certificate.pem"


def serve(test, port):
    """Answers by TLS at the port until the test ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(test.folder / "certificate.pem", test.folder / "key.pem")
    listener = socket.create_server(("127.0.0.1", port))

    def accept():
        while True:
            try:
                connection, _ = listener.accept()
                connection.settimeout(5)
                with connection, context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(1)
            except ssl.SSLError:
                continue
            except OSError:
                if listener.fileno() < 0:
                    return

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()

    def stop():
        # Closing alone does not wake who accepts.
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=10)

    test.addCleanup(stop)
