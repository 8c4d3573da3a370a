"""What changes from one recording to the next, and what stands for it in a cassette.

- `Date`: a fixed date.
- Random identifiers (UUIDs and multipart boundaries), wherever they stand: numbers in order of appearance.
- Prometheus: moments near the present, told by a clock that stands still (`replay/stopped_clock.py`), and
  since when an alert is active.
- OpenBao: tokens, moments and a few more (`openbao.py`).

Nothing else may change; the lab sees to it that addresses, ports and clocks do not.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from email.utils import parsedate_to_datetime

from grader.recording import openbao
from grader.replay.cassette import Interaction
from grader.replay.coding import decoded, encoded
from grader.replay.http import Answer, Headers, Request
from grader.replay.stopped_clock import HOSTS, settled_request

DATE = "Mon, 05 Jan 2026 09:00:00 GMT"
ACTIVE_AT = "2026-01-05T08:50:33Z"  # when db-1 falls silent in the history of the lab's Prometheus

_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_ACTIVE = re.compile(r'(?<="activeAt":")[^"]+')
_BOUNDARY = re.compile(r"(?:boundary=|^--)([0-9a-f]{32})\b", re.MULTILINE)


def settled(interactions: Iterable[Interaction]) -> list[Interaction]:
    """Return the interactions as any recording of the same notebook gives them."""
    names = _Names()
    interactions = openbao.settled(list(interactions))
    interactions = [_at_rest(one) if one.request.host in HOSTS else one for one in interactions]
    return [
        replace(one, request=_request(one.request, names), answer=_answer(one.answer, names))
        for one in interactions
    ]


def _at_rest(one: Interaction) -> Interaction:
    """Tell an exchange with a service whose clock stands still by that clock."""
    date = one.answer.header("Date")
    present = parsedate_to_datetime(date).timestamp() if date else 0
    plain, coding = decoded(one.answer)
    body = _ACTIVE.sub(ACTIVE_AT, plain.body.decode()).encode()
    plain = replace(plain, body=body).with_header("Content-Length", str(len(body)))
    return replace(one, request=settled_request(one.request, present), answer=encoded(plain, coding))


class _Names:
    """Fixed names for random ones: the same name for the same value, and of the same length."""

    def __init__(self) -> None:
        self._fixed: dict[str, str] = {}

    def learn(self, text: str) -> None:
        for uuid in _UUID.findall(text):
            self._fixed.setdefault(uuid, f"00000000-0000-4000-8000-{len(self._fixed) + 1:012d}")
        for boundary in _BOUNDARY.findall(text):
            self._fixed.setdefault(boundary, f"{len(self._fixed) + 1:032d}")

    def fix(self, text: str) -> str:
        for value, fixed in self._fixed.items():
            text = text.replace(value, fixed)
        return text

    def fix_headers(self, headers: Headers) -> Headers:
        for _, value in headers:
            self.learn(value)
        return tuple((name, self.fix(value)) for name, value in headers)

    def fix_body(self, body: bytes) -> bytes:
        text = body.decode("latin-1")  # any bytes make a text, and come back as they were
        self.learn(text)
        return self.fix(text).encode("latin-1")


def _request(request: Request, names: _Names) -> Request:
    names.learn(request.url)
    headers = names.fix_headers(request.headers)
    return replace(request, url=names.fix(request.url), headers=headers, body=names.fix_body(request.body))


def _answer(answer: Answer, names: _Names) -> Answer:
    plain, coding = decoded(answer)
    headers = names.fix_headers(plain.headers)
    fixed = replace(plain, headers=headers, body=names.fix_body(plain.body))
    if fixed.header("Date") is not None:
        fixed = fixed.with_header("Date", DATE)
    return encoded(fixed, coding)
