"""The French that trainees and instructors read: grammar and spelling, by Grammalecte (Debian's package)."""

import functools
import json
import re
import runpy
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from grader.paths import root

HERE = Path(__file__).parent
PROSE = runpy.run_path(str(HERE / "prose.py"))
CODE: str = PROSE["CODE"]
COMMENTS = ".comments"  # stands for the comments in a lesson's code cells
# What our own typography sees to, or what technical texts write otherwise.
OFF = ("apos", "maj", "nbsp", "num", "typo", "unit")
MARKDOWN = [*sorted(root().glob("solutions/**/*.md")), root() / "README.fr.md"]
PYTHON = [*sorted(root().glob("solutions/**/*.py")), *sorted(root().glob("grader/**/*.py"))]


class Remark(NamedTuple):
    """What Grammalecte says of a paragraph."""

    file: str
    rule: str
    said: str
    around: str


def listed(name: str) -> frozenset[str]:
    """Read a list that people keep: an entry a line, with `#` before a remark."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line.partition("#")[0].strip() for line in lines) - {""}


@functools.cache
def checked() -> tuple[list[Remark], list[tuple[Path, str]]]:
    """Have everything read in one go: the remarks of grammar, and the unknown words with their file."""
    paragraphs = [(file, text) for file in [*MARKDOWN, *PYTHON] for text in PROSE["of_file"](file)]
    for file in MARKDOWN:
        comments = PROSE["of_comments"](file.read_text(encoding="utf-8"))
        paragraphs += [(file.with_suffix(COMMENTS), text) for text in comments]
    remarks: list[Remark] = []
    unknown: list[tuple[Path, str]] = []
    for number, found in _grammalecte([text for _, text in paragraphs]):
        file, text = paragraphs[number]
        remarks += [_remark(file, text, error) for error in found["lGrammarErrors"]]
        words = [error["sValue"] for error in found["lSpellingErrors"]]
        unknown += [(file, word) for word in words if CODE not in word]
    return [remark for remark in remarks if CODE not in remark.said + remark.around], unknown


def _grammalecte(texts: list[str]) -> Iterator[tuple[int, dict]]:
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("\n".join(texts) + "\n")
        file.flush()
        command = ["grammalecte-cli", "-f", file.name, "-j", "-owe", "-off", *OFF]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for found in json.loads(told)["data"]:
        yield found["iParagraph"] - 1, found


def _remark(file: Path, text: str, error: dict) -> Remark:
    around = text[max(0, error["nStart"] - 25) : error["nEnd"] + 25]
    return Remark(file.relative_to(root()).as_posix(), error["sRuleId"], error["sMessage"], around)


@functools.cache
def code_words() -> frozenset[str]:
    """The names that the course's code uses: messages about code cite them."""
    sources = [file.read_text(encoding="utf-8") for file in PYTHON]
    sources += [
        cell
        for file in MARKDOWN
        for cell in re.findall(r"^```.*?^```", file.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    ]
    return frozenset(word for source in sources for word in re.findall(r"[A-Za-z][\w-]*", source))


def test_grammar():
    reviewed = listed("reviewed.txt")
    left = [remark for remark in checked()[0] if not any(part in remark.around for part in reviewed)]
    assert left == []


@pytest.mark.parametrize("suffix", [".md", ".py", COMMENTS])
def test_spelling(suffix):
    """In a lesson's prose code stands between backquotes; in a message or a comment it does not."""
    known = {word.lower() for word in listed("words.txt")}
    unknown = {(file.name, word) for file, word in checked()[1] if file.suffix == suffix}
    in_code = code_words() if suffix != ".md" else frozenset()
    assert sorted(one for one in unknown if one[1].lower() not in known and one[1] not in in_code) == []


def test_the_lists_hold_nothing_needless():
    remarks, unknown = checked()
    words = {word.lower() for _, word in unknown}
    assert [word for word in listed("words.txt") if word.lower() not in words] == []
    assert [part for part in listed("reviewed.txt") if not any(part in one.around for one in remarks)] == []


def test_messages_are_found_in_the_code():
    texts = list(
        PROSE["of_python"](
            'def f(x):\n    "Une docstring."\n    g(f"Le {x} n\'est pas là")\n', docstrings=False
        )
    )
    assert texts == [f"Le {CODE} n'est pas là"]
