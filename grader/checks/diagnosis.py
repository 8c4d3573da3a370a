"""What the checks of several lessons share: to tell a mistake apart and name it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from grader.checks.verdict import Mismatch
from grader.stage import Exchange, Stage
from grader.student.handle import StudentError

NO_REQUEST = "Aucune requête n'est arrivée à base_url : composez l'URL à partir d'elle, f\"{base_url}/…\"."
UNCAUGHT = "L'exception {} sort de votre fonction : attrapez-la et renvoyez ce que demande l'énoncé."

_ASKED = re.compile(r"HTTP(S?)ConnectionPool\(host='(.+?)', port=(\d+)\).* with url: (\S+)")


@contextmanager
def asking(stage: Stage, method: str, path: str, **sentences: str) -> Iterator[None]:
    """Expect a first request with this method and path; say ``sentences[X]`` where the code raises X."""
    try:
        yield
    except StudentError as error:
        if not stage.requests and "RequestException" not in error.types:
            raise
        first_request(stage, method, path, _elsewhere(error))
        for name in error.types:
            assert name not in sentences, sentences[name]
        raise
    first_request(stage, method, path)


def first_request(stage: Stage, method: str, path: str, instead: str = "") -> Exchange:
    """Return the first request that the stage saw, once its method and its path are right."""
    assert stage.requests, NO_REQUEST + instead
    request = stage.requests[0]
    _same(request.path, path, f"La requête est partie vers {request.path} ; l'énoncé demande {path}.")
    _same(request.method, method, f"La requête est un {request.method} ; l'énoncé demande un {method}.")
    return request


def _same(got: Any, expected: Any, sentence: str) -> None:
    if got != expected:
        raise Mismatch(sentence, got, expected)


@dataclass(frozen=True)
class Escaped:
    """An exception of requests that came out of the student's function, in place of a value."""

    name: str

    def __repr__(self) -> str:
        return f"l'exception {self.name}"


def outcome(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Return what the student's function returns, or the exception of requests that it lets out."""
    try:
        return call(*arguments, **options)
    except StudentError as error:
        if "RequestException" not in error.types:
            raise
        return Escaped(error.types[0])


def named(value: Any, otherwise: str, *mistakes: tuple[Any, str]) -> str:
    """Return the sentence of the known mistake that gives this value, else ``otherwise``."""
    return next((sentence for wrong, sentence in mistakes if value == wrong), otherwise)


def _elsewhere(error: StudentError) -> str:
    """Say where the request went instead, as far as the exception tells."""
    if asked := _ASKED.search(error.text):
        secure, host, port, target = asked.groups()
        shown = "" if port in ("80", "443") else f":{port}"
        return f" Votre code a demandé http{secure.lower()}://{host}{shown}{target}"
    return f" Votre code a levé {error}"
