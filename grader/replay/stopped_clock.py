"""The clock of a service that stands still: the moments of a request, told by it.

A Prometheus answers differently at every moment. The lab's holds its clock at `NOW`, so a request for « the
last hour » is one and the same on any day: recording, replay and lab all read its moments here.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode

from grader.replay.http import Request, set_header

HOSTS = frozenset({"prometheus"})
NOW = 1767603600.0  # 2026-01-05 09:00:00 UTC, when the lab's history ends
FORM = "application/x-www-form-urlencoded"
MOMENTS = ("start", "end", "time")  # parameters that hold a moment: seconds since 1970, or RFC 3339

# What a request calls « now » is a little before it arrives: a moment's age counts in steps of ten minutes.
_STEP = 600
_MONTH = 31 * 86400
_PRESENT = "maintenant"

Fields = list[tuple[str, str]]


def settled(fields: Iterable[tuple[str, str]], present: float) -> Fields:
    """Tell a request's moments by the clock that stands still.

    A moment near the present keeps its age, and `start` its distance to `end`; any other moment stays.

    Args:
        fields: a query's or a form's names and values, in order.
        present: the real time, in seconds since 1970.
    """
    fields = list(fields)
    end = _moment(dict(fields).get("end", ""))
    return [(name, _settled(name, value, end, present)) for name, value in fields]


def settled_query(query: str, present: float) -> str:
    """Tell the moments of a URL's query, or of a form, by the clock that stands still."""
    return _changed(query, lambda fields: settled(fields, present))


def settled_request(request: Request, present: float) -> Request:
    """Tell a request's moments by the clock that stands still, if it goes to such a service."""
    return _with_fields(request, lambda fields: settled(fields, present))


def undated(request: Request, present: float) -> Request:
    """Tell a request's moments in words, to compare it with another day's."""
    return _with_fields(request, lambda fields: told(fields, present))


def told(fields: Iterable[tuple[str, str]], present: float) -> Fields:
    """Tell a request's moments in French words, the same for the same moments of any day."""
    fields = settled(fields, present)
    end = _moment(dict(fields).get("end", ""))
    words = [(name, _told(name, value, end)) for name, value in fields]
    return [pair for pair in words if pair != ("time", _PRESENT)]  # to ask without `time` is to ask for now


def _with_fields(request: Request, change: Callable[[Fields], Fields]) -> Request:
    if request.host not in HOSTS:
        return request
    url = request.parts._replace(query=_changed(request.parts.query, change)).geturl()
    if not (request.header("Content-Type") or "").startswith(FORM):
        return replace(request, url=url)
    body = _changed(request.body.decode(), change).encode()
    headers = set_header(request.headers, "Content-Length", str(len(body)))
    return replace(request, url=url, body=body, headers=headers)


def _changed(query: str, change: Callable[[Fields], Fields]) -> str:
    fields = parse_qsl(query, keep_blank_values=True)
    changed = change(fields)
    return query if changed == fields else urlencode(changed)


def _settled(name: str, value: str, end: float | None, present: float) -> str:
    moment = _moment(value)
    if name not in MOMENTS or moment is None or not _is_recent(moment, present):
        return value
    if name == "start" and end is not None and _is_recent(end, present):
        return _written(_aged(end, present) - round(end - moment))
    return _written(_aged(moment, present))


def _told(name: str, value: str, end: float | None) -> str:
    moment = _moment(value)
    if name not in MOMENTS or moment is None:
        return value
    if name == "start" and end is not None:
        return f"{_duration(end - moment)} avant « end »"
    if abs(NOW - moment) >= _MONTH:
        return datetime.fromtimestamp(moment, UTC).isoformat()
    age = NOW - moment
    return _PRESENT if age == 0 else f"il y a {_duration(age)}"


def _aged(moment: float, present: float) -> float:
    return NOW - _STEP * round((present - moment) / _STEP)


def _is_recent(moment: float, present: float) -> bool:
    """Whether it is told by the real clock: some moments are told by the one that stands still."""
    return abs(present - moment) < _MONTH and abs(NOW - moment) >= _MONTH


def _moment(value: str) -> float | None:
    try:
        moment = float(value)
        return moment if math.isfinite(moment) else None
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(value).timestamp() if "T" in value else None
    except ValueError:
        return None


def _written(moment: float) -> str:
    return f"{moment:.3f}".rstrip("0").rstrip(".")


def _duration(seconds: float) -> str:
    return f"{_written(seconds / 60)} min"
