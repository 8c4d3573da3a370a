"""Exercise 3: its own answers get everything, no check is idle, and usual mistakes are named."""

import json
import runpy
import shutil
from typing import Any

import nbformat
import pytest

from grader.checks.outcome import Outcome
from grader.execution import execute
from grader.notebook.start import start
from grader.paths import notebooks, root

NAME = "ex3_rate_limiter"
ANSWERED = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))["answered"]
POINTS = {"debit": 4, "attendre": 3, "recul": 3, "abandon": 4, "session": 3, "partage": 3}

SLEEP = "time.sleep(max(0.0, log[0] + self._period - time.monotonic()))"
WAIT = f"if len(log) == log.maxlen:\n            {SLEEP}"
FIXED = """now = time.monotonic()
        if now - getattr(self, "_start", 0) >= self._period:
            self._start = now
            log.clear()
        if len(log) == log.maxlen:
            time.sleep(self._start + self._period - now)
            self._start = time.monotonic()
            log.clear()"""
BUCKET = """now, rate = time.monotonic(), log.maxlen
        tokens, last = getattr(self, "_bucket", (rate, now))
        tokens = min(rate, tokens + (now - last) * rate / self._period)
        if tokens < 1:
            time.sleep((1 - tokens) * self._period / rate)
            tokens = 1
        self._bucket = tokens - 1, time.monotonic()"""
BATCHES = """self._calls = getattr(self, "_calls", 0) + 1
        if self._calls > 1 and self._calls % log.maxlen == 1 % log.maxlen:
            time.sleep(self._period)"""
SHARED_LOG = """RateLimiter._departures = log = getattr(RateLimiter, "_departures", deque(maxlen=rate))
        if log.maxlen != rate:
            RateLimiter._departures = deque(maxlen=rate)"""
ROUNDED = SLEEP.replace("max(0.0, ", "max(0.0, round(").replace("())", "(), 2))")
STALE = f"asked = time.monotonic()\n        {WAIT}\n        log.append(asked)\n        return"
BUSY = "while time.monotonic() < log[0] + self._period:\n                pass"
NEGATIVE = "moment.timestamp() - time.time()"
READ = "asked = retry_after(response)"
UNANSWERED = "except (requests.ConnectionError, requests.Timeout):"
NOT_SENT = """except requests.ConnectionError as error:
            if "Connection aborted" in str(error) and not idempotent:
                raise
        """
NO_ANSWER, METHODS, OTHERS = "post_without_an_answer", "idempotent_methods", "other_errors_are_returned"
FIRST_TURN = "for attempt in range(1, max_attempts + 1):\n        limiter.acquire()"
ONE_TURN = "limiter.acquire()\n    for attempt in range(1, max_attempts + 1):"
RETRIED = "response.status_code != 429 and not (idempotent and response.status_code >= 500)"
PAUSE = "time.sleep(backoff_delay(attempt, base, factor, cap, jitter) if asked is None else asked)"
TURN = "with self._turn:  # lire l'heure, attendre et noter le départ : un seul thread à la fois\n"
TURN += "            super"
DECORATED = "self.acquire()\n            return function(*args, **kwargs)"
WRAPPED = f"@functools.wraps(function)\n        def limited(*args, **kwargs):\n            {DECORATED}"
ENTER_AND_EXIT = """self.acquire()
        return self
        ### END SOLUTION

    def __exit__(self, *error):
        ### BEGIN SOLUTION
        return False"""
LOCKED_BLOCK = """self._turn.acquire()
        RateLimiter.acquire(self)

    def __exit__(self, *error):
        self._turn.release()"""
GIVEN = "vars(self).update(vars(session))  # les mêmes réglages, les mêmes connexions"

