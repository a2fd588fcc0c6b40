"""Programs that tests place on another machine or start under another account: each needs nothing beside it of this
package, save where it says so."""

import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent


def source(name):
    return (FOLDER / name).read_text()
