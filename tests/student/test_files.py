"""Files that a student's code wrote, read with suspicion."""

import os

import pytest

from grader.student.host import MAX_FILE


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Run in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_is_read_as_bytes(student, write):
    write("def export():\n  with open('issues.csv', 'w', encoding='utf-8') as f: f.write('été')")
    student.export()
    assert student.read("issues.csv") == "été".encode()


def test_a_file_that_is_not_there_is_an_error(student):
    with student.raises("FileNotFoundError"):
        student.read("issues.csv")


def test_the_largest_file_is_read(student, folder):
    (folder / "gros").write_bytes(b"x" * MAX_FILE)
    assert len(student.read("gros")) == MAX_FILE


def test_a_larger_file_is_refused(student, folder):
    (folder / "gros").write_bytes(b"x" * (MAX_FILE + 1))
    with student.raises("OSError") as caught:
        student.read("gros")
    assert "too large" in caught.error.text


def test_a_link_is_not_followed(student, folder):
    (folder / "secret").write_text("42")
    (folder / "lien").symlink_to(folder / "secret")
    with student.raises("OSError"):
        student.read("lien")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pas de tube nommé sur ce système")
def test_a_pipe_holds_nobody_up(student, folder):
    os.mkfifo(folder / "tube")
    with student.raises("OSError") as caught:
        student.read("tube")
    assert "regular file" in caught.error.text


@pytest.mark.parametrize("path", [".", "/dev/zero", "/dev/full"])
def test_what_is_no_regular_file_is_refused(student, path):
    with student.raises("OSError"):
        student.read(path)


@pytest.mark.parametrize("path", ["a\0b", "", 5, None])
def test_what_is_no_path_is_an_error(student, path):
    with student.raises("Exception"):
        student.read(path)
