"""What receipts prove: tampering is named, and a day's page can be printed."""

import datetime
import html
import os
import re
import sqlite3
import subprocess
import unittest

from vcdtest import embedded, programs

ENGLISH = {"LC_ALL": "C.UTF-8"}
INDONESIAN = {"LC_ALL": "id_ID.UTF-8"}


class Receipts(embedded.StationTest):
    def setUp(self):
        super().setUp()
        self.configure()

    def make_receipts(self, count=5):
        """Receipt 1 is that of the first start, and each further one that of a visit."""
        vcd = self.start()
        for _ in range(count):
            self.assertEqual(self.json("next").code, 0)
        self.assertEqual(self.json("end").code, 0)
        return vcd, self.json("receipts").last["receipts"]

    def restart(self, vcd, sql):
        """Tampers with the ledger while no vcd runs."""
        self.assertEqual(self.stop(vcd), 0)
        self.tamper(sql)
        return self.start()

    def tamper(self, sql):
        with sqlite3.connect(self.root / "ledger.db", timeout=10) as ledger:
            ledger.executescript(sql)
        ledger.close()

    def verify(self, *words, env=ENGLISH):
        return self.vcctl("receipts", "--verify", *words, env=env)

    def problems(self, *words):
        answer = self.json("receipts", "--verify", *words)
        self.assertEqual(answer.code, 74 if answer.last["verdict"]["problems"] else 0)
        self.assertEqual(answer.last["verdict"]["holds"], answer.code == 0)
        return [(problem["code"], problem.get("receipt")) for problem in answer.last["verdict"]["problems"]]

    def assert_named(self, answer, *parts):
        self.assertEqual(answer.code, 74, answer.out + answer.err)
        for part in parts:
            self.assertIn(part, answer.out)

    def test_an_untouched_record_holds_and_says_its_head(self):
        _, receipts = self.make_receipts(3)
        head = receipts[0]["digest"]
        answer = self.verify()
        self.assertEqual(answer.code, 0)
        self.assertIn(f"All {len(receipts)} receipts hold", answer.out)
        self.assertIn(head, answer.out)
        self.assertIn("the newest: none was cut off", self.verify("--head", head).out)
        spaced = " ".join(head[i:i + 8] for i in range(0, 64, 8)).upper()
        self.assertEqual(self.verify("--head", spaced).code, 0, "as it is printed on the page")
        older = self.verify("--head", receipts[2]["digest"])
        self.assertEqual(older.code, 0)
        self.assertIn(f"is that of receipt {receipts[2]['id']}", older.out)
        self.assertIn("bukti utuh", self.verify(env=INDONESIAN).out)

    def test_the_journal_says_each_digest(self):
        _, receipts = self.make_receipts(2)
        for receipt in receipts:
            line = next(line for line in self.log().splitlines() if f" receipt={receipt['id']} " in line)
            self.assertIn(f"receipt_digest={receipt['digest']}", line)

    def test_a_receipt_edited_by_hand(self):
        self.make_receipts(3)
        self.tamper("UPDATE receipt SET text = replace(text, '\"depth\":\"visit\"', '\"depth\":\"everything\"') WHERE id = 3")
        self.assertEqual(self.problems(), [("edited", 3)])
        self.assert_named(self.verify(), "Receipt 3 was changed", "Call the administrator", "RECEIPT=3")
        self.assert_named(self.verify(env=INDONESIAN), "Bukti 3 diubah", "Hubungi administrator", "RECEIPT=3")

    def test_a_receipt_edited_while_vcd_was_stopped(self):
        vcd, _ = self.make_receipts(2)
        self.restart(vcd, "UPDATE receipt SET digest = iif(digest LIKE 'e%', 'f', 'e') || substr(digest, 2) WHERE id = 2")
        self.assertEqual(self.problems(), [("edited", 2)])

    def test_a_receipt_filed_under_another_visit(self):
        self.make_receipts(2)
        self.tamper("UPDATE receipt SET visit = 77 WHERE id = 2")
        self.assertEqual(self.problems(), [("misfiled", 2)])
        self.assert_named(self.verify(), "Receipt 2 is filed wrongly")
        self.assert_named(self.verify(env=INDONESIAN), "Bukti 2 salah tempat")

    def test_receipts_taken_out_of_the_middle_and_the_beginning(self):
        self.make_receipts(5)
        self.tamper("DELETE FROM receipt WHERE id IN (1, 3, 4)")
        self.assertEqual(self.problems(), [("missing", 1), ("missing", 3)])
        self.assert_named(self.verify(), "Receipt 1 is missing", "Receipts 3 to 4 are missing")
        self.assert_named(self.verify(env=INDONESIAN), "Bukti 1 tidak ada", "Bukti 3 sampai 4 tidak ada")

    def test_the_last_ones_cut_off(self):
        vcd, receipts = self.make_receipts(3)
        self.tamper("DELETE FROM receipt WHERE id = (SELECT max(id) FROM receipt)")
        lost = receipts[0]["id"]
        self.assertEqual(self.problems(), [("lost", lost)], "the vcd that wrote it knows")
        self.assert_named(self.verify(), f"Receipt {lost} is missing or was replaced")
        self.assert_named(self.verify(env=INDONESIAN), f"Bukti {lost} hilang")
        # A new vcd knows nothing of it; the digest from the journal or the page does.
        self.restart(vcd, "")
        self.assertEqual(self.verify().code, 0)
        head = receipts[0]["digest"]
        self.assertEqual(self.problems("--head", head), [("unknownHead", None)])
        self.assert_named(self.verify("--head", head), head, "the newest receipts were cut off")
        self.assert_named(self.verify("--head", head, env=INDONESIAN), "bukti-bukti terbaru dipotong")
        self.assertEqual(self.verify("--head", receipts[1]["digest"]).code, 0)

    def test_a_record_written_anew(self):
        vcd, receipts = self.make_receipts(3)
        self.assertEqual(self.stop(vcd), 0)
        for path in self.root.glob("ledger.db*"):
            path.unlink()
        _, again = self.make_receipts(4)
        self.assertGreater(len(again), len(receipts))
        self.assertEqual(self.verify().code, 0)
        self.assertEqual(self.problems("--head", receipts[0]["digest"]), [("unknownHead", None)])
        self.assertEqual(self.problems("--head", receipts[-1]["digest"]), [("unknownHead", None)])

    def test_an_unreadable_receipt_hides_no_other(self):
        _, receipts = self.make_receipts(3)
        self.tamper("UPDATE receipt SET text = 'x' WHERE id = 2")
        answer = self.json("receipts").last
        self.assertEqual(answer["unreadable"], [2])
        self.assertEqual([receipt["id"] for receipt in answer["receipts"]], [4, 3, 1])
        self.assertIn("CANNOT BE READ", self.vcctl("receipts", env=ENGLISH).out)
        self.assertEqual(self.problems(), [("unreadable", 2)])

    def test_receipts_of_a_day(self):
        vcd, receipts = self.make_receipts(2)
        today = receipts[0]["finishedAt"][:10]
        for day in (today, "today"):
            self.assertEqual(len(self.json("receipts", "--date", day).last["receipts"]), len(receipts))
        self.assertEqual(self.json("receipts", "--date", "2001-01-01").last["receipts"], [])
        self.assertEqual(len(self.json("receipts", "--date", today, "--limit", "1").last["receipts"]), 1)
        # Midnight in the PC's own time zone.
        os.environ["TZ"] = "Asia/Jakarta"
        self.addCleanup(os.environ.pop, "TZ")
        jakarta = datetime.timezone(datetime.timedelta(hours=7))
        midnight = datetime.datetime(2026, 3, 2, tzinfo=jakarta).timestamp() * 1000
        self.restart(vcd, f"UPDATE receipt SET finished_at = {midnight - 1:.0f} WHERE id = 1; "
                          f"UPDATE receipt SET finished_at = {midnight:.0f} WHERE id = 2")
        ids = [[receipt["id"] for receipt in self.json("receipts", "--date", day).last["receipts"]]
               for day in ("2026-03-01", "2026-03-02")]
        self.assertEqual(ids, [[1], [2]])

    def test_what_is_no_day_or_no_digest_is_refused(self):
        self.make_receipts(1)
        for wrong in ("2026-02-30", "2026-13-01", "yesterday", "24-11-2026", "2026-1-1", "2026-11-24 ", "", "٢٠٢٦-11-24"):
            answer = self.vcctl("receipts", "--date", wrong, env=ENGLISH)
            self.assertEqual(answer.code, 65, wrong)
            self.assertIn(f"'{wrong}' is not allowed for date. Allowed: days of the calendar", answer.err)
        for wrong in ("abc", "", "g" * 64, "a" * 63, "a" * 65):
            answer = self.verify("--head", wrong)
            self.assertEqual(answer.code, 65, wrong)
            self.assertIn(f"'{wrong}' is not allowed for head. Allowed: a receipt's whole digest, 64", answer.err)
        error = self.json("receipts", "--verify", "--head", "abc").last
        self.assertEqual(error["error"], "org.vcctl.Station.InvalidValue")
        self.assertEqual((error["parameters"]["field"], error["parameters"]["value"]), ("head", "abc"))
        self.assertIn("tidak boleh untuk tanggal", self.vcctl("receipts", "--date", "x", env=INDONESIAN).err)
        for words in (["--head", "a" * 64], ["--page", "-", "--limit", "3"], ["--limit", "0"], ["--page", "-", "--json"]):
            self.assertEqual(self.vcctl("receipts", *words).code, 64, words)

    def test_a_page_that_cannot_be_written(self):
        self.make_receipts(1)
        answer = self.vcctl("receipts", "--page", self.folder / "nowhere" / "page.html", env=ENGLISH)
        self.assertEqual(answer.code, 70)
        self.assertIn("No such file or directory", answer.err)


