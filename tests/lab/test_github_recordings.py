"""What the lab plays of the published recordings of api.github.com is what they hold."""

import hashlib
import json
from pathlib import Path

import pytest

from grader.lab.github import recordings
from grader.lab.github.application import create_app

FOLDER = Path(recordings.__file__).with_name("recordings")
ORGANISATION = "/repos/octokit-fixture-org"
# Of the files in npm @octokit/fixtures 23.1.2.
DIGESTS = {
    "errors": "e07879eba97688e06208f08583d9021717fb29b34f87f6b65c1fa53342f52e91",
    "paginate-issues": "e4ad240761e3196385ba6ca5d6809ab1c24c97603e8e78cee422c8c0b376ac4d",
    "rename-repository": "814a4dde51c7e1fa5f2781c27d114ca8810bd5689e4b124007b172d1d8e60b32",
}


def ask(target, method="GET", token="ghp_your_token_here", **options):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    client = create_app().test_client()
    return client.open(target, method=method, base_url="https://api.github.com", headers=headers, **options)


def test_every_scenario_has_its_digest():
    assert set(DIGESTS) == set(recordings.SCENARIOS) == {file.stem for file in FOLDER.glob("*.json")}


@pytest.mark.parametrize("scenario", recordings.SCENARIOS)
def test_the_files_are_those_of_the_package(scenario):
    data = (FOLDER / f"{scenario}.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == DIGESTS[scenario]


def test_the_licence_is_there():
    assert "MIT" in (FOLDER / "LICENSE.md").read_text(encoding="utf-8")


EXCHANGES = [
    (scenario, exchange)
    for scenario in recordings.SCENARIOS
    for exchange in json.loads((FOLDER / f"{scenario}.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(
    ("scenario", "exchange"), EXCHANGES, ids=[f"{s} {e['method']} {e['status']}" for s, e in EXCHANGES]
)
def test_an_exchange_is_answered_as_github_did(scenario, exchange):
    body = {"json": exchange["body"]} if exchange["body"] else {}
    answer = ask(exchange["path"], exchange["method"].upper(), **body)
    assert answer.status_code == exchange["status"]
    assert answer.headers["X-Cours"] == f"api.github.com, {recordings.PACKAGE}, {scenario}"
    assert answer.headers.get("Link") == exchange["headers"].get("link")
    assert answer.headers.get("Location") == exchange["headers"].get("location")
    if exchange["response"]:
        assert answer.json == exchange["response"]
    else:
        assert answer.data == b""


def test_the_reset_is_in_seconds_as_github_sends_it():
    answer = ask(f"{ORGANISATION}/paginate-issues/issues?per_page=3")
    assert answer.headers["X-RateLimit-Reset"] == "1507651200"


def test_the_recordings_were_made_with_a_token():
    assert ask(f"{ORGANISATION}/rename-repository", token="").status_code == 404
    assert ask(f"{ORGANISATION}/rename-repository", token="ghp_revoque").status_code == 401
