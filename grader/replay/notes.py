"""The few words that may appear under a cell."""

import html
from collections.abc import Sequence

from grader.replay.errors import NotRecorded
from grader.replay.http import Request
from grader.replay.live import HOSTS
from grader.typography import typeset

_STYLE = "opacity: 0.8; white-space: pre-wrap"


def about(live: Sequence[Request], hidden: Sequence[NotRecorded]) -> str:
    """Say which answers were live, and which missing answers the cell's own `except` kept quiet."""
    return typeset("\n".join([*_live(live), *_hidden(hidden)]))


def show(text: str) -> None:
    """Show a text under the running cell, discreetly; nothing when it is empty."""
    if not text:
        return
    from IPython.display import display

    page = f'<div style="{_STYLE}">{html.escape(text)}</div>'
    display({"text/plain": text, "text/html": page}, raw=True)


def _live(requests: Sequence[Request]) -> list[str]:
    asked = {host: [request for request in requests if request.host == host] for host in HOSTS}
    return [_live_at(host, calls) for host, calls in asked.items() if calls]


def _live_at(host: str, requests: Sequence[Request]) -> str:
    calls = list(dict.fromkeys(f"{request.method} {_target(request)}" for request in requests))
    more = ", …" if len(calls) > 3 else ""
    return f"En direct, sans enregistrement : réponse de l'API {host} à {', '.join(calls[:3])}{more}"


def _target(request: Request) -> str:
    return request.parts._replace(scheme="", netloc="", fragment="").geturl()


def _hidden(lost: Sequence[NotRecorded]) -> list[str]:
    messages = list(dict.fromkeys(map(str, lost)))
    if not messages:
        return []
    first = "Votre code a intercepté cette exception :\n" + messages[0]
    others = len(messages) - 1
    return [first] + ([f"Autres requêtes sans réponse enregistrée : {others}"] if others else [])
