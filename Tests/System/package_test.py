"""The package on a running PC: installed, upgraded, removed, purged. All other tests begin with it installed.

The tests share one container and run in the order of their names.
"""

import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import unittest

from vcdtest import ROOT, programs
from vcdtest.debian import core
from vcdtest.installed import InstalledTest
from vcdtest.roots import bare, package

NOT_COUNTED = "not counted for the quota"
GRUB_PART = "etc/default/grub.d/vcd.cfg"
UPDATE_GRUB = """#!/bin/sh
echo run >> /var/tmp/update-grub
[ {status} = 0 ] || exit {status}
. /etc/default/grub
for part in /etc/default/grub.d/*.cfg; do
    [ ! -e "$part" ] || . "$part"
done
mkdir -p /boot/grub
echo "linux /vmlinuz $GRUB_CMDLINE_LINUX" > /boot/grub/grub.cfg
"""


def write_older(place):
    """The same package, as it was called in an earlier release."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name) / "vcd"
        programs.run(["dpkg-deb", "--raw-extract", package(), folder], check=True)
        control = folder / "DEBIAN/control"
        control.write_text(re.sub(r"(?m)^Version: ", "Version: 0~", control.read_text()))
        programs.run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", folder, place], check=True,
                       stdout=subprocess.DEVNULL)


@core
class PackageTest(InstalledTest):
    base = staticmethod(bare)

    @classmethod
    def prepare(cls):
        super().prepare()
        shutil.copy(package(), cls.pc.root / "vcd.deb")
        write_older(cls.pc.root / "older.deb")
        shutil.copy(max((ROOT / ".build/deb").glob("vcctl_*.deb")), cls.pc.root / "vcctl.deb")

    @classmethod
    def configure(cls, **settings):
        """There is nothing to configure at first."""
        if (cls.pc.root / "usr/bin/vcctl").exists():
            super().configure(**settings)

    def dpkg(self, *words):
        """What it said; it has to succeed."""
        done = self.pc.run("dpkg", *words, env={"DEBIAN_FRONTEND": "noninteractive"})
        return done.out + done.err

    def install_after_purge(self, package):
        """What a purge takes is there again: a container has no camera, which the shipped configuration wants."""
        self.place_any_day()
        said = self.dpkg("-i", package)
        self.pc.wait_for_state("ready")
        return said

    def place_grub(self, status=0):
        """A GRUB whose update-grub does what the real one does with the settings, or fails."""
        update = self.pc.root / "usr/sbin/update-grub"
        update.write_text(UPDATE_GRUB.format(status=status))
        update.chmod(0o755)
        (self.pc.root / "etc/default/grub").write_text('GRUB_CMDLINE_LINUX="panic=10"\n')

    def kernel_words(self):
        """What the boot loader would start the kernel with."""
        return (self.pc.root / "boot/grub/grub.cfg").read_text().split()

    def updates(self):
        """How often update-grub was run."""
        place = self.pc.root / "var/tmp/update-grub"
        return place.read_text().count("run") if place.exists() else 0

    def version(self):
        return self.pc.run("dpkg-query", "-W", "-f", "${Version}", "vcd").out

    def test_1_installed_it_is_a_ready_station(self):
        self.dpkg("-i", "/older.deb")
        self.pc.wait_for_state("ready")
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")
        self.configure()
        self.pc.must("next")
        self.pc.must("end")

    def test_2_quotas_count_from_the_first_hour(self):
        """vcd is started by the installation itself, and finds the secret that it counts with."""
        # As it is shipped, a visit fits into its unit's limit.
        self.assertNotIn("RuntimeMaxSec", self.pc.journal("-u", "vcd"))
        key = (self.pc.root / "etc/vcd/quota.key").stat()
        vcd = int(self.pc.run("id", "-g", "vcd").out)
        self.assertEqual((stat.S_IMODE(key.st_mode), key.st_uid, key.st_gid, key.st_size), (0o640, 0, vcd, 32))
        self.configure(day="[roster]\nquota = 1\n")
        try:
            self.pc.wait_for_state("ready")
            self.pc.must("roster", "add", "-", "--category", "convicted-general", input="B-2/MADE-UP\n")
            self.pc.must("next")
            self.pc.must("end")
            ledger = sqlite3.connect(f"file:{self.pc.root}/var/lib/vcd/ledger.db?mode=ro", uri=True)
            counts = ledger.execute("SELECT count FROM quota").fetchall()
            ledger.close()
            self.assertEqual(counts, [(1,)])
            # Without it that is said.
            key, before = self.pc.root / "etc/vcd/quota.key", self.pc.cursor()
            key.rename(key.with_name("away"))
            self.pc.run("systemctl", "restart", "vcd")
            key.with_name("away").rename(key)
            self.pc.wait_until("the journal says so", lambda: NOT_COUNTED in self.pc.journal("-u", "vcd", since=before))
        finally:
            self.configure()
            self.pc.run("systemctl", "restart", "vcd")
            self.pc.wait_for_state("ready")

    def test_3_an_upgrade_does_not_end_the_call(self):
        older = self.version()
        for _ in ("from an older one", "to the same"):
            visit = self.next()
            processes = self.pc.pids("vcd-visit.service")
            before = self.main_pid()
            key = (self.pc.root / "etc/vcd/quota.key").read_bytes()
            self.dpkg("-i", "/vcd.deb")
            self.assertEqual(f"0~{self.version()}", older)
            self.wait_for_restart(before)
            self.expect_adopted(visit, processes)
            self.assertEqual((self.pc.root / "etc/vcd/quota.key").read_bytes(), key)

    def test_4_installed_again_it_keeps_ctrl_alt_del_out(self):
        """To dpkg what is installed after a removal is an upgrade."""
        self.fresh()
        self.dpkg("--remove", "vcd")
        self.assertNotEqual(self.pc.property("ctrl-alt-del.target", "LoadState"), "masked")
        self.dpkg("-i", "/vcd.deb")
        self.assertEqual(self.pc.property("ctrl-alt-del.target", "LoadState"), "masked")
        self.assertTrue((self.pc.root / "etc/vcd/vcd.toml.d").is_dir())
        self.pc.wait_for_state("ready")

    def files_of_vcd(self):
        return {str(path.relative_to(self.pc.root)) for place in ("etc", "var/lib") for path in (self.pc.root / place).glob("vcd*")}

    def test_5_remove_and_purge(self):
        self.fresh()
        receipt = self.pc.must("receipts").last["receipts"][0]["id"]
        self.pc.must("next")
        self.dpkg("--remove", "vcd")
        self.assertEqual(self.pc.pids("vcd-visit.service"), [])
        self.assertNotIn("vcd-home", self.pc.run("cat", "/proc/self/mountinfo").out)
        self.assertTrue((self.pc.root / "var/lib/vcd/ledger.db").exists())
        self.assertTrue((self.pc.root / "etc/vcd/vcd.toml").exists())
        self.assertTrue((self.pc.root / "etc/vcd/quota.key").exists())
        (self.pc.root / "var/lib/vcd-template/mine").write_text("a template's file")
        self.assertIn("the receipts and reports stay", self.dpkg("--purge", "vcd"))
        # Nobody has said that the receipts may go.
        self.assertEqual(self.files_of_vcd(), {"etc/vcd", "var/lib/vcd"})
        self.assertEqual([path.name for path in (self.pc.root / "etc/vcd").iterdir()], ["quota.key"])
        # They are there again for who installs it again, and go when somebody says so.
        self.install_after_purge("/vcd.deb")
        self.assertIn(receipt, [one["id"] for one in self.pc.must("receipts").last["receipts"]])
        self.pc.run("debconf-set-selections", input="vcd vcd/delete-receipts boolean true\n")
        self.dpkg("--purge", "vcd")
        self.assertEqual(self.files_of_vcd(), set())
        self.assertEqual(self.pc.run("systemctl", "--failed", "--no-legend").out.strip(), "")

    def test_5b_the_officers_command_alone(self):
        """For the desk's PC: it brings no unit, no account and no station, and a station's package takes its place."""
        self.dpkg("-i", "/vcctl.deb")
        self.assertEqual(self.pc.vcctl("--version").code, 0)
        self.assertEqual(self.pc.vcctl("status").code, 69)
        files = self.pc.run("dpkg", "-L", "vcctl").out.splitlines()
        self.assertEqual([file for file in files if "systemd" in file or file.startswith(("/etc", "/lib"))], [])
        self.install_after_purge("/vcd.deb")
        self.assertNotIn("ok installed", self.pc.run("dpkg-query", "-W", "-f", "${Status}", "vcctl", check=False).out)
        self.dpkg("--purge", "vcd")

    def test_6_without_grub_that_is_said(self):
        self.assertIn("no GRUB here", self.install_after_purge("/older.deb"))
        self.assertFalse((self.pc.root / GRUB_PART).exists())

    def test_7_memory_is_cleared_from_the_next_start_on(self):
        """On an upgrade, too; once; and not any more without the package."""
        self.place_grub()
        self.dpkg("-i", "/vcd.deb")
        self.assertEqual(self.kernel_words(), ["linux", "/vmlinuz", "panic=10", "init_on_free=1"])
        self.dpkg("-i", "/vcd.deb")
        self.assertEqual(self.updates(), 1)
        finding = self.pc.json("check", "privacy").last["checks"][0]
        if "memory that was given back" in finding["detail"]:
            self.assertTrue(finding["remedy"].startswith("Restart the PC"), finding)
        # What an administrator makes of the file stays.
        (self.pc.root / GRUB_PART).write_text("# init_on_free=1 is too slow here\n")
        self.dpkg("-i", "/vcd.deb")
        self.assertEqual((self.pc.root / GRUB_PART).read_text(), "# init_on_free=1 is too slow here\n")
        self.dpkg("--remove", "vcd")
        self.assertFalse((self.pc.root / GRUB_PART).exists())
        self.assertEqual(self.kernel_words(), ["linux", "/vmlinuz", "panic=10"])
        before = self.updates()
        self.dpkg("--purge", "vcd")
        self.assertEqual(self.updates(), before)

    def test_8_an_update_grub_that_fails_is_said_and_fails_nothing(self):
        self.place_grub(status=1)
        self.assertIn("vcd: update-grub failed", self.install_after_purge("/vcd.deb"))
        self.place_grub()
        self.dpkg("-i", "/vcd.deb")
        self.assertIn("init_on_free=1", self.kernel_words())
        self.place_grub(status=1)
        self.assertIn("vcd: update-grub failed", self.dpkg("--purge", "vcd"))
        self.assertFalse((self.pc.root / GRUB_PART).exists())


if __name__ == "__main__":
    unittest.main(verbosity=2)
