"""api.example.com and auth.example.com in the kernel: they answer what was not recorded, without a socket."""

from typing import TYPE_CHECKING

from grader.replay.http import Answer, Request

if TYPE_CHECKING:
    from werkzeug.test import Client

HOSTS = ("api.example.com", "auth.example.com")
LABEL = ("X-Cours", "en-direct")


class LiveApi:
    """One API for the kernel's session, with the server that gives its tokens.

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
        if request.host in HOSTS and not request.is_safe:
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

    from grader.lab.site import create_site

    return Client(create_site(), use_cookies=False)
