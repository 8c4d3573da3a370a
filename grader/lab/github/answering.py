"""What happens around every request: who asks, the rate limit, ETag and 304, the headers of the answer."""

import hashlib
from http import HTTPStatus

from flask import Flask, Response, current_app, g, request

from grader.lab.github import recordings, refusals
from grader.lab.github.callers import RESET, Caller, Callers

_FREE = frozenset({"/rate_limit"})  # asking how many requests are left costs none


def set_up(app: Flask) -> None:
    """Put these steps around the routes of an application."""
    app.extensions["callers"] = Callers()
    app.before_request(_admit)
    app.before_request(_play_recording)
    app.after_request(_finish)
    for status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):  # GitHub answers 404 to both
        app.register_error_handler(status, lambda _: refusals.refusal(404, "Not Found"))


def caller() -> Caller:
    """Return who sends the current request."""
    known: Caller = g.caller
    return known


def _admit() -> None:
    callers: Callers = current_app.extensions["callers"]
    sender = callers.of(request)
    g.caller = sender or callers.anonymous
    if sender is None:
        g.caller.used += 1
        refusals.bad_credentials()
    if request.path in _FREE:
        return
    if sender.remaining == 0:
        refusals.over_the_limit(sender.id)
    sender.used += 1
    if sender.hurried:
        refusals.too_fast()


def _play_recording() -> Response | None:
    """Answer with the real recording of this request, if there is one; it was made with a token."""
    found = recordings.find(request) if caller().id else None
    return found.response() if found else None


def _finish(response: Response) -> Response:
    response.status = f"{response.status_code} {HTTPStatus(response.status_code).phrase}"
    if "X-Cours" in response.headers:  # a recording: it has its own headers
        return response
    if request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK:
        _make_conditional(response)
    response.headers.update(_limits(caller()))
    response.headers["X-GitHub-Media-Type"] = "github.v3; format=json"
    response.headers["X-GitHub-Api-Version-Selected"] = "2022-11-28"
    response.headers["X-GitHub-Request-Id"] = "0000:00000:0000000:0000000:00000000"
    response.headers["X-Cours"] = "doublure d'api.github.com (grader/lab/github)"
    return response


def _make_conditional(response: Response) -> None:
    """Give the answer its ETag, and make it a 304 where the caller has it already."""
    etag = f'W/"{hashlib.sha256(response.get_data()).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, max-age=60, s-maxage=60"
    response.headers["Vary"] = "Accept, Authorization, Cookie, X-GitHub-OTP"
    if etag.removeprefix("W/") not in request.headers.get("If-None-Match", ""):
        return
    response.status = "304 Not Modified"
    response.set_data(b"")
    del response.headers["Content-Type"], response.headers["Content-Length"]
    if caller().id and request.path not in _FREE:  # free, but only for whoever says who they are
        caller().used -= 1


def _limits(sender: Caller) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(sender.limit),
        "X-RateLimit-Remaining": str(sender.remaining),
        "X-RateLimit-Reset": str(int(RESET.timestamp())),
        "X-RateLimit-Resource": "core",
        "X-RateLimit-Used": str(sender.used),
    }