class Page(embedded.StationTest):
    """The printed page, in a real browser."""

    def setUp(self):
        super().setUp()
        self.configure(client='remote_traces = ["the linked device <b>on</b> the call server"]')
        self.start()
        for _ in range(3):
            self.assertEqual(self.json("next").code, 0)
        self.assertEqual(self.json("end").code, 0)
        self.receipts = self.json("receipts").last["receipts"]

    def page(self, name, code=0, env=ENGLISH):
        path = self.folder / name
        self.assertEqual(self.vcctl("receipts", "--page", path, env=env).code, code)
        return path

    def browse(self, page, *words):
        """Chromium on the page, without any network."""
        home = self.folder / "browser"
        home.mkdir(exist_ok=True)
        home.chmod(0o777)
        return self.run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
            f"--user-data-dir={home}", "--host-resolver-rules=MAP * ~NOTFOUND", *words, f"file://{page}",
            env={"HOME": str(home)}, timeout=240,
        ).out

    @staticmethod
    def text(dom):
        return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<style>.*?</style>", "", dom, flags=re.S)))

    def test_it_says_every_receipt_of_the_day(self):
        dom = self.browse(self.page("page.html", env=ENGLISH), "--dump-dom")
        text = self.text(dom)
        for receipt in self.receipts:
            self.assertIn(f"Receipt {receipt['id']}", text)
            self.assertIn(receipt["digest"], text)
            self.assertIn(receipt["kernel"], text)
        self.assertEqual(len(re.findall("<article", dom)), len(self.receipts))
        self.assertIn(f"All {len(self.receipts)} receipts hold", text)
        self.assertIn("the linked device <b>on</b> the call server", text)
        self.assertNotIn("<b>on</b>", dom)
        listed = self.vcctl("receipts", env=ENGLISH).out.splitlines()
        self.assertEqual(listed[-1], "No wipe on this PC reaches: the linked device <b>on</b> the call server.")
        indonesian = self.browse(self.page("bukti.html", env=INDONESIAN), "--dump-dom")
        self.assertIn("Bukti pembersihan", self.text(indonesian))
        self.assertEqual(self.vcctl("receipts", "--page", "-", env=ENGLISH).out.splitlines()[0], "<!DOCTYPE html>")

    def test_it_is_drawn(self):
        picture = self.folder / "page.png"
        self.browse(self.page("page.html", env=ENGLISH), f"--screenshot={picture}", "--window-size=900,1300")
        width, height, pixels = pixels_of(picture)
        self.assertEqual((width, height), (900, 1300))
        colours = {pixels[i:i + 3] for i in range(0, len(pixels), 3)}
        self.assertGreater(len(colours), 50, "text is drawn with many shades")
        green = sum(1 for i in range(0, len(pixels), 3) if pixels[i:i + 3] == b"\x17\x68\x3a")
        self.assertGreater(green, 500, "the verdict's frame and the marks")
        paper = self.folder / "page.pdf"
        self.browse(self.folder / "page.html", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
        data = paper.read_bytes()
        self.assertEqual(data[:5], b"%PDF-")
        # A4 in points.
        self.assertRegex(data, rb"/MediaBox \[0 0 59[45][.0-9]* 84[12][.0-9]*\]")

    def test_a_broken_record_is_red_and_exits_74(self):
        with sqlite3.connect(self.root / "ledger.db", timeout=10) as ledger:
            ledger.execute("UPDATE receipt SET text = replace(text, 'depth', 'dpeth') WHERE id = 2")
            ledger.execute("UPDATE receipt SET text = replace(text, '\"clean\"', '\"cle4n\"') WHERE id = 3")
        ledger.close()
        page = self.page("page.html", code=74, env=ENGLISH)
        text = self.text(self.browse(page, "--dump-dom"))
        self.assertIn("THE RECORD DOES NOT HOLD", text)
        self.assertIn("Receipt 2 was changed", text)
        self.assertIn("Receipt 3 was changed", text)
        self.assertIn("cannot be read", text)
        picture = self.folder / "page.png"
        self.browse(page, f"--screenshot={picture}", "--window-size=900,1300")
        _, _, pixels = pixels_of(picture)
        red = sum(1 for i in range(0, len(pixels), 3) if pixels[i:i + 3] == b"\xa3\x20\x1d")
        self.assertGreater(red, 500)

    def test_it_names_nobody(self):
        self.assertEqual(self.json("roster", "add", "WBP-4711", "--category", "a").code, 0)
        self.assertEqual(self.json("next").last["visit"]["ticket"], "1")
        self.assertEqual(self.json("end").code, 0)
        page = self.page("page.html", env=ENGLISH).read_text()
        self.assertIn(f"Receipt {self.receipts[0]['id'] + 1}", page)
        self.assertNotIn("WBP-4711", page)
        self.assertNotIn("WBP-4711", self.json("receipts").out)


def pixels_of(picture):
    """Width, height and RGB bytes."""
    size = programs.run(["identify", "-format", "%w %h", picture], stdout=subprocess.PIPE, check=True).stdout.split()
    rgb = programs.run(["convert", picture, "-depth", "8", "rgb:-"], stdout=subprocess.PIPE, check=True).stdout
    return int(size[0]), int(size[1]), rgb


if __name__ == "__main__":
    unittest.main()
