"""The host of systemd's units keeps the contract that the embedded one keeps, too."""

import pathlib
import re
import unittest

from vcdtest import ROOT
from vcdtest.installed import InstalledTest
from vcdtest.programs import program

# The built tests, and what they are linked with.
TEST_BUNDLE = ROOT / ".build/release/vcdPackageTests.xctest"
SWIFT = pathlib.Path(program("swift")).resolve().parents[1]


class ContractTest(InstalledTest):
    binds = [TEST_BUNDLE.resolve().parent, SWIFT]

    def test_the_host_keeps_its_contract(self):
        """The same suite that the embedded host passes."""
        self.pc.run("systemctl", "stop", "vcd.socket", "vcd.service")
        try:
            bundle = TEST_BUNDLE.resolve()
            done = self.pc.run(
                bundle, "--testing-library", "swift-testing", "--filter", "HostContractTests",
                env={"VCD_TEST_SYSTEMD": "1"}, check=False,
            )
            self.assertEqual(done.code, 0, done)
            ran = re.search(r"Test run with (\d+) tests? in \d+ suites? passed", done.out + done.err)
            self.assertGreaterEqual(int(ran.group(1)), 8, done)
        finally:
            self.pc.run("systemctl", "start", "vcd.socket", "vcd.service")
            self.pc.wait_for_state("ready")


if __name__ == "__main__":
    unittest.main(verbosity=2)
