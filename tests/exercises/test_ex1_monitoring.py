"""Exercise 1: its own answers get everything, the sample class its golden marks, and no check is idle.

The whole class is run in this process, as a trainee's kernel would; three cheats attack the process
that they run in, and are left to the tests of the sandbox.
"""

import json
import runpy
import shutil
from fractions import Fraction

import nbformat
import pytest

from grader.checks.blocking import mark_blocked
from grader.checks.outcome import Outcome, rounded, score
from grader.execution import execute
from grader.notebook.start import start
from grader.paths import notebooks, root

NAME = "ex1_monitoring"
POINTS = {"latence": 3, "un-service": 5, "plusieurs-services": 3, "alerte": 4, "changements": 3, "bilan": 2}

SAMPLES = runpy.run_path(str(root() / "tests" / "samples" / "build.py"))
GOLDEN: dict[str, dict] = SAMPLES["golden"](NAME)
DANGEROUS = {"sofia", "theo", "ursula"}
CLASS = [name for name, mark in GOLDEN.items() if mark["status"] == "graded" and name not in DANGEROUS]
# One mistake, one question: what the check of a question finds wrong costs nothing elsewhere.
ONE_MISTAKE = {
    "david": "latence",
    "jules": "latence",
    "emma": "un-service",
    "farid": "plusieurs-services",
    "gaelle": "alerte",
    "karim": "alerte",
    "hugo": "changements",
    "ines": "bilan",
}

SENT_ONCE = "requests.post(webhook_url, data=body, headers=headers, timeout=timeout)"
ALL_MEASURES = "[check_service(name, url, timeout, slow_ms) for name, url in services.items()]"

ROUNDED = "two_redirections_and_a_slow_body"

