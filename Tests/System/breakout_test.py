"""What locks a visit down under systemd: the browsers' policies and the keyboard hold in a visit, and nowhere else."""

import ctypes
import json
import os
import unittest

from vcdtest import installed
from vcdtest.inside import source

CHROMIUM = "/etc/chromium/policies/managed/vcd.json"
FIREFOX = "/etc/firefox/policies/policies.json"
LOCKDOWN = "/run/vcd/lockdown"
SURFACE = "/usr/local/bin/surface.py"
# What a browser's own sandbox is made of.
NEEDED = {"namespaces: user", "namespaces: user, pid and net", "namespaces: user and IPC"}


class Breakout(installed.InstalledTest):
    def inside(self, *command):
        """Runs a command with a visit's view of the files."""
        pid = self.pc.pids("vcd-visit.service")[0]
        return self.pc.run("nsenter", "-t", pid, "-m", "--", *command, check=False)

    def allow(self, address):
        self.configure(extra=f'browser = "chromium"\naddresses = ["{address}"]\n')

    def test_1_the_policies_hold_in_a_visit_alone(self):
        self.allow("https://call.example")
        self.next()
        policies = json.loads(self.inside("cat", CHROMIUM).out)
        self.assertEqual(policies["URLAllowlist"], ["https://.call.example:443"])
        self.assertEqual(policies["URLBlocklist"], ["*"])
        policies = json.loads(self.inside("cat", FIREFOX).out)["policies"]
        self.assertEqual(policies["WebsiteFilter"]["Exceptions"], ["https://call.example/*"])
        for file in (CHROMIUM, FIREFOX):
            self.assertNotEqual(self.pc.run("cat", file, check=False).code, 0, "not the PC's own")
            self.assertNotEqual(self.inside("touch", file).code, 0, "read-only")

    def test_2_the_next_visit_has_those_of_the_configuration_by_then(self):
        self.allow("https://other.example")
        self.next()
        self.assertEqual(json.loads(self.inside("cat", CHROMIUM).out)["URLAllowlist"], ["https://.other.example:443"])

    def test_3_a_visitor_s_keyboard_has_the_pc_s_layout_and_no_modifier_of_shortcuts(self):
        (self.pc.root / "etc/default/keyboard").write_text('XKBLAYOUT="de,us"\nXKBOPTIONS="grp:alt_shift_toggle"\n')
        self.next()
        pid = self.pc.pids("vcd-screen.service")[0]
        text = self.pc.run("cat", f"/proc/{pid}/environ").out
        variables = dict(part.split("=", 1) for part in text.split("\0") if "=" in part)
        self.assertEqual(variables["XKB_DEFAULT_LAYOUT"], "de")
        folder = self.pc.root / variables["XKB_CONFIG_EXTRA_PATH"].lstrip("/")
        symbols = symbols_of({**variables, "XKB_CONFIG_EXTRA_PATH": str(folder)})
        self.assertLessEqual({"a", "Z", "adiaeresis", "at", "Return", "BackSpace", "Tab", "Left", "KP_5",
                              "ISO_Level3_Shift"}, symbols)
        self.assertEqual(
            {name for name in symbols if name.startswith(("Control", "Alt", "Meta", "Super", "Hyper", "F1", "XF86Switch",
                                                          "XF86Audio", "Escape", "Menu", "Print", "Insert"))}, set())

    def test_4_without_them_no_visit_starts(self):
        self.fresh()
        self.pc.run("chmod", "777", f"{LOCKDOWN}/chromium")
        try:
            self.assertEqual(self.pc.json("wipe").code, 74)
            self.assertEqual(self.pc.state(), "blocked")
            self.assertEqual(self.pc.json("next").code, 74)
        finally:
            self.pc.run("chmod", "755", f"{LOCKDOWN}/chromium")
        self.pc.must("wipe")
        self.assertEqual(self.pc.state(), "ready")

    def test_5_the_kernel_takes_no_commands_from_the_keyboard(self):
        self.assertIn("kernel.sysrq=0", self.pc.run("cat", "/usr/lib/sysctl.d/60-vcd.conf").out.splitlines())

    def test_6_udev_takes_the_rule(self):
        rule = "/lib/udev/rules.d/61-vcd.rules"
        done = self.pc.run("udevadm", "test", "/sys/class/net/lo", check=False)
        self.assertIn(rule, done.out + done.err)
        self.assertNotIn("61-vcd.rules:", done.out + done.err, "no line of it is complained of")

    def test_7_what_of_the_kernel_no_call_program_needs_is_denied(self):
        program = self.pc.root / SURFACE[1:]
        program.write_text(source("surface.py"))
        program.chmod(0o755)
        # The same program outside shows what the kernel would have said.
        self.pc.run("setpriv", "--reuid=nobody", "--clear-groups", SURFACE, "/tmp/surface.json")
        outside = json.loads(self.pc.run("cat", "/tmp/surface.json").out)
        self.pc.run("rm", "/tmp/surface.json")
        self.configure(client=([SURFACE, "/home/visit/surface.json", "wait"], "none"))
        self.next()
        place = "/run/vcd/home/surface.json"
        text = self.pc.wait_until("the answers", lambda: self.pc.run("cat", place, check=False).out)
        inside = json.loads(text)
        for name, answer in inside.items():
            print(f"  {name}: {answer} (outside: {outside[name]})")
        for name in NEEDED:
            self.assertEqual(inside[name], "done", name)
        refusals = {"EPERM", "EPROTONOSUPPORT", "EAFNOSUPPORT", "ENOSYS"}
        self.assertEqual({name: answer for name, answer in inside.items() if answer not in refusals and name not in NEEDED},
                         {})
        # Not because there is no such thing: nearly all of it was there before.
        self.assertGreater(sum(outside[name] != answer for name, answer in inside.items()), 45)
        self.pc.must("wipe")

    def test_8_a_browser_s_own_sandbox_is_on(self):
        command = ["chromium", "--kiosk", "--no-first-run", "--password-store=basic", "about:blank"]
        self.configure(client=(command, "xvfb"))
        self.next()

        def renderer():
            for pid in self.pc.pids("vcd-visit.service"):
                words = self.pc.run("cat", f"/proc/{pid}/cmdline", check=False).out
                if "--type=renderer" in words:
                    status = self.pc.run("cat", f"/proc/{pid}/status", check=False).out
                    rows = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
                    if int(rows.get("Seccomp_filters", 0)) > before:
                        return pid, rows
            return None

        seat = self.pc.property("vcd-visit.service", "MainPID")
        status = self.pc.run("cat", f"/proc/{seat}/status").out
        before = int(next(line.split()[1] for line in status.splitlines() if line.startswith("Seccomp_filters")))
        pid, rows = self.pc.wait_until("a renderer with filters of its own", renderer)
        print(f"  seat: {before} filters; renderer: {rows['Seccomp_filters'].strip()}")
        self.assertEqual((rows["NoNewPrivs"].strip(), rows["Seccomp"].strip()), ("1", "2"))
        for kind in ("user", "pid", "net"):
            own, theirs = (self.pc.run("readlink", f"/proc/{one}/ns/{kind}").out for one in (seat, pid))
            self.assertNotEqual(own, theirs, kind)
        self.pc.must("wipe")


