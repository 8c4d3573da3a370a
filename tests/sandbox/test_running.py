"""Cells and checks of a submission, run in its sandbox."""

import threading

import pytest

from grader.sandbox.sandbox import Gone
from grader.stage import Answer
from grader.student.handle import Reference, Student


@pytest.fixture
def check(submission):
    """Return what calls a function of the submission's in a check of its own."""

    def call(name, *args):
        with submission.fork() as link:
            return getattr(Student(link), name)(*args)

    return call


def test_a_cell_runs_and_what_it_showed_comes_back(submission):
    reply = submission.run_cell("print('bonjour')\nn = 3\nn + 1", None)
    assert reply["printed"].split() == ["bonjour", "4"]
    assert reply["error"] is None


def test_cells_share_their_names(submission, check):
    submission.run_cell("n = 3", None)
    submission.run_cell("def f(): return n + 1", None)
    assert check("f") == 4


def test_a_cell_that_fails_is_told_and_the_next_one_runs(submission, check):
    reply = submission.run_cell("avant = 1\n1 / 0", None)
    assert reply["error"]["types"][0] == "ZeroDivisionError"
    assert "ZeroDivisionError: division by zero" in reply["printed"]
    submission.run_cell("def f(): return avant", None)
    assert check("f") == 1


@pytest.mark.parametrize(
    "source", ["def (:", "%matplotlib inline", "!ls /", "?print", "%%time\n1", "await 3", ""]
)
def test_any_cell_of_a_notebook_can_be_run(submission, check, source):
    submission.run_cell(source, None)
    submission.run_cell("def f(): return 1", None)
    assert check("f") == 1


def test_a_cell_asks_for_its_demonstration_services(submission, check):
    url = submission.stage.route("/catalogue", json={"status": "ok"}).url
    submission.run_cell("from grader import check, hint, solution, start, verify", None)
    submission.run_cell(
        "services = start('ex1_monitoring')\nhint('q'), solution('q'), verify('x')", {"a": url}
    )
    submission.run_cell("import requests\ncheck('q')\nseen = requests.get(services['a']).json()", None)
    submission.run_cell("def f(): return services, seen", None)
    assert check("f") == [{"a": url}, {"status": "ok"}]


def test_the_names_that_a_notebook_gets_may_be_called_without_arguments(submission):
    names = "from grader import check, hint, solution\ncheck(); hint(); solution()"
    assert submission.run_cell(names, None)["error"] is None


def test_a_check_has_a_copy_that_is_thrown_away(submission, check):
    submission.run_cell(
        "log = []\ndef f():\n  log.append(1)\n  open('trace', 'a').close()\n  return len(log)", None
    )
    assert [check("f") for _ in range(3)] == [1, 1, 1]


def test_calls_of_the_same_check_share_their_copy(submission):
    submission.run_cell("log = []\ndef f(): log.append(1); return len(log)", None)
    with submission.fork() as link:
        student = Student(link)
        assert [student.f() for _ in range(3)] == [1, 2, 3]


def test_objects_stay_inside_and_are_used_from_here(submission):
    submission.run_cell(
        "class K:\n  def __init__(self, n): self.n = n\n  def more(self): return self.n + 1", None
    )
    with submission.fork() as link:
        made = Student(link).K(3)
        assert isinstance(made, Reference)
        assert (made.more(), made.value("n")) == (4, 3)


def test_requests_reach_the_stage_outside_on_virtual_time(submission, check):
    submission.run_cell(
        """
import requests, time
from datetime import datetime, UTC
def f(url):
    start = time.perf_counter()
    try:
        requests.get(url, timeout=2)
    except requests.Timeout:
        time.sleep(60)
    return round(time.perf_counter() - start, 6), datetime.now(UTC)
""",
        None,
    )
    took, now = check("f", submission.stage.route("/", delay=30).url)
    assert took == 62
    assert now.isoformat() == "2026-01-05T09:01:02+00:00"
    assert submission.clock.sleeps == [60]
    assert submission.stage.requests[0].timeout == 2


def test_waits_of_a_check_do_not_come_back_in_the_next(submission, check):
    submission.run_cell("import time\ndef f(): time.sleep(5); return time.monotonic()", None)
    first = check("f")
    submission.clock.reset()
    assert check("f") == first


def test_a_thread_that_goes_on_between_cells_and_checks_disturbs_neither(submission, check):
    submission.run_cell(
        "import threading, time\n"
        "def tick():\n"
        "    while True: time.sleep(0.001)\n"
        "for _ in range(3): threading.Thread(target=tick, daemon=True).start()\n"
        "def f(n): return n",
        None,
    )
    for number in range(15):
        assert submission.run_cell(f"time.sleep(0.5); print({number})", None)["printed"] == f"{number}\n"
        assert check("f", number) == number


def test_a_process_that_the_code_forks_and_lets_come_back_says_nothing(submission):
    submission.run_cell("import os\nos.fork()", None)
    with submission.fork() as link:
        assert [Student(link).run(f"os.fork()\n{number}") for number in range(5)] == list(range(5))


def test_a_pool_of_processes_works_in_real_time(submission, check):
    submission.run_cell(
        "import time\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "def work(n): time.sleep(0.001); return n * 2\n"
        "def f():\n"
        "    with ProcessPoolExecutor(2) as pool: return list(pool.map(work, range(4)))",
        None,
    )
    assert check("f") == [0, 2, 4, 6]
    assert submission.clock.sleeps == []


def test_logging_is_no_failure(submission, check):
    submission.run_cell(
        "import logging, sys\ndef f(): logging.error('non'); print('x', file=sys.stderr); return 1", None
    )
    assert check("f") == 1


def test_a_name_without_an_address_is_unknown(submission, check):
    submission.run_cell("import socket\ndef f(): return socket.getaddrinfo('api.example.com', 443)", None)
    with submission.fork() as link, Student(link).raises("gaierror"):
        Student(link).f()


def test_a_submission_that_is_over_is_gone(sandbox):
    with sandbox.submission() as submission:
        pass
    with pytest.raises(Gone):
        submission.run_cell("1", None)


def test_without_isolation_the_same_code_runs():
    from grader.sandbox.sandbox import Sandbox

    with Sandbox(isolated=False) as sandbox, sandbox.submission() as submission:
        submission.run_cell("import requests\ndef f(url): return requests.get(url, timeout=1).json()", None)
        url = submission.stage.route("/", json=[1]).url
        with submission.fork() as link:
            assert Student(link).f(url) == [1]


def test_threads_meet_in_real_time(submission):
    barrier = threading.Barrier(2)

    def meet(exchange):
        barrier.wait(5)
        return Answer(json="ensemble")

    submission.run_cell(
        "import requests\n"
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def both(url):\n"
        "    with ThreadPoolExecutor(2) as pool:\n"
        "        return list(pool.map(lambda _: requests.get(url, timeout=5).json(), range(2)))",
        None,
    )
    url = submission.stage.route("/", respond=meet).url
    with submission.fork() as link, submission.stage.in_real_time():
        student = Student(link)
        student.real_time = True
        assert student.both(url) == ["ensemble", "ensemble"]


def test_what_a_cell_draws_is_the_same_for_every_submission(sandbox):
    draw = "import random, numpy\nprint(random.random(), numpy.random.random())"
    printed = []
    for _ in range(2):
        with sandbox.submission() as submission:
            printed.append(submission.run_cell(draw, None)["printed"])
    assert printed[0] == printed[1] != ""
