"""Schemathesis looks for a request whose answer is not the one that the description of the API promises.

It makes hundreds of requests from the description, valid and invalid ones, the same at every run. To
search longer: `EXAMPLES=500 pytest tests/lab/test_openapi_properties.py`.
"""

import os
from typing import Any

import schemathesis
from hypothesis import settings
from schemathesis.config import SchemathesisConfig

from grader.lab import credentials
from grader.lab.site import create_site

_EXAMPLES = int(os.environ.get("EXAMPLES", "15"))
_ADMIN = {"Authorization": f"Bearer {credentials.token(credentials.ACCOUNTS[0])}"}

# What a valid request may be answered: a 4xx only where the state decides, or for a reason given below.
_ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "412", "429", "5xx"]
_REJECTED = ["400", "401", "403", "404", "405", "406", "409", "412", "413", "415", "422"]


def _allow(path: str, check: str, statuses: list[str]) -> dict[str, Any]:
    return {"include-path": path, "checks": {check: {"expected-statuses": statuses}}}


_OPERATIONS = [
    # Schemathesis makes poor forms: it sends some files as texts, and takes a form that has one of `file` and
    # `files` for one that lacks the other. What is accepted and refused is in test_api_files.py; all other
    # checks hold here too. (422: a checksum must be the file's, which no schema can say.)
    {
        "include-path": "/upload",
        "checks": {
            "negative_data_rejection": {"enabled": False},
            "positive_data_acceptance": {"expected-statuses": [*_ACCEPTED, "400", "422"]},
        },
    },
    # Out of order on purpose. That no other 5xx comes is left to status_code_conformance.
    *(
        _allow(path, "not_a_server_error", ["2xx", "4xx", "5xx"])
        for path in ("/statistics", "/licences", "/backups")
    ),
    # A cursor is any text for a client, but only those that the API gave are good.
    _allow("/logs", "positive_data_acceptance", [*_ACCEPTED, "400"]),
    # A name must be printable, a range within the file: no schema can say either.
    {
        "include-path": "/files/{name}",
        "checks": {
            "positive_data_acceptance": {"expected-statuses": [*_ACCEPTED, "416", "422"]},
            "negative_data_rejection": {"expected-statuses": [*_REJECTED, "416"]},
        },
    },
    # What a PATCH adds to a disk may make it too large.
    _allow("/servers/{name}", "positive_data_acceptance", [*_ACCEPTED, "422"]),
    # A key that has placed another order already.
    _allow("/orders", "positive_data_acceptance", [*_ACCEPTED, "422"]),
]

_CONFIG = {
    "seed": 1,
    "generation": {"deterministic": True, "database": "none", "max-examples": _EXAMPLES},
    "checks": {
        "positive_data_acceptance": {"expected-statuses": _ACCEPTED},
        "negative_data_rejection": {"expected-statuses": _REJECTED},
    },
    "operations": _OPERATIONS,
}


def _schema() -> Any:
    config = SchemathesisConfig.from_dict(_CONFIG)
    return schemathesis.openapi.from_wsgi("/openapi.json", create_site(), config=config)


@_schema().parametrize()
def test_every_answer_is_the_described_one(case):
    case.call_and_validate(app=create_site(), base_url=case.operation.base_url)


def test_a_token_opens_what_is_closed_without_one():
    case = _schema()["/protected"]["GET"].Case(headers=_ADMIN)
    answer = case.call_and_validate(app=create_site(), base_url=case.operation.base_url, headers=_ADMIN)
    assert answer.status_code == 200


class Sequences(_schema().as_state_machine()):
    """Requests that follow one another: what is created can be read, and what is deleted no more."""

    def setup(self) -> None:
        self.site = create_site()

    def get_call_kwargs(self, case: Any) -> dict[str, Any]:
        return {"app": self.site, "base_url": case.operation.base_url}


TestSequences = Sequences.TestCase
TestSequences.settings = settings(
    TestSequences.settings, max_examples=_EXAMPLES, stateful_step_count=8, derandomize=True, database=None
)