# Question, what is changed in its answer, what it becomes, and the checks that must notice.
MISTAKES = [
    (
        "debit",
        SLEEP,
        "pass",
        "wall_clock_set_back wall_clock_set_ahead limiters_are_independent",
    ),
    (
        "debit",
        "self._period = period",
        "self._period, rate = period / rate, 1",
        "wall_clock_set_back irregular_calls wall_clock_set_ahead",
    ),
    (
        "debit",
        WAIT,
        "time.sleep(self._period / log.maxlen)",
        "wall_clock_set_back irregular_calls wall_clock_set_ahead",
    ),
    (
        "debit",
        "maxlen=rate",
        "maxlen=max(1, rate - 1)",
        "wall_clock_set_back irregular_calls wall_clock_set_ahead",
    ),
    (
        "debit",
        "maxlen=rate",
        "maxlen=rate + 1",
        "burst wall_clock_set_back wall_clock_set_ahead limiters_are_independent",
    ),
    (
        "debit",
        SLEEP,
        "time.sleep(self._period)",
        "burst irregular_calls slow_answers_count_as_time",
    ),
    (
        "debit",
        WAIT,
        f"asked = time.monotonic()\n        {WAIT}\n        log.append(asked)\n        return",
        "burst idle_time_gives_no_credit slow_answers_count_as_time",
    ),
    ("debit", "time.monotonic", "time.time", "wall_clock_set_back wall_clock_set_ahead"),
    ("debit", SLEEP, ROUNDED, "irregular_calls"),
    ("debit", SLEEP, f"{SLEEP}\n            time.sleep(0.15)", "burst other_periods"),
    ("debit", WAIT, FIXED, "example_of_the_statement straddling_a_second other_periods"),
    (
        "debit",
        WAIT,
        BUCKET,
        "wall_clock_set_back wall_clock_set_ahead limiters_are_independent",
    ),
    (
        "debit",
        WAIT,
        BATCHES,
        "straddling_a_second irregular_calls slow_answers_count_as_time",
    ),
    ("debit", "self._period = period", "self._period = 1.0", "other_periods"),
    (
        "debit",
        SLEEP,
        "while time.monotonic() < log[0] + self._period:\n                pass",
        "wall_clock_set_back wall_clock_set_ahead limiters_are_independent",
    ),
    (
        "debit",
        "self._departures = deque(maxlen=rate)",
        SHARED_LOG,
        "limiters_are_independent",
    ),
    ("attendre", "int(value)", "value", "seconds zero any_status"),
    (
        "attendre",
        "moment = parsedate_to_datetime(value)",
        "return None",
        "date machine_time far_date",
    ),
    (
        "attendre",
        "max(0.0, moment.timestamp() - time.time())",
        "moment.timestamp() - time.time()",
        "past_date",
    ),
    (
        "attendre",
        "value.isascii() and value.isdigit()",
        'value.lstrip("-").isdigit()',
        "neither_number_nor_date",
    ),
    (
        "attendre",
        "value.isascii() and value.isdigit()",
        'value.replace(".", "").isdigit()',
        "neither_number_nor_date",
    ),
    (
        "attendre",
        "value.isascii() and value.isdigit()",
        'value.strip("+").isdigit()',
        "neither_number_nor_date",
    ),
    ("attendre", NEGATIVE, "moment.timestamp() - int(time.time())", "machine_time"),
    ("attendre", "int(value)", "float(value) or None", "zero"),
    ("attendre", "return None", "return 0", "nothing_asked letters neither_number_nor_date"),
    ("attendre", "except ValueError", "except TypeError", "nothing_asked letters neither_number_nor_date"),
    ("attendre", "time.time()", "time.monotonic()", "date machine_time far_date"),
    (
        "attendre",
        "moment.timestamp() - time.time()",
        "(moment.timestamp() - time.time()) % 86400",
        "past_date far_date",
    ),
    ("attendre", "return int(value)", "time.sleep(int(value))\n        return int(value)", "seconds"),
    (
        "attendre",
        '"").strip()',
        '"").strip() if response.status_code == 429 else ""',
        "machine_time any_status",
    ),
    (
        "recul",
        "failures - 1",
        "failures",
        "doubles capped random_within_bounds",
    ),
    (
        "recul",
        "base * float(factor) ** (failures - 1)",
        "base * failures",
        "doubles capped random_within_bounds",
    ),
    (
        "recul",
        "min(cap, base * float(factor) ** (failures - 1))",
        "base * float(factor) ** (failures - 1)",
        "capped other_settings ten_thousand_failures",
    ),
    ("recul", "1 - jitter", "1 + jitter", "random_within_bounds cap_bounds_the_result whole_interval"),
    (
        "recul",
        "jitter * random.random()",
        "jitter * random.uniform(-1, 1)",
        "random_within_bounds cap_bounds_the_result whole_interval",
    ),
    (
        "recul",
        "random.random()",
        "random.Random(failures).random()",
        "random_within_bounds cap_bounds_the_result whole_interval",
    ),
    (
        "recul",
        "min(cap, base * float(factor) ** (failures - 1))",
        "min(2 * cap, base * float(factor) ** (failures - 1))\n        return min(cap, full * (1 - "
        "jitter * random.random()))",
        "cap_bounds_the_result",
    ),
    ("recul", "except OverflowError", "except ValueError", "ten_thousand_failures"),
    ("recul", "float(factor)", "2.0", "other_settings"),
    (
        "recul",
        "jitter * random.random()",
        "0.1 * random.random()",
        "doubles capped ten_thousand_failures",
    ),
    ("recul", "random.random()", "random.random() ** 4", "whole_interval"),
    ("recul", "random.random()", "random.triangular()", "whole_interval"),
    (
        "abandon",
        "max_attempts + 1",
        "max_attempts + 2",
        "gives_up dropped_connections jitter_is_passed_on",
    ),
    ("abandon", "if attempt < max_attempts:\n            ", "", "gives_up"),
    (
        "abandon",
        "for attempt in range(1, max_attempts + 1):\n        limiter.acquire()",
        "limiter.acquire()\n    for attempt in range(1, max_attempts + 1):",
        "limiter_paces_attempts",
    ),
    ("abandon", PAUSE, f"limiter.acquire()\n            {PAUSE}", "limiter_paces_attempts"),
    (
        "abandon",
        '"PUT", "DELETE"}',
        '"PUT", "DELETE", "POST"}',
        "post_is_not_tried_again idempotent_methods post_without_an_answer",
    ),
    (
        "abandon",
        '"PUT", "DELETE"}',
        '"PUT", "DELETE", "PATCH"}',
        "idempotent_methods post_without_an_answer",
    ),
    ("abandon", "if not idempotent:", "if method.upper() == 'POST':", "post_without_an_answer"),
    ("abandon", UNANSWERED, "except requests.Timeout:\n            pass\n        " + UNANSWERED, NO_ANSWER),
    ("abandon", UNANSWERED, NOT_SENT + UNANSWERED, NO_ANSWER),
    ("abandon", RETRIED, f"{RETRIED} and not (idempotent and response.status_code == 409)", OTHERS),
    ("abandon", RETRIED, f"{RETRIED} and not response.headers.get('Retry-After')", f"{OTHERS} {METHODS}"),
    (
        "abandon",
        RETRIED,
        RETRIED.replace("idempotent and", "(idempotent or response.headers.get('Retry-After')) and"),
        METHODS,
    ),
    (
        "abandon",
        "response.status_code != 429",
        "(response.status_code != 429 or not (idempotent or response.headers.get('Retry-After')))",
        "refused_post_is_tried_again",
    ),
    ("abandon", "response.status_code >= 500", "response.status_code in (500, 502, 503, 504)", "last_answer"),
    (
        "abandon",
        READ,
        f"{READ} if response.status_code != 500 else None",
        "server_has_the_last_word",
    ),
    ("abandon", "if attempt < max_attempts:", "if attempt < max_attempts or asked:", "last_answer"),
    ("abandon", "method.upper()", 'method.replace("put", "PUT")', "idempotent_methods"),
    ("abandon", '"PUT", "DELETE"}', '"DELETE"}', "idempotent_methods same_request_again"),
    ("abandon", "method.upper()", "method", "idempotent_methods"),
    (
        "abandon",
        "response.status_code >= 500",
        "response.status_code in (502, 503, 504)",
        "last_answer every_failure_counts",
    ),
    ("abandon", "response.status_code >= 500", "response.status_code >= 400", "other_errors_are_returned"),
    (
        "abandon",
        RETRIED,
        "not (idempotent and response.status_code in (429, 500, 502, 503))",
        "refused_post_is_tried_again",
    ),
    (
        "abandon",
        RETRIED,
        "not (idempotent and response.status_code >= 500)",
        "retry_after_is_obeyed last_answer same_request_again",
    ),
    (
        "abandon",
        "asked = retry_after(response)",
        "",
        "retry_after_is_obeyed refused_post_is_tried_again limiter_paces_attempts",
    ),
    (
        "abandon",
        "asked = retry_after(response)",
        "asked = retry_after(response) if response else None",
        "retry_after_is_obeyed refused_post_is_tried_again limiter_paces_attempts",
    ),
    (
        "abandon",
        "asked = retry_after(response)",
        "asked = retry_after(response) if response.status_code == 429 else None",
        "server_has_the_last_word",
    ),
    (
        "abandon",
        PAUSE,
        "time.sleep((asked or 0) + backoff_delay(attempt, base, factor, cap, jitter))",
        "retry_after_is_obeyed refused_post_is_tried_again limiter_paces_attempts",
    ),
    (
        "abandon",
        PAUSE,
        "time.sleep(asked or backoff_delay(attempt, base, factor, cap, jitter))",
        "server_has_the_last_word",
    ),
    ("abandon", "else asked)", "else min(asked, cap))", "server_has_the_last_word"),
    ("abandon", "else asked)", "else asked * random.uniform(1 - jitter, 1))", "refused_post_is_tried_again"),
    ("abandon", "asked = response = None", "asked = None", "dropped_connections"),
    ("abandon", ", response=response)", ")", "gives_up last_answer"),
    (
        "abandon",
        'raise GaveUp(f"abandon après {max_attempts} tentatives", response=response)',
        "return response",
        "gives_up dropped_connections last_answer",
    ),
    ("abandon", 'options.setdefault("timeout", 10)', "", "silent_server"),
    ("abandon", 'options.setdefault("timeout", 10)', 'options["timeout"] = 10', "silent_server"),
    ("abandon", "(requests.ConnectionError, requests.Timeout)", "requests.ConnectionError", "silent_server"),
    (
        "abandon",
        "(requests.ConnectionError, requests.Timeout)",
        "requests.Timeout",
        "dropped_connections last_answer same_request_again",
    ),
    ("abandon", "raise\n", 'raise GaveUp("abandon") from None\n', "post_without_an_answer"),
    ("abandon", "raise\n", "pass\n", "post_without_an_answer"),
    (
        "abandon",
        "backoff_delay(attempt, base, factor, cap, jitter)",
        "backoff_delay(attempt, jitter=jitter)",
        "jitter_is_passed_on",
    ),
    (
        "abandon",
        "backoff_delay(attempt, base, factor, cap, jitter)",
        "base",
        "tries_again dropped_connections jitter_is_passed_on",
    ),
    (
        "abandon",
        "backoff_delay(attempt, base",
        "backoff_delay(attempt + 1, base",
        "tries_again gives_up jitter_is_passed_on",
    ),
    ("abandon", "if attempt <", 'options.pop("json", None)\n        if attempt <', "same_request_again"),
    (
        "abandon",
        "asked = retry_after(response)",
        "asked = retry_after(response)\n            base = base if asked is None else base / factor",
        "every_failure_counts server_has_the_last_word",
    ),
    ("session", "**self._retries, ", "", "tries_again_as_send_does gives_up_as_send_does"),
    ("session", '"factor": factor,', "", "gives_up_as_send_does"),
    ("session", '"cap": cap,', "", "gives_up_as_send_does"),
    ("session", "data=data, **options", 'data=data, **{**options, "timeout": 10}', "gives_up_as_send_does"),
    (
        "session",
        "def close(self):",
        "def close(self):\n        pass\n\n    def __exit__(self, *error):",
        "closes_after_an_exception",
    ),
    (
        "session",
        "self._limiter = limiter",
        "self._limiter, self._headers = limiter, self.headers\n        type(self).headers = "
        "property(lambda s: s._headers, lambda s, new: None)",
        "settings",
    ),
    ("session", "super(), self._limiter", "super(), RateLimiter(1000)", "two_sessions_share_a_limiter"),
    (
        "session",
        "self._limiter = limiter",
        "self._limiter = RateLimiter(1, limiter._period)",
        "two_sessions_share_a_limiter",
    ),
    (
        "session",
        "if self._opened:\n            super().close()",
        "pass",
        "closes_what_it_opened closes_after_an_exception",
    ),
    (
        "session",
        "if self._opened:\n            super().close()",
        "super().close()",
        "leaves_a_given_session_open given_session_keeps_its_connections",
    ),
    ("session", GIVEN, "pass", "leaves_a_given_session_open given_session_keeps_its_connections"),
    (
        "session",
        GIVEN,
        "self.headers = session.headers",
        "leaves_a_given_session_open given_session_keeps_its_connections",
    ),
    (
        "session",
        "params=params, data=data, **options",
        "params=params, json=data, **options",
        "is_used_as_a_session session_headers positional_arguments",
    ),
    (
        "session",
        "super(), self._limiter",
        "requests, self._limiter",
        "session_headers settings connections_are_reused",
    ),
    (
        "session",
        "super(), self._limiter",
        "requests.Session(), self._limiter",
        "session_headers settings connections_are_reused",
    ),
    (
        "session",
        "params=params, data=data",
        "params=params, data=data, timeout=None",
        "gives_up_as_send_does",
    ),
    (
        "session",
        "def close",
        "def __exit__(self, *error):\n        self.close()\n        return True\n\n    def close",
        "closes_after_an_exception",
    ),
    (
        "session",
        "def close",
        "def __exit__(self, kind, *error):\n        kind or self.close()\n\n    def close",
        "closes_after_an_exception",
    ),
    ("partage", TURN, "if True:\n            super", "limit_holds_over_threads limit_holds_over_every_use"),
    ("partage", ENTER_AND_EXIT, LOCKED_BLOCK, "requests_overlap"),
    ("partage", "return False", "return True", "exception_in_a_block"),
    ("partage", "return False", "self.acquire()", "with_block exception_in_a_block uses_share_one_limit"),
    (
        "partage",
        "self._turn = threading.Lock()",
        "self._turn = SharedLimiter.turn = getattr(SharedLimiter, 'turn', threading.Lock())",
        "two_limiters_do_not_wait_for_each_other",
    ),
    (
        "partage",
        "self.acquire()\n        return self",
        "return self",
        "with_block limit_holds_over_every_use exception_in_a_block",
    ),
    ("partage", "@functools.wraps(function)", "", "decorated_function_keeps_everything"),
    (
        "partage",
        DECORATED,
        "self.acquire()\n            function(*args, **kwargs)",
        "decorator decorated_calls_overlap decorated_function_keeps_everything",
    ),
    (
        "partage",
        DECORATED,
        "self.acquire()\n            return function(*args)",
        "decorated_function_keeps_everything",
    ),
    (
        "partage",
        DECORATED,
        "with self._turn:\n                RateLimiter.acquire(self)\n                return "
        "function(*args, **kwargs)",
        "decorated_calls_overlap",
    ),
    (
        "partage",
        "@functools.wraps",
        "self.acquire()\n\n        @functools.wraps",
        "decorator uses_share_one_limit",
    ),
    (
        "partage",
        WRAPPED,
        "own = SharedLimiter(self._departures.maxlen, self._period)\n\n        "
        + WRAPPED.replace("self.acquire", "own.acquire"),
        "limit_holds_over_every_use uses_share_one_limit",
    ),
    (
        "partage",
        "super().__init__(rate, period)",
        "super().__init__(rate)",
        "limit_holds_over_threads alone_as_a_rate_limiter limit_holds_over_every_use",
    ),
]


