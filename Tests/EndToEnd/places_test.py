"""PCs whose /var/tmp or /dev/shm is a link, or is not there, and PCs that refuse what keeps visits apart."""

import unittest

from vcdtest import checks, embedded

# A /var of its own, without a tmp.
VAR = "mount -t tmpfs var /var && mkdir /var/lib /var/log /var/spool /var/cache"
# A /dev of its own, without a shm.
DEV = (
    "mount -t tmpfs dev /mnt && cd /mnt && for node in null zero full random urandom tty; do"
    " touch $node && mount --bind /dev/$node $node || exit 1; done && mkdir pts && mount --rbind /dev/pts pts &&"
    " ln -s pts/ptmx ptmx && ln -s /proc/self/fd fd && cd / && mount --rbind /mnt /dev"
)

# A root of its own, whose /home is a link.
HOME = (
    "mount -t tmpfs all /mnt && mkdir /mnt/upper /mnt/work /mnt/root &&"
    " mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work overlay /mnt/root && cd /mnt/root &&"
    " rm -rf home && mkdir -p {target} && ln -s /{target} home && for place in proc dev sys tmp {bound}; do"
    " mount --rbind /$place $place || exit 1; done && mkdir .old && pivot_root . .old && umount -l /.old"
)


class Places(checks.CheckTest):
    def look_like(self, setup):
        self.around = ["unshare", "--mount", "--propagation", "private", "sh", "-c", f'{setup} && exec "$@"', "sh"]

    def expect_a_visit(self):
        """A whole one, and a scan that sees."""
        self.configure_checks('[checks]\nrequired = ["sandbox"]\n')
        self.start()
        self.assertEqual(self.state(), "ready", self.status())
        self.assertEqual(self.found("sandbox")[0], "pass")
        self.must("next")
        receipt = self.must("wipe").last["receipt"]
        self.assertTrue(receipt["clean"], receipt)
        self.assertEqual(self.state(), "ready", self.status())

    def test_var_tmp_that_is_a_link_elsewhere(self):
        self.look_like(f"{VAR} && mkdir -m 1777 /var/real && ln -s /var/real /var/tmp")
        self.expect_a_visit()

    def test_var_tmp_that_is_a_link_to_tmp(self):
        self.look_like(f"{VAR} && ln -s ../tmp /var/tmp")
        self.expect_a_visit()

    def test_var_tmp_in_what_a_visit_does_not_see(self):
        self.look_like(f"{VAR} && mount -t tmpfs srv /srv && mkdir -m 1777 /srv/tmp && ln -s /srv/tmp /var/tmp")
        self.expect_a_visit()

    def test_no_var_tmp(self):
        self.look_like(VAR)
        self.expect_a_visit()

    def test_var_tmp_that_leads_nowhere(self):
        self.look_like(f"{VAR} && ln -s /nowhere /var/tmp")
        self.expect_a_visit()

    def test_dev_shm_that_is_a_link(self):
        self.look_like(f"{DEV} && mount -t tmpfs run /run && mkdir -m 1777 /run/shm && ln -s /run/shm /dev/shm")
        self.expect_a_visit()

    def test_no_dev_shm(self):
        self.look_like(DEV)
        self.expect_a_visit()

    def test_home_that_is_a_link(self):
        bound = str(embedded.BIN).split("/")[1]
        for target in ("data/home", "srv/home"):
            with self.subTest(target=target):
                self.look_like(HOME.format(target=target, bound=bound))
                self.expect_a_visit()
                self.stop(self.started[-1])

    def test_what_a_visit_writes_to_var_tmp_behind_a_link_is_gone_with_it(self):
        self.look_like(f"{VAR} && mkdir -m 1777 /var/real && ln -s /var/real /var/tmp")
        self.configure_checks(command=self.script("echo secret >/var/tmp/left && cp /var/tmp/left $HOME/seen; sleep 1000"))
        vcd = self.start()
        self.must("next")
        self.visit_home(holding="seen")
        self.must("wipe")
        seen = self.run("nsenter", "--target", str(vcd.pid), "--mount", "ls", "-A", "/var/real").out
        self.assertEqual(seen, "")


class Trial(embedded.StationTest):
    """What the package's unit runs in the visits' sandbox."""

    def trial(self, *words):
        return self.run("bwrap", "--dev-bind", "/", "/", *words, embedded.BIN / "vcd-helper", "sandbox", check=False)

    def test_memory_at_each_place_and_namespaces(self):
        memory = [word for place in ("/tmp", "/var/tmp", "/dev/shm") for word in ("--tmpfs", place)]
        self.assertEqual(self.trial(*memory).code, 0)
        self.assertEqual(self.trial(*memory, "--remount-ro", "/var/tmp").code, 68)
        self.assertEqual(self.trial(*memory[:4], "--ro-bind", "/usr", "/dev/shm").code, 68)
        self.assertEqual(self.trial(*memory, "--unshare-user", "--disable-userns").code, 67)


class Refused(checks.CheckTest):
    def test_the_setting_that_refuses_user_namespaces_is_named(self):
        self.configure_checks('[checks]\nrequired = ["sandbox"]\n')
        self.folder.chmod(0o777)
        # An account without rights, in a user namespace that may have no further ones.
        self.around = [
            "setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "unshare", "--user", "--map-user=1000",
            "--keep-caps", "sh", "-c", "echo 0 >/proc/sys/user/max_user_namespaces && exec setpriv --ambient-caps -all"
            ' --inh-caps -all -- "$@"', "sh",
        ]
        self.start(wait=False)
        self.wait_for_state("blocked")
        answer = self.json("check", "sandbox")
        found = answer.last["checks"][0]
        self.assertEqual((answer.code, found["verdict"]), (74, "fail"), found)
        self.assertIn("the kernel refuses user namespaces: user.max_user_namespaces is 0", found["detail"])
        self.assertIn("sysctl -w user.max_user_namespaces=", found["remedy"])

    def test_a_place_that_is_no_folder_is_named(self):
        self.configure_checks('[checks]\nrequired = ["sandbox"]\n', client='template = "/srv/none"')
        self.start(wait=False)
        self.wait_for_state("blocked")
        self.assertIn("/srv/none", self.status()["blockedReason"])


if __name__ == "__main__":
    unittest.main()
