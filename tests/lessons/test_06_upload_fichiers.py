"""Lesson 06: the module's own examples are there, their flaws show, and nothing is left behind."""

import ast
import os
import re
import runpy
from copy import deepcopy
from pathlib import Path

import nbformat
import pytest

from grader.execution import execute
from grader.paths import notebooks

NAME = "06_upload_fichiers"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
MISTAKES = runpy.run_path(str(Path(__file__).with_name("mistakes") / f"{NAME}.py"))
MODULE = {
    "upload-simple": """\
# Upload simple
with open("document.pdf", "rb") as f:
    response = requests.post(
        "https://api.example.com/upload",
        files={"file": f}
    )
""",
    "upload-metadonnees": """\
# Upload avec métadonnées
with open("image.png", "rb") as f:
    response = requests.post(
        "https://api.example.com/upload",
        files={"file": ("custom_name.png", f, "image/png")},
        data={"description": "My image"}
    )
""",
    "upload-multiple": """\
# Upload multiple
files = [
    ("files", ("file1.txt", open("file1.txt", "rb"), "text/plain")),
    ("files", ("file2.txt", open("file2.txt", "rb"), "text/plain"))
]
response = requests.post("https://api.example.com/upload", files=files)
""",
}


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """Where the lesson's kernel makes its temporary folders."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def shown(temporary):
    """Run the lesson once; return what each cell printed."""
    places = {name: str(temporary) for name in ("TMPDIR", "TEMP", "TMP")}
    ran = execute(NOTEBOOK, cwd=notebooks(), env={**os.environ, **places})
    cells = [cell for cell in ran.cells if cell.cell_type == "code"]
    assert [o.text for cell in cells for o in cell.outputs if o.get("name") == "stderr"] == []
    return {cell.id: "".join(o.get("text", "") for o in cell.outputs) for cell in cells}


@pytest.mark.parametrize("cell", MODULE)
def test_example_of_the_module_is_there_and_succeeds(shown, cell):
    assert MODULE[cell] in CODE[cell]
    assert shown[cell]


def test_files_opened_in_a_list_stay_open_and_an_exit_stack_closes_them(shown):
    assert shown["fichiers-ouverts"].count("encore ouvert") == 2
    assert "ResourceWarning : unclosed file" in shown["resource-warning"]
    assert "refermés : [True, True]" in shown["exit-stack"]


def test_what_was_read_or_converted_does_not_arrive_whole(shown):
    assert "201 : 0 octet" in shown["deja-lu"]
    assert shown["nouvelle-tentative"] == "503 : contenu reçu ? True\n201 : contenu reçu ? False\n"
    assert shown["rembobiner"] == "[True, True]\n"
    assert re.findall(r"(\d+) octets", shown["mode-texte"]) == ["44", "41", "44"]


def test_a_content_type_of_the_session_breaks_the_upload_until_it_is_removed(shown):
    assert shown["session-json"].startswith("415 ")
    assert "type reçu : application/json" in shown["session-json"]
    assert shown["type-a-la-main"].startswith("400 ")
    assert "« boundary »" in shown["type-a-la-main"]
    assert shown["session-reparee"].split() == ["201", "multipart/form-data;"]


def test_a_form_takes_twice_the_memory_of_the_file_and_a_streamed_body_next_to_none(shown):
    as_form, as_body = (float(peak) for peak in re.findall(r"([\d.]+) Mo", shown["memoire"]))
    assert as_form > 100
    assert as_body < 2


def test_interrupted_download_is_truncated_in_place_and_harmless_beside(shown):
    assert shown["coupure"].endswith("b'[nouvelle configuration,'\n")
    assert shown["renommer"].endswith("b'[ancienne configuration, valide]'\n")


def test_ranges_are_honoured_ignored_or_given_up(shown):
    assert "206 bytes 3000-4799/4800" in shown["reprendre"]
    assert shown["range-ignore"] == "200\nb'012340123456789'\n"
    assert shown["if-range"] == "206 800 octets\n200 4800 octets\n"


def test_nothing_is_left_behind(shown, temporary):
    assert list(temporary.glob("lecon-06-*")) == []
    names = {path.name for path in notebooks().iterdir()}
    assert not names & {"document.pdf", "image.png", "file1.txt", "file2.txt", "sauvegarde.img"}


@pytest.mark.parametrize(("question", "mistake"), [("envoi", "OPENED_ONLY"), ("envois", "EACH_OPENED")])
def test_a_file_left_open_is_seen_in_a_notebook_too(question, mistake):
    """IPython gives a notebook an `open` of its own, past the one that the check watches."""
    notebook = deepcopy(NOTEBOOK)
    answer = next(cell for cell in notebook.cells if cell.id == f"reponse-{question}")
    answer.source = MISTAKES[mistake]
    asked = execute(notebook, cwd=notebooks(), order=["demarrer", answer.id, question]).cells[-1]
    assert re.search("reste(nt)? ouvert", asked.outputs[0].data["text/html"])


def test_every_call_has_a_timeout_but_the_modules_own():
    calls = [
        (id_, call)
        for id_ in CODE.keys() - MODULE.keys()
        for call in _requests_calls(ANSWERS.get(id_.removeprefix("reponse-")) or CODE[id_])
    ]
    assert len(calls) > 20
    assert [id_ for id_, call in calls if not any(word.arg == "timeout" for word in call.keywords)] == []


def _requests_calls(source: str) -> list[ast.Call]:
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    sending = r"(requests|session)\.(get|head|post|put|patch|delete)$"
    return [call for call in calls if re.match(sending, ast.unparse(call.func))]


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
