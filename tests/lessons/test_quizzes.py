"""Every lesson's questions of understanding: each is asked, and each of its answers says why."""

import re

import nbformat
import pytest

from grader.checks.choice import choices_of
from grader.paths import notebooks

LESSONS = sorted(file.stem.removeprefix("test_") for file in notebooks().glob("test_*.py"))
ASKED = re.compile(r'^quiz\("([\w-]+)"\)', re.MULTILINE)


def sources(lesson: str) -> list[str]:
    cells = nbformat.read(notebooks() / f"{lesson}.ipynb", as_version=4).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


def asked(lesson: str) -> list[str]:
    return [name for source in sources(lesson) for name in ASKED.findall(source)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_is_declared_is_what_is_asked(lesson):
    assert sorted(choices_of(notebooks() / f"test_{lesson}.py")) == sorted(asked(lesson))


CHOICES = [
    pytest.param(choice, id=f"{lesson[:3].rstrip('_')} {name}")
    for lesson in LESSONS
    for name, choice in choices_of(notebooks() / f"test_{lesson}.py").items()
]


@pytest.mark.parametrize("choice", CHOICES)
def test_every_answer_has_its_own_why(choice):
    whys = [option.why for option in choice.options]
    assert len(set(whys)) == len(whys) >= 3
    assert min(map(len, whys)) > 20
    assert len({option.text for option in choice.options}) == len(whys)
    assert 1 <= len(choice.right) < len(whys)


@pytest.mark.parametrize("lesson", [lesson for lesson in LESSONS if not lesson.startswith("00")])
def test_a_lesson_has_five_questions_or_more(lesson):
    checked = [source for source in sources(lesson) if re.search(r"^check\(", source, re.MULTILINE)]
    assert len(checked) >= 3
    assert len(checked) + len(asked(lesson)) >= 5


def test_the_right_answer_is_not_always_at_the_same_place():
    first = [choice.values[0].right for choice in CHOICES if len(choice.values[0].right) == 1]
    assert len(first) < 3 or len({min(letters) for letters in first}) > 1
