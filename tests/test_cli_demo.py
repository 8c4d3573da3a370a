"""`grader demo` where the sample class, or the sandbox, is missing."""

from grader.cli import main
from grader.errors import UserError


def test_a_copy_without_the_sample_class_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("grader.marking.demo.root", lambda: tmp_path)
    assert main(["demo"]) == 2
    assert "n'est pas dans cette copie" in capsys.readouterr().err


def test_without_a_sandbox_the_demonstration_goes_on_and_says_so(monkeypatch, capsys):
    def refuse():
        raise UserError("bubblewrap est absent.")

    marked = []
    monkeypatch.setattr("grader.marking.demo.require_sandbox", refuse)
    monkeypatch.setattr("grader.marking.demo.grade", lambda *options: marked.append(options[-1]))
    assert main(["demo"]) == 0
    assert marked == [False]
    shown = capsys.readouterr().out.replace("\u00a0", " ")
    assert "bubblewrap est absent." in shown
    assert "continue sans bac à sable : elle ne corrige que nos propres copies." in shown
