"""A small course of its own in a temporary folder: one lesson, one exercise."""

from pathlib import Path

import pytest

HEADER = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3 (ipykernel)
  language: python
  name: python3
title: Les états
---
"""

BODY = """
# Les états « été »

```{code-cell} ipython3
:id: preparer

import json
```

+++

```{code-cell} ipython3
:answer: un-etat

def state(code):
    \"\"\"Return "up" or "down".\"\"\"
    ### BEGIN SOLUTION
    return "up" if code < 400 else "down"
    ### END SOLUTION
```

```{code-cell} ipython3
:question: un-etat
POINTS
check("un-etat")
```
"""


class Course:
    """A course's folders, and the text of a source."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.notebooks = root / "notebooks"
        self.lesson = root / "solutions" / "01_etats.md"
        self.exercise = root / "solutions" / "ex1_etats" / "ex1_etats.md"

    def write(self) -> None:
        self.exercise.parent.mkdir(parents=True)
        self.notebooks.mkdir()
        self.lesson.write_text(lesson_text(), encoding="utf-8")
        self.lesson.with_name("test_01_etats.py").write_text("def test_lesson(): ...\n")
        self.exercise.write_text(exercise_text(), encoding="utf-8")
        self.exercise.with_name("test_visible.py").write_text("def test_visible(): ...\n")
        self.exercise.with_name("test_hidden.py").write_text("def test_hidden(): ...\n")


def lesson_text() -> str:
    return HEADER + BODY.replace("POINTS", "")


def exercise_text() -> str:
    return HEADER + BODY.replace("POINTS", ":points: 4\n")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course that is complete and right; `grader.paths` finds it instead of the real one."""
    monkeypatch.setattr("grader.paths.root", lambda: tmp_path)
    made = Course(tmp_path)
    made.write()
    return made


@pytest.fixture
def break_lesson(course):
    """Replace text in the lesson's source, once: a mistake that an author makes."""

    def replace(old: str, new: str) -> None:
        text = course.lesson.read_text(encoding="utf-8")
        assert text.count(old) == 1
        course.lesson.write_text(text.replace(old, new), encoding="utf-8")

    return replace
