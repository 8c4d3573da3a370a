"""Notebooks saved by the editors that people have on their own machines.

Imitated from public notebooks: VS Code, PyCharm, nteract, the classic Notebook, ein.
"""

from foreign.cells import (
    answer,
    answers,
    as_new,
    code,
    code_cells,
    drop_ids,
    drop_metadata,
    drop_nbgrader,
    numbered,
    printed,
)
from foreign.kind import EVERY, Notebook, keeps, unnoticed

INTERPRETER = {"interpreter": {"hash": "31f2aee4e71d21fbe5cf8b01ff0e069b9275f58929596ceb00d14d90e3e16cd6"}}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": "3.12.4",
}
RUN_AT = {
    "iopub.execute_input": "2026-03-02T09:15:11.394040Z",
    "iopub.status.busy": "2026-03-02T09:15:11.392449Z",
    "iopub.status.idle": "2026-03-02T09:15:11.465660Z",
    "shell.execute_reply": "2026-03-02T09:15:11.464963Z",
}


def _executed(notebook: Notebook) -> None:
    for number, cell in enumerate(code_cells(notebook), 1):
        cell.update(execution_count=number, outputs=[printed("fait\n")])


@unnoticed("JupyterLab, cells run and headings collapsed", of=EVERY)
def jupyterlab(notebook: Notebook) -> None:
    _executed(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"execution": RUN_AT, "scrolled": True, "jupyter": {"source_hidden": False}}
        else:
            cell["metadata"]["jp-MarkdownHeadingCollapsed"] = True


@unnoticed("JupyterLite, with its own kernel")
def jupyterlite(notebook: Notebook) -> None:
    notebook["metadata"]["kernelspec"] = {
        "display_name": "Python (Pyodide)",
        "language": "python",
        "name": "python",
    }
    for cell in code_cells(notebook):
        cell["metadata"]["trusted"] = True


@unnoticed("classic Notebook, with the metadata of its extensions")
def classic(notebook: Notebook) -> None:
    drop_ids(notebook, minor=2)
    notebook["metadata"] |= {
        "toc": {"toc_cell": False, "sideBar": True},
        "varInspector": {"cols": {"lenName": 16}},
    }
    for cell in code_cells(notebook):
        cell["metadata"] |= {"collapsed": True, "ExecuteTime": {"start_time": "2021-03-02T09:15:11.39Z"}}


@unnoticed("VS Code, ids kept", of=EVERY)
def vscode(notebook: Notebook) -> None:
    _executed(notebook)
    notebook["metadata"] |= {"language_info": LANGUAGE, "vscode": INTERPRETER}
    notebook["metadata"]["kernelspec"]["display_name"] = ".venv"


@unnoticed("VS Code of 2022, without ids")
def vscode_without_ids(notebook: Notebook) -> None:
    vscode(notebook)
    drop_ids(notebook, minor=2)
    notebook["metadata"]["orig_nbformat"] = 4


@unnoticed("VS Code, ids of its own and tags lost")
def vscode_own_ids(notebook: Notebook) -> None:
    for number, cell in numbered(notebook):
        cell["id"] = f"#VSC-{number:08x}"
        cell["metadata"].pop("tags", None)


@unnoticed("VS Code, an answer whose language was changed")
def vscode_language(notebook: Notebook) -> None:
    answer(notebook, "alerte")["metadata"]["vscode"] = {"languageId": "plaintext"}


@unnoticed("VS Code, written anew by an assistant: only its own ids and languages are left", of=EVERY)
def vscode_assistant(notebook: Notebook) -> None:
    for number, cell in numbered(notebook):
        cell.pop("id", None)
        language = "python" if cell["cell_type"] == "code" else "markdown"
        cell["metadata"] = {"id": f"#VSC-{number:08x}", "language": language}


@keeps("VS Code, cell metadata lost and ids kept")
def vscode_metadata_lost(notebook: Notebook) -> None:
    drop_metadata(notebook)


@unnoticed("PyCharm, without ids")
def pycharm(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    for cell in notebook["cells"]:
        cell["metadata"]["pycharm"] = {"name": "#%%\n", "is_executing": False}
    notebook["metadata"]["pycharm"] = {"stem_cell": {"cell_type": "raw", "source": [], "metadata": {}}}


@keeps("PyCharm, every cell's metadata replaced by its own")
def pycharm_alone(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    for cell in notebook["cells"]:
        cell["metadata"] = {"collapsed": False, "pycharm": {"name": "#%%\n"}}


@unnoticed("nteract")
def nteract(notebook: Notebook) -> None:
    drop_ids(notebook, minor=1)
    notebook["metadata"] |= {"nteract": {"version": "0.28.0"}, "kernel_info": {"name": "python3"}}
    for cell in notebook["cells"]:
        cell["metadata"]["nteract"] = {"transient": {"deleting": False}}


@unnoticed("Emacs, through ein")
def emacs(notebook: Notebook) -> None:
    drop_ids(notebook, minor=0)
    for cell in notebook["cells"]:
        cell["metadata"] |= {"ein.tags": "worksheet-0", "slideshow": {"slide_type": "-"}, "autoscroll": False}


@unnoticed("an editor that keeps nothing but the sources", of=EVERY)
def sources_alone(notebook: Notebook) -> None:
    as_new(notebook)
    notebook["metadata"] = {}


@keeps("nbgrader's metadata removed, tags and ids kept")
def without_nbgrader(notebook: Notebook) -> None:
    drop_nbgrader(notebook)


@keeps("nbgrader's metadata of the answers alone removed")
def answers_unmarked(notebook: Notebook) -> None:
    for cell in answers(notebook):
        cell.pop("id")
        cell["metadata"] = {}


@keeps("empty code cells everywhere")
def empty_cells(notebook: Notebook) -> None:
    notebook["cells"] = [one for cell in notebook["cells"] for one in (cell, code(""))]
