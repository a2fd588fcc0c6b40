"""Call programs that eat memory or multiply themselves, on a whole virtual machine: there the kernel's controllers hold
the visit. vcd is asked for its status all the while; what is measured is printed."""

import json
import unittest

from vcdtest.container import ANY_DAY, ANY_DAY_FILE
from vcdtest.inside import source
from vcdtest.machine import Machine

HOSTILE, ASKER = "/usr/local/bin/hostile.py", "/usr/local/bin/asker.py"
SETTINGS = "/etc/vcd/vcd.toml.d/50-test.toml"
CONFIGURATION = (
    '[visit]\nlength = "10m"\nwarn_at = []\nmax_extension = "0s"\n[drill]\nat_start = false\n[checks]\nrequired = []\n'
    # Its kernel has no nftables; hostile_test.py of the container has.
    "[firewall]\nenforce = false\n"
)
# Emulated, it is some twenty times slower than a PC.
MILLISECONDS = 100


class HostileMachineTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pc = Machine("hostile")
        cls.addClassCleanup(cls.pc.remove)
        cls.pc.make([
            (HOSTILE[1:], source("hostile.py"), 0o755),
            (ASKER[1:], source("asker.py"), 0o755),
            (ANY_DAY_FILE, ANY_DAY, 0o644),
            (SETTINGS[1:], CONFIGURATION, 0o644),
        ])
        cls.pc.boot()
        cls.pc.wait_for_state("ready")

    def receipt(self, visit):
        """Of the visit; nothing as long as it is not wiped."""
        return next((one for one in self.pc.must("receipts").last["receipts"] if one.get("visit") == visit), None)

    def tasks(self):
        text = self.pc.run("cat", "/sys/fs/cgroup/system.slice/vcd-visit.service/pids.current", check=False).out
        return int(text or 0)

    def expect_held(self, *program, until):
        """Has a visit run the program until it has died of it, or `until` says that it has done what it can; then
        all is to be clean. Gives what the kernel said of its kills."""
        command = json.dumps([HOSTILE, *program])
        client = f'[client]\ncommand = {command}\ndisplay = "none"\nclose_grace = "2s"\n'
        self.pc.run("tee", SETTINGS, input=client + CONFIGURATION)
        self.pc.run("systemctl", "reload", "vcd")
        self.pc.must("wipe").last
        vcd = self.pc.property("vcd.service", "MainPID")
        self.pc.run("rm", "-f", "/run/enough", "/run/asked")
        self.pc.run("systemd-run", "-q", "--collect", "--unit=asker", "-p", "StandardOutput=file:/run/asked", "-p",
                    "OOMScoreAdjust=-1000", ASKER, "/run/enough")
        self.addCleanup(self.pc.run, "systemctl", "stop", "asker.service", check=False)
        visit = self.pc.must("next").last["visit"]["id"]
        self.pc.wait_until("it has done what it can", lambda: self.receipt(visit) or until())
        # Where it lives on, it is the officer who ends it.
        self.pc.must("wipe").last
        receipt = self.receipt(visit)
        self.pc.run("touch", "/run/enough")
        answers = json.loads(self.pc.wait_until("the figures", lambda: self.pc.run("cat", "/run/asked").out))
        kernel = [line for line in self.pc.journal("-k", "-o", "cat").splitlines() if "oom-kill:" in line]
        print(f"  {' '.join(program)}: {answers}; ended with {receipt.get('closed')}, clean {receipt['clean']}, wiped in "
              f"{receipt['milliseconds']} ms\n    {kernel[-1] if kernel else 'no kill by the kernel'}", flush=True)
        self.assertTrue(receipt["clean"], receipt)
        self.assertEqual(self.pc.property("vcd.service", "MainPID"), vcd)
        self.assertIn("visiting", answers["states"])
        self.assertLess(answers["p99"], MILLISECONDS)
        return kernel

    def expect_killed(self, *program):
        kernel = self.expect_held(*program, until=lambda: False)
        self.assertTrue(kernel and "CONSTRAINT_MEMCG" in kernel[-1] and "vcd-visit.service" in kernel[-1], kernel)

    def test_1_the_limits_are_the_kernels(self):
        controllers = self.pc.run("cat", "/sys/fs/cgroup/system.slice/cgroup.subtree_control").out.split()
        print(f"  controllers: {controllers}")
        self.assertLessEqual({"cpu", "memory", "pids"}, set(controllers))

    def test_2_a_program_that_eats_memory(self):
        self.expect_killed("eat")

    def test_3_one_that_fills_shared_memory(self):
        self.expect_killed("fill", "/dev/shm/full")

    def test_4_one_that_multiplies_itself(self):
        most = 0

        def rises_no_more():
            nonlocal most
            before, most = most, max(most, self.tasks())
            return most > 100 and most == before

        self.expect_held("bomb", until=rises_no_more)
        print(f"    {most} tasks at most")
        self.assertGreater(most, 100)


if __name__ == "__main__":
    unittest.main(verbosity=2)
