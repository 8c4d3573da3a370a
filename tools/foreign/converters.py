"""Notebooks that went through a converter: jupytext, nbconvert, nbformat themselves, others imitated."""

import copy
from functools import partial

import jupytext
import nbformat
from nbconvert.exporters import NotebookExporter, PythonExporter
from nbconvert.preprocessors import ClearMetadataPreprocessor, ClearOutputPreprocessor
from traitlets.config import Config

from foreign.cells import (
    answer,
    answers,
    code,
    code_cells,
    copied,
    drop_ids,
    numbered,
    printed,
    put_above,
    put_below,
    stub,
    text,
)
from foreign.kind import EVERY, EX1, Notebook, as_bytes, keeps, loses, unnoticed

TEXT_FORMATS = [
    "py:percent",
    "py:light",
    "py:hydrogen",
    "py:sphinx",
    "py:nomarker",
    "md:markdown",
    "md:myst",
    "Rmd",
]
WITHOUT_METADATA = {"cell_metadata_filter": "-all", "notebook_metadata_filter": "-all"}


def _node(notebook: Notebook) -> nbformat.NotebookNode:
    return nbformat.from_dict(copy.deepcopy(notebook))


def _file(node: nbformat.NotebookNode) -> bytes:
    return as_bytes(node)


def through_jupytext(notebook: Notebook, form: str, metadata: dict[str, str]) -> bytes:
    """Write the notebook as text and read it back.

    Args:
        notebook: what to write.
        form: jupytext's name of the text format.
        metadata: jupytext's filters of the metadata; none keeps what the format keeps.
    """
    node = _node(notebook)
    node.metadata["jupytext"] = dict(metadata)
    return _file(jupytext.reads(jupytext.writes(node, form), form))


for form in TEXT_FORMATS:
    for filters in [{}, WITHOUT_METADATA]:
        name = f"jupytext, {form} and back{', without metadata' if filters else ''}"
        derive = partial(through_jupytext, form=form, metadata=filters)
        of = EVERY if form in ("py:percent", "md:myst") else (EX1,)
        keeps(name, of=of)(derive)


def converted_to(notebook: Notebook, major: int, minor: int) -> bytes:
    """Write the notebook in an older format, as nbformat converts it."""
    node = nbformat.convert(_node(notebook), major)
    if major == 4:
        node.nbformat_minor = minor
        for cell in node.cells:
            cell.pop("id", None) if minor < 5 else None
    return nbformat.writes(node, version=major).encode() if major < 4 else _file(node)


for major, minor in [(3, 0), (4, 0), (4, 1), (4, 2), (4, 3), (4, 4)]:
    unnoticed(f"format {major}.{minor}", of=EVERY if major == 3 else (EX1,))(
        partial(converted_to, major=major, minor=minor)
    )


@keeps("format 3 and back, ids at random")
def format_3_and_back(notebook: Notebook) -> bytes:
    return _file(nbformat.convert(nbformat.convert(_node(notebook), 3), 4))


@keeps("format 3, two worksheets")
def two_worksheets(notebook: Notebook) -> bytes:
    node = nbformat.convert(_node(notebook), 3)
    [sheet] = node.worksheets
    half = len(sheet.cells) // 2
    node.worksheets = [
        nbformat.v3.new_worksheet(cells=part) for part in (sheet.cells[:half], sheet.cells[half:])
    ]
    return nbformat.writes(node, version=3).encode()


@unnoticed("nbconvert, to a notebook")
def nbconvert_notebook(notebook: Notebook) -> bytes:
    return NotebookExporter().from_notebook_node(_node(notebook))[0].encode()


@unnoticed("nbconvert, outputs cleared")
def nbconvert_cleared(notebook: Notebook) -> bytes:
    for cell in code_cells(notebook):
        cell["outputs"] = [printed("fait\n")]
    node, _ = ClearOutputPreprocessor().preprocess(_node(notebook), {})
    return _file(node)


@keeps("nbconvert, metadata cleared")
def nbconvert_metadata(notebook: Notebook) -> bytes:
    node, _ = ClearMetadataPreprocessor(enabled=True).preprocess(_node(notebook), {})
    return _file(node)