# A mistake of those above, and words of the sentence that names it.
NAMED: list[tuple[tuple[str, str, str], str]] = [
    (("debit", SLEEP, "pass"), "Rien n'attend"),
    (("debit", "self._period = period", "self._period, rate = period / rate, 1"), "espacés de period / rate"),
    (("debit", WAIT, "time.sleep(self._period / log.maxlen)"), "même le premier"),
    (("debit", "maxlen=rate", "maxlen=max(1, rate - 1)"), "Un départ de moins"),
    (("debit", "maxlen=rate", "maxlen=rate + 1"), "Un départ de trop"),
    (("debit", SLEEP, "time.sleep(self._period)"), "votre compte ne redescend jamais"),
    (("debit", WAIT, STALE), "l'heure de l'appel, lue avant l'attente"),
    (("debit", "time.monotonic", "time.time"), "l'horloge de la machine"),
    (("debit", WAIT, FIXED), "fenêtre fixe"),
    (("debit", WAIT, BUCKET), "seau à jetons"),
    (("debit", WAIT, BATCHES), "après chaque lot"),
    (("debit", "self._period = period", "self._period = 1.0"), "quelle que soit period"),
    (("debit", SLEEP, ROUNDED), "un instant trop tôt"),
    (("debit", SLEEP, f"{SLEEP}\n            time.sleep(0.15)"), "plus de 100 ms"),
    (("debit", SLEEP, BUSY), "en relisant l'horloge, sans jamais dormir"),
    (("attendre", "int(value)", "float(value) or None"), "0 est faux en Python"),
    (("attendre", "max(0.0, moment.timestamp() - time.time())", NEGATIVE), "max(0, …)"),
    (("recul", "failures - 1", "failures"), "l'exposant est failures - 1"),
    (("recul", "random.random()", "random.Random(failures).random()"), "Toujours le même délai"),
    (("abandon", "max_attempts + 1", "max_attempts + 2"), "une de trop"),
    (("abandon", READ, f"{READ} if response else None"), "« if response »"),
    (("abandon", "asked = response = None", "asked = None"), "une tentative précédente"),
    (("abandon", "else asked)", "else min(asked, cap))"), "cap ne s'applique qu'au recul"),
    (("recul", "random.random()", "random.triangular()"), "au milieu de l'intervalle"),
    (("abandon", READ, f"{READ} if response.status_code != 500 else None"), "Le 500 portait un Retry-After"),
    (("abandon", FIRST_TURN, ONE_TURN), "Seule la première tentative"),
    (("session", "super(), self._limiter", "super(), RateLimiter(1000)"), "ne prennent pas leur tour"),
    (("session", "if self._opened:\n            super().close()", "super().close()"), "a été fermée"),
    (("partage", TURN, "if True:\n            super"), "la même place libre"),
    (("partage", ENTER_AND_EXIT, LOCKED_BLOCK), "le verrou reste pris"),
]


