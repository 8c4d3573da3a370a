"""What the cassettes hold of the API is what its description says."""

from typing import Any

import pytest
import requests
import schemathesis
from schemathesis import checks
from schemathesis.core.transport import Response
from werkzeug.exceptions import HTTPException

from grader import paths
from grader.lab.api import create_app
from grader.lab.authorisation import create_auth
from grader.lab.tokens import Tokens
from grader.replay import cassette
from grader.replay.http import Answer, Request

_APPS = {"api.example.com": create_app(), "auth.example.com": create_auth(Tokens())}
_SCHEMA = schemathesis.openapi.from_wsgi("/openapi.json", _APPS["api.example.com"])
_ABOUT_HEADERS = ["status_code_conformance", "content_type_conformance", "response_headers_conformance"]
_ABOUT_ALL = [*_ABOUT_HEADERS, "response_schema_conformance"]


def recorded() -> list[Any]:
    return [
        pytest.param(interaction.request, interaction.answer, id=f"{path.stem}-{number}-{interaction.cell}")
        for path in sorted(paths.cassettes().glob("*.yaml"))
        for number, interaction in enumerate(cassette.load(path))
        if interaction.request.host in _APPS and interaction.request.method != "OPTIONS"
    ]


@pytest.mark.parametrize(("asked", "answered"), recorded())
def test_recorded_answer_is_a_described_one(asked, answered):
    case = case_of(asked)
    if case is None:  # what no operation describes: the lessons show these two refusals
        assert answered.status in (404, 405)
        return
    names = _ABOUT_HEADERS if asked.method == "HEAD" else _ABOUT_ALL
    case.validate_response(received(asked, answered), checks=checks.CHECKS.get_by_names(names))


def case_of(asked: Request) -> Any:
    """Return a request to the operation that answers it, None where the address or the method is none."""
    method = "GET" if asked.method == "HEAD" else asked.method
    routes = _APPS[asked.host].url_map.bind(asked.host)
    try:
        rule, arguments = routes.match(asked.parts.path, method, return_rule=True)
    except HTTPException:
        return None
    path = rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}")
    return _SCHEMA[path][method].Case(path_parameters=arguments)


def received(asked: Request, answered: Answer) -> Response:
    """Return an answer in the form that the checks read."""
    headers: dict[str, list[str]] = {}
    for name, value in answered.headers:
        headers.setdefault(name.lower(), []).append(value)
    sent = requests.Request(asked.method, asked.url).prepare()
    return Response(answered.status, headers, answered.body, sent, elapsed=0.1, verify=True)
