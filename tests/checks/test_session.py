"""Files of checks: found, read again, and run with no options but our own."""

import os
import sys

import pytest

from grader.checks.outcome import Outcome
from grader.checks.session import Scene, run_session
from grader.errors import UserError
from grader.student.handle import Student


def titles(results):
    return [result.title for result in results]


def test_checks_run_in_the_order_of_the_file(run):
    names = [result.name for result in run("@q\ndef test_z(): pass\n@q\ndef test_a(): pass")]
    assert names == ["test_z", "test_a"]


def test_the_title_is_the_docstring_in_one_line(run):
    source = '@q\ndef test_a():\n    """Un service\n    trop lent"""\n@q\ndef test_b(): pass'
    assert titles(run(source)) == ["Un service trop lent", "test_b"]


def test_a_parametrized_check_runs_once_for_each_value(run):
    source = """
    @pytest.mark.parametrize("code", [200, 503])
    @q
    def test_a(student, code):
        '''Le code'''
        assert student.f(code) == 200
    """
    first, second = run(source, "def f(code): return code")
    assert (first.title, first.outcome) == ("Le code (200)", Outcome.PASSED)
    assert (second.title, second.outcome) == ("Le code (503)", Outcome.FAILED)


def test_a_check_has_its_weight(run):
    first, second = run("@q(weight=3)\ndef test_a(): pass\n@q\ndef test_b(): pass")
    assert (first.weight, second.weight) == (3, 1)


def test_a_fixture_of_the_file_is_made_anew_for_each_check(run):
    source = """
    @pytest.fixture
    def box(): return []

    @q
    def test_a(box): box.append(1); assert len(box) == 1
    @q
    def test_b(box): box.append(1); assert len(box) == 1
    """
    assert [result.outcome for result in run(source)] == [Outcome.PASSED] * 2


def test_a_check_can_be_run_again(checks, stage):
    path = checks("@q\ndef test_a(request): assert request.node")
    outcomes = []

    def drive(session):
        (item,) = session.items["q"]
        scene = Scene(Student(lambda request: {"value": None}), stage, stage.clock)
        outcomes.extend(session.run(item, scene).outcome for _ in range(3))

    run_session([path], drive)
    assert outcomes == [Outcome.PASSED] * 3


def test_checks_of_both_files_belong_to_the_same_question(checks, run_files):
    visible = checks("@q\ndef test_a(): pass")
    hidden = checks("@q\ndef test_b(): pass", "test_hidden.py")
    assert [(result.name, result.hidden) for result in run_files([visible, hidden])] == [
        ("test_a", False),
        ("test_b", True),
    ]


def test_the_visible_file_declares_the_question(checks):
    visible = checks("q = question('q', hints=['Un indice.'])\n@q\ndef test_a(): pass")
    hidden = checks("@q\ndef test_b(): pass", "test_hidden.py")
    declared = []
    run_session([visible, hidden], lambda session: declared.append(session.questions["q"].hints))
    assert declared == [("Un indice.",)]


def test_two_files_of_the_same_name_are_two_files(checks, run_files):
    one = checks('@q\ndef test_a():\n    """Un"""', "un/test_visible.py")
    two = checks('@q\ndef test_a():\n    """Deux"""', "deux/test_visible.py")
    assert titles(run_files([one])) == ["Un"]
    assert titles(run_files([two])) == ["Deux"]
    assert titles(run_files([one, two])) == ["Un", "Deux"]


def test_a_file_that_was_edited_is_read_again(checks, run_files):
    path = checks('@q\ndef test_a():\n    """Avant"""')
    before = path.stat()
    assert titles(run_files([path])) == ["Avant"]
    checks('@q\ndef test_a():\n    """Après"""')
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert titles(run_files([path])) == ["Après"]


def test_nothing_is_left_behind(checks, run_files, tmp_path):
    path = checks("@q\ndef test_a(): pass")
    modules, environment = set(sys.modules), dict(os.environ)
    run_files([path])
    assert [file.name for file in tmp_path.iterdir()] == ["test_visible.py"]
    assert "test_visible" not in set(sys.modules) - modules
    assert dict(os.environ) == environment


@pytest.mark.parametrize("name", ["pytest.ini", "tox.ini", "setup.cfg", "pyproject.toml", "conftest.py"])
def test_a_hostile_file_beside_the_checks_is_not_read(checks, run_files, tmp_path, name):
    table = {"setup.cfg": "tool:pytest", "pyproject.toml": "tool.pytest.ini_options"}.get(name, "pytest")
    hostile = f"[{table}]\naddopts = '--collect-only'\npython_functions = 'nothing'\n"
    (tmp_path / name).write_text("raise SystemExit" if name == "conftest.py" else hostile)
    path = checks("@q\ndef test_a(): assert 0", "ex1/test_visible.py")
    (tmp_path / "ex1" / name).write_text((tmp_path / name).read_text())
    assert [result.outcome for result in run_files([path])] == [Outcome.FAILED]


def test_options_and_plugins_of_the_environment_are_not_applied(checks, run_files, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    path = checks("@q\ndef test_a(): assert 0")
    assert [result.outcome for result in run_files([path])] == [Outcome.FAILED]
    assert os.environ["PYTEST_ADDOPTS"] == "--collect-only"


def test_nothing_is_printed(run, capfd):
    run("@q\ndef test_a(): assert 0\n@q\ndef test_b(): pass")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("source", "trouble"),
    [
        ("def (:", "test_visible.py, SyntaxError: invalid syntax"),
        ("import no_such_module", "test_visible.py, ModuleNotFoundError: No module named 'no_such_module'"),
        ("1 / 0", "test_visible.py, ZeroDivisionError: division by zero"),
        ("x = 1", "aucune vérification trouvée."),
        ("def test_a(): pass", "La vérification test_a de test_visible.py n'est d'aucune question."),
    ],
)
def test_a_file_that_cannot_be_read_as_checks_is_one_sentence(checks, run_files, source, trouble):
    with pytest.raises(UserError) as raised:
        run_files([checks(source)])
    assert str(raised.value).endswith(trouble)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_one_sentence(run_files, tmp_path):
    with pytest.raises(UserError, match=r"Le fichier de vérifications test_visible\.py est introuvable"):
        run_files([tmp_path / "test_visible.py"])


def test_a_failure_of_the_caller_comes_back_to_it(checks):
    def drive(session):
        raise LookupError("ici")

    with pytest.raises(LookupError, match="ici"):
        run_session([checks("@q\ndef test_a(): pass")], drive)


def test_a_check_has_nothing_of_the_one_before(run):
    source = """
    @q
    def test_a(student, stage, clock):
        student.f(stage.route("/", delay=3).url)
        assert len(stage.requests) == 1 and clock.elapsed == 3
    @q
    def test_b(student, stage, clock):
        assert stage.requests == [] and clock.elapsed == 0 and student.printed == ""
    """
    code = "import requests\ndef f(url): print('a'); requests.get(url)"
    assert [result.outcome for result in run(source, code)] == [Outcome.PASSED] * 2


@pytest.mark.parametrize("module", ["random", "numpy.random"])
def test_random_numbers_are_the_same_at_each_run_and_differ_between_checks(run, module):
    source = """
    @q
    def test_a(student): assert student.draw() == 0
    @q
    def test_b(student): assert student.draw() == 0
    """
    code = f"import {module}\ndef draw(): return {module}.random()"
    first, second = ([result.got for result in run(source, code)] for _ in range(2))
    assert first == second
    assert len(set(first)) == 2
