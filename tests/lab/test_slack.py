"""What the stand-in for Slack's incoming webhooks answers."""

import http.client

import pytest
from werkzeug.test import Client

from grader.lab import slack
from grader.lab.catalog import needed_by
from grader.lab.services import running

MESSAGE = {"text": "Déploiement terminé avec succès!"}
WORKING = "/services/XXX/YYY/ZZZ"


@pytest.fixture
def client() -> Client:
    return slack.create_app().test_client()


def said(response) -> tuple[int, str]:
    return response.status_code, response.get_data(as_text=True)


def test_a_message_is_accepted_with_two_letters(client):
    assert said(client.post(WORKING, json=MESSAGE)) == (200, "ok")


def test_the_form_of_older_clients_is_accepted(client):
    assert said(client.post(WORKING, data={"payload": '{"text": "Bonjour"}'})) == (200, "ok")


@pytest.mark.parametrize("body", ["", "{", "[]", '"texte"', "null", '{"text": 7}', b"\xff\xfe"])
def test_a_body_that_is_no_message_is_refused(client, body):
    answer = client.post(WORKING, data=body, content_type="application/json")
    assert said(answer) == (400, "invalid_payload")


@pytest.mark.parametrize("payload", [{}, {"text": ""}, {"channel": "#astreinte"}])
def test_a_message_without_text_is_refused(client, payload):
    assert said(client.post(WORKING, json=payload)) == (400, "no_text")


@pytest.mark.parametrize(
    ("address", "refusal"),
    [
        ("XXX/YYY/AUTRE", (403, "invalid_token")),
        ("XXX/PERDU/ZZZ", (404, "no_service")),
        ("AUTRE/YYY/ZZZ", (404, "no_service")),
        ("XXX/ARCHIVE/ZZZ", (410, "channel_is_archived")),
    ],
)
def test_an_address_that_no_longer_holds_is_refused(client, address, refusal):
    assert said(client.post(f"/services/{address}", json=MESSAGE)) == refusal


def test_a_webhook_of_an_application_ignores_the_channel(client):
    assert said(client.post(WORKING, json={**MESSAGE, "channel": "#inconnu"})) == (200, "ok")


def test_an_older_webhook_looks_for_the_channel(client):
    older = "/services/XXX/ANCIEN/ZZZ"
    assert said(client.post(older, json={**MESSAGE, "channel": "#astreinte"})) == (200, "ok")
    assert said(client.post(older, json={**MESSAGE, "channel": "#inconnu"})) == (404, "channel_not_found")


def test_reason_phrases_are_those_of_the_standard(client):
    assert client.post("/services/XXX/PERDU/ZZZ", json=MESSAGE).status == "404 Not Found"


def test_only_post_writes(client):
    assert client.get(WORKING).status_code == 405


def test_the_lab_serves_it_and_says_what_it_is():
    services = needed_by("https://hooks.slack.com/services/XXX/YYY/ZZZ")
    assert [service.host for service in services] == ["hooks.slack.com"]
    assert services[0].made_of().startswith("stand-in")
    with running(services) as ports:
        connection = http.client.HTTPConnection("127.0.0.1", ports["https://hooks.slack.com"], timeout=30)
        connection.request("POST", WORKING, b'{"text": "Bonjour"}', {"Content-Type": "application/json"})
        response = connection.getresponse()
        assert (response.status, response.read()) == (200, b"ok")
        connection.close()