def symbols_of(environment):
    """What a keyboard can say at all, by libxkbcommon, which compositors ask."""
    library = ctypes.CDLL("libxkbcommon.so.0")
    for name in ("xkb_context_new", "xkb_keymap_new_from_names"):
        getattr(library, name).restype = ctypes.c_void_p
    before = dict(os.environ)
    os.environ.update({name: value for name, value in environment.items() if name.startswith("XKB_")})
    try:
        keymap = ctypes.c_void_p(
            library.xkb_keymap_new_from_names(ctypes.c_void_p(library.xkb_context_new(0)), None, 0)
        )
    finally:
        os.environ.clear()
        os.environ.update(before)
    name, found = ctypes.create_string_buffer(64), set()
    for key in range(library.xkb_keymap_min_keycode(keymap), library.xkb_keymap_max_keycode(keymap) + 1):
        for layout in range(library.xkb_keymap_num_layouts_for_key(keymap, key)):
            for level in range(library.xkb_keymap_num_levels_for_key(keymap, key, layout)):
                symbols = ctypes.POINTER(ctypes.c_uint32)()
                count = library.xkb_keymap_key_get_syms_by_level(keymap, key, layout, level, ctypes.byref(symbols))
                for index in range(count):
                    library.xkb_keysym_get_name(symbols[index], name, 64)
                    found.add(name.value.decode())
    return found


if __name__ == "__main__":
    unittest.main()
