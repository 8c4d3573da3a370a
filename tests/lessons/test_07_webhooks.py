"""Lesson 07: the module's functions and the lesson's receiver do what the lesson says of them."""

import ast
import functools
import re
import socket
import threading
from typing import Any

import nbformat
import pytest
import requests

from grader.paths import notebooks

NAME = "07_webhooks"
NOTEBOOK = nbformat.read(notebooks() / f"{NAME}.ipynb", as_version=4)
ANSWERS: dict[str, str] = NOTEBOOK.metadata["grader"]["answers"]
CODE = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
EVENT = {"event": "deploy", "service": "paie", "author": "Léa"}
SECRET = "secret-de-demonstration"
KEPT = ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef

# The module's section 7, without its imports.
SEED = [
    '''
def send_webhook(url: str, payload: dict, secret: str = None) -> bool:
    """Envoie un webhook avec signature optionnelle."""
    headers = {"Content-Type": "application/json"}

    body = json.dumps(payload)

    if secret:
        signature = hmac.new(
            secret.encode(),
            body.encode(),
            hashlib.sha256
        ).hexdigest()
        headers["X-Signature"] = f"sha256={signature}"

    try:
        response = requests.post(
            url,
            data=body,
            headers=headers,
            timeout=10
        )
        return response.status_code == 200
    except requests.RequestException:
        return False
''',
    '''
# Envoyer une notification Slack
def send_slack_message(webhook_url: str, message: str, channel: str = None):
    """Envoie un message Slack via webhook."""
    payload = {"text": message}
    if channel:
        payload["channel"] = channel

    response = requests.post(webhook_url, json=payload)
    return response.status_code == 200
''',
    """
# Utilisation
send_slack_message(
    "https://hooks.slack.com/services/XXX/YYY/ZZZ",
    "Déploiement terminé avec succès!"
)
""",
]


@functools.cache
def _compiled() -> list[Any]:
    """The lesson's definitions and constants, cell by cell, its calls left out."""
    compiled = []
    for cell, source in CODE.items():
        if cell in [f"reponse-{question}" for question in ANSWERS]:
            continue
        tree = ast.parse(source)
        tree.body = [node for node in tree.body if isinstance(node, KEPT) or _is_constant(node)]
        compiled.append(compile(tree, cell, "exec"))
    return compiled


def _is_constant(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Set)


@pytest.fixture
def lesson() -> dict[str, Any]:
    names: dict[str, Any] = {"restarts": []}
    for code in _compiled():
        exec(code, names)
    return names


@pytest.mark.parametrize("example", SEED, ids=["send_webhook", "send_slack_message", "usage"])
def test_example_of_the_module_is_there_word_for_word(example):
    assert any(example.strip() in source for source in CODE.values())


@pytest.mark.parametrize("module", ["requests", "hmac", "hashlib", "json"])
def test_imports_of_the_module_are_there(module):
    assert f"import {module}\n" in CODE["send-webhook"]


def test_send_webhook_delivers_and_signs(lesson, stage):
    url = stage.route("/hooks", status=200).url
    assert lesson["send_webhook"](url, EVENT, SECRET) is True
    request = stage.requests[0]
    assert request.json == EVENT
    assert request.headers["X-Signature"] == f"sha256={lesson['digest'](request.body)}"


def test_send_webhook_takes_a_success_for_a_failure_and_all_failures_for_one(lesson, stage):
    answers = {status: stage.route(f"/{status}", status=status).url for status in (201, 202, 204, 404, 503)}
    told = {status: lesson["send_webhook"](url, EVENT) for status, url in answers.items()}
    assert told == dict.fromkeys(answers, False)


def test_send_webhook_without_a_secret_signs_nothing(lesson, stage):
    url = stage.route("/hooks").url
    assert lesson["send_webhook"](url, EVENT, "") is True
    assert "X-Signature" not in stage.requests[0].headers


def test_send_event_refuses_an_empty_secret(lesson, stage):
    with pytest.raises(ValueError, match="secret vide"):
        lesson["send_event"](stage.url, EVENT, "", "livraison-1", 0)
    assert stage.requests == []


def test_send_event_takes_every_success_and_names_each_failure(lesson, stage):
    send = functools.partial(lesson["send_event"], payload=EVENT, secret=SECRET, delivery_id="1", timestamp=0)
    for status in (200, 201, 202, 204):
        assert send(stage.route("/hooks", status=status).url).status_code == status
    with pytest.raises(requests.HTTPError, match="404"):
        send(stage.route("/hooks", status=404).url)
    with pytest.raises(requests.ConnectionError):
        send(stage.refused_url)


