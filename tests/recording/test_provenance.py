"""The table of cassettes/README.md."""

import re
from pathlib import Path

import pytest

from grader import paths
from grader.lab.catalog import SERVICES
from grader.recording.provenance import recorded_files, write

EMPTY = "# Titre\n\n<!-- provenance: written by grader record -->\n<!-- end of provenance -->\n\nSuite.\n"


@pytest.fixture
def readme(tmp_path) -> Path:
    path = tmp_path / "README.md"
    path.write_text(EMPTY)
    return path


def test_lines_are_in_order_and_rewritten(readme):
    for name in ("b.yaml", "a.yaml", "b.yaml"):
        write(readme, Path(name), SERVICES[:2])
    assert recorded_files(readme) == ["a.yaml", "b.yaml"]
    assert readme.read_text().startswith("# Titre\n\n")
    assert readme.read_text().endswith("\n\nSuite.\n")


def test_a_line_names_software_versions_and_day(readme):
    write(readme, Path("a.yaml"), SERVICES[:2])
    line = next(line for line in readme.read_text().splitlines() if "a.yaml" in line)
    assert re.search(r"httpbin\.org: httpbin \d+\.\d+.*\| requests \d+\.\d+.* \| \d{4}-\d\d-\d\d \|$", line)


def test_a_readme_without_its_marks_is_refused(readme):
    readme.write_text("# Titre\n")
    with pytest.raises(ValueError, match="repères"):
        write(readme, Path("a.yaml"), SERVICES[:2])


def test_every_cassette_of_the_course_has_its_line():
    folder = paths.cassettes()
    assert recorded_files(folder / "README.md") == sorted(file.name for file in folder.glob("*.yaml"))
