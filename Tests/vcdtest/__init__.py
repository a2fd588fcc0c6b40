"""What the tests of the real programs, the demo and the benchmarks share."""

import pathlib

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
"""The repository's root."""