def submissions() -> dict[str, list[str]]:
    """Return the released notebook's cells for the answers, still to be written."""
    cells = [cell for cell in answered({}).cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {"release": [cell.source for cell in cells]}


def answered(given: dict[str, str]) -> Any:
    """Return the released notebook with these answers, by question."""
    return nbformat.reads(json.dumps(ANSWERED(NAME, given)), as_version=4)


def test_points_are_those_of_the_release(exercise) -> None:
    assert exercise.points() == POINTS
    assert sum(POINTS.values()) == 20


@pytest.mark.parametrize("question", POINTS)
def test_every_question_has_visible_and_hidden_checks(judged, question) -> None:
    hidden = [result.hidden for result in judged["source"].of(question)]
    assert hidden.count(False) >= 3
    assert hidden.count(True) >= 3


def test_titles_of_a_question_differ(judged) -> None:
    for question in POINTS:
        titles = [result.title for result in judged["source"].of(question)]
        assert len(set(titles)) == len(titles)
        assert not [title for title in titles if title.startswith("test_") or title.endswith(".")]


def test_source_gets_everything(judged) -> None:
    assert judged["source"].failed == set()


def test_untouched_release_is_not_attempted(judged) -> None:
    assert {result.outcome for result in judged["release"].results} == {Outcome.NOT_ATTEMPTED}


@pytest.mark.parametrize(("question", "old", "new", "noticed"), MISTAKES)
def test_mistake_is_noticed(judged, question, old, new, noticed) -> None:
    assert judged[question, old, new].failed == set(noticed.split())


def test_every_check_notices_a_mistake(judged) -> None:
    noticing = {f"test_{name}" for *_, noticed in MISTAKES for name in noticed.split()}
    assert noticing == {result.name for result in judged["source"].results}


def test_failed_checks_say_why(judged) -> None:
    results = [result for verdict in judged.values() for result in verdict.results]
    missed = [result for result in results if result.outcome is not Outcome.PASSED]
    assert [result.name for result in missed if not result.message] == []


@pytest.mark.parametrize(("mistake", "words"), NAMED)
def test_mistake_is_named(judged, mistake, words) -> None:
    assert [result.message for result in judged[mistake].results if words in result.message]


def test_released_notebook_gives_full_points_in_a_kernel(tmp_path, exercise) -> None:
    folder = shutil.copytree(notebooks() / NAME, tmp_path / NAME)  # progress is kept beside the notebooks
    steps = [step for question in POINTS for step in (f"reponse-{question}", question)]
    executed = execute(answered(exercise.answers), cwd=folder, order=["demarrer", "imports", *steps])
    shown = {cell.id: cell.outputs[0].data["text/plain"] for cell in executed.cells if cell.id in POINTS}
    assert shown == {question: str(float(points)) for question, points in POINTS.items()}


def test_demonstration_limits_its_callers(monkeypatch, exercise) -> None:
    monkeypatch.chdir(notebooks() / NAME)
    services = start(NAME)
    get = exercise.run_cells([])["requests"].get

    def statuses(service: str, caller: str) -> list[int]:
        return [get(services[service], params={"caller": caller}, timeout=5).status_code for _ in range(7)]

    assert statuses("articles", "ada") == [200] * 5 + [429] * 2
    assert statuses("commandes", "grace") == [200] * 3 + [503, 200] + [429] * 2
    seen = get(services["journal"], params={"caller": "grace"}, timeout=5).json()
    assert [request["status"] for request in seen] == [200] * 3 + [503, 200] + [429] * 2
    assert seen[0]["at"] == 0
    assert get(services["journal"], params={"caller": "grace"}, timeout=5).json() == []
