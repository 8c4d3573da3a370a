"""What a release holds: the trainees' notebooks, made from the sources."""

import hashlib
import json

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grader.release import release

STUB = """\
    # Écrivez votre code ici.
    raise NotImplementedError("à vous d'écrire ce code")"""


@pytest.fixture
def lesson(course):
    release()
    return nbformat.read(course.notebooks / "01_etats.ipynb", as_version=4)


@pytest.fixture
def exercise(course):
    release()
    return nbformat.read(course.notebooks / "ex1_etats" / "ex1_etats.ipynb", as_version=4)


def cell(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


def test_a_source_yields_its_notebook_and_its_visible_checks(course):
    written = [path.relative_to(course.notebooks).as_posix() for path in release()]
    assert written == [
        "01_etats.ipynb",
        "test_01_etats.py",
        "ex1_etats/ex1_etats.ipynb",
        "ex1_etats/test_visible.py",
        ".enonces/ex1_etats.ipynb",
    ]


def test_an_exercise_is_kept_as_it_is_handed_out_beside_the_copy_to_work_in(course):
    release()
    work = course.notebooks / "ex1_etats" / "ex1_etats.ipynb"
    assert (course.notebooks / ".enonces" / "ex1_etats.ipynb").read_bytes() == work.read_bytes()


def test_files_beside_an_exercise_are_released_but_no_source_no_other_checks_and_no_cache(course):
    folder = course.exercise.parent
    for name in ("services.csv", "images/flux.png", "notes.md", "brouillon.ipynb", "test_more.py", ".secret"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"\x89\r\n")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "test_visible.pyc").write_bytes(b"")
    release()
    released = {path.relative_to(course.notebooks / "ex1_etats").as_posix() for path in release_files(course)}
    assert released == {"ex1_etats.ipynb", "test_visible.py", "services.csv", "images/flux.png"}
    assert (course.notebooks / "ex1_etats" / "images" / "flux.png").read_bytes() == b"\x89\r\n"


def release_files(course):
    return [path for path in (course.notebooks / "ex1_etats").rglob("*") if path.is_file()]


def test_the_release_is_a_valid_notebook_for_jupyter_and_nbgrader(exercise):
    nbformat.validate(exercise)
    MetadataValidator().validate_nb(exercise)
    assert (exercise.nbformat, exercise.nbformat_minor) == (4, 5)
    assert exercise.metadata.kernelspec.name == "python3"
    assert exercise.metadata.title == "Les états"
    assert "jupytext" not in exercise.metadata


def test_cells_have_the_names_that_the_source_gives_or_their_heading(lesson):
    assert [cell.id for cell in lesson.cells] == ["les-etats-ete", "preparer", "reponse-un-etat", "un-etat"]


def test_texts_without_a_heading_are_numbered_and_equal_headings_too(course, break_lesson):
    break_lesson("+++\n", "+++\n\nUn.\n\n+++\n\n## Préparer\n\n+++\n\nDeux.\n\n+++\n\n## Préparer !\n")
    release()
    notebook = nbformat.read(course.notebooks / "01_etats.ipynb", as_version=4)
    texts = [cell.id for cell in notebook.cells if cell.cell_type == "markdown"]
    assert texts == ["les-etats-ete", "texte-1", "preparer-2", "texte-2", "preparer-3"]


def test_the_stub_stands_in_place_of_the_answer_and_the_rest_stays(exercise):
    source = cell(exercise, "reponse-un-etat").source
    assert source == 'def state(code):\n    """Return "up" or "down"."""\n' + STUB


def test_an_exercise_s_answer_cell_is_a_solution_cell_of_nbgrader(exercise):
    answer = cell(exercise, "reponse-un-etat")
    assert answer.metadata == {"deletable": False, "nbgrader": answer.metadata.nbgrader}
    assert answer.metadata.nbgrader == {
        "cell_type": "code",
        "checksum": compute_checksum(answer),
        "grade": False,
        "grade_id": "reponse-un-etat",
        "locked": False,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_an_exercise_s_question_is_a_locked_autograder_cell_worth_its_points(exercise):
    question = cell(exercise, "un-etat")
    assert question.metadata.editable is question.metadata.deletable is False
    assert question.metadata.nbgrader == {
        "cell_type": "code",
        "checksum": compute_checksum(question),
        "grade": True,
        "grade_id": "un-etat",
        "locked": True,
        "points": 4,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }


def test_a_lesson_s_question_is_locked_and_carries_no_marks(lesson):
    metadata = cell(lesson, "un-etat").metadata.nbgrader
    assert (metadata.grade, metadata.locked, metadata.solution) == (True, True, False)
    assert metadata.points == 0


def test_a_lesson_keeps_its_answers_for_solution_and_an_exercise_keeps_none(lesson, course):
    answer = 'def state(code):\n    """Return "up" or "down"."""\n    return "up" if code < 400 else "down"'
    assert lesson.metadata.grader.answers == {"un-etat": answer}
    for path in (course.notebooks / "ex1_etats").iterdir():
        assert "code < 400" not in path.read_text(encoding="utf-8")
        assert "test_hidden" not in path.read_text(encoding="utf-8")


def test_the_hash_of_the_visible_checks_goes_with_the_notebook(exercise, course):
    checks = (course.notebooks / "ex1_etats" / "test_visible.py").read_bytes()
    assert exercise.metadata.grader == {"checks": {"test_visible.py": hashlib.sha256(checks).hexdigest()}}


def test_tags_stay_and_the_authors_own_metadata_goes(course, break_lesson):
    break_lesson(":id: preparer", ":id: preparer\n:tags: [raises-exception]")
    release()
    notebook = nbformat.read(course.notebooks / "01_etats.ipynb", as_version=4)
    assert cell(notebook, "preparer").metadata == {"tags": ["raises-exception"]}


def test_the_file_is_readable_text_as_git_and_editors_like_it(course):
    release()
    content = (course.notebooks / "01_etats.ipynb").read_bytes()
    assert "Les états « été »".encode() in content
    assert content.endswith(b"}\n")
    assert b"\r" not in content
    assert json.loads(content)


def test_a_second_release_writes_nothing(course):
    release()
    assert release() == []


def test_one_notebook_can_be_released_alone(course):
    release(["01_etats"])
    assert sorted(path.name for path in course.notebooks.iterdir()) == ["01_etats.ipynb", "test_01_etats.py"]


def test_a_page_that_explains_the_sources_is_no_lesson(course):
    course.lesson.with_name("README.md").write_text("# Sources\n")
    release()
    assert not (course.notebooks / "README.ipynb").exists()
