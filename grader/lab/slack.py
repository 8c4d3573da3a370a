"""A stand-in for Slack's incoming webhooks: it answers as Slack's documentation says that Slack does.

Slack itself cannot be recorded from: it would need an account, and its addresses are secrets. The texts and
the codes are those of https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and of the
change that introduced the codes (https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks).
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from flask import Flask, Request, Response, request

from grader.lab.front import Application, public

Answer = tuple[str, int]


@dataclass(frozen=True)
class Hook:
    """An incoming webhook of the stand-in.

    Attributes:
        team, service, token: the three parts of its address, /services/TEAM/SERVICE/TOKEN.
        archived: whether the channel that it writes to is archived.
        channels: those that a message may choose by its field `channel`, if the webhook is of the old kind;
            None for an application's webhook, which writes to one channel and ignores that field.
    """

    team: str
    service: str
    token: str
    archived: bool = False
    channels: frozenset[str] | None = None


HOOKS = (
    Hook("XXX", "YYY", "ZZZ"),
    Hook("XXX", "ARCHIVE", "ZZZ", archived=True),
    Hook("XXX", "ANCIEN", "ZZZ", channels=frozenset({"#astreinte", "#general"})),
)


def create_app() -> Flask:
    """Build the stand-in."""
    app = Flask(__name__)
    app.add_url_rule(
        "/services/<team>/<service>/<token>",
        view_func=post,
        methods=["POST"],
        provide_automatic_options=False,
    )
    app.after_request(_name)
    return app


def application() -> Application:
    """Build the stand-in as it is served."""
    return public(create_app())


def made_of() -> str:
    """Say what answers, for the provenance of the cassettes."""
    software = ", ".join(f"{name} {version(name)}" for name in ("grader", "Flask"))
    return f"stand-in that gives Slack's documented answers ({software})"


def post(team: str, service: str, token: str) -> Answer:
    """Answer a message sent to a webhook."""
    return _refusal(team, service, token) or ("ok", 200)


def _name(response: Response) -> Response:
    """Name the code as the standard does; Flask writes NOT FOUND in capitals."""
    response.status = f"{response.status_code} {HTTPStatus(response.status_code).phrase}"
    return response


def _refusal(team: str, service: str, token: str) -> Answer | None:
    hook = next((known for known in HOOKS if (known.team, known.service) == (team, service)), None)
    if hook is None:
        return "no_service", 404
    if token != hook.token:
        return "invalid_token", 403
    if hook.archived:
        return "channel_is_archived", 410
    return _refusal_of(_payload(request), hook)


def _refusal_of(payload: Any, hook: Hook) -> Answer | None:
    if not isinstance(payload, dict) or not isinstance(payload.get("text", ""), str):
        return "invalid_payload", 400
    if not payload.get("text"):
        return "no_text", 400
    chosen = payload.get("channel")
    if hook.channels is not None and chosen is not None and chosen not in hook.channels:
        return "channel_not_found", 404
    return None


def _payload(sent: Request) -> Any:
    """Return the message: the JSON body, or the form's field `payload`; None where there is no JSON."""
    text = sent.form.get("payload", "") or sent.get_data(as_text=True)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
