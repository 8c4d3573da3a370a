"""Whatever our marking reads is entered into nbgrader's gradebook, and gets a feedback page."""

import json
import os
import shutil
from functools import partial
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import URL

from grader.autograde import nbgrader_settings
from grader.checks.outcome import CheckResult, Outcome
from grader.marking.exercise import exercise
from grader.marking.gradebook import Book, register
from grader.marking.mark import Mark, QuestionMark, Status
from grader.paths import notebooks

NAME = "ex1_monitoring"


def released() -> dict:
    return json.loads((notebooks() / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))


def edited(edit) -> bytes:
    notebook = released()
    edit(notebook)
    return json.dumps(notebook).encode()


def with_cell(**cell) -> bytes:
    return edited(lambda notebook: notebook["cells"].append(cell))


def with_metadata(**metadata) -> bytes:
    return edited(lambda notebook: notebook["metadata"].update(metadata))


def every_cell(**fields) -> bytes:
    return edited(lambda notebook: [cell.update(fields) for cell in notebook["cells"]])


def without(field) -> bytes:
    return edited(lambda notebook: [cell.pop(field, None) for cell in notebook["cells"]])


def as_text(notebook) -> None:
    """Turn the cell that marks a question into text with a pasted image."""
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell.update(cell_type="markdown", attachments={"a.png": {"image/png": "iVBORw0K"}})


def as_worksheet(notebook) -> None:
    """Write the cells as nbformat 3 did."""
    cells = [{**cell, "input": cell.pop("source")} for cell in notebook.pop("cells")]
    notebook.update(nbformat=3, worksheets=[{"cells": cells}])


KINDS = {
    "byte order mark": b"\xef\xbb\xbf" + edited(lambda notebook: None),
    "UTF-16, little-endian": b"\xff\xfe" + edited(lambda notebook: None).decode().encode("utf-16-le"),
    "UTF-16, big-endian": b"\xfe\xff" + edited(lambda notebook: None).decode().encode("utf-16-be"),
    "half an emoji in a text": with_cell(cell_type="markdown", metadata={}, source="\ud83d"),
    "half an emoji in code": with_cell(cell_type="code", metadata={}, source="a = '\ud83d'"),
    "half an emoji in a name": with_cell(cell_type="markdown", metadata={"\ud83d": 1}, source=""),
    "NaN": with_metadata(a=float("nan"), b=float("inf"), c=[-float("inf")]),
    "Colab's widgets": with_metadata(widgets={"application/vnd.jupyter.widget-state+json": {"a": {}}}),
    "widgets that are none": with_metadata(widgets=[]),
    "format 4.0": edited(lambda notebook: notebook.update(nbformat_minor=0)),
    "format 4.99": edited(lambda notebook: notebook.update(nbformat_minor=99)),
    "format 5": edited(lambda notebook: notebook.update(nbformat=5)),
    "no format": edited(lambda notebook: [notebook.pop(name) for name in ("nbformat", "nbformat_minor")]),
    "no metadata": edited(lambda notebook: notebook.pop("metadata")),
    "metadata that are a list": edited(lambda notebook: notebook.update(metadata=[])),
    "odd kernel and language": with_metadata(kernelspec=3, language_info={"name": None}),
    "cells without ids": without("id"),
    "cells with the same id": every_cell(id="x"),
    "cells with an invalid id": every_cell(id="é è"),
    "cells with an id that is a list": every_cell(id=[1]),
    "cells with a long id": every_cell(id="x" * 65),
    "unknown fields": every_cell(colour="red"),
    "texts with outputs": every_cell(outputs=[{"output_type": "stream"}], execution_count=3),
    "outputs that are none": every_cell(outputs={"a": 1}),
    "a cell without anything": with_cell(),
    "a cell of an unknown type": with_cell(cell_type="bizarre", source=3, metadata=None),
    "a heading": with_cell(cell_type="heading", level=2, source=["a", 3]),
    "format 3": edited(as_worksheet),
    "no cell": edited(lambda notebook: notebook["cells"].append("cell")),
    "nbgrader's metadata a text": every_cell(metadata={"nbgrader": "x"}),
    "nbgrader's metadata a list": every_cell(metadata={"nbgrader": {"grade_id": ["x"], "grade": True}}),
    "nbgrader's metadata of another version": every_cell(
        metadata={"nbgrader": {"grade_id": "x", "grade": True, "schema_version": 99}}
    ),
    "an image that is not there": with_cell(
        cell_type="markdown", metadata={}, source="![](attachment:a.png)"
    ),
    "attachments that are none": with_cell(
        cell_type="markdown", source="", attachments={"a": 3, "b": {"c": 4}}
    ),
    "an empty attachment": with_cell(cell_type="markdown", source="![](attachment:a)", attachments={"a": {}}),
    "a mark's cell turned into text": edited(as_text),
}


