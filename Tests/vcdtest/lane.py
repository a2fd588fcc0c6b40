"""Runs the tests of one module, in whatever namespaces this process is, and writes down what came of it.

Usage: lane.py FOLDER MODULE RESULT [--core] [--alone]. Without `--alone` those are left out that must run by
themselves: of a class or a module with `runs_alone = True`; with it, the others. `--core`: only those that `core` marks.
"""

import json
import sys
import unittest


def tests(suite):
    """All of them, one by one."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from tests(test)
        else:
            yield test


def runs_alone(test):
    module = sys.modules[type(test).__module__]
    return getattr(test, "runs_alone", False) or getattr(module, "runs_alone", False)


def is_core(test):
    """A module that can't be read is no reason to leave it out."""
    method = getattr(test, test._testMethodName)
    marked = any(getattr(one, "is_core", False) for one in (test, method))
    return marked or isinstance(test, unittest.loader._FailedTest)


def main(folder, module, result_file, *options):
    found = list(tests(unittest.defaultTestLoader.discover(folder, pattern=f"{module}.py")))
    if "--core" in options:
        found = [test for test in found if is_core(test)]
    chosen = [test for test in found if runs_alone(test) == ("--alone" in options)]
    result = unittest.TextTestRunner(verbosity=1).run(unittest.TestSuite(chosen))
    bad = result.failures + result.errors + result.unexpectedSuccesses
    with open(result_file, "w") as file:
        json.dump({
            "run": result.testsRun, "failed": len(bad), "skipped": len(result.skipped), "left": len(found) - len(chosen),
        }, file)
    return not result.wasSuccessful()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
