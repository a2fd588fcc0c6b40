"""PyPI's varlink server with a GetStatus that answers as vcd's does: the peer of the round-trip bench."""

import sys
from pathlib import Path

import varlink

DESCRIPTION = """interface org.example.peer
method GetStatus() -> (status: object)
"""
STATUS = {"status": {"clean": True, "lastReceipt": 1, "state": "ready", "version": "0.1.0"}}


def main():
    folder = Path(sys.argv[2])
    (folder / "org.example.peer.varlink").write_text(DESCRIPTION)
    service = varlink.Service(vendor="v", product="p", version="1", url="u", interface_dir=str(folder))

    class Handler(varlink.RequestHandler):
        pass

    Handler.service = service

    @service.interface("org.example.peer")
    class Peer:
        def GetStatus(self):
            return STATUS

    with varlink.ThreadingServer(f"unix:{sys.argv[1]}", Handler) as server:
        server.serve_forever()


main()