@pytest.fixture(scope="module")
def registered(tmp_path_factory) -> Path:
    """A gradebook that knows the exercise."""
    file = tmp_path_factory.mktemp("carnet") / "gradebook.db"
    register(NAME, f"sqlite:///{file}")
    return file


@pytest.fixture
def class_folder(tmp_path, registered):
    """A course folder, beside which nothing else is."""
    folder = tmp_path / "cours"
    (folder / "submitted").mkdir(parents=True)
    shutil.copy(registered, folder)
    return folder


@pytest.fixture
def enter(class_folder):
    """Hand a notebook in and enter a mark of 2 points for it, with what it printed and our remarks."""
    return partial(hand_in_and_enter, class_folder)


def hand_in_and_enter(course: Path, content: bytes, student: str = "zoe", **mark) -> Mark:
    place = course / "submitted" / student / NAME
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{NAME}.ipynb").write_bytes(content)
    given = Mark(student, NAME, Status.GRADED, questions(), **mark)
    book = Book(course / "submitted")
    book.enter(given)
    book.finish([given])
    assert not book.troubles
    return given


def questions() -> list[QuestionMark]:
    """The exercise's questions, the last of which earned its points."""
    marked = [QuestionMark(question, points) for question, points in exercise(NAME).points.items()]
    marked[-1].checks = [CheckResult("test", "", Outcome.PASSED, marked[-1].id)]
    return marked


def score(folder: Path, student: str = "zoe") -> float:
    with Gradebook(URL.create("sqlite", database=str(folder / "gradebook.db"))) as gradebook:
        return gradebook.find_submission(NAME, student).score


def feedback(folder: Path, student: str = "zoe") -> str:
    config = nbgrader_settings()
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.assignment_id = NAME
    GenerateFeedback(coursedir=CourseDirectory(config=config), config=config).start()
    return page(folder, student)


