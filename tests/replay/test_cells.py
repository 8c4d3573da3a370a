"""Any cell, any order, any number of times: what each run of a cell is answered."""

import json
import random

import pytest
import requests

from grader import replay
from grader.replay.cells import CellWatcher

URL = "https://httpbin.org"
STATEFUL = f"""
states = [requests.get("{URL}/x").status_code, requests.delete("{URL}/x").status_code,
          requests.get("{URL}/x").status_code]
"""
READ = f'read = requests.get("{URL}/x").json()'
COUNT = f'counts = [requests.get("{URL}/n").json() for _ in range(3)]'


@pytest.fixture
def lesson(recorded, replaying, shell):
    """Start a lesson of three cells in a shell, and return what runs a cell in it."""
    replaying(
        recorded("etats", "GET", f"{URL}/x", 200, source=STATEFUL, answer="avant"),
        recorded("etats", "DELETE", f"{URL}/x", 204, source=STATEFUL),
        recorded("etats", "GET", f"{URL}/x", 404, source=STATEFUL, answer="après"),
        recorded("lire", "GET", f"{URL}/x", 200, source=READ, answer="lu"),
        *[recorded("compter", "GET", f"{URL}/n", source=COUNT, answer=n) for n in range(3)],
    )

    def run(source, cell_id=None):
        result = shell.run_cell(source, cell_id=cell_id)
        result.raise_error()
        return shell.user_ns

    return run


CELLS = {
    "etats": (STATEFUL, lambda names: names["states"] == [200, 204, 404]),
    "lire": (READ, lambda names: names["read"] == "lu"),
    "compter": (COUNT, lambda names: names["counts"] == [0, 1, 2]),
}


@pytest.mark.parametrize("seed", range(20))
def test_cells_in_any_order_and_repeated_have_their_own_answers(lesson, seed):
    for cell_id in random.Random(seed).choices(list(CELLS), k=12):
        source, is_right = CELLS[cell_id]
        assert is_right(lesson(source, cell_id))


@pytest.mark.parametrize(
    "cell_id",
    ["vscode-notebook-cell:/home/lea/cours/02.ipynb#W3sZmlsZQ%3D%3D", "autre-identifiant", None],
)
def test_a_cell_whose_id_is_unknown_is_found_by_its_source(lesson, cell_id):
    for _ in range(2):
        assert lesson(STATEFUL, cell_id)["states"] == [200, 204, 404]
        assert lesson(READ, cell_id)["read"] == "lu"


def test_a_changed_cell_keeps_its_episode_by_its_id(lesson):
    names = lesson(f"# essai\nread = requests.get('{URL}/x', timeout=5).json()", "lire")
    assert names["read"] == "lu"


@pytest.fixture
def handed_out(tmp_path, monkeypatch):
    """Hand the lesson out: its cells' sources are known."""
    cells = [{"id": name, "source": [source]} for name, (source, _) in CELLS.items()]
    (tmp_path / "lecon.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    monkeypatch.setattr("grader.paths.notebooks", lambda: tmp_path)


@pytest.mark.parametrize("cell_id", ["vscode-notebook-cell:/cours/02.ipynb#W3s", None])
def test_a_changed_cell_whose_id_is_unknown_keeps_its_episode(handed_out, lesson, cell_id):
    assert lesson(READ.replace("json()", "json()[:9]"), cell_id)["read"] == "lu"
    assert lesson(STATEFUL + "print(states)", cell_id)["states"] == [200, 204, 404]
    other = f'import time\nfor host in ["{URL}"]:\n    other = requests.get(host + "/x").json()'
    assert lesson(other, cell_id)["other"] == "avant"


def test_an_added_cell_follows_the_episode_that_its_first_request_begins(lesson):
    copy = STATEFUL.replace("states", "copied") + "# ajoutée"
    for _ in range(2):
        assert lesson(copy, "nouvelle")["copied"] == [200, 204, 404]


def test_an_added_cell_may_start_inside_an_episode(lesson):
    names = lesson(f'requests.delete("{URL}/x")\nleft = requests.get("{URL}/x").status_code')
    assert names["left"] == 404


def test_an_added_cell_may_mix_episodes(lesson):
    names = lesson(f'mixed = [requests.get("{URL}/n").json(), requests.get("{URL}/x").json()]')
    assert names["mixed"] == [0, "avant"]


def test_what_a_cell_runs_itself_belongs_to_it(lesson):
    inner = f'last = requests.get("{URL}/x").status_code'
    names = lesson(
        f'requests.get("{URL}/x"); requests.delete("{URL}/x"); get_ipython().run_cell({inner!r})', "etats"
    )
    assert names["last"] == 404


def test_an_empty_cell_and_one_with_a_mistake_disturb_nothing(lesson, shell):
    lesson(" \n")
    assert shell.run_cell("if", cell_id="lire").error_before_exec
    assert lesson(f"get_ipython().run_cell('')\n{STATEFUL}", "etats")["states"] == [200, 204, 404]
    assert lesson(READ, "lire")["read"] == "lu"


def test_threads_of_a_cell_share_its_episode(lesson):
    names = lesson(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(3) as pool:\n"
        f"    threaded = sorted(r.json() for r in pool.map(requests.get, ['{URL}/n'] * 3))",
        "compter",
    )
    assert names["threaded"] == [0, 1, 2]


def test_starting_again_starts_afresh(lesson, shell, tmp_path):
    shell.user_ns["path"] = tmp_path / "lecon.yaml"
    start = "replay.start('lecon', path)"
    for _ in range(3):
        lesson(start, "demarrer")
        assert lesson(STATEFUL, "etats")["states"] == [200, 204, 404]
    watchers = [c for c in shell.events.callbacks["pre_run_cell"] if isinstance(c.__self__, CellWatcher)]
    assert len(watchers) == 1


def test_the_cell_that_starts_may_make_requests(lesson, shell, tmp_path):
    shell.user_ns["path"] = tmp_path / "lecon.yaml"
    names = lesson(
        f"from grader import replay\nreplay.start('lecon', path)\nfirst = requests.get('{URL}/n').json()"
    )
    assert names["first"] == 0


def test_stopping_forgets_the_shell(lesson, shell):
    replay.stop()
    for event in ("pre_run_cell", "post_run_cell"):
        assert not [
            c for c in shell.events.callbacks[event] if isinstance(getattr(c, "__self__", 0), CellWatcher)
        ]


def test_without_ipython_a_script_is_one_long_cell(recorded, replaying):
    replaying(
        recorded("un", "GET", f"{URL}/x", 200),
        recorded("un", "DELETE", f"{URL}/x", 204),
        recorded("deux", "GET", f"{URL}/y", 200),
        recorded("un", "GET", f"{URL}/x", 404),
    )
    calls = [("GET", "x"), ("DELETE", "x"), ("GET", "y"), ("GET", "x")]
    assert [requests.request(m, f"{URL}/{path}").status_code for m, path in calls] == [200, 204, 200, 404]
