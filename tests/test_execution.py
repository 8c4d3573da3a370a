"""Running notebooks from Python."""

import sys

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.execution import CellFailed, KernelDied, execute

WATCH = "seen = []\nget_ipython().events.register('pre_run_cell', lambda info: seen.append(info.cell_id))"


def texts(notebook):
    return [
        o.get("data", {}).get("text/plain") or o.get("text")
        for c in notebook.cells
        for o in c.get("outputs", [])
    ]


def test_cells_run_in_the_order_asked_for_under_their_ids(tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "no-kernels"))
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Titre", id="titre"),
            new_code_cell(WATCH, id="regarder"),
            new_code_cell("1 / 0", id="rater"),
            new_code_cell("n = globals().get('n', 0) + 1; n", id="compter"),
            new_code_cell(
                "import os, sys; print(seen, sys.executable, os.getcwd(), os.environ['TEST'])", id="voir"
            ),
        ],
        metadata={"kernelspec": {"name": "julia", "display_name": "Julia"}},
    )
    order = ["regarder", "rater", "compter", "compter", "voir"]
    done = execute(notebook, cwd=tmp_path, order=order, allow_errors=True, env={"TEST": "oui", "PATH": ""})
    assert [cell.id for cell in done.cells] == order
    assert texts(done) == [
        None,
        "1",
        "2",
        f"['rater', 'compter', 'compter', 'voir'] {sys.executable} {tmp_path} oui\n",
    ]
    assert "outputs" not in notebook.cells[0]
    assert all(not cell.outputs for cell in notebook.cells[1:])


def test_a_failing_cell_stops_the_run_unless_its_tags_announce_it(tmp_path):
    tagged = new_code_cell("1 / 0", id="voulu", metadata={"tags": ["raises-exception"]})
    notebook = new_notebook(cells=[tagged, new_code_cell("oops", id="faux")])
    with pytest.raises(CellFailed) as caught:
        execute(notebook, cwd=tmp_path)
    assert (caught.value.cell_id, caught.value.name) == ("faux", "NameError")


def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_one_runs(tmp_path, capfd):
    notebook = new_notebook(cells=[new_code_cell("while True: pass", id="a"), new_code_cell("1", id="b")])
    done = execute(notebook, cwd=tmp_path, timeout=2, allow_errors=True, interrupt=True)
    assert done.cells[0].outputs[0].ename == "KeyboardInterrupt"
    assert texts(done)[-1] == "1"
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(0)",
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    ],
)
def test_a_cell_that_takes_its_kernel_with_it_is_named(tmp_path, source):
    notebook = new_notebook(cells=[new_code_cell("1", id="vivante"), new_code_cell(source, id="mortelle")])
    with pytest.raises(KernelDied) as caught:
        execute(notebook, cwd=tmp_path, timeout=2, allow_errors=True, interrupt=True)
    assert caught.value.cell_id == "mortelle"


def test_exit_leaves_the_kernel_to_the_next_cells(tmp_path):
    sources = ["exit()", "quit", "import time; time.sleep(0.5)", "40 + 2"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    assert texts(execute(notebook, cwd=tmp_path))[-1] == "42"


def test_sets_have_the_order_that_they_have_in_the_marking(tmp_path):
    notebook = new_notebook(
        cells=[new_code_cell("import sys; sys.flags.hash_randomization, sys.flags.utf8_mode")]
    )
    assert texts(execute(notebook, cwd=tmp_path)) == ["(0, 1)"]
