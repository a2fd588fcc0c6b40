"""Compares what tests, demo and benchmarks start with the table of programs, and its packages with the Makefile.

Usage: Tests/check-programs [--bare FOLDER]
  --bare FOLDER  installs the lists into a bare Debian at FOLDER, which is made, and looks for each program there (root)
"""

import argparse
import re
import sys

from vcdtest import HERE, ROOT, bare, programs
from vcdtest.program_uses import Uses


class Makefile:
    """Of each target what it depends on, its packages, and the files that it starts."""

    def __init__(self, text):
        text = text.replace("\\\n", " ")
        self.lists = dict(re.findall(r"^(\w+_PACKAGES)\s*:?=\s*(.*)$", text, re.MULTILINE))
        rules = re.findall(r"^([a-z][\w-]*):(?!=)([^#\n]*)[^\n]*\n((?:\t.*\n?)*)", text, re.MULTILINE)
        self.rules = {name: (needs.split(), recipe) for name, needs, recipe in rules}

    def packages(self, target):
        needs, recipe = self.rules[target]
        found = set()
        for words in re.findall(r"install-packages,([^)]*(?:\)[^)]*)*?)\)\s*$", recipe, re.MULTILINE):
            for name in re.findall(r"\$\((\w+)\)", words):
                found.update(self.lists[name].split())
        return found.union(*(self.packages(need) for need in needs if need in self.rules))

    def all_packages(self):
        return set().union(*(words.split() for words in self.lists.values()))

    def files(self, target):
        needs, recipe = self.rules[target]
        words = re.findall(r"(?<![\w/.])\w[\w./-]*", recipe)
        found = {ROOT / word for word in words if "/" in word and (ROOT / word).is_file()}
        for folder, pattern in re.findall(r"--start-directory (\S+) --pattern '?([^\s']+)", recipe):
            found.update((ROOT / folder).glob(pattern))
        found.update(HERE / f"{word[8:]}.py" for word in words if word.startswith("vcdtest."))
        return found.union(*(self.files(need) for need in needs if need in self.rules))


class Check:
    def __init__(self):
        self.makefile = Makefile((ROOT / "Makefile").read_text())
        self.read = {}
        self.problems = []

    def uses(self, path):
        if path not in self.read:
            self.read[path] = Uses(path)
        return self.read[path]

    def reached(self, files):
        """These, and what they start or import."""
        found, left = set(), set(files)
        while left:
            path = left.pop()
            if path not in found:
                found.add(path)
                left |= self.uses(path).files
        return found

    def needed(self, path):
        """What a file starts; in place of the toolchain what that needs."""
        for name in sorted(self.uses(path).programs):
            yield from programs.TOOLCHAIN.get(name, (name,))

    def lacks(self, target, who, name):
        self.problems.append(f"make {target}: {who} needs {name}, and no list of it has {programs.packages()[name]}")

    def check(self):
        everywhere = set(programs.EVERYWHERE)
        table = programs.packages()
        everything = set()
        for target in self.makefile.rules:
            has = self.makefile.packages(target) | everywhere
            reached = self.reached(self.makefile.files(target))
            for name in programs.TOOLCHAIN["swift"] if "swift build" in self.makefile.rules[target][1] else ():
                if table[name] not in has:
                    self.lacks(target, "swift", name)
            everything |= reached
            for path in sorted(reached):
                place = path.relative_to(ROOT)
                for name in self.needed(path):
                    if name not in table:
                        self.problems.append(f"{place} starts {name}, which is not in the table")
                    elif table[name] not in has:
                        self.lacks(target, place, name)
        for path in sorted(everything):
            self.problems += self.uses(path).strays
        return sorted(set(self.problems))


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--bare")
    given = parser.parse_args()
    check = Check()
    problems = check.check()
    for problem in problems:
        print(problem)
    print(f"{len(check.read)} files start {len(set().union(*(use.programs for use in check.read.values())))} programs")
    if given.bare:
        problems += bare.check(given.bare, sorted(check.makefile.all_packages()))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
