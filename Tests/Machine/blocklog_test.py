"""The reader of QEMU's log of writes, on logs made here: no machine is needed."""

import pathlib
import random
import tempfile
import unittest

from vcdtest import blocklog
from vcdtest.blocklog import ENTRY, FLUSH, MAGIC, SECTOR, SUPER, Write


def sector(text):
    return text.encode().ljust(SECTOR, b"\0")


def entry(number, data=b"", flags=0):
    return ENTRY.pack(number, len(data) // SECTOR, flags, 0).ljust(SECTOR, b"\0") + data


class BlocklogTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = self.folder / "log"

    def write(self, *entries, said=0, end=b""):
        # The count in the super block is older than the last entries.
        head = SUPER.pack(MAGIC, 1, said, SECTOR).ljust(SECTOR, b"\0")
        self.log.write_bytes(head + b"".join(entries) + end)
        return list(blocklog.read(self.log))

    def test_reads_what_was_written_in_its_order(self):
        two = sector("one") + sector("two")
        writes = self.write(entry(8, two), entry(0, flags=FLUSH), entry(3, sector("three"), FLUSH))
        self.assertEqual(writes, [Write(8, two), Write(0, b"", True), Write(0, b"", True), Write(3, sector("three"))])

    def test_ends_where_no_entry_is(self):
        for end in (b"", b"\0" * 3 * SECTOR, entry(5, sector("cut off"))[:-1], entry(5, sector(""))[:SECTOR], b"\1"):
            self.assertEqual(self.write(entry(8, sector("one")), end=end), [Write(8, sector("one"))], end[:16])

    def test_an_empty_log_holds_nothing(self):
        for content in (b"", b"\0" * SECTOR):
            self.log.write_bytes(content)
            self.assertEqual(list(blocklog.read(self.log)), [])

    def test_what_is_no_log_is_refused(self):
        self.log.write_bytes(sector("something else") * 2)
        with self.assertRaises(ValueError):
            list(blocklog.read(self.log))
        with self.assertRaises(ValueError):
            self.write(entry(8, sector("discarded"), flags=4))

    def test_a_flush_keeps_what_came_before_it(self):
        before, after = Write(1, sector("before")), Write(2, sector("after") * 8)
        writes = [before, Write(0, b"", True), after]

        def kept(mode, seed=0, of=writes):
            return list(blocklog.survivors(of, mode, random.Random(seed)))

        self.assertEqual(kept("all"), [before, after])
        self.assertEqual(kept("flushed"), [before])
        self.assertEqual(kept("flushed", of=[before, after]), [])
        torn = [kept("torn", seed) for seed in range(50)]
        self.assertTrue(all(writes[0] == before for writes in torn))
        sizes = {sum(len(write.data) for write in writes[1:]) for writes in torn}
        # All of it, nothing of it, and parts.
        self.assertLessEqual({0, 8 * SECTOR}, sizes)
        self.assertGreater(len(sizes), 3)
        for writes in torn:
            self.assertTrue(all(2 <= write.sector < 10 for write in writes[1:]))
        self.assertEqual(torn[7], kept("torn", 7), "the same seed, the same cut")

    def test_the_platter_and_the_copy_are_the_same_again(self):
        platter, copy = self.folder / "platter", self.folder / "copy"
        old = b"".join(sector(f"old {number}") for number in range(8))
        kept, lost = Write(2, sector("kept")), Write(5, sector("lost") * 2)
        platter.write_bytes(old)
        copy.write_bytes(old)
        blocklog.apply([kept, lost], copy)
        self.assertEqual(blocklog.apply([kept], platter), SECTOR)
        blocklog.restore([kept, lost], platter, copy)
        self.assertEqual(platter.read_bytes(), old[:2 * SECTOR] + sector("kept") + old[3 * SECTOR:])
        self.assertEqual(copy.read_bytes(), platter.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)