# Question, what is changed in its answer, and the checks that must notice.
MISTAKES = [
    ("latence", "perf_counter", "time", "wall_clock_set_back wall_clock_set_ahead"),
    ("latence", "* 1000", "", "answer_is_timed errors_are_timed_too"),
    ("latence", "(time.perf_counter() - sent)", "round(time.perf_counter() - sent, 2)", ROUNDED),
    ("latence", "requests.get(", "requests.get(url, timeout=timeout) and requests.get(", "answer_is_timed"),
    ("latence", "timeout=timeout)", "timeout=(3, timeout))", "failure_is_raised"),
    (
        "latence",
        "(time.perf_counter() - sent)",
        "response.elapsed.total_seconds()",
        "body_counts redirections_count two_redirections_and_a_slow_body timeout_bounds_each_wait",
    ),
    ("latence", "timeout=timeout", "timeout=timeout, allow_redirects=False", "redirections_count"),
    ("latence", "timeout=timeout", "timeout=timeout, stream=True", "body_counts failure_is_raised"),
    ("latence", "timeout=timeout)", "timeout=1)", "failure_is_raised"),
    ("latence", "timeout=5", "timeout=10", "failure_is_raised"),
    (
        "latence",
        "(time.perf_counter() - sent) * 1000",
        "int((time.perf_counter() - sent) * 1000)",
        "answer_is_timed",
    ),
    (
        "latence",
        "return response",
        "response.raise_for_status()\n    return response",
        "errors_are_timed_too",
    ),
    ("un-service", '"error": None,', "", "healthy_service redirection_is_followed other_codes"),
    ("un-service", '"url": url', '"url": url + "/"', "healthy_service redirection_is_followed"),
    (
        "un-service",
        '"status"] = "up"',
        '"status"] = "UP"',
        "healthy_service redirection_is_followed threshold",
    ),
    ("un-service", "code >= 500", "code >= 400", "client_error other_codes slow_failure"),
    ("un-service", "code >= 500", "code > 503", "server_error other_codes redirected_to_a_failure"),
    ("un-service", "code >= 500", "code >= 500 and latency <= slow_ms", "slow_failure"),
    ("un-service", "200 <= code < 300", "code == 200", "other_codes"),
    ("un-service", "200 <= code < 300", "code in (200, 201, 202, 204)", "other_codes"),
    ("un-service", "code >= 500", "code in (500, 502, 503, 504)", "other_codes"),
    ("un-service", "latency > slow_ms", "latency >= slow_ms", "threshold"),
    ("un-service", "slow_ms=1000", "slow_ms=500", "threshold"),
    ("un-service", "timed_get(url,", "timed_get(url.lower(),", "one_request"),
    ("un-service", "timed_get(url,", "timed_get(url.split('?')[0],", "one_request"),
    ("un-service", "latency > slow_ms", "False", "slow_service threshold"),
    ("un-service", "latency > slow_ms", "latency > 1000", "threshold"),
    ("un-service", "(url, timeout)", "(url)", "silent_service connection_never_made body_that_stops"),
    (
        "un-service",
        "except Exception",
        "except requests.Timeout",
        "refused_connection unknown_host cut_answer connection_closed_before_the_answer"
        " redirected_to_a_failure malformed_urls",
    ),
    ("un-service", "except Exception", "except requests.RequestException", "malformed_urls"),
    ("un-service", "timed_get(url,", "timed_get(url.rstrip('/'),", "one_request"),
    ("un-service", "code, latency = ", "code, latency = timed_get(url, timeout) and ", "one_request"),
    ("plusieurs-services", "services.items()", "sorted(services.items())", "order_is_kept twelve_services"),
    (
        "plusieurs-services",
        ALL_MEASURES,
        f'[result for result in {ALL_MEASURES} if result["error"] is None]',
        "failures_cost_nothing_to_others malformed_url every_kind_of_failure",
    ),
    ("plusieurs-services", ALL_MEASURES, f"{ALL_MEASURES} or None", "no_service"),
    (
        "plusieurs-services",
        ALL_MEASURES,
        f'[{{key: result[key] for key in ("name", "status")}} for result in {ALL_MEASURES}]',
        "one_request_each",
    ),
    (
        "plusieurs-services",
        "for name, url in services.items()",
        "for url, name in {url: name for name, url in services.items()}.items()",
        "same_url_twice",
    ),
    ("plusieurs-services", ALL_MEASURES, f"{ALL_MEASURES} and {ALL_MEASURES}", "one_request_each"),
    ("plusieurs-services", ", timeout, slow_ms)", ")", "settings_are_passed_on"),
    ("alerte", '== "down"', '!= "up"', "alert_names_services_that_are_down nothing_to_announce"),
    ("alerte", '"recovered": list(recovered)', '"text": "panne"', "recovered_services"),
    ("alerte", "list(recovered)", "sorted(recovered)", "recovered_services"),
    ("alerte", "list(recovered)", "[] if down else list(recovered)", "accents"),
    ("alerte", "not down and not recovered", "not down", "recovered_services"),
    ("alerte", "not down and not recovered", "False", "nothing_to_announce no_result_at_all"),
    ("alerte", "body, hashlib", "str(down).encode(), hashlib", "alert_is_signed recovered_services"),
    ("alerte", '.encode("utf-8")\n', '.encode("ascii", "replace")\n', "accents"),
    ("alerte", "timeout=timeout", "timeout=30", "receiver_is_silent"),
    ("alerte", "except Exception", "except requests.Timeout", "receiver_refuses_connection one_attempt"),
    ("alerte", "except Exception", "except requests.RequestException", "one_attempt"),
    ("alerte", "try:\n", f"try:\n        {SENT_ONCE}\n", "receiver_fails one_attempt"),
    ("alerte", "200 <= response.status_code < 300", "True", "receiver_fails other_2xx"),
    ("alerte", "200 <= response.status_code < 300", "response.status_code == 200", "other_2xx"),
    (
        "alerte",
        "200 <= response.status_code < 300",
        "response.status_code in (200, 201, 202, 204)",
        "other_2xx",
    ),
    ("alerte", "timeout=timeout", 'auth=("alerte", secret), timeout=timeout', "headers_and_secret"),
    ("alerte", '["status"] == "down"', '["status_code"] is None', "alert_names_services_that_are_down"),
    ("alerte", "timeout=timeout", "timeout=(5, timeout)", "one_attempt"),
    ("alerte", '"Content-Type": "application/json", ', "", "headers_and_secret"),
    ("alerte", '{"down": down,', '{"secret": secret, "down": down,', "headers_and_secret"),
    (
        "changements",
        "fallen, self.secret",
        "results, self.secret",
        "one_alert_for_one_failure two_services_cross",
    ),
    ("changements", "fallen, self.secret", "fallen, 'secret'", "two_services_cross"),
    (
        "changements",
        ", recovered)",
        ")",
        "recovery_is_announced degraded_is_not_down recovery_announced_late",
    ),
    ("changements", "self._announced - down", "{result['name'] for result in results} - down", "all_is_well"),
    (
        "changements",
        "self._announced - down",
        "{result['name'] for result in results if result['status'] == 'up'} & self._announced",
        "degraded_is_not_down",
    ),
    (
        "changements",
        "if send_alert(self.webhook_url, fallen, self.secret, recovered):",
        "if [send_alert(self.webhook_url, fallen, self.secret, recovered)]:",
        "failed_alert_is_sent_again failure_never_announced recovery_announced_late",
    ),
    ("changements", "self._announced = down", "self._announced |= down", "repeated_failures"),
    ("changements", ", self.timeout, self.slow_ms)", ", self.timeout)", "receiver_unreachable"),
    ("changements", ", self.timeout, self.slow_ms)", ", slow_ms=self.slow_ms)", "receiver_unreachable"),
    ("changements", "self.history.extend", "self.history.append", "history_keeps_everything"),
    ("changements", "self.history.extend(results)", "self.history = results", "receiver_unreachable"),
    (
        "changements",
        "self.history = []",
        "self.history = globals().setdefault('shared', [])",
        "monitors_are_independent",
    ),
    (
        "changements",
        "self.webhook_url = webhook_url",
        "Monitor.webhook_url = webhook_url",
        "monitors_are_independent",
    ),
    ("bilan", "        }\n    )", "        }\n    ).reset_index()", "one_row_a_service"),
    ("bilan", '["available"].mean()', '["available"].mean().round(2)', "services_in_turn"),
    ("bilan", '!= "down"', '== "up"', "availability"),
    ("bilan", ".median()", ".mean()", "latencies services_in_turn"),
    ("bilan", "0.95", "0.95, interpolation='nearest'", "latencies services_in_turn"),
    ("bilan", "        }\n    )", "        }\n    ).dropna()", "service_without_latency no_latency_at_all"),
    ("bilan", ".astype(float)", "", "no_latency_at_all"),
    (
        "bilan",
        "groups = ",
        'table.loc[~table["available"], "latency_ms"] = float("nan")\n    groups = ',
        "failures_that_answered",
    ),
    ("bilan", ', columns=["name", "status", "latency_ms"]', "", "empty_history"),
]


