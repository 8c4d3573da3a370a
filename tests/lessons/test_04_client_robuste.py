"""Lesson 04: the module's client and its paginator work, their flaws show, and the mended ones mend them."""

import ast
import logging
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
import requests

from grader.paths import notebooks
from grader.stage import Answer, Stage

NOTEBOOK = nbformat.read(notebooks() / "04_client_robuste.ipynb", as_version=4)
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
DEFINING = (
    "demarrer",
    "sans-attendre",
    "api-client",
    "filtre",
    "paginate",
    "paginate-pages",
    "robust-client",
)
DISKS = {"item": "Disque SSD 2 To", "quantity": 4}


@pytest.fixture(scope="module")
def lesson(defined_by) -> dict[str, Any]:
    """The lesson's classes and functions, without what its cells do with them."""
    return defined_by(*(CODE[cell] for cell in DEFINING))


@pytest.fixture
def waits(lesson) -> Iterator[list[float]]:
    """The waits of Retry, noted instead of waited."""
    with lesson["without_waiting"]() as waits:
        yield waits


def losing_supplier(stage: Stage) -> list[str | None]:
    """Take orders, lose the first answer; return the key of each order, once for each key."""
    taken: list[str | None] = []

    def take(request):
        key = request.headers.get("Idempotency-Key")
        if key is None or key not in taken:
            taken.append(key)
        return Answer(drop=True) if len(stage.requests) == 1 else Answer(status=201, json={"id": 5001})

    stage.route("/orders", respond=take)
    return taken


def test_both_clients_do_what_they_promise(lesson, stage):
    stage.route("/users", json={"data": []}, method="GET")
    for method in ("POST", "PUT", "PATCH"):
        stage.route("/users/7", json={"method": method}, method=method)
    stage.route("/users/7", status=204, method="DELETE")
    for client, empty in (
        (lesson["APIClient"](stage.url + "/"), {}),
        (lesson["RobustClient"](stage.url), None),
    ):
        assert client.get("users", params={"active": "true"}) == {"data": []}
        for method in ("POST", "PUT", "PATCH"):
            assert getattr(client, method.lower())("/users/7", {"name": "Ada"}) == {"method": method}
        assert client.delete("/users/7") == empty
        client.close()
    assert [request.query for request in stage.requests if request.method == "GET"] == [
        {"active": ["true"]}
    ] * 2


def test_api_client_orders_twice_and_robust_client_once(lesson, stage, waits):
    taken = losing_supplier(stage)
    lesson["APIClient"](stage.url).post("/orders", DISKS)
    assert len(taken) == 2

    stage.reset()
    taken = losing_supplier(stage)
    assert lesson["RobustClient"](stage.url).post("/orders", DISKS, key="une-cle") == {"id": 5001}
    assert (taken, len(stage.requests)) == (["une-cle"], 2)


def test_robust_client_sends_a_post_without_a_key_once(lesson, stage, waits):
    taken = losing_supplier(stage)
    with pytest.raises(requests.ConnectionError):
        lesson["RobustClient"](stage.url).post("/orders", DISKS)
    assert taken == [None]


def test_only_robust_client_keeps_the_last_answer(lesson, stage, waits):
    stage.route("/data", status=503, json={"detail": "Maintenance"})
    with pytest.raises(requests.exceptions.RetryError) as lost:
        lesson["APIClient"](stage.url).get("/data")
    assert lost.value.response is None
    with pytest.raises(requests.HTTPError) as kept:
        lesson["RobustClient"](stage.url).get("/data")
    assert kept.value.response.json() == {"detail": "Maintenance"}
    assert waits[:2] == [2, 4]
    assert all(1 <= wait <= 2.5 for wait in waits[2:])


def test_robust_client_waits_a_minute_at_most(lesson, stage, waits):
    stage.route("/data", Answer(status=429, headers={"Retry-After": "3600"}), Answer(json={}))
    lesson["RobustClient"](stage.url).get("/data")
    assert waits == [60]


@pytest.mark.parametrize(("name", "leaks"), [("APIClient", True), ("RobustClient", False)])
def test_what_the_journal_holds(lesson, stage, waits, caplog, name, leaks):
    stage.route("/data", status=400, json={"received": "jeton-secret"})
    client = lesson[name](stage.url, "jeton-secret")
    for base_url in (stage.url, Stage.refused_url):
        client.base_url = base_url
        with pytest.raises(requests.RequestException):
            client.get("/data?token=jeton-secret")
    told = [record.getMessage() for record in caplog.records if record.name != "urllib3.connectionpool"]
    assert ["jeton-secret" in message for message in told] == [leaks, leaks]


def test_filter_on_the_handler_covers_every_logger(lesson, caplog):
    hide = lesson["SecretFilter"]("jeton-secret")
    caplog.handler.addFilter(hide)
    logging.getLogger("urllib3.connectionpool").error("GET /data?token=%s", "jeton-secret")
    caplog.handler.removeFilter(hide)
    assert caplog.messages == ["GET /data?token=***"]


def test_robust_client_gives_its_token_to_its_own_api_only(lesson, stage):
    client = lesson["RobustClient"](stage.url, "jeton-secret")
    stage.route("/events", json=[1], headers={"Link": '<https://elsewhere.example/events>; rel="next"'})
    with pytest.raises(ValueError, match="n'est pas sous"):
        list(client.follow("/events"))


def test_robust_client_follows_the_links(lesson, stage):
    following = f'<{stage.url}/events?page=2>; rel="next"'
    stage.route("/events", Answer(json=[1, 2], headers={"Link": following}), Answer(json=[3]))
    assert list(lesson["RobustClient"](stage.url).follow("/events", params={"limit": 2})) == [1, 2, 3]
    assert [request.target for request in stage.requests] == ["/events?limit=2", "/events?page=2"]


def pages(stage: Stage, size: int, count: int) -> None:
    """Serve a list of numbers, never more than ``size`` on a page."""

    def page(request):
        first = size * (int(request.query["page"][0]) - 1)
        return Answer(json={"data": list(range(count))[first : first + size], "total": count})

    stage.route("/servers", respond=page)


def test_both_paginators_read_every_page(lesson, stage):
    for size, count in ((10, 25), (10, 20), (10, 0)):
        stage.reset()
        pages(stage, size, count)
        client = lesson["APIClient"](stage.url)
        for paginate in (lesson["paginate"], lesson["paginate_pages"]):
            assert list(paginate(client, "/servers", limit=size)) == list(range(count))


def test_only_the_mended_paginator_survives_a_silent_maximum(lesson, stage):
    pages(stage, 2, 5)
    client = lesson["APIClient"](stage.url)
    assert list(lesson["paginate"](client, "/servers")) == [0, 1]
    assert list(lesson["paginate_pages"](client, "/servers")) == [0, 1, 2, 3, 4]


def test_only_the_mended_paginator_leaves_its_callers_dictionary_alone(lesson, stage):
    pages(stage, 10, 5)
    client = lesson["APIClient"](stage.url)
    given = {"active": "true"}
    list(lesson["paginate_pages"](client, "/servers", params=given))
    assert given == {"active": "true"}
    list(lesson["paginate"](client, "/servers", params=given))
    assert given == {"active": "true", "limit": 100, "page": 1}


def test_every_direct_call_has_a_timeout():
    calls = [
        call
        for source in [*CODE.values(), *NOTEBOOK.metadata["grader"]["answers"].values()]
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and re.match(r"requests\.(get|post)$", ast.unparse(call.func))
    ]
    assert calls
    assert [ast.unparse(c) for c in calls if not any(word.arg == "timeout" for word in c.keywords)] == []


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
