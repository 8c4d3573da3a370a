"""What OpenBao answers that changes from one recording to the next, and what stands for it in a cassette.

- Tokens that it makes, their accessors and its cluster's name: numbers in order of appearance.
- Moments: each is rounded to the quarter of an hour, told by the fixed date, and keeps its rank in its
  nanoseconds, so that they differ and are ordered as they were.
- Seconds that a token has left: rounded up to the quarter of an hour.
- Capabilities: OpenBao lists the paths in any order.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from grader.replay.cassette import Interaction
from grader.replay.http import Answer, Request

HOST = "vault.example.com"
_PRESENT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_QUARTER = 900  # seconds: longer than any recording takes

_NAMES = (
    (re.compile(r"\bs\.\w{24}\b"), "s.JetonDeDemonstration{:04d}"),
    (re.compile(r'(?<="accessor":")\w{24}(?=")'), "{:024d}"),
    (re.compile(r"\bvault-cluster-[0-9a-f]{8}\b"), "vault-cluster-{:08d}"),
)
_MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z")
_SECONDS = re.compile(r'(?<=_time":)\d{10}\b|(?<="server_time_utc":)\d{10}\b')
_CAPABILITIES = "/v1/sys/capabilities"
_LEFT = re.compile(r'(?<="ttl":)\d+')


def settled(interactions: Sequence[Interaction]) -> list[Interaction]:
    """Return the interactions, those with OpenBao as any recording gives them."""
    ours = [one for one in interactions if one.request.host == HOST]
    fixed = {**_fixed_names(ours), **_fixed_moments(ours)}
    return [_settled(one, fixed) if one.request.host == HOST else one for one in interactions]


def _fixed_names(interactions: Sequence[Interaction]) -> dict[str, str]:
    fixed: dict[str, str] = {}
    for pattern, name in _NAMES:
        found = (value for one in interactions for value in pattern.findall(_text(one.answer)))
        fixed |= {value: name.format(n) for n, value in enumerate(dict.fromkeys(found), start=1)}
    return fixed


def _fixed_moments(interactions: Sequence[Interaction]) -> dict[str, str]:
    presents: dict[str, datetime] = {}
    for one in interactions:
        for moment in _MOMENT.finditer(_text(one.answer)):
            presents.setdefault(moment[0], parsedate_to_datetime(one.answer.header("Date") or ""))
    ordered = sorted(presents, key=_order)
    return {moment: _fixed(moment, presents[moment], rank) for rank, moment in enumerate(ordered, start=1)}


def _order(moment: str) -> tuple[str, str]:
    """Sort by value: OpenBao leaves out the zeros at the end of the nanoseconds."""
    second, _, fraction = moment.rstrip("Z").partition(".")
    return second, fraction


def _fixed(moment: str, present: datetime, rank: int) -> str:
    away = (datetime.fromisoformat(f"{_order(moment)[0]}+00:00") - present).total_seconds()
    told = _PRESENT + timedelta(seconds=_QUARTER * round(away / _QUARTER))
    return f"{told:%Y-%m-%dT%H:%M:%S}.{rank:09d}Z"


def _settled(one: Interaction, fixed: dict[str, str]) -> Interaction:
    text = _LEFT.sub(_rounded_up, _SECONDS.sub(str(int(_PRESENT.timestamp())), _text(one.answer)))
    text = _replaced(text, fixed)
    body = (_ordered(text) if one.request.parts.path.startswith(_CAPABILITIES) else text).encode()
    answer = replace(one.answer, body=body)
    if answer.header("Content-Length") is not None:
        answer = answer.with_header("Content-Length", str(len(body)))
    return replace(one, request=_fixed_request(one.request, fixed), answer=answer)


def _fixed_request(request: Request, fixed: dict[str, str]) -> Request:
    headers = tuple((name, _replaced(value, fixed)) for name, value in request.headers)
    return replace(request, headers=headers, body=_replaced(request.body.decode(), fixed).encode())


def _replaced(text: str, fixed: dict[str, str]) -> str:
    for value, name in fixed.items():
        text = text.replace(value, name)
    return text


def _rounded_up(seconds: re.Match[str]) -> str:
    return str(-(-int(seconds[0]) // _QUARTER) * _QUARTER)


def _ordered(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _text(answer: Answer) -> str:
    return answer.body.decode()