def student_cells(student: str) -> list[str]:
    """Return the answers in a student's notebook."""
    cells = json.loads(SAMPLES["submission"](student))["cells"]
    answered = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]
    return ["".join(cell["source"]) for cell in answered]


def submissions() -> dict[str, list[str]]:
    """Return the answers of the class."""
    return {student: student_cells(student) for student in CLASS}


def test_points_are_those_of_the_release(exercise) -> None:
    assert exercise.points() == POINTS
    assert sum(POINTS.values()) == 20


@pytest.mark.parametrize("question", POINTS)
def test_every_question_has_visible_and_hidden_checks(judged, question) -> None:
    hidden = [result.hidden for result in judged["source"].of(question)]
    assert hidden.count(False) >= 3
    assert hidden.count(True) >= 3


@pytest.mark.parametrize("question", POINTS)
def test_titles_of_a_question_differ(judged, question) -> None:
    titles = [result.title for result in judged["source"].of(question)]
    assert len(set(titles)) == len(titles)
    assert not [title for title in titles if title.startswith("test_") or title.endswith(".")]


def test_source_gets_everything(judged) -> None:
    assert judged["source"].failed == set()


@pytest.mark.parametrize("student", CLASS)
def test_student_gets_golden_marks(judged, student) -> None:
    verdict = judged[student]
    points = {name: rounded(score(verdict.of(name), Fraction(most))) for name, most in POINTS.items()}
    assert points == GOLDEN[student]["questions"]
    assert round(sum(points.values()), 2) == GOLDEN[student]["score"]