def page(folder: Path, student: str) -> str:
    return (folder / "feedback" / student / NAME / f"{NAME}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kinds(tmp_path_factory, registered) -> Path:
    """A course folder with a submission of each kind, entered, and their feedback."""
    folder = tmp_path_factory.mktemp("cours")
    shutil.copy(registered, folder)
    for kind, content in KINDS.items():
        hand_in_and_enter(folder, content, kind)
    feedback(folder, next(iter(KINDS)))
    return folder


@pytest.mark.parametrize("kind", KINDS)
def test_is_entered_and_gets_a_page(kinds, kind):
    assert score(kinds, kind) == 2
    assert "Note\u00a0: 2 sur 20" in page(kinds, kind)


def test_what_was_handed_in_stays_as_it_is(class_folder, enter):
    content = KINDS["byte order mark"]
    enter(content)
    folder = class_folder / "submitted" / "zoe" / NAME
    assert [path.name for path in folder.iterdir()] == [f"{NAME}.ipynb"]
    assert (folder / f"{NAME}.ipynb").read_bytes() == content


@pytest.mark.parametrize(
    "stamp", ["hier soir", "", "2026-13-45", "9" * 400, "2026-01-02 10:00:00 UTC".encode("utf-16"), b"\x00"]
)
def test_an_odd_timestamp_costs_nothing(class_folder, enter, stamp):
    folder = class_folder / "submitted" / "zoe" / NAME
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_bytes(stamp if isinstance(stamp, bytes) else stamp.encode())
    mark = enter(edited(lambda notebook: None))
    assert mark.entered
    assert any("timestamp.txt n'est pas une date" in notice for notice in mark.notices) == bool(stamp)
    assert feedback(class_folder) == feedback(class_folder)  # the second time both timestamps are compared


def test_a_date_is_entered(class_folder, enter):
    folder = class_folder / "submitted" / "zoe" / NAME
    folder.mkdir(parents=True)
    (folder / "timestamp.txt").write_text("2026-01-02 10:00:00 UTC")
    enter(edited(lambda notebook: None))
    with Gradebook(f"sqlite:///{class_folder / 'gradebook.db'}") as gradebook:
        assert str(gradebook.find_submission(NAME, "zoe").timestamp) == "2026-01-02 10:00:00"


@pytest.mark.parametrize(
    "student",
    ["[ab]", "a?b*", "[bold]x[/]", "é à ü", "jean@exemple.fr", "eve ", "*", "(a|b)+", "{x}", "%s", "-f"],
)
def test_a_students_name_is_a_name(class_folder, enter, student):
    (class_folder / "submitted" / "a").mkdir()  # which [ab] and * would match
    assert enter(KINDS["Colab's widgets"], student).entered
    assert score(class_folder, student) == 2
    assert (class_folder / "autograded" / student / NAME / f"{NAME}.ipynb").is_file()


@pytest.mark.parametrize("name", ["cours [1]", "cours ?", "50%20", "c#", "été", "a;b=c&d"])
def test_a_course_may_stand_in_any_folder(tmp_path, enter, class_folder, name):
    course = tmp_path / name
    shutil.copytree(class_folder, course)
    assert hand_in_and_enter(course, edited(lambda notebook: None)).entered
    assert score(course) == 2
    assert {path.name for path in course.iterdir()} == {"submitted", "gradebook.db", "autograded"}


def test_a_name_that_no_gradebook_can_hold_is_told(class_folder, enter):
    mark = enter(edited(lambda notebook: None), os.fsdecode(b"jos\xe9"))
    assert not mark.entered
    assert "n'est pas en UTF-8" in mark.notices[0]
    assert "renommez-le" in mark.notices[0]


def test_links_beside_a_notebook_are_left_out_and_told(class_folder, enter):
    folder = class_folder / "submitted" / "zoe" / NAME
    (folder / "sous").mkdir(parents=True)
    (folder / "données.csv").write_text("a;b")
    (folder / "sous" / "lien").symlink_to("/etc/hostname")
    os.mkfifo(folder / "tube")
    mark = enter(edited(lambda notebook: None))
    assert "sous/lien" in mark.notices[0]
    assert "tube" in mark.notices[0]
    copied = class_folder / "autograded" / "zoe" / NAME
    assert {path.name for path in copied.iterdir()} == {f"{NAME}.ipynb", "données.csv"}
    assert (folder / "sous" / "lien").is_symlink()


def test_a_linked_folder_is_refused_and_its_files_are_not_touched(class_folder, enter):
    theirs = class_folder / "prof"
    theirs.mkdir()
    (theirs / "notes.txt").write_text("secret")
    (theirs / "lien").symlink_to("notes.txt")
    (class_folder / "submitted" / "zoe").mkdir()
    (class_folder / "submitted" / "zoe" / NAME).symlink_to(theirs)
    mark = enter(edited(lambda notebook: None))
    assert not mark.entered
    assert "son dossier est un lien" in mark.notices[0]
    assert not (class_folder / "autograded").exists()
    assert (theirs / "lien").is_symlink()


def test_remarks_are_on_the_page_as_plain_text(class_folder, enter):
    enter(edited(lambda notebook: None), notices=["Cellule coupée : <b>&\ud83d"])
    page = feedback(class_folder)
    assert page.count("<strong>Remarques</strong>") == 1
    assert "<li>Cellule coupée\u00a0: &lt;b&gt;&amp;?</li>" in page


def test_a_page_without_remarks_has_no_such_title(class_folder, enter):
    enter(with_metadata(grader_notices=["Bravo"]))
    page = feedback(class_folder)
    assert "Remarques" not in page
    assert "Bravo" not in page


def test_what_was_printed_is_shown_once(class_folder, enter):
    source = "print('\ud83d')"
    cell = {"cell_type": "code", "metadata": {}, "source": source}
    enter(edited(lambda notebook: notebook["cells"].extend([cell] * 3)), cells={source: "bonjour \ud83d"})
    notebook = class_folder / "autograded" / "zoe" / NAME / f"{NAME}.ipynb"
    assert notebook.read_text(encoding="utf-8").count("bonjour ?") == 1


def test_an_earlier_mark_that_stays_is_told(class_folder, enter):
    enter(edited(lambda notebook: None))
    book = Book(class_folder / "submitted")
    for status in (Status.UNREADABLE, Status.MISSING):
        mark = Mark("zoe", NAME, status, questions())
        book.finish([mark])
        assert mark.notices == ["Le carnet garde la note d'une correction précédente : 2."]


def test_a_whole_class_is_entered(tmp_path, sandbox, build_class, mark_class):
    folder = tmp_path / "cours [1]"
    build_class(folder, {"alice"})
    handed_in = folder / "submitted" / "alice" / NAME / f"{NAME}.ipynb"
    for student, encoding in {"[ab]": "utf-8-sig", "c d": "utf-16"}.items():
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        (place / f"{NAME}.ipynb").write_bytes(handed_in.read_bytes().decode().encode(encoding))
    course = mark_class(folder)
    assert course.code == 0
    assert {student: score(folder, student) for student in course.results} == {
        "alice": 20,
        "[ab]": 20,
        "c d": 20,
    }
    assert all(result["entered"] for result in course.results.values())
