"""`vcctl --host`, with an ssh that fails as the real one does: what the officer is told, and what it was started with."""

import os
import pathlib
import unittest

from vcdtest import embedded

SSH = """#!/bin/sh
printf '%s\\n' "$@" > "$SSH_ARGUMENTS"
while [ $# -gt 0 ]; do
  case "$1" in -E) printf "$SSH_SAYS" > "$2"; shift;; esac
  shift
done
exit "$SSH_CODE"
"""

CHANGED = "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\\r\\nHost key verification failed.\\r\\n"

# What ssh says, and what an officer reads of it in both languages.
CASES = (
    (CHANGED, "another one than before", "ssh-keygen -R pc"),
    ("Host key verification failed.\\r\\n", "does not know pc", "belum mengenal pc"),
    ("o@pc: Permission denied (publickey).\\r\\n", "did not let this account in", "menolak akun ini"),
    ("ssh: Could not resolve hostname pc: Name or service not known\\r\\n", "No PC has the name pc", "Tidak ada komputer"),
    ("ssh: connect to host pc port 22: Connection timed out\\r\\n", "does not answer", "tidak menjawab"),
    ("ssh: connect to host pc port 22: Connection refused\\r\\n", "openssh-server", "openssh-server"),
    ("\\033]0;title\\007something\\033[2J\\r\\n", "could not be reached", "tidak terjangkau"),
)


class RemoteTest(embedded.StationTest):
    def setUp(self):
        super().setUp()
        self.tools = pathlib.Path(self.root) / "tools"
        self.tools.mkdir(parents=True)
        (self.tools / "ssh").write_text(SSH)
        (self.tools / "ssh").chmod(0o755)
        self.arguments = self.tools / "arguments"

    def over_ssh(self, host, *words, says="", code=255, language="en"):
        environment = {"PATH": f"{self.tools}:{os.environ['PATH']}", "SSH_SAYS": says, "SSH_CODE": str(code),
                       "SSH_ARGUMENTS": str(self.arguments), "TMPDIR": str(self.tools)}
        return self.run(embedded.BIN / "vcctl", "--host", host, "--lang", language, *words, check=False, env=environment)

    def test_why_the_other_pc_could_not_be_reached(self):
        for says, english, indonesian in CASES:
            for language, words in (("en", english), ("id", indonesian)):
                with self.subTest(says=says, language=language):
                    done = self.over_ssh("o@pc", "status", says=says, language=language)
                    self.assertEqual(done.code, 69, done)
                    self.assertIn(words, done.err)
                    self.assertIn("(ssh: ", done.err, "ssh's own words stand behind")
                    self.assertNotIn("\x1b", done.err)
        self.assertEqual(list(self.tools.glob("vcctl-ssh-*")), [], "nothing stays behind")

    def test_accounts_of_a_domain_reach_ssh_as_they_are(self):
        for host in ("PRISON\\officer@pc", "officer+desk@pc", "ssh://officer@pc:2222"):
            self.assertEqual(self.over_ssh(host, "status", code=0).code, 0)
            self.assertIn(host, self.arguments.read_text().splitlines())
        self.assertEqual(self.over_ssh("officer@p+c", "status", code=0).code, 64)

    def test_codes_of_the_other_vcctl_are_its_own(self):
        self.assertEqual(self.over_ssh("o@pc", "next", code=75).code, 75)
        missing = self.over_ssh("o@pc", "next", code=127)
        self.assertEqual(missing.code, 69)
        self.assertIn("no vcctl on pc", missing.err)


if __name__ == "__main__":
    unittest.main()
