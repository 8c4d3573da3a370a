"""The course's own cassettes: no secret, no unlisted host, small, and nothing of the machine."""

import base64
import re

import pytest

from grader.lab import credentials
from grader.lab.catalog import SERVICES
from grader.paths import cassettes
from grader.recording.secrets import refuse_secrets
from grader.replay.cassette import load

CASSETTES = sorted(cassettes().glob("*.yaml"))
LARGEST = 1_000_000  # bytes

# Written apart from the recorder's own rules: whatever is shown as a credential, anywhere in the file.
CREDENTIALS = re.compile(
    r"""(?:Bearer|-\ token)\s+([\w.~+/=-]{8,})          # an Authorization header
      | \b(?:gh[pousr]_|github_pat_|hv[sbr]\.|sk-|xox[abprs]-|AKIA)([\w-]{8,})
      | \b(eyJ[\w-]+\.[\w-]+\.[\w-]*)
      | -----BEGIN\ ([A-Z ]*PRIVATE\ KEY)
    """,
    re.VERBOSE,
)


@pytest.fixture(params=CASSETTES, ids=[file.stem for file in CASSETTES])
def cassette(request):
    return request.param


def test_the_recorder_would_accept_it_again(cassette):
    refuse_secrets(load(cassette))


def test_nothing_in_it_looks_like_a_secret(cassette):
    text = cassette.read_text(encoding="utf-8")
    known = " ".join(credentials.listed())
    shown = {next(filter(None, found)) for found in CREDENTIALS.findall(text)}
    assert {value for value in shown if value not in known} == set()
    pairs = [base64.b64decode(pair).decode() for pair in re.findall(r"Basic ([\w+/=]{8,})", text)]
    assert {pair.partition(":")[2] for pair in pairs} <= credentials.listed()


def test_only_the_lab_answered(cassette):
    hosts = {interaction.request.parts.netloc for interaction in load(cassette)}
    assert hosts <= {service.host for service in SERVICES}


def test_it_is_small(cassette):
    assert cassette.stat().st_size < LARGEST


def test_it_names_nothing_of_the_machine_that_recorded_it(cassette):
    text = cassette.read_text(encoding="utf-8")
    assert re.findall(r"/(?:home|root|work|tmp|Users)/\w+|127\.0\.0\.1|localhost", text) == []
