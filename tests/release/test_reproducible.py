"""The release is a pure function of the source: same input, same bytes, on any machine."""

import os
import subprocess
import sys

from grader.release import release

RELEASE_ELSEWHERE = """
import pathlib, sys
import grader.paths
grader.paths.root = lambda: pathlib.Path(sys.argv[1])
from grader.release import release
release()
"""


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def with_windows_line_ends(folder):
    for path in files(folder):
        (folder / path).write_bytes((folder / path).read_bytes().replace(b"\n", b"\r\n"))


def test_another_process_with_another_hash_seed_and_windows_line_ends_yields_the_same_bytes(course):
    release()
    course.notebooks.rename(course.root / "first")
    with_windows_line_ends(course.root / "solutions")
    command = [sys.executable, "-c", RELEASE_ELSEWHERE, str(course.root)]
    subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "2"}, check=True)
    assert files(course.notebooks) == files(course.root / "first") != {}
