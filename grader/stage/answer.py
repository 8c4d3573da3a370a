"""What the stage answers, and how badly."""

import json as json_module
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.errors import UserError

if TYPE_CHECKING:
    from grader.stage.exchange import Exchange


@dataclass(frozen=True)
class Answer:
    """One scripted answer.

    Attributes:
        status: HTTP status code.
        json: body, sent as JSON; ``text`` and ``body`` (bytes) are the other two ways to give one.
        headers: header fields, added to Content-Type and Content-Length.
        delay: seconds before the first byte.
        pieces, pause: the body comes in so many pieces, with so many seconds before each.
        cut: the connection closes after so many bytes of the body.
        drop: the connection closes before a single byte.
        hang: nothing ever comes.
        during: called just before the answer leaves (to set the wall clock, for instance).
        respond: works out, from the request, the answer to give instead of this one.

    Raises:
        UserError: ``status``, ``delay``, ``pieces`` or ``pause`` is no number.
    """

    status: int = 200
    json: Any = None
    text: str | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0
    pieces: int = 1
    pause: float = 0
    cut: int | None = None
    drop: bool = False
    hang: bool = False
    during: Callable[[], None] | None = None
    respond: Callable[["Exchange"], "Answer"] | None = None

    def __post_init__(self) -> None:
        for name in ("status", "delay", "pieces", "pause"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise UserError(f"stage.route : {name} attend un nombre, et non {value!r}.")

    @property
    def fault(self) -> str:
        """What is wrong with the connection: "drop", "cut", or nothing."""
        return "drop" if self.drop else "cut" if self.cut is not None else ""

    def content(self) -> tuple[bytes, str]:
        """Return the body and its media type."""
        if self.json is not None:
            return json_module.dumps(self.json, ensure_ascii=False).encode(), "application/json"
        if self.text is not None:
            return self.text.encode(), "text/plain; charset=utf-8"
        return self.body, "application/octet-stream"


@dataclass(frozen=True)
class Step:
    """Bytes to send after a delay; ``delay`` is None where nothing ever comes."""

    delay: float | None
    data: bytes = b""
    close: bool = False
    during: Callable[[], None] | None = None
