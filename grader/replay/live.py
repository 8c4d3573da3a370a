"""api.example.com inside the kernel: it answers what was not recorded, without any socket."""

from typing import TYPE_CHECKING

from grader.replay.http import Answer, Request

if TYPE_CHECKING:
    from werkzeug.test import Client

HOST = "api.example.com"
LABEL = ("X-Cours", "en-direct")


class LiveApi:
    """One API for the kernel's session.

    It is built when it is first needed, and then catches up with the changes that recorded answers
    made believe: after the lesson's own POST, the new user is there.
    """

    def __init__(self) -> None:
        self._client: Client | None = None
        self._replayed: list[Request] = []

    def answer(self, request: Request) -> Answer:
        """Answer a request, labelled as live."""
        self._catch_up()
        return self._call(request).with_header(*LABEL)

    def remember(self, request: Request) -> None:
        """Note a request that a recorded answer served, if it changes something here."""
        if request.host == HOST and not request.is_safe:
            self._replayed.append(request)

    def _catch_up(self) -> None:
        while self._replayed:
            self._call(self._replayed.pop(0))

    def _call(self, request: Request) -> Answer:
        self._client = self._client or _client()
        kept = [
            (k, v) for k, v in request.headers if k.lower() not in ("content-length", "transfer-encoding")
        ]
        parts = request.parts
        with self._client.open(
            parts.path or "/",
            base_url=f"{parts.scheme}://{parts.netloc}",
            method=request.method,
            query_string=parts.query,
            headers=kept,
            data=request.body,
        ) as response:
            reason = response.status.partition(" ")[2]
            return Answer(response.status_code, reason, tuple(response.headers), response.data)


def _client() -> "Client":
    from werkzeug.test import Client  # Flask takes a tenth of a second to load

    from grader.lab.api import create_app

    return Client(create_app(), use_cookies=False)