def test_what_send_event_sends_is_accepted_once_and_by_its_secret_only(lesson):
    seen: set[str] = set()
    now = lesson["NOW"]
    with lesson["Receiver"](lambda headers, body: lesson["judge"](headers, body, now, seen)) as receiver:
        send = functools.partial(lesson["send_event"], receiver.url, EVENT, timestamp=now)
        assert send(SECRET, "livraison-1").text == "notée"
        for secret, delivery, status in ((SECRET, "livraison-1", 409), ("autre", "livraison-2", 401)):
            with pytest.raises(requests.HTTPError, match=str(status)):
                send(secret, delivery)


@pytest.mark.parametrize("header", ["X-Delivery", "X-Timestamp", "X-Signature"])
@pytest.mark.parametrize("value", [None, "", "é", "١٢٣", "²", "1e9", "-1"])
def test_a_header_made_up_is_refused_and_breaks_nothing(lesson, header, value):
    headers = lesson["signed_headers"]("livraison-1", lesson["NOW"], b"{}", SECRET)
    headers = {name: text for name, text in {**headers, header: value}.items() if text is not None}
    assert lesson["judge"](headers, b"{}", lesson["NOW"], set())[0] in (400, 401)


def test_receiver_starts_twice_and_leaves_neither_thread_nor_port(lesson, capfd):
    threads = threading.active_count()
    for _ in range(2):
        with lesson["Receiver"](lambda headers, body: (200, "merci")) as receiver:
            assert requests.post(receiver.url, json=EVENT, timeout=5).text == "merci"
        with pytest.raises(requests.ConnectionError):
            requests.post(receiver.url, json=EVENT, timeout=5)
    assert threading.active_count() == threads
    assert capfd.readouterr() == ("", "")


def test_receiver_that_fails_answers_500_and_writes_nothing(lesson, capfd):
    with lesson["Receiver"](lambda headers, body: 1 / 0) as receiver:
        response = requests.post(receiver.url, json=EVENT, timeout=5)
    assert (response.status_code, response.text) == (500, "ZeroDivisionError: division by zero")
    assert capfd.readouterr() == ("", "")


def test_receiver_answers_a_delivery_without_a_length_and_writes_nothing(lesson, capfd):
    with lesson["Receiver"](lambda headers, body: (200, "merci")) as receiver:
        address = receiver.server.server_address
        with socket.create_connection(address, timeout=5) as caller:
            caller.sendall(b"POST /hooks/deploy HTTP/1.0\r\n\r\n")
            assert caller.makefile("rb").readline().startswith(b"HTTP/1.0 500 ")
    assert capfd.readouterr() == ("", "")


def test_receiver_ends_its_work_when_the_caller_has_gone_and_writes_nothing(lesson, capfd):
    gone, done = threading.Event(), []

    def receive(headers, body):
        gone.wait()
        done.append(body)
        return 200, "trop tard"

    with lesson["Receiver"](receive) as receiver:
        with pytest.raises(requests.Timeout):
            requests.post(receiver.url, json=EVENT, timeout=(5, 0.05))
        gone.set()
    assert len(done) == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://ci.example.com/hooks", True),
        ("https://CI.example.com:443/hooks", True),
        ("http://ci.example.com/hooks", False),
        ("https://ci.example.com.pirate.example/", False),
        ("https://ci.example.com@127.0.0.1/", False),
        ("https://pirate.example/?x=ci.example.com", False),
        ("https://[::1]/", False),
        ("", False),
    ],
)
def test_only_the_listed_hosts_are_called(lesson, url, allowed):
    assert lesson["is_allowed"](url) is allowed


def test_notify_slack_says_what_slack_answered_and_never_the_url(lesson, stage):
    refusing = stage.route("/services/XXX/PERDU/ZZZ", status=404, text="no_service").url
    for url, told in ((refusing, "404 no_service"), (stage.refused_url, "ConnectionError")):
        with pytest.raises(lesson["SlackError"], match=told) as caught:
            lesson["notify_slack"](url, "Bonjour")
        assert url not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None
    assert stage.requests[0].json == {"text": "Bonjour"}


def test_every_call_but_the_modules_own_has_a_timeout():
    calls = [
        (id_, call)
        for id_, source in CODE.items()
        for call in ast.walk(ast.parse(ANSWERS.get(id_[8:]) or source))
        if isinstance(call, ast.Call)
        and re.match(r"requests\.(get|post|put|patch|delete)$", ast.unparse(call.func))
    ]
    assert [id_ for id_, call in calls if not any(word.arg == "timeout" for word in call.keywords)] == [
        "slack"
    ]


def test_texts_have_their_no_break_spaces():
    texts = [cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown"]
    prose = [re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL) for text in texts]
    assert [text for text in prose if re.search(r" [:;!?»]|« ", text)] == []
