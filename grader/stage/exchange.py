"""One request that the stage saw, and what became of it."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from requests.structures import CaseInsensitiveDict


@dataclass
class Exchange:
    """A request as it arrived.

    Attributes:
        method, target, headers, body: the request itself; ``target`` is the path with its query.
        at: seconds on the clock when it arrived.
        connection: number of the connection it came by, from 1.
        status: code of the answer that was scripted for it.
        sent: header fields of that answer, as they were scripted.
        fault: how the connection was broken: "drop" before the answer, "cut" in the middle of its body.
        timeout: seconds the client was ready to wait for a byte, None where it set no time-out.
        outcome: "answered", "timeout", "never", or "pending" until then.
        ended: seconds on the clock when the last byte left, or when the client gave up.
    """

    method: str
    target: str
    headers: CaseInsensitiveDict
    body: bytes
    at: float
    connection: int
    status: int = 0
    sent: CaseInsensitiveDict = field(default_factory=CaseInsensitiveDict)
    fault: str = ""
    timeout: float | None = None
    outcome: str = "pending"
    ended: float = 0

    @property
    def path(self) -> str:
        """The path, without the query."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> dict[str, list[str]]:
        """The query's parameters; each has a list of values."""
        return parse_qs(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def json(self) -> Any:
        """The body read as JSON, or None where it is not JSON."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def form(self) -> dict[str, list[str]]:
        """The body read as a form (application/x-www-form-urlencoded)."""
        return parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
