"""What happened to a copy's cells is said: which one, and what."""

import json

import pytest

from grader.marking.exercise import exercise
from grader.marking.remarks import MAX_TOLD, binds, first_line, raised, told, why_missing
from grader.marking.worker import mark_submission
from grader.paths import notebooks

NAME = "ex1_monitoring"


@pytest.fixture
def mark(tmp_path, sandbox):
    """Return what marks the released notebook with other sources for some cells, given by their ids."""

    def hand_in(sources, above=(), tags=()):
        notebook = json.loads((notebooks() / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = sources.get(cell["id"], cell["source"])
        own = [{"cell_type": "code", "source": source, "metadata": {"tags": [*tags]}} for source in above]
        notebook["cells"][:0] = own
        path = tmp_path / f"{NAME}.ipynb"
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return mark_submission(path, "ada", exercise(NAME), isolated=True)

    return hand_in


def messages(mark, question):
    return {check.message for found in mark.questions if found.id == question for check in found.checks}


def test_the_released_notebook_has_no_remark(mark):
    assert mark({}).notices == []


def test_a_cell_that_raises_is_told_with_its_error(mark):
    notices = mark({"imports": "import requestz\nimport time"}).notices
    assert notices[0] == (
        "Cellule « import requestz » : arrêtée par une erreur, "
        "ModuleNotFoundError : No module named 'requestz'."
    )


def test_a_cell_that_does_not_end_is_told(mark, monkeypatch):
    monkeypatch.setattr("grader.sandbox.sandbox.CALL_SECONDS", 0.3)
    assert mark({}, ["while True: pass"]).notices == [
        "Cellule « while True: pass » : interrompue, car elle ne se termine pas."
    ]


def test_a_cell_that_ends_the_program_is_told(mark):
    assert mark({}, ["import os; os._exit(0)"]).notices == [
        "Cellule « import os; os._exit(0) » : sautée, car elle met fin au programme."
    ]


def test_what_only_tries_something_is_not_told(mark):
    assert mark({"essayer-latence": "1 / 0"}, ["2 / 0"], tags=["raises-exception"]).notices == []


def test_a_check_says_which_cell_would_have_defined_what_it_needs(mark):
    answer = "import requestz\ndef timed_get(url, timeout=5):\n    return 200, 1.0"
    assert messages(mark({"reponse-latence": answer}), "latence") == {
        "« timed_get » n'existe pas : la cellule « import requestz », qui le définit, a été arrêtée "
        "par une erreur, ModuleNotFoundError : No module named 'requestz'."
    }


def test_a_check_says_that_an_import_never_took_place(mark):
    answer = "def timed_get(url, timeout=5):\n    return requests.get(url).status_code, 1.0"
    marked = mark({"imports": "import requestz\nimport requests", "reponse-latence": answer})
    assert any("« import requestz », qui le définit" in message for message in messages(marked, "latence"))


def test_a_check_says_that_nothing_defines_what_it_needs(mark):
    assert messages(mark({"reponse-latence": "pass"}), "latence") == {
        "« timed_get » n'existe pas : aucune cellule exécutée avant cette vérification ne le définit."
    }


def test_an_answer_below_its_check_is_told():
    sentence = why_missing("f", [], ["x = 1", "def f():\n    return 1"])
    assert sentence == (
        "« f » n'existe pas encore : la cellule « def f(): », qui le définit, est plus bas que cette "
        "vérification."
    )


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("def f(a):", True),
        ("    async def f():", True),
        ("class f(Base):", True),
        ("f = 1", True),
        ("f: int = 1", True),
        ("from a import b as f", True),
        ("import f", True),
        ("f == 1", False),
        ("g = f", False),
        ("def ff():", False),
        ("", False),
    ],
)
def test_a_definition_is_recognised(source, bound):
    assert binds(source, "f") is bound


def test_what_is_quoted_of_a_copy_is_one_harmless_line():
    assert first_line("#\x1b[7A 20 / 20\u202e \ud800\nb") == "# [7A 20 / 20"
    assert "\n" not in str(raised("a", "E\nx", "un\n✔ réussi\x1b[1m"))


def test_not_too_many_cells_are_told():
    sentences = told([raised(f"x{number}", "E", "") for number in range(100)])
    assert len(sentences) == MAX_TOLD + 1
    assert sentences[-1] == "… et 92 autres cellules arrêtées."


@pytest.mark.parametrize("linked", ["student", "assignment"])
def test_a_folder_that_is_a_link_earns_nothing(tmp_path, linked):
    honest = tmp_path / "aa_honnete" / NAME
    honest.mkdir(parents=True)
    (honest / f"{NAME}.ipynb").write_bytes((notebooks() / NAME / f"{NAME}.ipynb").read_bytes())
    if linked == "student":
        (tmp_path / "eve").symlink_to("aa_honnete")
    else:
        (tmp_path / "eve").mkdir()
        (tmp_path / "eve" / NAME).symlink_to(honest)
    marked = mark_submission(tmp_path / "eve" / NAME / f"{NAME}.ipynb", "eve", exercise(NAME), isolated=True)
    assert marked.status == "unreadable"
    assert "est un lien" in marked.notices[0]
