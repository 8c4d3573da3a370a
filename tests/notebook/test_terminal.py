"""The same calls in IPython's terminal, and in plain Python."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell

from grader.notebook import shell as ours


@pytest.fixture
def terminal(lesson, names, tmp_path, monkeypatch):
    """Return IPython's shell, on the names of the lesson."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(user_ns=names, history_length=0, colors="nocolor")
    shell.history_manager.enabled = False
    shell.run_cell("from grader import check, hint")
    yield shell
    InteractiveShell.clear_instance()


def test_a_check_is_a_table_in_text(terminal, capsys):
    terminal.run_cell("def double(n): return n\ncheck('double')")
    lines = capsys.readouterr().out.splitlines()
    assert "✘ échoué       Le double" in lines
    assert "1 vérification réussie sur 2" in lines


def test_a_hint_is_a_line(terminal, capsys):
    terminal.run_cell("hint('double')")
    assert "Indice 1 sur 2\u00a0: Multipliez." in capsys.readouterr().out


def test_a_mistake_is_a_sentence_and_no_traceback(terminal, capsys):
    terminal.run_cell("check('triple')")
    out = capsys.readouterr().out
    assert "Ce notebook n'a pas de question «\u00a0triple\u00a0»." in out
    assert "Traceback" not in out


def test_an_unwritten_function_is_a_sentence(terminal, capsys):
    ours.shorten_stubs()
    result = terminal.run_cell("raise NotImplementedError('à vous')")
    assert capsys.readouterr().out == "Pas encore écrit\u00a0: à vous.\n"
    assert isinstance(result.error_in_exec, NotImplementedError)


def test_a_shell_is_no_kernel(terminal):
    assert ours.shell() is terminal
    assert ours.namespace() is terminal.user_ns
    assert not ours.in_kernel()


def test_plain_python_has_its_own_names(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert ours.shell() is None
    assert ours.namespace() is vars(sys.modules["__main__"])
    assert not ours.in_kernel()
    ours.shorten_stubs()
