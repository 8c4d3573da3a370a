"""The description of the API is valid and complete."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from jsonschema import Draft202012Validator

from grader.lab.api import create_app
from grader.lab.authorisation import create_auth
from grader.lab.tokens import Tokens
from grader.typography import typeset

_APPS = {"api.example.com": create_app(), "auth.example.com": create_auth(Tokens())}
_DESCRIPTION = _APPS["api.example.com"].test_client().get("/openapi.json").json
_SCHEMA = schemathesis.openapi.from_dict(_DESCRIPTION)
_METHODS = ("get", "post", "put", "patch", "delete")


def nodes(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield everything that the description holds, with the name that it stands under."""
    yield name, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from nodes(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner, name)


def routes(app: Flask) -> set[tuple[str, str]]:
    """Return what an application answers; HEAD and OPTIONS go without saying."""
    return {
        (method.lower(), rule.rule.replace("<int:", "<").replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def test_description_is_valid_openapi():
    _SCHEMA.validate()
    assert _DESCRIPTION["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", sorted(_DESCRIPTION["components"]["schemas"]))
def test_schema_is_valid_and_its_example_too(name):
    schema = _DESCRIPTION["components"]["schemas"][name]
    Draft202012Validator.check_schema(schema)
    if "example" in schema:
        validator = Draft202012Validator({**_DESCRIPTION, "$ref": f"#/components/schemas/{name}"})
        validator.validate(schema["example"])


def test_every_route_is_described_and_every_described_path_exists():
    described = {
        (method, path)
        for path, item in _DESCRIPTION["paths"].items()
        for method in item
        if method in _METHODS
    }
    assert described == set.union(*map(routes, _APPS.values()))


def test_every_reference_leads_somewhere_and_every_component_is_used():
    used = {value for name, value in nodes(_DESCRIPTION) if name == "$ref"}
    there = {
        f"#/components/{kind}/{name}"
        for kind, named in _DESCRIPTION["components"].items()
        for name in named
        if kind != "securitySchemes"
    }
    assert used == there


def test_every_operation_says_what_it_does_and_has_a_name_of_its_own():
    operations = [item[m] for item in _DESCRIPTION["paths"].values() for m in _METHODS if m in item]
    assert all(operation["summary"] and operation["tags"] for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_texts_are_typeset_in_french():
    texts = [
        v for name, v in nodes(_DESCRIPTION) if name in ("summary", "description") and isinstance(v, str)
    ]
    assert [text for text in texts if text != typeset(text)] == []


def test_the_description_is_read_from_its_address():
    answer = _APPS["api.example.com"].test_client().get("/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