@keeps("nbconvert, to a script and back by jupytext")
def nbconvert_script(notebook: Notebook) -> bytes:
    script, _ = PythonExporter().from_notebook_node(_node(notebook))
    return _file(jupytext.reads(script, "py:percent"))


@keeps("nbconvert, inputs without their prompts, empty cells removed")
def nbconvert_regex(notebook: Notebook) -> bytes:
    notebook["cells"].insert(3, {**code("  \n"), "id": "empty"})
    config = Config(NotebookExporter={"preprocessors": ["nbconvert.preprocessors.RegexRemovePreprocessor"]})
    config.RegexRemovePreprocessor.patterns = [r"\s*\Z"]
    return NotebookExporter(config=config).from_notebook_node(_node(notebook))[0].encode()


@unnoticed("nbstripout: no outputs, ids numbered anew")
def nbstripout(notebook: Notebook) -> None:
    for number, cell in numbered(notebook):
        cell["id"] = str(number)
        for key in ["collapsed", "scrolled", "ExecuteTime", "execution"]:
            cell["metadata"].pop(key, None)


@keeps("nbstripout --extra-keys for all metadata")
def nbstripout_extra(notebook: Notebook) -> None:
    notebook["metadata"] = {}
    for number, cell in numbered(notebook):
        cell |= {"id": str(number), "metadata": {}}


@keeps("nb-clean: cell metadata removed, ids kept", of=EVERY)
def nb_clean(notebook: Notebook) -> None:
    for cell in notebook["cells"]:
        cell["metadata"] = {}


@unnoticed("papermill, parameters injected")
def papermill(notebook: Notebook) -> None:
    notebook["metadata"]["papermill"] = {"duration": 2.8, "parameters": {"timeout": 3}, "version": "2.6.0"}
    for cell in notebook["cells"]:
        cell["metadata"]["papermill"] = {"duration": 0.004, "exception": False, "status": "completed"}
        cell["metadata"].setdefault("tags", [])
    given = (
        code("timeout = 5", tags=["parameters"]),
        code("# Parameters\ntimeout = 3\n", tags=["injected-parameters"]),
    )
    put_above(notebook, answer(notebook, "latence"), *given)


CONFLICT = '<span style="color:red">**&{0};&{0};&{0};&{0};&{0};&{0};&{0} {1}**</span>'


@loses("nbdime, a merge left open: my answer, then the one that was there before", "alerte")
def nbdime_cells(notebook: Notebook) -> None:
    mine = answer(notebook, "alerte")
    old = copied(mine, source=stub("alerte"))
    put_above(notebook, mine, text(CONFLICT.format("lt", "local")))
    put_below(notebook, mine, text("**=======**"), old, text(CONFLICT.format("gt", "remote")))


@loses("nbdime, a merge left open inside an answer", "alerte|send_alert|<<<<<<<")
def nbdime_source(notebook: Notebook) -> None:
    mine = answer(notebook, "alerte")
    mine["source"] = f"<<<<<<< local\n{mine['source']}\n=======\n{stub('alerte')}\n>>>>>>> remote"
    notebook["metadata"]["nbdime-conflicts"] = {"local_diff": [], "remote_diff": []}


@loses("git's marks of a conflict in the file", "JSON|conflit")
def git_conflict(notebook: Notebook) -> bytes:
    file = as_bytes(notebook)
    return file.replace(
        b'"nbformat": 4', b'<<<<<<< HEAD\n "nbformat": 4\n=======\n "nbformat": 4\n>>>>>>> main', 1
    )


@unnoticed("written as JSON on one line, in ASCII")
def one_line(notebook: Notebook) -> bytes:
    import json

    return json.dumps(notebook).encode()


@unnoticed("black on every answer: single quotes made double, blank lines added")
def reformatted(notebook: Notebook) -> None:
    for cell in answers(notebook):
        cell["source"] = "\n\n" + cell["source"] + "\n\n\n"


@unnoticed("format 4.5 under another name: version 5")
def version_5(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    notebook["nbformat"] = 5