@pytest.mark.parametrize(("student", "question"), ONE_MISTAKE.items())
def test_one_mistake_costs_one_question(student, question) -> None:
    lost = {name for name, points in GOLDEN[student]["questions"].items() if points < POINTS[name]}
    assert lost == {question}


def test_untouched_release_is_not_attempted(judged) -> None:
    assert {result.outcome for result in judged["manon"].results} == {Outcome.NOT_ATTEMPTED}


def test_failures_below_a_failure_are_blocked(judged, exercise) -> None:
    verdict = judged["meriem"]
    results = verdict.of("plusieurs-services")

    def passes(need: str) -> bool:
        return all(result.outcome is Outcome.PASSED for result in verdict.of(need))

    asked = runpy.run_path(str(exercise.checks[0]))["plusieurs_services"]
    mark_blocked(results, asked, passes)
    assert {result.outcome for result in results} == {Outcome.PASSED, Outcome.BLOCKED}


@pytest.mark.parametrize(("question", "old", "new", "noticed"), MISTAKES)
def test_mistake_is_noticed(judged, question, old, new, noticed) -> None:
    assert judged[question, old, new].failed == set(noticed.split())


def test_every_check_notices_a_mistake(judged) -> None:
    noticing = {f"test_{name}" for *_, noticed in MISTAKES for name in noticed.split()}
    assert noticing == {result.name for result in judged["source"].results}


def test_failed_checks_say_why(judged) -> None:
    silent = [
        result.name
        for verdict in judged.values()
        for result in verdict.results
        if result.outcome is not Outcome.PASSED and not result.message
    ]
    assert silent == []


def test_released_notebook_gives_full_points_in_a_kernel(tmp_path) -> None:
    folder = shutil.copytree(notebooks() / NAME, tmp_path / NAME)  # progress is kept beside the notebooks
    notebook = nbformat.reads(SAMPLES["submission"]("alice").decode(), as_version=4)
    steps = [step for question in POINTS for step in (f"reponse-{question}", question)]
    executed = execute(notebook, cwd=folder, order=["demarrer", "imports", *steps])
    shown = {cell.id: cell.outputs[0].data["text/plain"] for cell in executed.cells if cell.id in POINTS}
    assert shown == {question: str(float(points)) for question, points in POINTS.items()}


def test_demonstration_services_answer(monkeypatch, exercise) -> None:
    monkeypatch.chdir(notebooks() / NAME)
    services = start(NAME)
    webhook = services.pop("webhook")
    names = exercise.run_cells(list(exercise.answers.values()))
    quick = {name: url for name, url in services.items() if name not in ("recherche", "archives")}
    states = {result["name"]: result["status"] for result in names["check_all"](quick)}
    assert states == {
        "catalogue": "up",
        "livraison": "up",
        "comptes": "degraded",
        "paiement": "down",
        "stock": "down",
        "messagerie": "up",
    }
    results = [{"name": "stock", "status": "down"}]
    assert names["send_alert"](webhook, results, "cle-de-demonstration")
    assert not names["send_alert"](webhook, results, "une autre")
    received = names["requests"].get(webhook, timeout=5).json()
    assert [alert["signature_valid"] for alert in received] == [True, False]
